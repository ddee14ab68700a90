#include "pages/team/team_rows.h"
#include "base/number.h"

#include <string.h>

/* Past this many options the ends of an edge are texts: it is changed by removing and adding it. */
enum { EDGE_OPTIONS_MAX = 4000 };

static const char *numbered(const struct team_editor *editor, const char *name, int number)
{
    return arena_printf(editor->page->arena, "%s-%d", name, number);
}

static void show_error(const struct team_editor *editor, struct view *row, const char *name,
                       int number)
{
    const char *message = form_message(editor->form, numbered(editor, name, number));
    if (message != NULL)
        view_text(view_add(row, "ROW_ERROR"), "MESSAGE", message);
}

static struct view *add_option(struct view *row, const char *section, const char *value,
                               const char *text, const char *selected)
{
    struct view *option = view_add(row, section);
    view_text(option, "VALUE", value);
    view_text(option, "TEXT", text);
    view_show(option, "SELECTED", strcmp(value, selected) == 0);
    return option;
}

/* The roles, and whatever was typed that is none. */
static void show_roles(struct view *row, const char *typed)
{
    enum team_role role;
    for (int i = 0; i < TEAM_ROLE_COUNT; i++)
        (void)add_option(row, "ROLE_OPTION", team_role_names[i], team_role_labels[i], typed);
    if (team_role_parse(typed, &role) != ERR_NONE)
        (void)add_option(row, "ROLE_OPTION", typed, typed, typed);
}

static void add_pin(struct view *row, const char *value, const char *text, const char *typed)
{
    (void)add_option(row, "PIN_OPTION", value, text, typed);
}

/* The labels that the agent has. True if what was typed is among them. */
static bool show_labels(const struct team_editor *editor, struct view *row,
                        const struct team_agent *agent, const char *typed)
{
    struct arena *arena = editor->page->arena;
    bool is_found = false;
    for (int i = 0; agent != NULL && i < agent->label_count; i++) {
        const struct record_label_mark *label = &agent->labels[i];
        const char *value = arena_printf(arena, TEAM_PIN_LABEL "%s", label->label);
        is_found = is_found || strcmp(value, typed) == 0;
        add_pin(row, value,
                arena_printf(arena, "Label %s (v%lld)", label->label, (long long)label->version),
                typed);
    }
    return is_found;
}

/* The newest versions: older ones are on the agent's page. */
static bool show_versions(const struct team_editor *editor, struct view *row,
                          const struct team_agent *agent, const char *typed)
{
    struct arena *arena = editor->page->arena;
    bool is_found = false;
    for (int i = 0; agent != NULL && i < agent->version_count; i++) {
        const char *value = arena_printf(arena, "%lld", (long long)agent->versions[i]);
        is_found = is_found || strcmp(value, typed) == 0;
        add_pin(row, value, arena_printf(arena, "Pinned to v%s", value), typed);
    }
    return is_found;
}

/* A label or version that is not offered stays chosen, whatever it is. */
static void show_other(const struct team_editor *editor, struct view *row, const char *typed)
{
    struct arena *arena = editor->page->arena;
    int64_t version = 0;
    if (text_starts_with(typed, TEAM_PIN_LABEL))
        add_pin(row, typed,
                arena_printf(arena, "Label %s (not on any version yet)",
                             typed + strlen(TEAM_PIN_LABEL)),
                typed);
    else if (number_parse(NUMBER_VERSION, typed, &version) == ERR_NONE)
        add_pin(row, typed, arena_printf(arena, "Pinned to v%s", typed), typed);
    else
        add_pin(row, typed, typed, typed);
}

static void show_pins(const struct team_editor *editor, struct view *row,
                      const struct team_agent *agent, const char *typed)
{
    int64_t current = agent == NULL ? 0 : agent->version;
    int64_t pinned = 0;
    add_pin(row, "",
            current == 0 ? "Latest"
                         : arena_printf(editor->page->arena, "Latest (v%lld)", (long long)current),
            typed);
    bool is_label = show_labels(editor, row, agent, typed);
    bool is_version = show_versions(editor, row, agent, typed);
    if (typed[0] != '\0' && !is_label && !is_version)
        show_other(editor, row, typed);
    if (number_parse(NUMBER_VERSION, typed, &pinned) == ERR_NONE && pinned < current)
        view_number(view_add(row, "IS_BEHIND"), "CURRENT_VERSION", current);
}

/* Where the focus goes after a press: to the same button of the row in its new place, or to its
 * neighbour where that place has none. */
static void show_moves(const struct team_editor *editor, struct view *row, int number, int count)
{
    if (number > 1)
        view_text(view_add(row, "CAN_UP"), "NEXT_FOCUS",
                  number == 2 ? "down-1" : numbered(editor, "up", number - 1));
    if (number < count)
        view_text(view_add(row, "CAN_DOWN"), "NEXT_FOCUS",
                  number == count - 1 ? numbered(editor, "up", count)
                                      : numbered(editor, "down", number + 1));
    view_text(row, "AFTER_REMOVE",
              count == 1 ? "members"
                         : numbered(editor, "remove", number < count ? number : count - 1));
}

void team_rows_members(const struct team_editor *editor, struct view *view)
{
    const struct team_form *typed = editor->typed;
    int count = typed->members.count;
    for (int i = 0; i < count; i++) {
        const char *id = typed->members.items[i].data;
        const struct team_agent *agent = team_agents_find(editor->agents, id);
        struct view *row = view_add(view, "MEMBER");
        view_number(row, "N", i + 1);
        view_text(row, "MEMBER_ID", id);
        view_text(row, "MEMBER_NAME", agent == NULL ? "Unknown agent" : agent->name);
        view_text(row, "MEMBER_MODEL", agent == NULL ? "" : agent->model);
        view_show(row, "IS_ARCHIVED", agent != NULL && agent->is_archived);
        view_show(row, "IS_UNKNOWN", agent == NULL);
        show_roles(row, typed->roles.items[i].data);
        show_pins(editor, row, agent, typed->pins.items[i].data);
        show_moves(editor, row, i + 1, count);
        show_error(editor, row, "member", i + 1);
    }
}

/* The first row of an agent; the number of rows if there is none. */
static int row_of(const struct team_form *typed, const char *id)
{
    int row = 0;
    while (row < typed->members.count && strcmp(typed->members.items[row].data, id) != 0)
        row++;
    return row;
}

static bool is_member(const struct team_form *typed, const char *id)
{
    return row_of(typed, id) < typed->members.count;
}

static const char *name_of(const struct team_editor *editor, const char *id)
{
    const struct team_agent *agent = team_agents_find(editor->agents, id);
    return agent == NULL ? "Unknown agent" : agent->name;
}

/* The members, and an end that is no member any more. */
static void show_end(const struct team_editor *editor, struct view *row, const char *section,
                     const char *typed)
{
    const struct text_list *members = &editor->typed->members;
    struct view *select = view_add(row, section);
    (void)add_option(select, "END_OPTION", "", "Choose…", typed);
    for (int i = 0; i < members->count; i++) {
        const char *id = members->items[i].data;
        if (row_of(editor->typed, id) == i)
            (void)add_option(
                select, "END_OPTION", id,
                arena_printf(editor->page->arena, "%d. %s", i + 1, name_of(editor, id)), typed);
    }
    if (typed[0] != '\0' && !is_member(editor->typed, typed))
        (void)add_option(
            select, "END_OPTION", typed,
            arena_printf(editor->page->arena, "%s (not a member)", name_of(editor, typed)), typed);
}

static void show_fixed_end(const struct team_editor *editor, struct view *row, const char *section,
                           const char *typed)
{
    struct view *end = view_add(row, section);
    view_text(end, "VALUE", typed);
    view_text(end, "TEXT", name_of(editor, typed));
}

/* An end that left the team is told at once, not only when the team is saved. */
static void warn_about_ends(const struct team_editor *editor, struct view *row, const char *from,
                            const char *to)
{
    const char *gone = from[0] != '\0' && !is_member(editor->typed, from) ? from
                       : to[0] != '\0' && !is_member(editor->typed, to)   ? to
                                                                          : NULL;
    if (gone != NULL)
        view_text(view_add(row, "ROW_ERROR"), "MESSAGE",
                  arena_printf(editor->page->arena,
                               "%s is not a member. Choose a member, or remove this edge.",
                               name_of(editor, gone)));
}

static void show_edge(const struct team_editor *editor, struct view *view, int index)
{
    const struct team_form *typed = editor->typed;
    const char *from = typed->edge_froms.items[index].data;
    const char *to = typed->edge_tos.items[index].data;
    const struct text *condition = &typed->edge_conditions.items[index];
    int count = typed->edge_froms.count;
    bool is_fixed = typed->members.count * count > EDGE_OPTIONS_MAX && is_member(typed, from) &&
                    is_member(typed, to);
    struct view *row = view_add(view, "EDGE");
    view_number(row, "N", index + 1);
    view_set_key(row, view_key("CONDITION"), condition->data, condition->len);
    view_text(row, "AFTER_REMOVE",
              count == 1
                  ? "edges"
                  : numbered(editor, "edge-remove", index + 1 < count ? index + 1 : count - 1));
    if (is_fixed) {
        show_fixed_end(editor, row, "FIXED_FROM", from);
        show_fixed_end(editor, row, "FIXED_TO", to);
    } else {
        show_end(editor, row, "FROM_SELECT", from);
        show_end(editor, row, "TO_SELECT", to);
    }
    show_error(editor, row, "edge", index + 1);
    if (form_message(editor->form, numbered(editor, "edge", index + 1)) == NULL)
        warn_about_ends(editor, row, from, to);
}

void team_rows_edges(const struct team_editor *editor, struct view *view)
{
    for (int i = 0; i < editor->typed->edge_froms.count; i++)
        show_edge(editor, view, i);
}

int team_rows_choices(const struct team_editor *editor, struct view *view)
{
    const struct record_list *choices = &editor->agents->choices;
    bool has_more = choices->next != NULL;
    int shown = 0;
    for (int i = 0; i < choices->count; i++) {
        char id[UUID_TEXT_LEN];
        uuid_format(&choices->rows[i].id, id);
        if (is_member(editor->typed, id))
            continue;
        has_more = has_more || shown == TEAM_CHOICES_SHOWN;
        if (shown == TEAM_CHOICES_SHOWN)
            break;
        struct view *choice = view_add(view, "CHOICE");
        page_uuid(editor->page, choice, "CHOICE_ID", &choices->rows[i].id);
        view_text(choice, "CHOICE_NAME", choices->rows[i].name);
        view_text(choice, "CHOICE_MODEL", choices->rows[i].facet);
        shown++;
    }
    view_show(view, "MORE_CHOICES", has_more);
    return shown;
}
