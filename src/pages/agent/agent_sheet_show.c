#include "pages/agent/agent_sheet_show.h"

#include <string.h>

struct showing {
    struct page *page;
    const struct form *form; /* NULL: no messages */
    const struct agent_form *typed;
    const struct agent_choices *prompts;
};

static struct text text_at(const struct showing *showing, int cell, int row)
{
    const struct text_list *texts = &showing->typed->sheet.cells[cell];
    return row < texts->count ? texts->items[row] : (struct text){"", 0};
}

/* What is wrong with an input. message NULL: nothing. */
struct complaint {
    const char *path;
    const char *message;
};

/* The JSON side's problems stand in its list; they are told at their inputs as well. */
static struct complaint json_complaint(const struct showing *showing, const char *id)
{
    const struct agent_form *typed = showing->typed;
    for (int i = 0; typed->is_json_side && i < typed->problems.count; i++) {
        const struct config_problem *problem = &typed->problems.items[i];
        int cell, row;
        const char *found = agent_sheet_find(showing->page->arena, &typed->sheet, typed->places,
                                             problem->path, &cell, &row);
        if (found != NULL && strcmp(found, id) == 0)
            return (struct complaint){problem->path, problem->message};
    }
    return (struct complaint){NULL, NULL};
}

static struct complaint complaint_at(const struct showing *showing, const char *id)
{
    for (int i = 0; showing->form != NULL && i < showing->form->error_count; i++) {
        const struct form_error *error = &showing->form->errors[i];
        if (strcmp(error->field, id) == 0)
            return (struct complaint){error->path, error->message};
    }
    return json_complaint(showing, id);
}

/* What a message may be about. */
struct named {
    const char *label;
    const char *key; /* the end of its path */
};

/* Messages of paths go on after what they are about: the label, or the path below it. */
static void show_error(const struct showing *showing, struct view *view, const char *section,
                       const char *id, struct named named)
{
    struct complaint complaint = complaint_at(showing, id);
    if (complaint.message == NULL)
        return;
    struct view *message = view_add(view, section);
    view_text(message, "MESSAGE", complaint.message);
    size_t len = complaint.path == NULL ? 0 : strlen(complaint.path);
    size_t key_len = strlen(named.key);
    if (len == 0)
        return;
    bool is_all =
        key_len > 0 && len >= key_len && strcmp(complaint.path + len - key_len, named.key) == 0;
    if (is_all)
        view_text(view_add(message, "ABOUT"), "ABOUT_LABEL", named.label);
    else
        view_text(view_add(message, "AT"), "PATH", complaint.path);
}

static void add_option(struct view *cell, const char *value, const char *text, bool is_selected)
{
    struct view *option = view_add(cell, "CHOICE_OPTION");
    view_text(option, "VALUE", value);
    view_text(option, "TEXT", text);
    view_show(option, "SELECTED", is_selected);
}

/* A name that is none of them stays, and says so. */
static void show_prompts(const struct showing *showing, struct view *cell, struct text typed)
{
    const struct agent_choices *prompts = showing->prompts;
    bool is_found = false;
    add_option(cell, "", "Choose a prompt", typed.len == 0);
    for (int i = 0; i < prompts->count; i++) {
        bool is_typed = strcmp(prompts->names[i], typed.data) == 0;
        is_found = is_found || is_typed;
        add_option(cell, prompts->names[i], prompts->names[i], is_typed);
    }
    if (!is_found && typed.len > 0)
        add_option(cell, typed.data,
                   arena_printf(showing->page->arena, "%s (not in the library)", typed.data), true);
}

static bool is_prompt(const struct sheet_cell *about)
{
    return about->list != NULL && strcmp(about->list, "prompts") == 0;
}

static const char *input_kind(const struct showing *showing, const struct sheet_cell *about)
{
    if (is_prompt(about))
        return showing->prompts->is_whole ? "IS_CHOICE" : "IS_LINE";
    switch (about->kind) {
    case CONFIG_TEXT_NUMBER:
        return "IS_NUMBER";
    case CONFIG_TEXT_INTEGER:
        return "IS_INTEGER";
    case CONFIG_TEXT_LINES:
        return "IS_TEXT";
    case CONFIG_TEXT_LIST:
    case CONFIG_TEXT_HEADERS:
    case CONFIG_TEXT_PAIRS:
    case CONFIG_TEXT_JSON:
        return "IS_CODE";
    case CONFIG_TEXT_LINE:
    case CONFIG_TEXT_COMMAS:
        break;
    }
    return "IS_LINE";
}

/* The first input of a row that was just added. */
static bool is_new(const struct showing *showing, int cell, int row)
{
    int part = agent_sheet_part_of(cell);
    return showing->typed->has_added && showing->typed->changed_part == part &&
           cell == sheet_parts[part].first &&
           row + 1 == agent_sheet_rows(&showing->typed->sheet, part);
}

/* "1 to 100000 turns. Model calls in one run." */
static void show_hint(const struct showing *showing, struct view *shown,
                      const struct sheet_cell *about)
{
    const struct number_limit *limit = &number_limits[about->number];
    const char *hint = about->hint == NULL ? "" : about->hint;
    if (about->number != NUMBER_NONE)
        hint = arena_printf(showing->page->arena, "%s%s%s.%s%s", limit->range,
                            limit->unit[0] == '\0' ? "" : " ", limit->unit,
                            hint[0] == '\0' ? "" : " ", hint);
    if (hint[0] != '\0')
        view_text(view_add(shown, "HINTED"), "HINT", hint);
}

static void show_cell(const struct showing *showing, struct view *view, int cell, int row)
{
    const struct sheet_cell *about = &sheet_cells[cell];
    struct text text = text_at(showing, cell, row);
    struct view *shown = view_add(view, "CELL");
    const char *id = agent_sheet_id(showing->page->arena, cell, row);
    view_text(shown, "ID", id);
    view_text(shown, "FIELD_NAME", about->name);
    view_text(shown, "LABEL", about->label);
    view_set_key(shown, view_key("TYPED"), text.data, text.len);
    struct view *input = view_add(shown, input_kind(showing, about));
    if (is_prompt(about) && showing->prompts->is_whole)
        show_prompts(showing, input, text);
    else if (about->list != NULL && !is_prompt(about))
        view_text(view_add(input, "SUGGESTED"), "LIST_ID", about->list);
    view_show(shown, "OPTIONAL", !about->is_required);
    view_show(shown, "IS_BODY", about->is_body);
    show_hint(showing, shown, about);
    show_error(showing, shown, "CELL_ERROR", id, (struct named){about->label, about->key});
    view_show(shown, "FOCUSED", is_new(showing, cell, row));
}

static void show_cells(const struct showing *showing, struct view *view,
                       const struct sheet_part *part, int row)
{
    view_include(view, "CELL", "agent/cell.tpl");
    for (int cell = part->first; cell < part->first + part->count; cell++)
        show_cell(showing, view, cell, row);
}

static void show_row(const struct showing *showing, struct view *view, int index, int row)
{
    const struct sheet_part *part = &sheet_parts[index];
    const struct text_list *from = &showing->typed->sheet.from[index];
    int rows = agent_sheet_rows(&showing->typed->sheet, index);
    struct view *shown = view_add(view, "ROW");
    view_number(shown, "N", row + 1);
    view_text(shown, "FROM", row < from->count ? from->items[row].data : "");
    view_show(shown, "CAN_UP", row > 0);
    view_show(shown, "CAN_DOWN", row + 1 < rows);
    show_cells(showing, shown, part, row);
}

/* One more than there are, to be filled in, and another one for the button. */
static void show_texts(const struct showing *showing, struct view *view, int index)
{
    int rows = agent_sheet_rows(&showing->typed->sheet, index);
    int more = showing->typed->changed_part == index ? 2 : 1;
    view_include(view, "CELL", "agent/cell.tpl");
    for (int row = 0; row < rows + more; row++)
        show_cell(showing, view, sheet_parts[index].first, row);
}

static bool has_error(const struct showing *showing, const struct sheet_part *part, int rows)
{
    for (int cell = part->first; cell < part->first + part->count; cell++)
        for (int row = 0; row < rows; row++)
            if (complaint_at(showing, agent_sheet_id(showing->page->arena, cell, row)).message !=
                NULL)
                return true;
    const char *id = arena_printf(showing->page->arena, "part-%s", part->name);
    return complaint_at(showing, id).message != NULL;
}

static bool is_filled(const struct showing *showing, const struct sheet_part *part, int rows)
{
    for (int cell = part->first; cell < part->first + part->count; cell++)
        for (int row = 0; row < rows; row++)
            if (!config_text_is_blank(text_at(showing, cell, row)))
                return true;
    return false;
}

static void show_part(const struct showing *showing, struct view *view, int index)
{
    const struct sheet_part *part = &sheet_parts[index];
    bool is_list = part->shape != SHEET_OBJECT;
    int rows = agent_sheet_rows(&showing->typed->sheet, index);
    const char *id = arena_printf(showing->page->arena, "part-%s", part->name);
    view_text(view, "PART_ID", id);
    view_text(view, "PART_NAME", part->name);
    view_text(view, "PART_TITLE", part->title);
    view_text(view, "PART_NOUN", part->noun);
    view_text(view, "PART_ADD", part->add);
    view_text(view, "PART_HINT", part->hint);
    if (is_list && rows > 0)
        view_number(view_add(view, "COUNTED"), "ROWS", rows);
    view_show(view, "IS_OPEN",
              is_filled(showing, part, rows) || has_error(showing, part, rows) ||
                  showing->typed->changed_part == index);
    show_error(showing, view, "PART_ERROR", id, (struct named){part->title, part->key});
    if (part->shape == SHEET_OBJECT)
        show_cells(showing, view_add(view, "OBJECT"), part, 0);
    else if (part->shape == SHEET_TEXTS)
        show_texts(showing, view_add(view, "TEXTS"), index);
    for (int row = 0; part->shape == SHEET_ROWS && row < rows; row++)
        show_row(showing, view, index, row);
    view_show(view, "CAN_ADD", is_list && rows < SHEET_ROWS_MAX);
}

/* The choice between a text of its own and one of the library. */
static void show_text_part(const struct showing *showing, struct view *view)
{
    int source = showing->typed->sheet.source;
    view_show(view, "FROM_TEXT", source == SHEET_SOURCE_INSTRUCTIONS);
    view_show(view, "FROM_PROMPT", source == SHEET_SOURCE_PROMPT);
    show_error(showing, view, "PART_ERROR", "part-prompt", (struct named){"Prompt", "prompt"});
    show_cells(showing, view_add(view, "OWN_TEXT"), &sheet_parts[SHEET_INSTRUCTIONS], 0);
    show_cells(showing, view_add(view, "LIBRARY"), &sheet_parts[SHEET_PROMPT], 0);
}

void agent_sheet_show(struct page *page, const struct form *form, const struct agent_form *typed,
                      const struct agent_choices *prompts)
{
    struct showing showing = {page, form, typed, prompts};
    struct view *view = page_view(page);
    show_part(&showing, view_add(view, "MODEL_PART"), SHEET_MODEL);
    show_text_part(&showing, view_add(view, "TEXT_PART"));
    view_include(view, "PART", "agent/part.tpl");
    for (int i = SHEET_TOOLS; i < SHEET_PARTS; i++)
        show_part(&showing, view_add(view, "PART"), i);
}
