#include "domain/team/team_scope.h"

#include <inttypes.h>
#include <string.h>

#include "domain/team/team_rules.h"

/* Two sides that are compared. live may be empty: then nothing is live. */
struct comparison {
    struct scope *scope;
    const struct team_scope_side *live;
    const struct team_scope_side *next;
};

static const char *name_of(const struct comparison *c, const struct uuid *agent_id)
{
    const struct team_scope_side *sides[] = {c->next, c->live};
    char id[UUID_TEXT_LEN];
    for (size_t i = 0; i < COUNT_OF(sides); i++) {
        int member = team_member_find(sides[i]->plan, agent_id);
        if (member >= 0 && sides[i]->names != NULL)
            return scope_text(c->scope, sides[i]->names[member]);
    }
    uuid_format(agent_id, id);
    return arena_strdup(c->scope->arena, id);
}

/* ---- kind and members --------------------------------------------------------------------- */

static void compare_kind(const struct comparison *c)
{
    enum team_kind before = c->live->plan->kind;
    enum team_kind after = c->next->plan->kind;
    if (c->scope->is_first)
        return;
    if (before == after)
        scope_add_same(c->scope, SCOPE_KIND);
    else
        scope_add(c->scope, SCOPE_KIND, SCOPE_CHANGED, "Kind %s → %s", team_kind_labels[before],
                  team_kind_labels[after]);
}

static const char *pin_words(struct arena *arena, const struct team_member *member)
{
    if (member->agent_label != NULL)
        return arena_printf(arena, "label %s", member->agent_label);
    if (member->agent_version > 0)
        return arena_printf(arena, "v%" PRId64, member->agent_version);
    return "latest";
}

static bool is_same_pin(const struct team_member *a, const struct team_member *b)
{
    if (a->agent_label == NULL || b->agent_label == NULL)
        return a->agent_label == b->agent_label && a->agent_version == b->agent_version;
    return strcmp(a->agent_label, b->agent_label) == 0;
}

static void compare_member(const struct comparison *c, const struct team_member *before,
                           const struct team_member *after)
{
    const char *name = name_of(c, &after->agent_id);
    if (before->role != after->role)
        scope_add(c->scope, SCOPE_MEMBERS, SCOPE_CHANGED, "Member %s: role %s → %s", name,
                  team_role_names[before->role], team_role_names[after->role]);
    if (!is_same_pin(before, after))
        scope_add(c->scope, SCOPE_MEMBERS, SCOPE_CHANGED, "Member %s: %s → %s", name,
                  pin_words(c->scope->arena, before), pin_words(c->scope->arena, after));
}

static void compare_members(const struct comparison *c)
{
    const struct team_plan *before = c->live->plan;
    const struct team_plan *after = c->next->plan;
    for (int i = 0; i < after->member_count; i++) {
        const struct team_member *member = &after->members[i];
        int old = team_member_find(before, &member->agent_id);
        if (old >= 0)
            compare_member(c, &before->members[old], member);
        else
            scope_add(c->scope, SCOPE_MEMBERS, SCOPE_WIDER, "Member %s%s, %s, %s",
                      name_of(c, &member->agent_id), c->scope->is_first ? "" : " added",
                      team_role_names[member->role], pin_words(c->scope->arena, member));
    }
    for (int i = 0; i < before->member_count; i++)
        if (team_member_find(after, &before->members[i].agent_id) < 0)
            scope_add(c->scope, SCOPE_MEMBERS, SCOPE_NARROWER, "Member %s removed",
                      name_of(c, &before->members[i].agent_id));
    if (!c->scope->is_first)
        scope_add_same(c->scope, SCOPE_MEMBERS);
}

/* ---- edges -------------------------------------------------------------------------------- */

static int find_edge(const struct team_plan *plan, const struct team_edge *edge)
{
    for (int i = 0; i < plan->edge_count; i++)
        if (uuid_equal(&plan->edges[i].from, &edge->from) &&
            uuid_equal(&plan->edges[i].to, &edge->to))
            return i;
    return -1;
}

/* NULL and "" are none. */
static const char *text_of(const char *text)
{
    return text == NULL ? "" : text;
}

static const char *edge_words(const struct comparison *c, const struct team_edge *edge)
{
    return arena_printf(c->scope->arena, "Edge from %s to %s", name_of(c, &edge->from),
                        name_of(c, &edge->to));
}

static const json_t *edge_json(const struct team_scope_side *side, int edge)
{
    return json_array_get(json_object_get(side->settings, "edges"), (size_t)edge);
}

static void compare_edge(const struct comparison *c, int old, int new)
{
    static const char *const known[] = {"from", "to", "condition", NULL};
    const struct team_edge *edge = &c->next->plan->edges[new];
    const char *before = text_of(c->live->plan->edges[old].condition);
    const char *after = text_of(edge->condition);
    const json_t *const sides[] = {edge_json(c->live, old), edge_json(c->next, new)};
    if (strcmp(before, after) != 0 && after[0] == '\0')
        scope_add(c->scope, SCOPE_EDGES, SCOPE_WIDER, "%s: no longer on a condition",
                  edge_words(c, edge));
    else if (strcmp(before, after) != 0 && before[0] == '\0')
        scope_add(c->scope, SCOPE_EDGES, SCOPE_NARROWER, "%s: only if “%s”", edge_words(c, edge),
                  scope_text(c->scope, after));
    else if (strcmp(before, after) != 0)
        scope_add(c->scope, SCOPE_EDGES, SCOPE_CHANGED, "%s: condition “%s” → “%s”",
                  edge_words(c, edge), scope_text(c->scope, before), scope_text(c->scope, after));
    if (!json_equal(sides[0], sides[1]))
        scope_add_keys(c->scope, SCOPE_EDGES,
                       arena_printf(c->scope->arena, "%s: setting ", edge_words(c, edge)), sides,
                       known);
}

static void compare_edges(const struct comparison *c)
{
    const struct team_plan *before = c->live->plan;
    const struct team_plan *after = c->next->plan;
    for (int i = 0; i < after->edge_count; i++) {
        int old = find_edge(before, &after->edges[i]);
        if (old >= 0)
            compare_edge(c, old, i);
        else
            scope_add(c->scope, SCOPE_EDGES, SCOPE_WIDER, "%s%s", edge_words(c, &after->edges[i]),
                      c->scope->is_first ? "" : " added");
    }
    for (int i = 0; i < before->edge_count; i++)
        if (find_edge(after, &before->edges[i]) < 0)
            scope_add(c->scope, SCOPE_EDGES, SCOPE_NARROWER, "%s removed",
                      edge_words(c, &before->edges[i]));
    if (before->edge_count > 0 && after->edge_count > 0)
        scope_add_same(c->scope, SCOPE_EDGES);
}

/* ---- settings ----------------------------------------------------------------------------- */

static void compare_text(const struct comparison *c, const char *before, const char *after)
{
    if (strcmp(before, after) == 0)
        return;
    if (after[0] == '\0')
        scope_add(c->scope, SCOPE_LIMITS, SCOPE_WIDER, "Stop phrase “%s” removed",
                  scope_text(c->scope, before));
    else if (before[0] == '\0')
        scope_add(c->scope, SCOPE_LIMITS, SCOPE_NARROWER, "Stop phrase “%s”%s",
                  scope_text(c->scope, after), c->scope->is_first ? "" : " added");
    else
        scope_add(c->scope, SCOPE_LIMITS, SCOPE_CHANGED, "Stop phrase “%s” → “%s”",
                  scope_text(c->scope, before), scope_text(c->scope, after));
}

static void compare_limits(const struct comparison *c)
{
    const struct team_termination *before = &c->live->plan->termination;
    const struct team_termination *after = &c->next->plan->termination;
    const struct {
        struct scope_limit words;
        int64_t values[2];
    } limits[] = {
        {{"Max messages", "", "messages"}, {before->max_messages, after->max_messages}},
        {{"Max turns", "", "turns"}, {before->max_turns, after->max_turns}},
        {{"Timeout", " s", "time"}, {before->timeout_s, after->timeout_s}},
        {{"Max tokens", "", "tokens"}, {before->max_tokens, after->max_tokens}},
    };
    for (size_t i = 0; i < COUNT_OF(limits); i++)
        scope_add_limit(c->scope, SCOPE_LIMITS, &limits[i].words, limits[i].values);
    compare_text(c, text_of(before->text), text_of(after->text));
    if (c->scope->is_first && !team_termination_is_set(after))
        scope_add(c->scope, SCOPE_LIMITS, SCOPE_WIDER, "Not limited in turns, time and tokens");
}

static void compare_settings(const struct comparison *c)
{
    static const char *const known_ends[] = {"max_messages", "max_turns", "timeout_s",
                                             "max_tokens",   "text",      NULL};
    static const char *const known[] = {"edges", "termination", NULL};
    const json_t *const settings[] = {c->live->settings, c->next->settings};
    const json_t *const ends[] = {json_object_get(settings[0], "termination"),
                                  json_object_get(settings[1], "termination")};
    compare_limits(c);
    scope_add_keys(c->scope, SCOPE_LIMITS, "Limit ", ends, known_ends);
    if (team_termination_is_set(&c->live->plan->termination))
        scope_add_same(c->scope, SCOPE_LIMITS);
    scope_add_keys(c->scope, SCOPE_OTHER, "Setting ", settings, known);
}

void team_scope(struct arena *arena, const struct team_scope_side *live,
                const struct team_scope_side *next, struct scope *scope)
{
    static const struct team_plan no_plan = {.termination = {.text = ""}};
    static const struct team_scope_side nothing = {.plan = &no_plan};
    const struct comparison c = {scope, live == NULL ? &nothing : live, next};
    scope_begin(scope, arena, live == NULL);
    compare_kind(&c);
    compare_members(&c);
    compare_edges(&c);
    compare_settings(&c);
}
