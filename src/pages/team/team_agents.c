#include "pages/team/team_agents.h"

#include "data/agent/agent.h"

static const struct team_agent *find(const struct team_agents *agents, const struct uuid *id)
{
    for (int i = 0; i < agents->count; i++)
        if (uuid_equal(&agents->items[i].id, id))
            return &agents->items[i];
    return NULL;
}

const struct team_agent *team_agents_find(const struct team_agents *agents, const char *id)
{
    struct uuid uuid;
    return uuid_parse(id, &uuid) == ERR_NONE ? find(agents, &uuid) : NULL;
}

const char *const *team_agents_names(struct page *page, const struct team_agents *agents,
                                     const struct team_plan *plan)
{
    const char **names = arena_array(page->arena, (size_t)plan->member_count + 1, sizeof *names);
    for (int i = 0; i < plan->member_count; i++) {
        const struct team_agent *agent = find(agents, &plan->members[i].agent_id);
        names[i] = agent == NULL ? "Unknown agent" : agent->name;
    }
    return names;
}

static void add_team(const struct team *team, struct team_agents *agents)
{
    for (int i = 0; i < team->member_count; i++) {
        const struct team_member_row *member = &team->members[i];
        agents->items[agents->count++] =
            (struct team_agent){member->agent_id, member->name, member->model,
                                member->current_version, member->archived_at != 0};
    }
}

static void add_choices(struct team_agents *agents)
{
    for (int i = 0; i < agents->choices.count; i++) {
        const struct agent_choice *choice = &agents->choices.items[i];
        agents->items[agents->count++] =
            (struct team_agent){choice->id, choice->name, choice->model, choice->version, false};
    }
}

/* Those of the rows that are not among the others. An agent that is not there stays unknown. */
static enum err add_typed(struct page *page, const struct text_list *ids,
                          struct team_agents *agents)
{
    for (int i = 0; i < ids->count; i++) {
        struct agent agent;
        struct uuid id;
        const char *text = ids->items[i].data;
        if (uuid_parse(text, &id) != ERR_NONE || team_agents_find(agents, text) != NULL)
            continue;
        enum err err = agent_get(page->db, page->actor, &id, &agent);
        if (err == ERR_NOT_FOUND || err == ERR_DENIED)
            continue;
        if (err != ERR_NONE)
            return err;
        agents->items[agents->count++] = (struct team_agent){agent.id, agent.name, agent.model,
                                                             agent.version, agent.archived_at != 0};
    }
    return ERR_NONE;
}

enum err team_agents_load(struct page *page, const struct team_form *typed, const struct team *team,
                          struct team_agents *agents)
{
    /* As many as the team may have, besides those that are in it already. */
    int limit = TEAM_CHOICES_SHOWN + typed->members.count;
    enum err err = team_agent_choices(page->db, page->actor, typed->q, limit, &agents->choices);
    if (err != ERR_NONE)
        return err;
    size_t room = (size_t)(agents->choices.count + typed->members.count + typed->edge_froms.count +
                           typed->edge_tos.count) +
                  (team == NULL ? 0 : (size_t)team->member_count);
    agents->items = arena_array(page->arena, room + 1, sizeof *agents->items);
    agents->count = 0;
    if (team != NULL)
        add_team(team, agents);
    add_choices(agents);
    err = add_typed(page, &typed->members, agents);
    if (err == ERR_NONE)
        err = add_typed(page, &typed->edge_froms, agents);
    return err == ERR_NONE ? add_typed(page, &typed->edge_tos, agents) : err;
}
