#ifndef TESTS_RECORDS_H
#define TESTS_RECORDS_H

#include <string.h>

#include "base/clock.h"
#include "data/agent/agent.h"
#include "data/edit/record_state.h"
#include "data/listing/record_list.h"
#include "data/prompt/prompt.h"
#include "data/set/set.h"
#include "data/team/team.h"
#include "fixture.h"

/* Records of every kind, made alike, for the tests of what all kinds do. */

static const struct record_store *const record_stores[RECORD_KIND_COUNT] = {
    [RECORD_PROMPT] = &prompt_store,
    [RECORD_AGENT] = &agent_store,
    [RECORD_TEAM] = &team_store,
    [RECORD_SET] = &set_store};

/* Two facets of each kind. */
static const char *const record_facets[RECORD_KIND_COUNT][2] = {
    [RECORD_PROMPT] = {"text", "chat"},
    [RECORD_AGENT] = {"small", "large"},
    [RECORD_TEAM] = {"round_robin", "sequential"},
    [RECORD_SET] = {"shared", "agent"}};

/* What is made: NULL texts are "". words are somewhere in the content; NULL: a few. */
struct record_made {
    int persona;
    const char *name;
    const char *description;
    const char *tags;
    const char *words;
    int facet;                 /* 0 or 1: of record_facets */
    struct uuid id;            /* to save an existing one */
    int64_t based_on_revision; /* of it */
};

static inline const char *records_words(const struct record_made *made)
{
    return made->words == NULL ? "some words" : made->words;
}

static inline const char *records_or_empty(const char *text)
{
    return text == NULL ? "" : text;
}

static inline enum err records_prompt(struct fixture *f, const struct record_made *made,
                                      struct record_saved *saved, struct problem *problem)
{
    const char *words = records_words(made);
    if (made->facet == 1)
        words = arena_printf(f->arena, "[{\"role\":\"user\",\"content\":\"%s\"}]", words);
    struct prompt_draft draft = {.type = made->facet == 1 ? PROMPT_CHAT : PROMPT_TEXT,
                                 .body = {words, strlen(words)},
                                 .settings = ""};
    draft.id = made->id;
    draft.based_on_revision = made->based_on_revision;
    draft.name = made->name;
    draft.description = records_or_empty(made->description);
    draft.tags = records_or_empty(made->tags);
    draft.message = "";
    const struct actor *actor = &f->own.users[made->persona].actor;
    return uuid_is_nil(&made->id) ? prompt_create(f->db, actor, &draft, saved, problem)
                                  : prompt_update(f->db, actor, &draft, saved, problem);
}

static inline enum err records_agent(struct fixture *f, const struct record_made *made,
                                     struct record_saved *saved, struct problem *problem)
{
    struct agent_problem refused;
    struct agent_draft draft = {.has_late_handoffs = false};
    draft.config = json_keep(f->arena, json_pack("{s:{s:s},s:s}", "model", "name",
                                                 record_facets[RECORD_AGENT][made->facet],
                                                 "instructions", records_words(made)));
    draft.id = made->id;
    draft.based_on_revision = made->based_on_revision;
    draft.name = made->name;
    draft.description = records_or_empty(made->description);
    draft.tags = records_or_empty(made->tags);
    draft.message = "";
    const struct actor *actor = &f->own.users[made->persona].actor;
    enum err err = uuid_is_nil(&made->id) ? agent_create(f->db, actor, &draft, saved, &refused)
                                          : agent_update(f->db, actor, &draft, saved, &refused);
    *problem = refused.problem;
    return err;
}

/* The member that all teams have, and that the test sets for an agent are for. */
static inline enum err records_member(struct fixture *f, const struct record_made *made,
                                      struct agent *agent, struct problem *problem)
{
    const struct actor *actor = &f->own.users[made->persona].actor;
    struct record_saved saved;
    enum err err = agent_get_by_name(f->db, actor, "the member", agent);
    if (err == ERR_NOT_FOUND)
        err = records_agent(
            f, &(struct record_made){.persona = PERSONA_CUSTOMER_ADMIN, .name = "the member"},
            &saved, problem);
    return err == ERR_NONE ? agent_get_by_name(f->db, actor, "the member", agent) : err;
}

static inline enum err records_set(struct fixture *f, const struct record_made *made,
                                   struct record_saved *saved, struct problem *problem)
{
    const struct actor *actor = &f->own.users[made->persona].actor;
    struct agent agent = {.version = 0};
    struct set_draft draft = {.cases = NULL};
    enum err err = made->facet == 1 ? records_member(f, made, &agent, problem) : ERR_NONE;
    if (err != ERR_NONE)
        return err;
    draft.cases =
        json_keep(f->arena, json_pack("[{s:{s:s}}]", "variables", "words", records_words(made)));
    if (made->facet == 1)
        draft.settings = json_keep(
            f->arena, json_pack("{s:{s:s, s:s}}", "for", "kind", "agent", "name", agent.name));
    draft.id = made->id;
    draft.based_on_revision = made->based_on_revision;
    draft.name = made->name;
    draft.description = records_or_empty(made->description);
    draft.tags = records_or_empty(made->tags);
    draft.message = "";
    return uuid_is_nil(&made->id) ? set_create(f->db, actor, &draft, saved, problem)
                                  : set_update(f->db, actor, &draft, saved, problem);
}

static inline enum err records_team(struct fixture *f, const struct record_made *made,
                                    struct record_saved *saved, struct problem *problem)
{
    struct agent agent = {.version = 0};
    const struct actor *actor = &f->own.users[made->persona].actor;
    enum err err = records_member(f, made, &agent, problem);
    if (err != ERR_NONE)
        return err;
    struct team_member member = {.agent_id = agent.id, .role = TEAM_WORKER};
    struct team_problem refused;
    struct team_draft draft = {
        .plan = {.kind = made->facet == 1 ? TEAM_SEQUENTIAL : TEAM_ROUND_ROBIN,
                 .members = &member,
                 .member_count = 1,
                 .termination = {.max_messages = 10, .text = records_words(made)}}};
    draft.id = made->id;
    draft.based_on_revision = made->based_on_revision;
    draft.name = made->name;
    draft.description = records_or_empty(made->description);
    draft.tags = records_or_empty(made->tags);
    draft.message = "";
    err = uuid_is_nil(&made->id) ? team_create(f->db, actor, &draft, saved, &refused)
                                 : team_update(f->db, actor, &draft, saved, &refused);
    *problem = refused.problem;
    return err;
}

/* Makes or saves a record; fails the test if it can't. */
static inline struct uuid records_make(struct fixture *f, const struct record_kind *kind,
                                       const struct record_made *made)
{
    struct record_saved saved;
    struct problem problem = {.message = NULL};
    enum err err = kind->id == RECORD_PROMPT  ? records_prompt(f, made, &saved, &problem)
                   : kind->id == RECORD_AGENT ? records_agent(f, made, &saved, &problem)
                   : kind->id == RECORD_TEAM  ? records_team(f, made, &saved, &problem)
                                              : records_set(f, made, &saved, &problem);
    if (err != ERR_NONE)
        fail_msg("%s %s: %s: %s", kind->name, made->name, err_name(err),
                 problem.message == NULL ? "" : problem.message);
    return saved.id;
}

static inline void records_archive(struct fixture *f, const struct record_kind *kind,
                                   const struct uuid *id)
{
    struct problem problem;
    struct record_archive_draft draft = {.id = *id, .accepts_uses = true};
    assert_int_equal(record_archive(f->db, &f->own.users[PERSONA_CUSTOMER_ADMIN].actor,
                                    record_stores[kind->id], &draft, &problem),
                     ERR_NONE);
}

#endif
