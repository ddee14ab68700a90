#ifndef TESTS_SETS_H
#define TESTS_SETS_H

#include "data/set/set.h"
#include "prompts.h"

/* Test sets for the tests: each fails the test if it can't do its work. */

#define SET_CASES                                                                                  \
    "[{\"name\":\"Late\",\"variables\":{\"order\":\"A 17\"},\"expected\":\"Yes\","                 \
    "\"checks\":[{\"type\":\"contains\",\"value\":\"refund\"}],\"critical\":true},"                \
    "{\"messages\":[{\"role\":\"user\",\"content\":\"Hello\"}]}]"

static inline const json_t *set_json(struct fixture *f, const char *text)
{
    json_t *json = NULL;
    const char *problem = NULL;
    if (json_parse(f->arena, text, strlen(text), &json, &problem) != ERR_NONE)
        fail_msg("%s: %s", problem, text);
    return json;
}

static inline struct set_draft set_draft_of(struct fixture *f, const char *name, const char *cases,
                                            const char *settings)
{
    return (struct set_draft){.name = name,
                              .description = "",
                              .tags = "",
                              .message = "",
                              .cases = set_json(f, cases),
                              .settings = set_json(f, settings)};
}

static inline struct uuid make_set(struct fixture *f, int persona, const char *name,
                                   const char *cases, const char *settings)
{
    struct set_draft draft = set_draft_of(f, name, cases, settings);
    struct problem problem;
    struct record_saved saved;
    enum err err = set_create(f->db, actor_of(f, persona), &draft, &saved, &problem);
    if (err != ERR_NONE)
        fail_msg("%s: %s: %s", name, err_name(err), problem.message);
    return saved.id;
}

static inline struct set get_set(struct fixture *f, const struct uuid *id)
{
    struct set set;
    assert_int_equal(set_get(f->db, actor_of(f, PERSONA_CUSTOMER_ADMIN), id, &set), ERR_NONE);
    return set;
}

/* The next version, by the Customer Admin, with other cases. */
static inline struct record_saved save_cases(struct fixture *f, const struct uuid *id,
                                             const char *cases)
{
    struct set set = get_set(f, id);
    struct set_draft draft = set_draft_of(f, set.name, cases, set.settings.data);
    struct problem problem;
    struct record_saved saved;
    draft.id = *id;
    draft.based_on_revision = set.revision;
    enum err err = set_update(f->db, actor_of(f, PERSONA_CUSTOMER_ADMIN), &draft, &saved, &problem);
    if (err != ERR_NONE)
        fail_msg("%s: %s", err_name(err), problem.message);
    return saved;
}

#endif
