#include "domain/team/team_rules.h"

#include <string.h>

#include "domain/record/label.h"

const char *const team_kind_names[] = {
    [TEAM_ROUND_ROBIN] = "round_robin",
    [TEAM_SELECTOR] = "selector",
    [TEAM_HANDOFF] = "handoff",
    [TEAM_SEQUENTIAL] = "sequential",
    [TEAM_HIERARCHICAL] = "hierarchical",
    [TEAM_GRAPH] = "graph",
    [TEAM_KIND_COUNT] = NULL,
};

const char *const team_kind_labels[] = {
    [TEAM_ROUND_ROBIN] = "Round robin",
    [TEAM_SELECTOR] = "Selector",
    [TEAM_HANDOFF] = "Handoff",
    [TEAM_SEQUENTIAL] = "Sequential",
    [TEAM_HIERARCHICAL] = "Hierarchical",
    [TEAM_GRAPH] = "Graph",
    [TEAM_KIND_COUNT] = NULL,
};

const char *const team_kind_sentences[] = {
    [TEAM_ROUND_ROBIN] = "The members speak one after the other, again and again, until the team "
                         "ends.",
    [TEAM_SELECTOR] = "A model chooses who speaks next, until the team ends.",
    [TEAM_HANDOFF] = "The members hand over to each other, until the team ends.",
    [TEAM_SEQUENTIAL] = "The members work one after the other, once.",
    [TEAM_HIERARCHICAL] = "The lead gives work to the other members and puts it together.",
    [TEAM_GRAPH] = "The work goes from member to member along the edges.",
    [TEAM_KIND_COUNT] = NULL,
};

const char *const team_role_names[] = {
    [TEAM_LEAD] = "lead",
    [TEAM_WORKER] = "worker",
    [TEAM_REVIEWER] = "reviewer",
    [TEAM_ROLE_COUNT] = NULL,
};

const char *const team_role_labels[] = {
    [TEAM_LEAD] = "Lead",
    [TEAM_WORKER] = "Worker",
    [TEAM_REVIEWER] = "Reviewer",
    [TEAM_ROLE_COUNT] = NULL,
};

static int find_name(const char *const *names, const char *name)
{
    for (int i = 0; names[i] != NULL; i++)
        if (strcmp(names[i], name) == 0)
            return i;
    return -1;
}

enum err team_kind_parse(const char *name, enum team_kind *kind)
{
    int found = find_name(team_kind_names, name);
    if (found < 0)
        return ERR_INVALID;
    *kind = (enum team_kind)found;
    return ERR_NONE;
}

enum err team_role_parse(const char *name, enum team_role *role)
{
    int found = find_name(team_role_names, name);
    if (found < 0)
        return ERR_INVALID;
    *role = (enum team_role)found;
    return ERR_NONE;
}

int team_member_find(const struct team_plan *plan, const struct uuid *agent_id)
{
    for (int i = 0; i < plan->member_count; i++)
        if (uuid_equal(&plan->members[i].agent_id, agent_id))
            return i;
    return -1;
}

/* ---- cycles ------------------------------------------------------------------------------- */

enum color { UNSEEN, OPEN, DONE };

/* Edges by member, and how far the search has come. */
struct search {
    int *first; /* by member: its edges are targets[first[i]] … targets[first[i + 1] - 1] */
    int *targets;
    enum color *colors;
};

static struct search search_make(struct arena *arena, const struct team_plan *plan)
{
    size_t members = (size_t)plan->member_count, edges = (size_t)plan->edge_count;
    int *from = arena_array(arena, edges + 1, sizeof(int));
    int *to = arena_array(arena, edges + 1, sizeof(int));
    struct search search = {.first = arena_array(arena, members + 2, sizeof(int)),
                            .targets = arena_array(arena, edges + 1, sizeof(int)),
                            .colors = arena_array(arena, members + 1, sizeof(enum color))};
    for (int i = 0; i < plan->edge_count; i++) {
        from[i] = team_member_find(plan, &plan->edges[i].from);
        to[i] = team_member_find(plan, &plan->edges[i].to);
        if (from[i] >= 0 && to[i] >= 0)
            search.first[from[i] + 2]++;
    }
    for (int i = 0; i < plan->member_count; i++)
        search.first[i + 2] += search.first[i + 1];
    for (int i = 0; i < plan->edge_count; i++)
        if (from[i] >= 0 && to[i] >= 0)
            search.targets[search.first[from[i] + 1]++] = to[i];
    return search;
}

/* Depth-first: an edge to a member that is still open leads back. */
static bool leads_back(struct search *search, int member)
{
    search->colors[member] = OPEN;
    for (int i = search->first[member]; i < search->first[member + 1]; i++) {
        enum color color = search->colors[search->targets[i]];
        if (color == OPEN || (color == UNSEEN && leads_back(search, search->targets[i])))
            return true;
    }
    search->colors[member] = DONE;
    return false;
}

static bool has_cycle(struct arena *arena, const struct team_plan *plan)
{
    struct search search = search_make(arena, plan);
    for (int i = 0; i < plan->member_count; i++)
        if (search.colors[i] == UNSEEN && leads_back(&search, i))
            return true;
    return false;
}

/* ---- rules -------------------------------------------------------------------------------- */

struct check {
    struct arena *arena;
    const struct team_plan *plan;
    struct config_problems *problems;
    int count_before;
};

/* True if path is other, or inside it. */
static bool is_within(const char *path, const char *other)
{
    size_t len = strlen(other);
    return strncmp(path, other, len) == 0 &&
           (path[len] == '\0' || path[len] == '.' || path[len] == '[');
}

/* A value that could not be read is wrong already: no second problem about it. */
static void add(const struct check *check, const char *path, const char *message)
{
    for (int i = 0; i < check->count_before; i++)
        if (is_within(path, check->problems->items[i].path))
            return;
    config_problem_add(check->problems, path, message);
}

/* A version, or a label, or neither. */
static void check_pin(const struct check *check, const struct team_member *member, int index)
{
    const char *path = arena_printf(check->arena, "members[%d]", index);
    const char *problem = NULL;
    if (member->agent_version < 0)
        add(check, path,
            arena_printf(check->arena, "Member %d has a version that can't be.", index + 1));
    else if (member->agent_version > 0 && member->agent_label != NULL)
        add(check, path,
            arena_printf(check->arena,
                         "Member %d has a version and a label. Choose one of them, or neither for "
                         "the latest version.",
                         index + 1));
    else if (member->agent_label != NULL && label_check(member->agent_label, &problem) != ERR_NONE)
        add(check, path,
            arena_printf(check->arena, "Member %d can't follow this label. %s", index + 1,
                         problem));
}

static void check_member(const struct check *check, int index)
{
    const struct team_member *member = &check->plan->members[index];
    const char *path = arena_printf(check->arena, "members[%d]", index);
    for (int i = 0; i < index; i++) {
        if (uuid_equal(&member->agent_id, &check->plan->members[i].agent_id)) {
            add(check, path,
                arena_printf(check->arena,
                             "Member %d is in the team already, as member %d. Remove one of them.",
                             index + 1, i + 1));
            return;
        }
    }
    check_pin(check, member, index);
}

static void check_leads(const struct check *check)
{
    int lead = -1;
    for (int i = 0; i < check->plan->member_count; i++) {
        if (check->plan->members[i].role != TEAM_LEAD)
            continue;
        if (lead >= 0)
            add(check, arena_printf(check->arena, "members[%d]", i),
                arena_printf(check->arena,
                             "Member %d is a second lead: member %d is the lead already. A "
                             "hierarchical team has one.",
                             i + 1, lead + 1));
        else
            lead = i;
    }
    if (lead < 0)
        add(check, "members", "A hierarchical team needs a lead: give one member the role Lead.");
}

static void check_members(const struct check *check)
{
    const struct team_plan *plan = check->plan;
    if (plan->member_count == 0) {
        add(check, "members", "A team needs at least one member.");
        return;
    }
    for (int i = 0; i < plan->member_count; i++)
        check_member(check, i);
    if (plan->kind == TEAM_HIERARCHICAL)
        check_leads(check);
    if ((plan->kind == TEAM_SELECTOR || plan->kind == TEAM_HANDOFF) && plan->member_count < 2)
        add(check, "members",
            plan->kind == TEAM_SELECTOR
                ? "A selector team needs at least two members to choose from."
                : "A handoff team needs at least two members, who hand over to each other.");
}

static void check_end(const struct check *check, int edge, const char *key, const struct uuid *id)
{
    if (team_member_find(check->plan, id) < 0)
        add(check, arena_printf(check->arena, "settings.edges[%d].%s", edge, key),
            arena_printf(check->arena, "Edge %d %s an agent that is no member of the team.",
                         edge + 1, strcmp(key, "from") == 0 ? "begins at" : "leads to"));
}

static bool has_same_ends(const struct team_edge *a, const struct team_edge *b)
{
    return uuid_equal(&a->from, &b->from) && uuid_equal(&a->to, &b->to);
}

static void check_edge(const struct check *check, int index)
{
    const struct team_edge *edge = &check->plan->edges[index];
    check_end(check, index, "from", &edge->from);
    check_end(check, index, "to", &edge->to);
    const char *message = NULL;
    if (team_condition_check(edge->condition, &message) != ERR_NONE)
        add(check, arena_printf(check->arena, "settings.edges[%d].condition", index), message);
    for (int i = 0; i < index; i++) {
        if (!has_same_ends(edge, &check->plan->edges[i]))
            continue;
        add(check, arena_printf(check->arena, "settings.edges[%d]", index),
            arena_printf(check->arena,
                         "Edge %d leads from and to the same members as edge %d. Remove one of "
                         "them.",
                         index + 1, i + 1));
        return;
    }
}

static void check_edges(const struct check *check)
{
    if (check->plan->edge_count > 0 && check->plan->kind != TEAM_GRAPH) {
        add(check, "settings.edges",
            "Only a graph has edges. Remove them, or choose the kind Graph.");
        return;
    }
    for (int i = 0; i < check->plan->edge_count; i++)
        check_edge(check, i);
}

#define WHAT_ENDS "set a limit of messages, turns, tokens or seconds, or a text."

/* Why the team must say when it ends, or NULL. */
static const char *find_endless(const struct check *check)
{
    switch (check->plan->kind) {
    case TEAM_ROUND_ROBIN:
    case TEAM_SELECTOR:
    case TEAM_HANDOFF:
        return "A team of this kind goes on until something ends it: " WHAT_ENDS;
    case TEAM_GRAPH:
        if (has_cycle(check->arena, check->plan))
            return "The edges form a loop, so the team could run without end: " WHAT_ENDS;
        return NULL;
    default:
        return NULL;
    }
}

/* What could not be read is no missing end. */
static bool is_termination_broken(const struct check *check)
{
    for (int i = 0; i < check->problems->count; i++)
        if (is_within(check->problems->items[i].path, "settings.termination"))
            return true;
    return false;
}

static void check_termination(const struct check *check)
{
    const struct team_termination *termination = &check->plan->termination;
    if (is_termination_broken(check))
        return;
    team_termination_check(check->arena, termination, check->problems);
    const char *message = find_endless(check);
    if (message != NULL && !team_termination_is_set(termination))
        add(check, "settings.termination", message);
}

enum err team_plan_check(struct arena *arena, const struct team_plan *plan,
                         struct config_problems *problems)
{
    struct check check = {arena, plan, problems, problems->count};
    if (plan->member_count > TEAM_MEMBERS_MAX)
        add(&check, "members",
            arena_printf(arena, "The team has too many members: at most %d.", TEAM_MEMBERS_MAX));
    if (plan->edge_count > TEAM_EDGES_MAX)
        add(&check, "settings.edges",
            arena_printf(arena, "There are too many edges: at most %d.", TEAM_EDGES_MAX));
    if (plan->member_count > TEAM_MEMBERS_MAX || plan->edge_count > TEAM_EDGES_MAX)
        return ERR_INVALID; /* what follows takes time for each pair */
    check_members(&check);
    check_edges(&check);
    check_termination(&check);
    return problems->count > 0 ? ERR_INVALID : ERR_NONE;
}

struct team_duration team_duration_of(int64_t seconds)
{
    static const struct team_duration units[] = {
        {86400, "day"}, {3600, "hour"}, {60, "minute"}, {1, "second"}};
    size_t unit = 0;
    while (seconds % units[unit].count != 0)
        unit++;
    return (struct team_duration){seconds / units[unit].count, units[unit].noun};
}
