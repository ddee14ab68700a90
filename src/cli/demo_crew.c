#include "cli/demo_crew.h"

#include <string.h>

#include "base/buf.h"
#include "data/agent/agent.h"
#include "data/team/team.h"

/* The text with one piece replaced. A piece that is not there is a fault of the tables. */
static const char *replace(const struct demo *demo, const char *text,
                           const struct demo_crew_step *step)
{
    const char *piece = strstr(text, step->from);
    if (piece == NULL)
        die("the demonstration edits what is not there: %s", step->from);
    struct buf edited;
    buf_init(&edited, demo->home);
    buf_add(&edited, text, (size_t)(piece - text));
    buf_add_text(&edited, step->to);
    buf_add_text(&edited, piece + strlen(step->from));
    return edited.data;
}

/* ---- agents ------------------------------------------------------------------------------------
 */

static struct agent_draft agent_draft_of(const struct demo_crew *crew, const char *why)
{
    return (struct agent_draft){
        .id = crew->id,
        .based_on_version = crew->version,
        .name = crew->agent->name,
        .description = crew->agent->description,
        .config = {crew->text, strlen(crew->text)},
        .message = why,
    };
}

/* Why a config is refused, for whoever changes the tables. */
static void explain(const struct agent_problem *refused, struct problem *problem)
{
    *problem = refused->problem;
    if (refused->config.count > 0)
        problem->message = refused->config.items[0].message;
}

static enum err create_agent(const struct demo *demo, struct demo_crew *crew,
                             struct problem *problem)
{
    struct agent_problem refused;
    crew->text = crew->configs[1] = crew->agent->config;
    struct agent_draft draft = agent_draft_of(crew, crew->agent->why);
    crew->version = 1;
    enum err err = agent_create(demo->command->db, &demo->actors[crew->agent->who], &draft,
                                &crew->id, &refused);
    explain(&refused, problem);
    return err;
}

static enum err edit_agent(const struct demo *demo, struct demo_crew *crew,
                           const struct demo_crew_step *step, struct problem *problem)
{
    struct agent_problem refused;
    crew->text = replace(demo, crew->text, step);
    struct agent_draft draft = agent_draft_of(crew, step->why);
    enum err err =
        agent_update(demo->command->db, &demo->actors[step->who], &draft, &crew->version, &refused);
    explain(&refused, problem);
    crew->configs[crew->version] = crew->text;
    return err;
}

static enum err restore_agent(const struct demo *demo, struct demo_crew *crew,
                              const struct demo_crew_step *step, struct problem *problem)
{
    struct agent_problem refused;
    struct agent_restore_draft draft = {crew->id, step->number, crew->version};
    enum err err = agent_restore_version(demo->command->db, &demo->actors[step->who], &draft,
                                         &crew->version, &refused);
    explain(&refused, problem);
    crew->text = crew->configs[crew->version] = crew->configs[step->number];
    return err;
}

static enum err play_agent(const struct demo *demo, struct demo_crew *crew,
                           const struct demo_crew_step *step, struct problem *problem)
{
    struct db *db = demo->command->db;
    const struct actor *actor = &demo->actors[step->who];
    switch (step->kind) {
    case CREW_END:
        break;
    case CREW_EDIT:
        return edit_agent(demo, crew, step, problem);
    case CREW_RESTORE_VERSION:
        return restore_agent(demo, crew, step, problem);
    case CREW_TRANSFER:
        return agent_transfer(db, actor, &crew->id, &demo->actors[step->number].user_id, problem);
    case CREW_ARCHIVE:
        return agent_archive(db, actor, &crew->id, problem);
    }
    return ERR_NONE;
}

/* ---- teams -------------------------------------------------------------------------------------
 */

static enum err make_plan(const struct demo *demo, const struct demo_team *team,
                          struct team_plan *plan)
{
    struct arena *arena = demo->command->arena;
    const char *names[DEMO_MEMBERS_MAX];
    struct uuid ids[DEMO_MEMBERS_MAX];
    *plan = (struct team_plan){.kind = team->kind, .termination = team->termination};
    if (plan->termination.text == NULL)
        plan->termination.text = "";
    while (team->members[plan->member_count].agent != NULL) {
        names[plan->member_count] = team->members[plan->member_count].agent;
        plan->member_count++;
    }
    enum err err = agent_find_names(demo->command->db, &demo->actors[team->who], names,
                                    plan->member_count, ids);
    plan->members = arena_array(arena, DEMO_MEMBERS_MAX, sizeof *plan->members);
    plan->edges = arena_array(arena, DEMO_EDGES_MAX, sizeof *plan->edges);
    for (int i = 0; i < plan->member_count; i++)
        plan->members[i] =
            (struct team_member){ids[i], team->members[i].role, team->members[i].version};
    for (const struct demo_edge *edge = team->edges; edge->from != 0; edge++)
        plan->edges[plan->edge_count++] =
            (struct team_edge){ids[edge->from - 1], ids[edge->to - 1], edge->condition};
    return err;
}

static enum err save_team(const struct demo *demo, struct demo_crew *crew, enum demo_person who,
                          struct problem *problem)
{
    struct db *db = demo->command->db;
    struct team_problem refused = {.problem = {"", NULL}};
    struct team_draft draft = {.id = crew->id,
                               .based_on_version = crew->version,
                               .name = crew->team->name,
                               .description = crew->text};
    enum err err = make_plan(demo, crew->team, &draft.plan);
    if (err != ERR_NONE)
        return err;
    if (crew->version == 0)
        err = team_create(db, &demo->actors[who], &draft, &crew->id, &refused);
    else
        err = team_update(db, &demo->actors[who], &draft, &crew->version, &refused);
    *problem = refused.problem;
    return err;
}

static enum err create_team(const struct demo *demo, struct demo_crew *crew,
                            struct problem *problem)
{
    crew->text = crew->team->description;
    enum err err = save_team(demo, crew, crew->team->who, problem);
    crew->version = 1;
    return err;
}

static enum err play_team(const struct demo *demo, struct demo_crew *crew,
                          const struct demo_crew_step *step, struct problem *problem)
{
    struct db *db = demo->command->db;
    const struct actor *actor = &demo->actors[step->who];
    switch (step->kind) {
    case CREW_EDIT:
        crew->text = replace(demo, crew->text, step);
        return save_team(demo, crew, step->who, problem);
    case CREW_TRANSFER:
        return team_transfer(db, actor, &crew->id, &demo->actors[step->number].user_id, problem);
    case CREW_ARCHIVE:
        return team_archive(db, actor, &crew->id, problem);
    case CREW_END:
    case CREW_RESTORE_VERSION:
        die("a team of the demonstration has a step that teams do not have");
    }
    return ERR_NONE;
}

enum err demo_crew_play(const struct demo *demo, struct demo_crew *crew,
                        const struct demo_crew_step *step, struct problem *problem)
{
    if (crew->agent != NULL)
        return step == NULL ? create_agent(demo, crew, problem)
                            : play_agent(demo, crew, step, problem);
    return step == NULL ? create_team(demo, crew, problem) : play_team(demo, crew, step, problem);
}
