#include "pages/team/team_diff_show.h"

#include <string.h>

#include "base/buf.h"
#include "domain/team/team_diff.h"
#include "pages/agent/agent_json_diff.h"
#include "pages/team/team_words.h"

/* ---- kind and members --------------------------------------------------------------------- */

static void show_side(struct view *row, const char *key, const char *empty, const char *value)
{
    if (value == NULL)
        view_show(row, empty, true);
    else
        view_text(view_add(row, key), "VALUE", value);
}

/* The table begins with its first row. */
static void show_change(struct page *page, struct view **table, const char *field,
                        const char *const values[2])
{
    if (*table == NULL)
        *table = view_add(page->view, "CHANGES");
    struct view *row = view_add(*table, "CHANGE");
    view_text(row, "FIELD", field);
    show_side(row, "BEFORE", "NO_BEFORE", values[0]);
    show_side(row, "AFTER", "NO_AFTER", values[1]);
}

/* One side of a change: "Place 2, Lead, Pinned to v3", of which only what differs; NULL for
 * someone who is no member there. */
static const char *words_of(struct page *page, const struct team_change *change,
                            const struct team_plan *plan, int index)
{
    struct buf words;
    bool is_all = change->before < 0 || change->after < 0;
    if (index < 0)
        return NULL;
    const struct team_member *member = &plan->members[index];
    buf_init(&words, page->arena);
    if (is_all || change->is_moved)
        buf_printf(&words, "Place %d", index + 1);
    if (is_all || change->has_role)
        buf_printf(&words, "%s%s", words.len > 0 ? ", " : "", team_role_labels[member->role]);
    if (is_all || change->has_pin)
        buf_printf(&words, "%s%s", words.len > 0 ? ", " : "", team_words_pin(page->arena, member));
    return words.data;
}

static bool show_members(struct page *page, const struct team_side *before,
                         const struct team_side *after)
{
    struct team_diff diff;
    struct view *table = NULL;
    team_diff(page->arena, before->plan, after->plan, &diff);
    if (before->plan->kind != after->plan->kind)
        show_change(page, &table, "Kind",
                    (const char *const[]){team_kind_labels[before->plan->kind],
                                          team_kind_labels[after->plan->kind]});
    for (int i = 0; i < diff.count; i++) {
        const struct team_change *change = &diff.changes[i];
        const char *name = change->after >= 0 ? after->content->members[change->after].name
                                              : before->content->members[change->before].name;
        show_change(page, &table, name,
                    (const char *const[]){words_of(page, change, before->plan, change->before),
                                          words_of(page, change, after->plan, change->after)});
    }
    return table != NULL;
}

/* ---- settings ----------------------------------------------------------------------------- */

static const char *name_of(const struct team_side *side, const struct uuid *agent_id)
{
    int member = team_member_find(side->plan, agent_id);
    return member < 0 ? "an agent that is no member" : side->content->members[member].name;
}

/* Edges are called by their members, so that the same edge is found in both versions. */
static void name_edges(struct page *page, const struct team_side *side, json_t *settings)
{
    json_t *edges = json_object_get(settings, "edges");
    for (int i = 0; i < side->plan->edge_count; i++) {
        const struct team_edge *edge = &side->plan->edges[i];
        json_t *json = json_array_get(edges, (size_t)i);
        (void)json_object_del(json, "from");
        (void)json_object_del(json, "to");
        json_object_set_new(
            json, "name",
            json_string(arena_printf(page->arena, "%s to %s", name_of(side, &edge->from),
                                     name_of(side, &edge->to))));
    }
}

static json_t *settings_of(struct page *page, const struct team_side *side)
{
    const json_t *stored = json_stored(page->arena, side->content->settings, "settings of a team");
    json_t *settings = json_keep(page->arena, json_deep_copy(stored));
    name_edges(page, side, settings);
    return settings;
}

static bool show_settings(struct page *page, const struct team_side *before,
                          const struct team_side *after)
{
    struct agent_json_side old_side = {before->name, settings_of(page, before)};
    struct agent_json_side new_side = {after->name, settings_of(page, after)};
    if (json_equal(old_side.json, new_side.json))
        return false;
    agent_json_diff_show(page, view_add(page->view, "SETTINGS_CHANGED"), "settings", &old_side,
                         &new_side);
    return true;
}

void team_diff_show(struct page *page, const struct team_side *before,
                    const struct team_side *after)
{
    struct view *view = page_view(page);
    bool has_members = show_members(page, before, after);
    bool has_settings = show_settings(page, before, after);
    view_show(view, "NO_DIFFERENCE", !has_members && !has_settings);
}
