#include "pages/agent/agent_sections.h"

#include <string.h>

#include "pages/record/record_page.h"

/* The parts as the rail lists them; the two that a choice is between are one. */
static bool is_listed(int part)
{
    return part != SHEET_INSTRUCTIONS;
}

/* The part that an id of an input, or of the part itself, belongs to; -1: none. */
static int part_of(struct page *page, const char *id)
{
    for (int cell = 0; cell < SHEET_CELLS; cell++) {
        const char *name = sheet_cells[cell].name;
        size_t len = strlen(name);
        if (strncmp(id, name, len) == 0 && (id[len] == '\0' || id[len] == '-'))
            return agent_sheet_part_of(cell);
    }
    for (int part = 0; part < SHEET_PARTS; part++)
        if (strcmp(id, arena_printf(page->arena, "part-%s", sheet_parts[part].name)) == 0)
            return part;
    return -1;
}

static bool is_same_part(int a, int b)
{
    bool is_text_a = a == SHEET_INSTRUCTIONS || a == SHEET_PROMPT;
    bool is_text_b = b == SHEET_INSTRUCTIONS || b == SHEET_PROMPT;
    return a == b || (is_text_a && is_text_b);
}

static int count_errors(struct page *page, const struct form *form, int part)
{
    int count = 0;
    for (int i = 0; form != NULL && i < form->error_count; i++)
        count += is_same_part(part_of(page, form->errors[i].field), part);
    return count;
}

/* Those that the JSON had when the form was made of it. */
static int count_problems(struct page *page, const struct agent_form *typed, int part)
{
    int count = 0;
    for (int i = 0; typed->is_json_side && i < typed->problems.count; i++) {
        int cell = -1;
        int row = -1;
        const char *id = agent_sheet_find(page->arena, &typed->sheet, typed->places,
                                          typed->problems.items[i].path, &cell, &row);
        count += id != NULL && is_same_part(part_of(page, id), part);
    }
    return count;
}

static bool differs(const json_t *a, const json_t *b, const char *key)
{
    const json_t *left = json_object_get(a, key);
    const json_t *right = json_object_get(b, key);
    if (left == NULL || right == NULL)
        return left != right;
    return !json_equal(left, right);
}

static bool is_changed(const struct agent_form *typed, int part)
{
    const char *key = sheet_parts[part].key;
    if (typed->saved == NULL || typed->json == NULL)
        return false;
    if (part == SHEET_PROMPT && differs(typed->saved, typed->json, "instructions"))
        return true;
    if (*key == '\0')
        key = sheet_cells[sheet_parts[part].first].key;
    return differs(typed->saved, typed->json, key);
}

void agent_sections_show(struct page *page, const struct form *form, const struct agent_form *typed)
{
    for (int part = 0; part < SHEET_PARTS; part++) {
        if (!is_listed(part))
            continue;
        struct view *section = view_add(page->view, "SECTION");
        int rows = agent_sheet_rows(&typed->sheet, part);
        int wrong = count_errors(page, form, part) + count_problems(page, typed, part);
        view_text(section, "SECTION_ID",
                  arena_printf(page->arena, "part-%s", sheet_parts[part].name));
        view_text(section, "SECTION_TITLE",
                  part == SHEET_PROMPT ? "Instructions" : sheet_parts[part].title);
        if (sheet_parts[part].shape != SHEET_OBJECT && rows > 0)
            view_number(view_add(section, "SECTION_ROWS"), "ROWS", rows);
        if (wrong > 0)
            view_text(view_add(section, "WRONG"), "PROBLEMS",
                      record_page_count(page, wrong, "problem"));
        view_show(section, "IS_CHANGED", wrong == 0 && is_changed(typed, part));
    }
}
