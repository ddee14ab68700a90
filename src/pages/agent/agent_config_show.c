#include "pages/agent/agent_config_show.h"

#include <string.h>

#include "data/agent/agent.h"
#include "data/agent/agent_resolve.h"
#include "data/reference/record_target.h"
#include "pages/agent/agent_resolved.h"
#include "pages/agent/agent_sheet.h"
#include "pages/prompt/prompt_body.h"
#include "pages/record/record_page.h"

static struct text text_at(const struct agent_sheet *sheet, int cell, int row)
{
    const struct text_list *texts = &sheet->cells[cell];
    return row < texts->count ? texts->items[row] : (struct text){"", 0};
}

static void set_text(struct view *view, const char *key, struct text text)
{
    view_set_key(view, view_key(key), text.data, text.len);
}

/* Values of several lines have a block of their own. */
static bool is_block(enum config_text_kind kind)
{
    return kind == CONFIG_TEXT_JSON || kind == CONFIG_TEXT_LIST || kind == CONFIG_TEXT_HEADERS ||
           kind == CONFIG_TEXT_PAIRS;
}

static void show_fact(struct view *view, int cell, struct text value)
{
    struct view *fact = view_add(view, "FACT");
    view_text(fact, "LABEL", sheet_cells[cell].label);
    set_text(view_add(fact, is_block(sheet_cells[cell].kind) ? "BLOCK" : "PLAIN"), "VALUE", value);
}

static struct view *add_part(struct view *view, const struct sheet_part *part)
{
    struct view *shown = view_add(view, "CONFIG_PART");
    view_text(shown, "PART_TITLE", part->title);
    return shown;
}

static void show_object(struct view *view, const struct agent_sheet *sheet, int index)
{
    const struct sheet_part *part = &sheet_parts[index];
    struct view *facts = NULL;
    for (int cell = part->first; cell < part->first + part->count; cell++) {
        struct text value = text_at(sheet, cell, 0);
        if (value.len == 0)
            continue;
        if (facts == NULL)
            facts = view_add(add_part(view, part), "FACTS");
        show_fact(facts, cell, value);
    }
}

/* One tool, server or skill: its name, what kind it is, what it says of itself, and the rest. */
static void show_item(struct view *table, const struct agent_sheet *sheet,
                      const struct sheet_part *part, int row)
{
    struct view *item = view_add(table, "ITEM");
    struct view *rest = NULL;
    bool has_title = false;
    for (int cell = part->first; cell < part->first + part->count; cell++) {
        const char *key = sheet_cells[cell].key;
        struct text value = text_at(sheet, cell, row);
        if (value.len == 0)
            continue;
        if (strcmp(key, "name") == 0 || (strcmp(key, "type") == 0 && !has_title)) {
            set_text(item, "TITLE", value);
            has_title = true;
        } else if (strcmp(key, "type") == 0 || strcmp(key, "id") == 0) {
            set_text(view_add(item, "CHIP"), "CHIP_TEXT", value);
        } else if (strcmp(key, "description") == 0) {
            set_text(view_add(item, "TELLS"), "DESCRIPTION", value);
        } else {
            rest = rest == NULL ? view_add(item, "REST") : rest;
            show_fact(rest, cell, value);
        }
    }
}

static void show_rows(struct view *view, const struct agent_sheet *sheet, int index)
{
    int rows = agent_sheet_rows(sheet, index);
    if (rows == 0)
        return;
    struct view *table = view_add(add_part(view, &sheet_parts[index]), "ITEMS");
    for (int row = 0; row < rows; row++)
        show_item(table, sheet, &sheet_parts[index], row);
}

static enum err show_handoffs(struct page *page, struct view *view, const struct agent_sheet *sheet,
                              const struct record_source *source)
{
    int count = agent_sheet_rows(sheet, SHEET_HANDOFFS);
    if (count == 0)
        return ERR_NONE;
    const char **names = arena_array(page->arena, (size_t)count, sizeof *names);
    struct record_meant *meant = arena_array(page->arena, (size_t)count, sizeof *meant);
    for (int i = 0; i < count; i++)
        names[i] = text_at(sheet, sheet_parts[SHEET_HANDOFFS].first, i).data;
    enum err err = record_target_find(page->db, page->actor, &record_kinds[RECORD_AGENT], source,
                                      names, count, meant);
    if (err != ERR_NONE)
        return err;
    struct view *list = view_add(add_part(view, &sheet_parts[SHEET_HANDOFFS]), "NAMES");
    for (int i = 0; i < count; i++) {
        struct view *row = view_add(list, "HANDOFF");
        bool is_gone = uuid_is_nil(&meant[i].id);
        view_text(row, "HANDOFF_NAME", names[i]);
        if (!is_gone)
            view_text(view_add(row, "LINK"), "HANDOFF_URL",
                      record_page_url(page, &record_kinds[RECORD_AGENT], &meant[i].id, ""));
        view_show(row, "IS_ARCHIVED", meant[i].is_archived);
        view_show(row, "NO_LINK", is_gone);
        view_show(row, "IS_GONE", is_gone);
    }
    return ERR_NONE;
}

static void show_instructions(struct page *page, struct view *view, const struct agent_sheet *sheet)
{
    struct text text = text_at(sheet, sheet_parts[SHEET_INSTRUCTIONS].first, 0);
    if (text.len > 0)
        prompt_body_show(page, view_add(view, "INSTRUCTIONS"),
                         &(struct prompt_body_shown){PROMPT_TEXT, text, "Instructions", NULL});
}

struct unknown_list {
    struct arena *arena;
    struct view *view;
    struct view *facts; /* NULL: none yet */
};

static void add_unknown(void *context, const char *path, const json_t *value)
{
    struct unknown_list *unknown = context;
    if (unknown->facts == NULL) {
        struct view *part = view_add(unknown->view, "CONFIG_PART");
        view_text(part, "PART_TITLE", "Other keys");
        unknown->facts = view_add(part, "FACTS");
    }
    struct view *fact = view_add(unknown->facts, "FACT");
    view_text(fact, "LABEL", path);
    set_text(view_add(fact, "BLOCK"), "VALUE", json_format(unknown->arena, value, JSON_INDENTED));
}

json_t *agent_config_json(struct page *page, struct text config)
{
    json_t *json = NULL;
    const char *problem = NULL;
    if (config.data != NULL &&
        json_parse(page->arena, config.data, config.len, &json, &problem) == ERR_NONE &&
        json_is_object(json))
        return json;
    return json_keep(page->arena, json_object());
}

void agent_config_ahead(struct page *page, const struct record_source *source)
{
    record_target_ahead(page->db, &record_kinds[RECORD_AGENT], source);
    agent_resolve_ahead(page->db, source);
}

enum err agent_config_show(struct page *page, struct view *view, const json_t *config,
                           const struct record_source *source)
{
    struct agent_sheet sheet;
    enum err err = ERR_NONE;
    view_include(view, "CONFIG", "agent/config.tpl");
    view_show(view, "TITLED", true);
    set_text(view, "CONFIG_JSON", json_format(page->arena, config, JSON_INDENTED));
    if (!agent_sheet_fits(config))
        return ERR_NONE;
    agent_sheet_read(page->arena, config, &sheet);
    show_instructions(page, view, &sheet);
    for (int i = 0; i < SHEET_PARTS && err == ERR_NONE; i++) {
        if (i == SHEET_HANDOFFS)
            err = show_handoffs(page, view, &sheet, source);
        else if (sheet_parts[i].shape == SHEET_ROWS)
            show_rows(view, &sheet, i);
        else if (i != SHEET_INSTRUCTIONS && i != SHEET_PROMPT)
            show_object(view, &sheet, i);
    }
    struct unknown_list unknown = {page->arena, view, NULL};
    agent_sheet_each_unknown(page->arena, config, add_unknown, &unknown);
    return err == ERR_NONE ? agent_resolved_show(page, view, config, source) : err;
}
