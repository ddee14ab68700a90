#include "pages/team/team_form.h"

#include <string.h>

#include "base/number.h"
#include "pages/record/record_editor.h"
#include "pages/record/record_fields.h"
#include "pages/shell/form_rows.h"

#define AT(member) offsetof(struct team_form, member)

/* Lists have no limits of their own here, so that all of them comes back; the rules have. */
static const struct form_field fields[] = {
    RECORD_FIELDS(struct team_form),
    {.name = "kind",
     .label = "Kind",
     .kind = FORM_CHOICE,
     .is_required = true,
     .choices = team_kind_names,
     .offset = AT(kind)},
    {.name = "members", .label = "Members", .kind = FORM_TEXTS, .offset = AT(members)},
    {.name = "role", .label = "Role", .kind = FORM_TEXTS, .offset = AT(roles)},
    {.name = "pin", .label = "Version", .kind = FORM_TEXTS, .offset = AT(pins)},
    {.name = "edge_from", .label = "From", .kind = FORM_TEXTS, .offset = AT(edge_froms)},
    {.name = "edge_to", .label = "To", .kind = FORM_TEXTS, .offset = AT(edge_tos)},
    {.name = "edge_condition",
     .label = "Condition",
     .kind = FORM_TEXTS,
     .offset = AT(edge_conditions)},
    {.name = "max_messages",
     .label = "Messages",
     .kind = FORM_INT,
     .number = NUMBER_MAX_MESSAGES,
     .offset = AT(max_messages)},
    {.name = "max_turns",
     .label = "Turns",
     .kind = FORM_INT,
     .number = NUMBER_MAX_TURNS,
     .offset = AT(max_turns)},
    {.name = "timeout_s",
     .label = "Seconds",
     .kind = FORM_INT,
     .number = NUMBER_TIMEOUT_S,
     .offset = AT(timeout_s)},
    {.name = "max_tokens",
     .label = "Tokens",
     .kind = FORM_INT,
     .number = NUMBER_MAX_TOKENS,
     .offset = AT(max_tokens)},
    {.name = "termination_text",
     .label = "Stop phrase",
     .kind = FORM_LINE,
     .max_chars = TEAM_END_TEXT_MAX,
     .offset = AT(termination_text)},
    {.name = "q", .label = "Find agents", .kind = FORM_LINE, .max_chars = 200, .offset = AT(q)},
    {.name = "q_before",
     .label = "Found agents",
     .kind = FORM_LINE,
     .max_chars = 200,
     .offset = AT(q_before)},
    {.name = "add", .label = "Agents to add", .kind = FORM_UUIDS, .offset = AT(ticked)},
    {.name = "do", .label = "Button", .kind = FORM_LINE, .max_chars = 20, .offset = AT(action)},
};

static struct text text_of(const char *text)
{
    return (struct text){text, strlen(text)};
}

static struct form_rows member_rows(struct page *page, struct team_form *typed, int more)
{
    struct form_rows rows = {.lists = {&typed->members, &typed->roles, &typed->pins},
                             .column_count = 3};
    form_rows_begin(page->arena, &rows, more);
    return rows;
}

static struct form_rows edge_rows(struct page *page, struct team_form *typed, int more)
{
    struct form_rows rows = {
        .lists = {&typed->edge_froms, &typed->edge_tos, &typed->edge_conditions},
        .column_count = 3};
    form_rows_begin(page->arena, &rows, more);
    return rows;
}

static bool has(const struct text_list *list, const char *text)
{
    for (int i = 0; i < list->count; i++)
        if (strcmp(list->items[i].data, text) == 0)
            return true;
    return false;
}

void team_form_add_member(struct page *page, struct team_form *typed, const struct uuid *agent_id)
{
    char *id = arena_alloc(page->arena, UUID_TEXT_LEN);
    uuid_format(agent_id, id);
    if (has(&typed->members, id))
        return;
    if (typed->members.count >= TEAM_MEMBERS_MAX) {
        typed->has_left_behind = true;
        return;
    }
    const char *lead = team_role_names[TEAM_LEAD];
    bool is_lead = typed->kind == TEAM_HIERARCHICAL && !has(&typed->roles, lead);
    const struct text row[] = {text_of(id), text_of(is_lead ? lead : team_role_names[TEAM_WORKER]),
                               text_of("")};
    struct form_rows rows = member_rows(page, typed, 1);
    form_rows_append(&rows, row);
}

static bool is_blank_edge(const struct team_form *typed, int row)
{
    return typed->edge_froms.items[row].len == 0 && typed->edge_tos.items[row].len == 0 &&
           typed->edge_conditions.items[row].len == 0;
}

/* Rows that nobody filled in are no edges. */
static void drop_blank_edges(struct page *page, struct team_form *typed)
{
    struct form_rows rows = edge_rows(page, typed, 0);
    for (int row = rows.count; row-- > 0;)
        if (is_blank_edge(typed, row))
            (void)form_rows_press(&rows, "", arena_printf(page->arena, "remove:%d", row + 1));
}

static void append_edge(struct form_rows *rows, struct text from, struct text to)
{
    const struct text row[] = {from, to, text_of("")};
    form_rows_append(rows, row);
}

/* From each member to the next: what most graphs begin with. */
static void chain_edges(struct page *page, struct team_form *typed)
{
    struct form_rows rows = edge_rows(page, typed, typed->members.count);
    for (int i = 0; i + 1 < typed->members.count; i++)
        append_edge(&rows, typed->members.items[i], typed->members.items[i + 1]);
}

static void change_edges(struct page *page, struct team_form *typed)
{
    struct form_rows rows = edge_rows(page, typed, 1);
    if (strcmp(typed->action, "edge-add") == 0 && rows.count < TEAM_EDGES_MAX)
        append_edge(&rows, text_of(""), text_of(""));
    else if (strcmp(typed->action, "edge-chain") == 0)
        chain_edges(page, typed);
    else if (strcmp(typed->action, "edge-clear") == 0)
        typed->edge_froms = typed->edge_tos = typed->edge_conditions = (struct text_list){NULL, 0};
    else
        (void)form_rows_press(&rows, "edge-", typed->action);
}

/* The button first: its number is that of the row as it was shown. */
static void change_rows(struct page *page, struct team_form *typed)
{
    struct form_rows rows = member_rows(page, typed, 0);
    (void)form_rows_press(&rows, "", typed->action);
    for (int i = 0; i < typed->ticked.count; i++)
        team_form_add_member(page, typed, &typed->ticked.items[i]);
    change_edges(page, typed);
}

/* Enter in a field presses the first button, which is called so: in the search it means Find. */
static enum team_form_action action_of(const struct team_form *typed)
{
    if (strcmp(typed->action, "enter") == 0)
        return strcmp(typed->q, typed->q_before) == 0 ? TEAM_FORM_SAVE : TEAM_FORM_CHANGE;
    return record_editor_saves(typed->action) ? TEAM_FORM_SAVE : TEAM_FORM_CHANGE;
}

enum err team_form_parse(struct page *page, struct form *form, struct team_form *typed,
                         enum team_form_action *action)
{
    typed->note = NULL;
    typed->has_left_behind = false;
    enum err err = form_parse(form, page->request, fields, (int)COUNT_OF(fields), typed);
    if (typed->kind < 0)
        typed->kind = TEAM_SEQUENTIAL;
    *action = action_of(typed);
    change_rows(page, typed);
    if (*action == TEAM_FORM_SAVE) {
        drop_blank_edges(page, typed);
        return err;
    }
    if (page->request->form_refusal == NULL)
        form_rows_forgive(form);
    return form->error_count == 0 ? ERR_NONE : ERR_INVALID;
}

/* A new team ends after some messages, so that nobody has to think of a limit first. */
void team_form_blank(struct team_form *typed)
{
    enum { USUAL_MESSAGES = 100 };
    *typed = (struct team_form){
        .name = "",
        .description = {"", 0},
        .tags = "",
        .message = "",
        .kind = TEAM_SEQUENTIAL,
        .max_messages = USUAL_MESSAGES,
        .termination_text = "",
        .q = "",
        .q_before = "",
        .action = "",
    };
}

static struct text id_text(struct page *page, const struct uuid *id)
{
    char *text = arena_alloc(page->arena, UUID_TEXT_LEN);
    uuid_format(id, text);
    return text_of(text);
}

static const char *pin_of(struct arena *arena, const struct team_member *member)
{
    if (member->agent_label != NULL)
        return arena_printf(arena, TEAM_PIN_LABEL "%s", member->agent_label);
    return member->agent_version == 0
               ? ""
               : arena_printf(arena, "%lld", (long long)member->agent_version);
}

static void set_plan(struct page *page, const struct team_plan *plan, struct team_form *typed)
{
    struct form_rows members = member_rows(page, typed, plan->member_count);
    for (int i = 0; i < plan->member_count; i++) {
        const struct team_member *member = &plan->members[i];
        const struct text row[] = {id_text(page, &member->agent_id),
                                   text_of(team_role_names[member->role]),
                                   text_of(pin_of(page->arena, member))};
        form_rows_append(&members, row);
    }
    struct form_rows edges = edge_rows(page, typed, plan->edge_count);
    for (int i = 0; i < plan->edge_count; i++) {
        const struct team_edge *edge = &plan->edges[i];
        const struct text row[] = {id_text(page, &edge->from), id_text(page, &edge->to),
                                   text_of(edge->condition)};
        form_rows_append(&edges, row);
    }
}

void team_form_of(struct page *page, const struct team *team, const struct team_plan *plan,
                  struct team_form *typed)
{
    const struct team_termination *end = &plan->termination;
    team_form_blank(typed);
    typed->name = team->name;
    typed->description = text_of(team->description);
    typed->kind = (int)team->kind;
    typed->tags = tag_list_join(page->arena, &team->tags);
    typed->revision = team->revision;
    typed->max_messages = end->max_messages;
    typed->max_turns = end->max_turns;
    typed->timeout_s = end->timeout_s;
    typed->max_tokens = end->max_tokens;
    typed->termination_text = end->text == NULL ? "" : end->text;
    set_plan(page, plan, typed);
}
