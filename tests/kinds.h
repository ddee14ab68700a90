#ifndef TESTS_KINDS_H
#define TESTS_KINDS_H

#include <stdio.h>

#include "data/edit/record_tag_many.h"
#include "data/release/record_label.h"
#include "sets.h"
#include "teams.h"

/* Records of every kind alike, for tests that walk over record_kinds. What a record says is one
 * text here: a prompt's body, an agent's instructions, the words that end a team, a variable of a
 * test set's case. */

/* Creates a record with an id of nil, else saves it. text NULL: the content stays. */
typedef enum err kind_save(struct fixture *f, const struct actor *actor,
                           const struct record_draft *draft, const char *text,
                           struct record_saved *saved, struct problem *problem);

static inline enum err kind_save_prompt(struct fixture *f, const struct actor *actor,
                                        const struct record_draft *record, const char *text,
                                        struct record_saved *saved, struct problem *problem)
{
    bool is_new = uuid_is_nil(&record->id);
    struct prompt_draft draft = is_new ? draft_of("", "") : draft_from(f, &record->id);
    draft.record = *record;
    if (text != NULL)
        draft.body = text_of(text);
    return is_new ? prompt_create(f->db, actor, &draft, saved, problem)
                  : prompt_update(f->db, actor, &draft, saved, problem);
}

static inline enum err kind_save_agent(struct fixture *f, const struct actor *actor,
                                       const struct record_draft *record, const char *text,
                                       struct record_saved *saved, struct problem *problem)
{
    bool is_new = uuid_is_nil(&record->id);
    struct agent_problem agent_problem = {.problem = {0}};
    struct agent_draft draft = {.config = NULL};
    if (text != NULL)
        draft.config =
            config_of(f, arena_printf(f->arena,
                                      "{\"model\":{\"provider\":\"openai\",\"name\":\"gpt-4.1\"},"
                                      "\"instructions\":\"%s\"}",
                                      text));
    else
        draft = agent_draft_from(f, &record->id);
    draft.record = *record;
    enum err err = is_new ? agent_create(f->db, actor, &draft, saved, &agent_problem)
                          : agent_update(f->db, actor, &draft, saved, &agent_problem);
    *problem = agent_problem.problem;
    return err;
}

/* The one member of every team that is made here: an agent of the actor's organization. */
static inline struct uuid kind_member(struct fixture *f, const struct actor *actor)
{
    const struct fixture_organization *organization =
        uuid_equal(&actor->organization_id, &f->other.id) ? &f->other : &f->own;
    const struct actor *admin = &organization->users[PERSONA_CUSTOMER_ADMIN].actor;
    struct agent agent;
    struct agent_problem problem;
    struct record_saved saved;
    struct agent_draft draft = agent_draft_of(f, "member of teams", AGENT_CONFIG);
    if (agent_get_by_name(f->db, admin, draft.name, &agent) == ERR_NONE)
        return agent.id;
    assert_int_equal(agent_create(f->db, admin, &draft, &saved, &problem), ERR_NONE);
    return saved.id;
}

static inline enum err kind_save_team(struct fixture *f, const struct actor *actor,
                                      const struct record_draft *record, const char *text,
                                      struct record_saved *saved, struct problem *problem)
{
    bool is_new = uuid_is_nil(&record->id);
    struct team_problem team_problem = {.problem = {0}};
    struct team_member member = {.role = TEAM_WORKER};
    struct team_draft draft = {.plan = {.kind = TEAM_ROUND_ROBIN}};
    if (is_new) {
        member.agent_id = kind_member(f, actor);
        draft.plan.members = &member;
        draft.plan.member_count = 1;
        draft.plan.termination.max_turns = 9;
    } else {
        draft = draft_of_team(f, &record->id);
    }
    draft.record = *record;
    if (text != NULL)
        draft.plan.termination.text = text;
    enum err err = is_new ? team_create(f->db, actor, &draft, saved, &team_problem)
                          : team_update(f->db, actor, &draft, saved, &team_problem);
    *problem = team_problem.problem;
    return err;
}

static inline enum err kind_save_set(struct fixture *f, const struct actor *actor,
                                     const struct record_draft *record, const char *text,
                                     struct record_saved *saved, struct problem *problem)
{
    bool is_new = uuid_is_nil(&record->id);
    struct set_draft draft = {.cases = NULL};
    if (text != NULL)
        draft.cases = json_keep(f->arena, json_pack("[{s:{s:s}}]", "variables", "text", text));
    else
        draft.cases = set_json(f, get_set(f, &record->id).cases.data);
    draft.record = *record;
    return is_new ? set_create(f->db, actor, &draft, saved, problem)
                  : set_update(f->db, actor, &draft, saved, problem);
}

struct kind_maker {
    const struct record_store *store;
    kind_save *save;
    bool devops; /* DevOps engineers may create and change them */
};

static const struct kind_maker kind_makers[RECORD_KIND_COUNT] = {
    [RECORD_PROMPT] = {&prompt_store, kind_save_prompt, false},
    [RECORD_AGENT] = {&agent_store, kind_save_agent, true},
    [RECORD_TEAM] = {&team_store, kind_save_team, true},
    [RECORD_SET] = {&set_store, kind_save_set, false},
};

static inline enum err kind_try_make(struct fixture *f, const struct kind_maker *maker,
                                     const struct actor *actor, const char *name, struct uuid *id)
{
    struct record_draft draft = {.name = name, .description = "", .tags = "", .message = ""};
    struct record_saved saved;
    struct problem problem;
    enum err err = maker->save(f, actor, &draft, "one", &saved, &problem);
    *id = saved.id;
    return err;
}

/* Makes a record whose text is "one". */
static inline struct uuid kind_make(struct fixture *f, const struct kind_maker *maker, int persona,
                                    const char *name)
{
    struct uuid id;
    enum err err = kind_try_make(f, maker, actor_of(f, persona), name, &id);
    if (err != ERR_NONE)
        fail_msg("%s %s: %s", maker->store->kind->name, name, err_name(err));
    return id;
}

static inline struct record_draft kind_draft(struct fixture *f, const struct kind_maker *maker,
                                             const struct uuid *id)
{
    const struct record_head *head = get_head(f, maker->store, id);
    return (struct record_draft){.id = *id,
                                 .based_on_revision = head->revision,
                                 .name = head->name,
                                 .description = head->description,
                                 .tags = tags_of(f, &head->tags),
                                 .message = ""};
}

static inline enum err kind_try_save(struct fixture *f, const struct kind_maker *maker,
                                     const struct record_draft *draft, const char *text,
                                     struct problem *problem)
{
    struct record_saved saved;
    return maker->save(f, actor_of(f, PERSONA_CUSTOMER_ADMIN), draft, text, &saved, problem);
}

/* Saves what differs; gives what the save did. */
static inline struct record_saved kind_save_draft(struct fixture *f, const struct kind_maker *maker,
                                                  const struct record_draft *draft,
                                                  const char *text)
{
    struct record_saved saved;
    struct problem problem;
    enum err err =
        maker->save(f, actor_of(f, PERSONA_CUSTOMER_ADMIN), draft, text, &saved, &problem);
    if (err != ERR_NONE)
        fail_msg("%s %s: %s: %s", maker->store->kind->name, draft->name, err_name(err),
                 problem.message);
    return saved;
}

/* A new version with this text; gives its number. */
static inline int64_t kind_save_text(struct fixture *f, const struct kind_maker *maker,
                                     const struct uuid *id, const char *text)
{
    struct record_draft draft = kind_draft(f, maker, id);
    return kind_save_draft(f, maker, &draft, text).version;
}

/* A record with versions 1 to count. */
static inline struct uuid kind_make_versions(struct fixture *f, const struct kind_maker *maker,
                                             const char *name, int count)
{
    struct uuid id = kind_make(f, maker, PERSONA_PRODUCT_MANAGER, name);
    for (int i = 2; i <= count; i++)
        (void)kind_save_text(f, maker, &id, arena_printf(f->arena, "text %d", i));
    return id;
}

static inline enum err kind_move(struct fixture *f, const struct kind_maker *maker, int persona,
                                 const struct label_change *change, struct problem *problem)
{
    enum err err = label_move(f->db, actor_of(f, persona), maker->store, change, problem);
    if (err == ERR_INVALID || err == ERR_DENIED || err == ERR_CONFLICT)
        assert_non_null(problem->message);
    return err;
}

/* Moves a label, whoever refers by it. */
static inline enum err kind_move_label(struct fixture *f, const struct kind_maker *maker,
                                       int persona, const struct uuid *id, const char *label,
                                       int64_t from, int64_t to)
{
    struct problem problem;
    struct label_change change = {*id, label, from, to, "because", true};
    return kind_move(f, maker, persona, &change, &problem);
}

static inline enum err kind_archive(struct fixture *f, const struct kind_maker *maker, int persona,
                                    const struct uuid *id)
{
    struct problem problem;
    struct record_archive_draft draft = {*id, true};
    return record_archive(f->db, actor_of(f, persona), maker->store, &draft, &problem);
}

static inline int64_t kind_events(struct fixture *f, const struct kind_maker *maker,
                                  const char *verb, const char *outcome)
{
    char action[64]; /* counting begins a request, with an arena of its own */
    (void)snprintf(action, sizeof action, "%s.%s", maker->store->kind->name, verb);
    return fixture_count_events(f, action, outcome);
}

#endif
