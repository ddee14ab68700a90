#include "pages/team/team_form_show.h"

#include <string.h>

#include "pages/team/team_diagram.h"
#include "pages/team/team_form_plan.h"
#include "pages/team/team_rows.h"

/* The editor as its templates show it. */

/* What a kind asks of the rest of the form. */
static const char *const needs[TEAM_KIND_COUNT] = {
    [TEAM_ROUND_ROBIN] = "Needs a limit.",
    [TEAM_SELECTOR] = "Needs two members or more, and a limit.",
    [TEAM_HANDOFF] = "Needs two members or more, and a limit.",
    [TEAM_SEQUENTIAL] = "Needs nothing but members.",
    [TEAM_HIERARCHICAL] = "Needs one member with the role Lead.",
    [TEAM_GRAPH] = "Needs edges between the members, and a limit if they form a loop.",
};

static void show_kinds(struct view *view, const struct team_form *typed)
{
    for (int i = 0; i < TEAM_KIND_COUNT; i++) {
        struct view *kind = view_add(view, "KIND_OPTION");
        view_text(kind, "VALUE", team_kind_names[i]);
        view_text(kind, "KIND_LABEL", team_kind_labels[i]);
        view_text(kind, "KIND_SENTENCE", team_kind_sentences[i]);
        view_text(kind, "KIND_NEEDS", needs[i]);
        view_show(kind, "CHECKED", typed->kind == i);
    }
}

/* An empty field stands for no limit. */
static void show_limit(struct view *view, const char *key, enum number number, int64_t limit)
{
    view_limits(view, key, number);
    if (limit > 0)
        view_number(view, key, limit);
    else
        view_text(view, key, "");
}

static void show_texts(struct page *page, const struct team_form *typed)
{
    struct view *view = page_view(page);
    view_text(view, "NAME", typed->name);
    view_set_key(view, view_key("DESCRIPTION"), typed->description.data, typed->description.len);
    view_text(view, "TAGS", typed->tags);
    view_text(view, "MESSAGE", typed->message);
    view_number(view, "REVISION", typed->revision);
    show_limit(view, "MAX_MESSAGES", NUMBER_MAX_MESSAGES, typed->max_messages);
    show_limit(view, "MAX_TURNS", NUMBER_MAX_TURNS, typed->max_turns);
    show_limit(view, "TIMEOUT_S", NUMBER_TIMEOUT_S, typed->timeout_s);
    show_limit(view, "MAX_TOKENS", NUMBER_MAX_TOKENS, typed->max_tokens);
    view_text(view, "TERMINATION_TEXT", typed->termination_text);
    view_text(view, "Q", typed->q);
    view_text(view, "SHOWN_Q", typed->q);
    view_text(view, "ACTION_URL", page->request->path);
    show_kinds(view, typed);
    if (typed->note != NULL)
        view_text(view_add(view, "NOTE"), "NOTE_TEXT", typed->note);
}

/* The messages of the parts that are no fields. */
static void show_part_errors(const struct form *form, struct view *view)
{
    static const char *const parts[][2] = {{"edges", "EDGES_ERROR"},
                                           {"termination", "TERMINATION_ERROR"}};
    for (size_t i = 0; i < COUNT_OF(parts); i++) {
        const char *message = form_message(form, parts[i][0]);
        if (message != NULL)
            view_text(view_add(view, parts[i][1]), "MESSAGE", message);
    }
}

static void show_members(const struct team_editor *editor, struct view *view)
{
    int count = editor->typed->members.count;
    team_rows_members(editor, view);
    view_show(view, "HAS_MEMBERS", count > 0);
    view_number(view, "MEMBER_COUNT", count);
    view_show(view, "LEFT_BEHIND", editor->typed->has_left_behind);
}

static void show_choices(const struct team_editor *editor, struct view *view)
{
    const struct team_form *typed = editor->typed;
    const struct actor *actor = editor->page->actor;
    const struct record_list *choices = &editor->agents->choices;
    bool is_searched = typed->q[0] != '\0';
    int shown = team_rows_choices(editor, view);
    bool is_empty = choices->count == 0 && !is_searched && typed->members.count == 0;
    view_show(view, "NO_AGENTS", is_empty);
    view_show(view, "MAY_CREATE_AGENTS",
              is_empty && policy_allows_some(actor, PERMISSION_AGENT_CREATE));
    struct view *adding = is_empty ? NULL : view_add(view, "ADDING");
    if (adding == NULL)
        return;
    view_show(adding, "HAS_CHOICES", shown > 0);
    view_show(adding, "FOUND_NONE", shown == 0 && is_searched);
    view_show(adding, "ALL_MEMBERS", shown == 0 && !is_searched);
}

static void show_edges(const struct team_editor *editor, struct view *view)
{
    const struct team_form *typed = editor->typed;
    int count = typed->edge_froms.count;
    team_rows_edges(editor, view);
    view_show(view, "EDGES_OPEN", typed->kind == TEAM_GRAPH || count > 0);
    view_show(view, "HAS_EDGES", count > 0);
    view_number(view, "EDGE_COUNT", count);
    view_number(view, "NEXT_EDGE", count + 1);
    view_show(view, "CAN_ADD_EDGE", count < TEAM_EDGES_MAX && typed->members.count > 0);
    view_show(view, "CAN_CHAIN", count == 0 && typed->members.count > 1);
    view_show(view, "NOT_A_GRAPH", typed->kind != TEAM_GRAPH && count > 0);
    view_show(view, "NO_MEMBERS_YET", typed->members.count == 0);
}

static void show_preview(const struct team_editor *editor, struct view *view)
{
    struct team_plan plan;
    struct page *page = editor->page;
    team_form_plan(page, NULL, editor->typed, &plan);
    const char *const *names = team_agents_names(page, editor->agents, &plan);
    view_show(view, "NO_DIAGRAM", plan.member_count == 0);
    team_diagram_show(page, view, &(struct team_picture){editor->typed->name, &plan, names, false});
}

enum err team_form_show(struct page *page, const struct form *form, const struct team_form *typed,
                        const struct team *team)
{
    struct team_agents agents;
    enum err err = team_agents_load(page, typed, team, &agents);
    if (err != ERR_NONE)
        return err;
    struct team_editor editor = {page, form, typed, &agents};
    struct view *view = page_view(page);
    show_texts(page, typed);
    show_members(&editor, view);
    show_choices(&editor, view);
    show_edges(&editor, view);
    show_preview(&editor, view);
    show_part_errors(form, view);
    view_include(view, "FIELDS", "team/fields.tpl");
    view_include(view, "ERROR_SUMMARY", "shell/errors.tpl");
    return ERR_NONE;
}
