#ifndef TESTS_PROMPTS_H
#define TESTS_PROMPTS_H

#include <string.h>

#include "base/buf.h"
#include "data/edit/record_state.h"
#include "data/prompt/prompt.h"
#include "data/release/record_label.h"
#include "fixture.h"

/* Prompts for the tests of the data module: each fails the test if it can't do its work. */

static inline const struct actor *actor_of(struct fixture *f, int index)
{
    return &f->own.users[index].actor;
}

static inline struct text text_of(const char *text)
{
    return (struct text){text, strlen(text)};
}

static inline struct prompt_draft draft_of(const char *name, const char *body)
{
    return (struct prompt_draft){.name = name,
                                 .description = "",
                                 .type = PROMPT_TEXT,
                                 .body = text_of(body),
                                 .settings = "",
                                 .tags = "",
                                 .message = ""};
}

static inline struct uuid make_prompt(struct fixture *f, int persona, const char *name,
                                      const char *body)
{
    struct prompt_draft draft = draft_of(name, body);
    struct problem problem;
    struct record_saved saved;
    enum err err = prompt_create(f->db, actor_of(f, persona), &draft, &saved, &problem);
    if (err != ERR_NONE)
        fail_msg("%s: %s: %s", name, err_name(err), problem.message);
    return saved.id;
}

static inline struct prompt get_prompt(struct fixture *f, const struct uuid *id)
{
    struct prompt prompt;
    assert_int_equal(record_load(f->db, actor_of(f, PERSONA_CUSTOMER_ADMIN), &prompt_store, id,
                                 PERMISSION_PROMPT_SEE, RECORD_WHOLE, &prompt),
                     ERR_NONE);
    return prompt;
}

/* The draft that a form would send back unchanged. */
static inline struct prompt_draft draft_from(struct fixture *f, const struct uuid *id)
{
    struct prompt prompt = get_prompt(f, id);
    struct buf tags;
    buf_init(&tags, f->arena);
    for (int i = 0; i < prompt.tags.count; i++)
        buf_printf(&tags, "%s,", prompt.tags.tags[i]);
    return (struct prompt_draft){.id = *id,
                                 .based_on_revision = prompt.revision,
                                 .name = prompt.name,
                                 .description = prompt.description,
                                 .type = prompt.type,
                                 .body = prompt.body,
                                 .settings = prompt.settings,
                                 .tags = tags.data,
                                 .message = ""};
}

/* Saves a new body over the current version; gives the new number. */
static inline int64_t save_body(struct fixture *f, const struct uuid *id, const char *body)
{
    struct prompt_draft draft = draft_from(f, id);
    struct problem problem;
    struct record_saved saved;
    draft.body = text_of(body);
    enum err err =
        prompt_update(f->db, actor_of(f, PERSONA_CUSTOMER_ADMIN), &draft, &saved, &problem);
    if (err != ERR_NONE)
        fail_msg("%s: %s: %s", draft.name, err_name(err), problem.message);
    return saved.version;
}

/* A record of any kind, without its content. */
static inline struct record_head *get_head(struct fixture *f, const struct record_store *store,
                                           const struct uuid *id)
{
    struct record_head *head = arena_alloc(f->arena, store->size);
    assert_int_equal(record_load(f->db, actor_of(f, PERSONA_CUSTOMER_ADMIN), store, id,
                                 store->kind->see, RECORD_HEAD_ONLY, head),
                     ERR_NONE);
    return head;
}

static inline enum err archive_prompt(struct fixture *f, int persona, const struct uuid *id)
{
    struct problem problem;
    struct record_archive_draft draft = {*id, true};
    return record_archive(f->db, actor_of(f, persona), &prompt_store, &draft, &problem);
}

static inline enum err move_label(struct fixture *f, int persona, const struct uuid *id,
                                  const char *label, int64_t from, int64_t to)
{
    struct problem problem;
    struct label_change change = {.record_id = *id,
                                  .label = label,
                                  .from_version = from,
                                  .to_version = to,
                                  .reason = "because"};
    enum err err = label_move(f->db, actor_of(f, persona), &prompt_store, &change, &problem);
    if (err == ERR_INVALID || err == ERR_DENIED || err == ERR_CONFLICT)
        assert_non_null(problem.message);
    return err;
}

#endif
