#ifndef TESTS_CARRIES_H
#define TESTS_CARRIES_H

#include "base/json_memory.h"
#include "crypt/answer_file.h"
#include "crypt/answer_key.h"
#include "crypt/run_file.h"
#include "data/run/run_upload.h"
#include "domain/run/run_answer.h"
#include "runners.h"
#include "runs.h"

/* Test runs that are carried by file, and a runner that answers as runs_echo does. What is made
 * lies in an arena that outlives requests. */

struct carry {
    struct arena *arena;
    struct runner_key key;
    struct uuid runner_id, run_id;
    struct runs runs;
    struct run_document document;
    char digest[SHA256_HEX_LEN];
};

static inline struct run_draft carries_draft(const struct carry *carry)
{
    struct run_draft draft = runs_draft(&carry->runs);
    draft.endpoint_id = (struct uuid){{0}};
    draft.runner_id = carry->runner_id;
    draft.endpoint_name = "Hall 7";
    draft.model = "local-1";
    return draft;
}

static inline struct record_head carries_head(struct fixture *f, const struct carry *carry)
{
    return (struct record_head){
        .store = &prompt_store, .id = carry->runs.prompt, .organization_id = f->own.id};
}

/* A run of three cases, waiting to be carried; with a person who may start it. */
static inline void carries_begin(struct fixture *f, struct carry *carry, int64_t repeats)
{
    carry->runs = runs_plant(f);
    carry->runner_id = runners_plant(f, "Runner 7", &carry->key);
    struct run_draft draft = carries_draft(carry);
    draft.repeats = repeats;
    carry->run_id = runs_start(f, PERSONA_PRODUCT_MANAGER, &draft);
}

/* Of runs that are there: one that waits to be carried to a runner of its own. */
static inline struct uuid carries_plant(struct fixture *f, const struct runs *runs, int persona)
{
    struct carry carry = {.runs = *runs};
    carry.runner_id = runners_plant(f, "Runner 7", &carry.key);
    struct run_draft draft = carries_draft(&carry);
    return runs_start(f, persona, &draft);
}

static inline enum err carries_download(struct fixture *f, int persona, struct carry *carry,
                                        struct text *file, struct problem *problem)
{
    struct test_run run = runs_find(f, &carry->run_id);
    struct record_head head = carries_head(f, carry);
    enum err err = run_carry_download(f->db, actor_of(f, persona), &head, &run, file, problem);
    if (err == ERR_NONE)
        *file = (struct text){arena_copy(carry->arena, file->data, file->len), file->len};
    return err;
}

/* Opens it as its runner does. */
static inline void carries_open(struct carry *carry, struct text file)
{
    struct text text;
    const char *problem = "";
    json_memory_use(carry->arena);
    if (run_file_open(carry->arena, &carry->key, file, &text, &problem) != ERR_NONE)
        fail_msg("%s", problem);
    sha256_hex(text.data, text.len, carry->digest);
    assert_int_equal(run_document_read(carry->arena, text, &carry->document), ERR_NONE);
}

static inline void carries_take(struct fixture *f, struct carry *carry)
{
    struct text file;
    struct problem problem;
    assert_int_equal(carries_download(f, PERSONA_PRODUCT_MANAGER, carry, &file, &problem),
                     ERR_NONE);
    carries_open(carry, file);
}

static inline struct text carries_seal(const struct carry *carry, const char *content)
{
    struct text sealed;
    const struct run_answer answer = {.outcome = ENDPOINT_ANSWERED,
                                      .status = 200,
                                      .duration_ms = 40,
                                      .attempt_count = 1,
                                      .completion = {.content = content,
                                                     .refusal = "",
                                                     .finish_reason = "stop",
                                                     .error = "",
                                                     .input_tokens = 100,
                                                     .output_tokens = 10}};
    json_memory_use(carry->arena);
    struct text plain = run_answer_format(carry->arena, &answer);
    assert_int_equal(answer_seal(carry->arena, carry->document.answer_key, plain, &sealed),
                     ERR_NONE);
    return sealed;
}

/* What the last message of a request says. */
static inline const char *carries_said(const struct carry *carry, const char *request)
{
    json_t *json = NULL;
    const char *problem = NULL;
    json_memory_use(carry->arena);
    assert_int_equal(json_parse(carry->arena, request, strlen(request), &json, &problem), ERR_NONE);
    const json_t *messages = json_object_get(json, "messages");
    return json_text(json_array_get(messages, json_array_size(messages) - 1), "content");
}

static inline struct answer_head carries_answer_head(const struct carry *carry)
{
    char id[UUID_TEXT_LEN];
    uuid_format(&carry->document.run_id, id);
    return (struct answer_head){.run = arena_strdup(carry->arena, id),
                                .digest = carry->digest,
                                .runner = carry->document.runner,
                                .kid = carry->document.answer_kid,
                                .model = carry->document.model};
}

/* The first count answers, which echo, as lines: [0] is the head, the last the end. */
enum { CARRIES_LINES = 64 };
struct carries_lines {
    struct text items[CARRIES_LINES];
    int count;
};
static inline void carries_lines(const struct carry *carry, int count, const char *stopped,
                                 struct carries_lines *lines)
{
    struct answer_head head = carries_answer_head(carry);
    struct answer_writer writer = {.key = &carry->key, .digest = carry->digest};
    lines->count = 0;
    json_memory_use(carry->arena);
    lines->items[lines->count++] = answer_file_begin(carry->arena, &writer, &head);
    for (int i = 0; i < count; i++) {
        const struct run_document_case *one =
            &carry->document.cases[i % carry->document.case_count];
        const struct answer_line line = {
            .position = i,
            .case_id = one->id,
            .repeat = i / carry->document.case_count + 1,
            .tokens = 110,
            .sealed = carries_seal(carry, carries_said(carry, one->request))};
        lines->items[lines->count++] = answer_file_add(carry->arena, &writer, &line);
    }
    lines->items[lines->count++] = answer_file_end(carry->arena, &writer, count, stopped);
}

static inline struct text carries_join(const struct carry *carry, const struct carries_lines *lines)
{
    struct buf buf;
    buf_init(&buf, carry->arena);
    for (int i = 0; i < lines->count; i++)
        buf_add(&buf, lines->items[i].data, lines->items[i].len);
    return (struct text){buf.data, buf.len};
}

static inline struct text carries_answers(const struct carry *carry)
{
    struct carries_lines lines;
    carries_lines(carry, (int)(carry->document.case_count * carry->document.repeats), "", &lines);
    return carries_join(carry, &lines);
}

static inline enum err carries_upload(struct fixture *f, int persona, const struct carry *carry,
                                      struct text file, struct problem *problem)
{
    struct test_run run = runs_find(f, &carry->run_id);
    struct record_head head = carries_head(f, carry);
    enum err err = run_upload(f->db, actor_of(f, persona), &head, &run, file, problem);
    if (problem->message != NULL)
        problem->message = arena_strdup(carry->arena, problem->message);
    return err;
}

#endif
