#include "pages/set/set_form_show.h"

#include <string.h>

#include "domain/grade/check_type.h"
#include "domain/prompt/prompt_chat.h"
#include "pages/agent/agent_choices.h"
#include "pages/record/record_page.h"
#include "pages/set/set_case_words.h"
#include "pages/set/set_diff_show.h"
#include "web/form_render.h"

static void set_text(struct view *view, const char *key, struct text text)
{
    view_set_key(view, view_key(key), text.data, text.len);
}

/* ---- the list of cases ------------------------------------------------------------------------
 */

static void show_row(struct page *page, struct view *list, const struct set_form *typed, int place)
{
    const struct set_case *set_case = &typed->cases.items[place];
    struct view *row = view_add(list, "CASE_ROW");
    bool is_open = strcmp(set_case->id, typed->one.id) == 0;
    view_number(row, "N", place + 1);
    view_text(row, "CASE_ID", set_case->id);
    view_text(row, "CASE_TITLE", set_case->name[0] != '\0' ? set_case->name : set_case->id);
    view_text(row, "CASE_INPUT", set_words_input(page->arena, set_case));
    view_text(row, "CHECK_WORDS",
              record_page_count(page, (int64_t)json_array_size(set_case->checks), "check"));
    view_show(row, "IS_CRITICAL", set_case->is_critical);
    view_show(row, "IS_OPEN", is_open);
    view_show(row, "NOT_OPEN", !is_open);
    view_show(row, "CAN_UP", place > 0);
    view_show(row, "CAN_DOWN", place + 1 < typed->cases.count);
}

static void show_list(struct page *page, struct view *view, const struct set_form *typed)
{
    int page_count = (typed->cases.count + SET_FORM_CASES - 1) / SET_FORM_CASES;
    int64_t at = typed->page > page_count ? page_count : typed->page;
    int first = at < 1 ? 0 : (int)(at - 1) * SET_FORM_CASES;
    view_number(view, "LIST_PAGE", at < 1 ? 1 : at);
    view_text(view, "CASES_COUNTED", record_page_count(page, typed->cases.count, "case"));
    view_show(view, "NO_CASES", typed->cases.count == 0);
    view_show(view, "CAN_ADD", typed->cases.count < SET_CASES_MAX);
    if (typed->cases.count == 0)
        return;
    struct view *list = view_add(view, "CASE_LIST");
    for (int i = first; i < first + SET_FORM_CASES && i < typed->cases.count; i++)
        show_row(page, list, typed, i);
    if (at > 1)
        view_number(view_add(list, "EARLIER"), "N", at - 1);
    if (at < page_count)
        view_number(view_add(list, "LATER"), "N", at + 1);
}

/* ---- the open case ----------------------------------------------------------------------------
 */

static void show_moves(struct view *row, int place, int count)
{
    view_number(row, "N", place + 1);
    view_show(row, "CAN_UP", place > 0);
    view_show(row, "CAN_DOWN", place + 1 < count);
}

static void show_variables(struct view *view, const struct set_case_form *one)
{
    for (int i = 0; i < one->variable_names.count; i++) {
        struct view *row = view_add(view, "VARIABLE");
        view_number(row, "N", i + 1);
        set_text(row, "VARIABLE_NAME", one->variable_names.items[i]);
        set_text(row, "VARIABLE_VALUE", one->variable_values.items[i]);
    }
}

static void show_messages(struct view *view, const struct set_case_form *one)
{
    static const char *const roles[] = {"user", "assistant", "system", "developer", "tool", NULL};
    for (int i = 0; i < one->roles.count; i++) {
        struct view *row = view_add(view, "CASE_MESSAGE");
        show_moves(row, i, one->roles.count);
        form_options(row, "ROLE_OPTION", roles, one->roles.items[i].data);
        set_text(row, "CONTENT", one->contents.items[i]);
    }
}

static void show_check(struct view *view, const struct set_case_form *one, int place)
{
    const char *name = one->check_types.items[place].data;
    const struct check_type *type = check_type_find(name);
    bool may_ignore = type != NULL && type->may_ignore_case;
    bool has_tool = type != NULL && type->may_name_tool;
    struct view *row = view_add(view, "CHECK_ROW");
    show_moves(row, place, one->check_types.count);
    for (int i = 0; i < CHECK_TYPE_COUNT; i++) {
        struct view *option = view_add(row, "TYPE_OPTION");
        view_text(option, "VALUE", check_types[i].name);
        view_text(option, "TEXT", check_types[i].title);
        view_show(option, "SELECTED", strcmp(check_types[i].name, name) == 0);
    }
    view_text(row, "CHECK_HINT", type == NULL ? "" : type->hint);
    view_show(row, "ONE_A_LINE", type != NULL && type->value == CHECK_TEXTS);
    bool has_value = type == NULL || type->value != CHECK_NOTHING;
    set_text(view_add(row, has_value ? "HAS_VALUE" : "NO_VALUE"), "CHECK_VALUE",
             one->check_values.items[place]);
    bool is_any = strcmp(one->check_cases.items[place].data, "any") == 0;
    view_show(view_add(row, may_ignore ? "HAS_LETTERS" : "NO_LETTERS"), "IS_ANY", is_any);
    set_text(view_add(row, has_tool ? "HAS_TOOL" : "NO_TOOL"), "CHECK_TOOL",
             one->check_tools.items[place]);
}

static const struct set_case *open_case(const struct set_form *typed)
{
    for (int i = 0; i < typed->cases.count; i++)
        if (strcmp(typed->cases.items[i].id, typed->one.id) == 0)
            return &typed->cases.items[i];
    return NULL;
}

static void show_one(struct page *page, struct view *view, const struct set_form *typed)
{
    const struct set_case_form *one = &typed->one;
    const struct set_case *stored = open_case(typed);
    if (stored == NULL)
        return;
    struct view *open = view_add(view, "OPEN_CASE");
    bool is_rich = set_case_is_rich(page->arena, stored);
    bool has_messages = one->input == SET_INPUT_MESSAGES;
    view_include(open, "CASE_PART", "set/case.tpl");
    view_text(open, "CASE_ID", one->id);
    view_text(open, "CASE_NAME", one->name);
    view_text(open, "ORIGIN", set_words_origin[stored->origin]);
    set_text(open, "EXPECTED_TEXT", one->expected);
    set_text(open, "NOTE_TEXT", one->note);
    view_show(open, "IS_CRITICAL", one->is_critical);
    view_show(open, "BY_VARIABLES", !has_messages);
    view_show(open, "BY_MESSAGES", has_messages);
    view_show(open, "IS_RICH", is_rich && has_messages);
    view_show(open, "NOT_RICH", !is_rich);
    show_variables(open, one);
    show_messages(open, one);
    for (int i = 0; i < one->check_types.count; i++)
        show_check(open, one, i);
}

/* ---- all --------------------------------------------------------------------------------------
 */

static void show_settings(struct view *view, const struct set_form *typed)
{
    for (int i = 0; i < SET_SUBJECT_COUNT; i++) {
        struct view *option = view_add(view, "SUBJECT_OPTION");
        view_text(option, "VALUE", set_subject_names[i]);
        view_text(option, "TEXT", set_subject_words[i]);
        view_show(option, "SELECTED", typed->subject == i);
    }
    view_text(view, "TARGET", typed->target);
    view_text(view, "JUDGE", typed->judge);
    view_text(view, "JUDGE_AT", typed->judge_at);
    view_number(view, "REPEATS", typed->repeats);
    view_limits(view, "REPEATS", NUMBER_REPEATS);
    view_show(view, "JUDGE_OPEN", typed->judge[0] != '\0');
}

static enum err show_suggestions(struct page *page, struct view *view)
{
    struct agent_choices *prompts = arena_alloc(page->arena, sizeof *prompts);
    enum err err = agent_choices_prompts(page, prompts);
    for (int i = 0; err == ERR_NONE && i < prompts->count; i++)
        view_text(view_add(view, "PROMPT_NAME"), "VALUE", prompts->names[i]);
    return err;
}

static void show_changes(struct page *page, struct view *view, const struct set_form *typed,
                         const struct set_content *saved)
{
    const char *ignored = NULL;
    struct set_content yours = {.cases = typed->cases};
    struct set_side before = {"the saved version", saved}, after = {"yours", &yours};
    if (set_settings_read(page->arena, set_form_settings(page, typed), &yours.settings, &ignored) !=
        ERR_NONE)
        yours.settings = saved->settings;
    set_diff_show(page, view, &before, &after);
}

enum err set_form_show(struct page *page, const struct form *form, const struct set_form *typed,
                       const struct set_content *saved)
{
    static const char *const sections[] = {"IN_FORM", "IN_JSON", "IN_CHANGES"};
    struct view *view = page_view(page);
    enum set_form_view shown = typed->view;
    if (!typed->is_readable && typed->json.data != NULL)
        shown = SET_VIEW_JSON;
    else if (shown == SET_VIEW_CHANGES && saved == NULL)
        shown = SET_VIEW_FORM;
    view_text(view, "NAME", typed->name);
    set_text(view, "DESCRIPTION", typed->description);
    view_text(view, "TAGS", typed->tags);
    view_text(view, "MESSAGE", typed->message);
    view_number(view, "REVISION", typed->revision);
    for (size_t i = 0; i < COUNT_OF(sections); i++)
        view_show(view, sections[i], shown == i);
    view_show(view, "HAS_CHANGES", saved != NULL);
    view_text(view, "ACTION_URL", page->request->path);
    view_include(view, "FIELDS", "set/fields.tpl");
    view_include(view, "ERROR_SUMMARY", "shell/errors.tpl");
    json_t *cases = set_cases_json(page->arena, &typed->cases);
    if (shown == SET_VIEW_JSON)
        set_text(view, "CASES_SHOWN",
                 typed->is_readable ? json_format(page->arena, cases, JSON_INDENTED) : typed->json);
    else
        set_text(view_add(view, "DRAFT_PART"), "DRAFT_SHOWN",
                 json_format(page->arena, cases, JSON_LINE));
    show_settings(view, typed);
    show_list(page, view, typed);
    if (shown == SET_VIEW_FORM)
        show_one(page, view, typed);
    if (shown == SET_VIEW_CHANGES)
        show_changes(page, view, typed, saved);
    view_show(view, "UNSAVED_DRAFT", form != NULL);
    return show_suggestions(page, view);
}
