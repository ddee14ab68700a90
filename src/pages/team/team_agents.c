#include "pages/team/team_agents.h"

static struct team_agent *find(const struct team_agents *agents, const struct uuid *id)
{
    for (int i = 0; i < agents->count; i++)
        if (uuid_equal(&agents->items[i].id, id))
            return &agents->items[i];
    return NULL;
}

/* Those that are not there have no name. */
static const struct team_agent *find_there(const struct team_agents *agents, const struct uuid *id)
{
    const struct team_agent *agent = find(agents, id);
    return agent == NULL || agent->name == NULL ? NULL : agent;
}

const struct team_agent *team_agents_find(const struct team_agents *agents, const char *id)
{
    struct uuid uuid;
    return uuid_parse(id, &uuid) == ERR_NONE ? find_there(agents, &uuid) : NULL;
}

const char *const *team_agents_names(struct page *page, const struct team_agents *agents,
                                     const struct team_plan *plan)
{
    const char **names = arena_array(page->arena, (size_t)plan->member_count + 1, sizeof *names);
    for (int i = 0; i < plan->member_count; i++) {
        const struct team_agent *agent = find_there(agents, &plan->members[i].agent_id);
        names[i] = agent == NULL ? "Unknown agent" : agent->name;
    }
    return names;
}

/* Each once. */
static void add(struct team_agents *agents, const struct uuid *id)
{
    if (find(agents, id) == NULL)
        agents->items[agents->count++] = (struct team_agent){.id = *id};
}

static void add_typed(const struct text_list *ids, struct team_agents *agents)
{
    for (int i = 0; i < ids->count; i++) {
        struct uuid id;
        if (uuid_parse(ids->items[i].data, &id) == ERR_NONE)
            add(agents, &id);
    }
}

enum err team_agents_load(struct page *page, const struct team_form *typed, const struct team *team,
                          struct team_agents *agents)
{
    /* As many as the team may have, besides those that are in it already. */
    struct record_filter filter = {.q = typed->q,
                                   .in_names = true,
                                   .sort = RECORD_SORT_NAME,
                                   .limit = TEAM_CHOICES_SHOWN + typed->members.count};
    const struct uuid *organization_id =
        team == NULL ? &page->actor->organization_id : &team->organization_id;
    const struct record_kind *kind = &record_kinds[RECORD_AGENT];
    size_t room = (size_t)(typed->members.count + typed->edge_froms.count + typed->edge_tos.count) +
                  (team == NULL ? 0 : (size_t)team->member_count);
    agents->items = arena_array(page->arena, room + 1, sizeof *agents->items);
    agents->count = 0;
    for (int i = 0; team != NULL && i < team->member_count; i++)
        add(agents, &team->members[i].agent_id);
    add_typed(&typed->members, agents);
    add_typed(&typed->edge_froms, agents);
    add_typed(&typed->edge_tos, agents);
    record_list_ahead(page->db, page->actor, kind, &filter);
    enum err err =
        team_agent_load(page->db, page->actor, organization_id, agents->items, agents->count);
    if (err != ERR_NONE)
        return err;
    err = record_list(page->db, page->actor, kind, &filter, &agents->choices);
    bool is_refused = err == ERR_INVALID && agents->choices.q_problem != NULL;
    return is_refused ? ERR_NONE : err; /* what can't be looked for finds nothing */
}
