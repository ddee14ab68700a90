#include "cli/demo/demo_crew.h"

#include <string.h>

#include "data/agent/agent.h"
#include "data/agent/agent_link.h"
#include "data/edit/record_save.h"
#include "data/set/set.h"
#include "data/team/team.h"

/* The agents, teams and test sets of the demonstration. */

/* ---- agents ------------------------------------------------------------------------------- */

static const json_t *parse_content(const struct demo *demo, const char *text)
{
    return json_stored(demo->command->arena, (struct text){text, strlen(text)},
                       "JSON of the demonstration");
}

enum err demo_save_agent(const struct demo *demo, struct demo_record *record, enum demo_person who,
                         const char *why, struct problem *problem)
{
    struct db *db = demo->command->db;
    const struct actor *actor = &demo->actors[who];
    struct agent_problem refused = {.problem = {"", NULL}};
    struct record_saved saved = {.version = 0};
    struct agent_draft draft = {.id = record->id,
                                .based_on_revision = record->revision,
                                .name = record->name,
                                .description = record->description,
                                .tags = record->tags,
                                .message = why,
                                .config = parse_content(demo, record->text)};
    enum err err = uuid_is_nil(&record->id) ? agent_create(db, actor, &draft, &saved, &refused)
                                            : agent_update(db, actor, &draft, &saved, &refused);
    *problem = refused.problem;
    record->id = saved.id;
    record->version = saved.version;
    return err;
}

/* ---- teams -------------------------------------------------------------------------------- */

static enum err make_plan(const struct demo *demo, const struct demo_record *record,
                          const struct actor *actor, struct team_plan *plan)
{
    struct arena *arena = demo->command->arena;
    const struct demo_team *team = record->team;
    const char *names[DEMO_MEMBERS_MAX];
    struct uuid ids[DEMO_MEMBERS_MAX];
    *plan = (struct team_plan){.kind = team->kind, .termination = team->termination};
    if (plan->termination.text == NULL)
        plan->termination.text = "";
    for (; record->members[plan->member_count].agent != NULL; plan->member_count++)
        names[plan->member_count] = record->members[plan->member_count].agent;
    enum err err = agent_find_names(demo->command->db, actor, names, plan->member_count, ids);
    plan->members = arena_array(arena, DEMO_MEMBERS_MAX, sizeof *plan->members);
    plan->edges = arena_array(arena, DEMO_EDGES_MAX, sizeof *plan->edges);
    for (int i = 0; i < plan->member_count; i++) {
        const struct demo_member *member = &record->members[i];
        plan->members[i] =
            (struct team_member){ids[i], member->role, member->version, member->label};
    }
    for (const struct demo_edge *edge = team->edges; edge->from != 0; edge++)
        plan->edges[plan->edge_count++] =
            (struct team_edge){ids[edge->from - 1], ids[edge->to - 1], edge->condition};
    return err;
}

enum err demo_save_team(const struct demo *demo, struct demo_record *record, enum demo_person who,
                        const char *why, struct problem *problem)
{
    struct db *db = demo->command->db;
    const struct actor *actor = &demo->actors[who];
    struct team_problem refused = {.problem = {"", NULL}};
    struct record_saved saved = {.version = 0};
    struct team_draft draft = {.id = record->id,
                               .based_on_revision = record->revision,
                               .name = record->name,
                               .description = record->description,
                               .tags = record->tags,
                               .message = why};
    enum err err = make_plan(demo, record, actor, &draft.plan);
    if (err != ERR_NONE)
        return err;
    err = uuid_is_nil(&record->id) ? team_create(db, actor, &draft, &saved, &refused)
                                   : team_update(db, actor, &draft, &saved, &refused);
    *problem = refused.problem;
    record->id = saved.id;
    record->version = saved.version;
    return err;
}

/* ---- test sets ---------------------------------------------------------------------------- */

enum err demo_save_set(const struct demo *demo, struct demo_record *record, enum demo_person who,
                       const char *why, struct problem *problem)
{
    struct db *db = demo->command->db;
    const struct actor *actor = &demo->actors[who];
    const json_t *content = parse_content(demo, record->text);
    struct record_saved saved = {.version = 0};
    struct set_draft draft = {.id = record->id,
                              .based_on_revision = record->revision,
                              .name = record->name,
                              .description = record->description,
                              .tags = record->tags,
                              .message = why,
                              .cases = json_object_get(content, "cases"),
                              .settings = json_object_get(content, "settings")};
    enum err err = uuid_is_nil(&record->id) ? set_create(db, actor, &draft, &saved, problem)
                                            : set_update(db, actor, &draft, &saved, problem);
    record->id = saved.id;
    record->version = saved.version;
    return err;
}
