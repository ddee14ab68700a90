/* Files of test runs that are carried: what a runner is given, and what it brings back. Nothing
 * that is not signed is accepted; and of lines that are, as a runner could sign whatever it likes,
 * only answers to every position in their order, or to the first of them where it was stopped. */

#include <string.h>

#include "base/buf.h"
#include "crypt/answer_file.h"
#include "crypt/base64.h"
#include "crypt/run_file.h"
#include "domain/run/run_answer.h"
#include "domain/run/run_document.h"
#include "fuzz.h"

#define DIGEST "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
static const char *const case_ids[] = {"c1", "c2", "c3"};
enum { CASES = 3, PLANNED = 6 };

static struct runner_key key;

static void check_read(struct arena *arena, struct text file, bool is_resumed, bool is_signed)
{
    struct answer_file answers;
    const char *problem = NULL;
    const struct answer_plan plan = {&key.public, DIGEST, case_ids, CASES, PLANNED, is_resumed};
    if (answer_file_read(arena, file, &plan, &answers, &problem) != ERR_NONE) {
        FUZZ_REQUIRE(problem != NULL && text_is_utf8(problem, strlen(problem)));
        return;
    }
    FUZZ_REQUIRE(is_signed && answers.count <= PLANNED && answers.whole_len <= file.len);
    FUZZ_REQUIRE(is_resumed || answers.has_end);
    FUZZ_REQUIRE(is_resumed || answers.stopped[0] != '\0' || answers.count == PLANNED);
    for (int64_t i = 0; i < answers.count; i++)
        FUZZ_REQUIRE(answers.lines[i].position == i &&
                     strcmp(answers.lines[i].case_id, case_ids[i % CASES]) == 0);
}

/* A line as a runner signs it; @ is the hash of the line before. */
static void add_signed(struct arena *arena, struct buf *file, struct text line, char *before)
{
    struct buf json;
    char hash[SHA256_HEX_LEN];
    uint8_t signature[RUNNER_SIGNATURE_LEN];
    buf_init(&json, arena);
    for (size_t i = 0; i < line.len; i++)
        buf_add(&json, line.data[i] == '@' ? before : line.data + i,
                line.data[i] == '@' ? strlen(before) : 1);
    sha256_hex(json.data, json.len, hash);
    const char *message = arena_printf(arena, "rostrum-answers 1\n" DIGEST "\n%s", hash);
    runner_sign(&key, (struct text){message, strlen(message)}, signature);
    size_t begin = file->len;
    buf_printf(file, "%s ",
               base64url_make(arena, (struct text){(const char *)signature, sizeof signature}));
    buf_add(file, json.data, json.len);
    sha256_hex(file->data + begin, file->len - begin, before);
    buf_add_char(file, '\n');
}

static void check_signed(struct arena *arena, struct text text)
{
    struct buf file;
    char before[SHA256_HEX_LEN] = "";
    buf_init(&file, arena);
    for (size_t at = 0; at < text.len;) {
        const char *end = memchr(text.data + at, '\n', text.len - at);
        size_t len = end == NULL ? text.len - at : (size_t)(end - text.data) - at;
        add_signed(arena, &file, (struct text){text.data + at, len}, before);
        at += len + 1;
    }
    check_read(arena, (struct text){file.data, file.len}, false, true);
    check_read(arena, (struct text){file.data, file.len}, true, true);
}

static void check_documents(struct arena *arena, struct text text)
{
    struct run_answer answer;
    struct run_document document;
    struct text opened;
    const char *problem = NULL;
    if (run_answer_read(arena, text, &answer) == ERR_NONE)
        FUZZ_REQUIRE(run_answer_read(arena, run_answer_format(arena, &answer), &answer) ==
                     ERR_NONE);
    if (run_document_read(arena, text, &document) == ERR_NONE) {
        FUZZ_REQUIRE(document.case_count * document.repeats <= RUN_DOCUMENT_CALLS_MAX);
        FUZZ_REQUIRE(run_document_read(arena, run_document_format(arena, &document), &document) ==
                     ERR_NONE);
    }
    FUZZ_REQUIRE(run_file_open(arena, &key, text, &opened, &problem) != ERR_NONE);
    FUZZ_REQUIRE(problem != NULL);
    FUZZ_REQUIRE(run_file_open(arena, &key, run_file_seal(arena, &key.public, text), &opened,
                               &problem) == ERR_NONE &&
                 opened.len == text.len && memcmp(opened.data, text.data, text.len) == 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct arena *arena;
    struct answer_head head;
    if (arena == NULL) {
        arena = arena_create(1024 * 1024 * 1024);
        runner_key_make(&key);
    }
    struct text text = {arena_copy(arena, data, size), size};
    (void)!answer_file_head(arena, text, &head);
    check_read(arena, text, false, false);
    check_read(arena, text, true, false);
    check_signed(arena, text);
    check_documents(arena, text);
    arena_reset(arena);
    return 0;
}
