#include "pages/run/run_import_show.h"

#include <inttypes.h>

enum { ROWS_SHOWN = 200, NAMES_SHOWN = 50 };

/* "openai:gpt-5 · short prompt: 40 of 48 passed". */
static void show_columns(struct page *page, const struct run_import *import)
{
    if (import->file.column_count < 2)
        return;
    struct view *choice = view_add(page->view, "COLUMNS");
    for (int i = 0; i < import->file.column_count; i++) {
        const struct run_promptfoo_column *column = &import->file.columns[i];
        struct view *option = view_add(choice, "COLUMN_OPTION");
        view_number(option, "VALUE", column->index);
        view_text(option, "TEXT",
                  arena_printf(page->arena, "%s%s%s: %d of %d passed", column->provider,
                               column->prompt[0] == '\0' ? "" : " · ", column->prompt,
                               column->pass_count, column->count));
        view_show(option, "SELECTED", i == import->column);
    }
}

static void show_notes(struct page *page, const struct run_promptfoo *file)
{
    if (file->note_count == 0)
        return;
    struct view *notes = view_add(page->view, "NOTES");
    for (int i = 0; i < file->note_count; i++) {
        const struct run_promptfoo_note *item = &file->notes[i];
        struct view *row = view_add(notes, "NOTE");
        view_text(row, "WHAT", item->what);
        view_text(row, "PLACE",
                  item->count == 1
                      ? item->place
                      : arena_printf(page->arena, "%s and %d more", item->place, item->count - 1));
    }
}

static void show_absent(struct page *page, const struct run_import *import)
{
    struct buf buf;
    int count = 0;
    const struct run_match *match = &import->match;
    buf_init(&buf, page->arena);
    for (int i = 0; match->places != NULL && i < import->cases.count; i++)
        if (match->places[i] < 0 && count++ < NAMES_SHOWN)
            buf_printf(&buf, "%s%s", buf.len > 0 ? ", " : "", import->cases.items[i].id);
    if (count == 0 || match->taken_count == 0)
        return;
    if (count > NAMES_SHOWN)
        buf_printf(&buf, " and %d more", count - NAMES_SHOWN);
    struct view *absent = view_add(page->view, "ABSENT");
    view_text(absent, "ABSENT_COUNT", record_page_count(page, count, "case"));
    view_text(absent, "ABSENT_IDS", buf.data);
}

static void show_row(struct page *page, const struct run_import *import,
                     const struct run_match_result *item)
{
    static const char *const words[RESULT_STATE_COUNT] = {"", "Passed", "Failed", "Error"};
    const struct run_promptfoo_result *result = item->result;
    struct view *row = view_add(page->view, "ROW");
    bool is_taken = item->at >= 0;
    const struct set_case *set_case = is_taken ? &import->cases.items[item->at] : NULL;
    const char *name = result->name[0] != '\0' ? result->name : result->id;
    view_text(row, "CASE_NAME", is_taken ? set_case->name : name);
    view_text(row, "PLACE", result->place);
    if (is_taken)
        view_text(view_add(row, "OF_CASE"), "CASE_ID", set_case->id);
    if (item->why != NULL)
        view_text(view_add(row, "LEFT_OUT"), "WHY", item->why);
    view_text(row, "STATE", words[result->state]);
    view_text(row, "STATE_CLASS", result->state == RESULT_PASSED ? "" : " bad");
}

/* What is left out first. */
static void show_rows(struct page *page, const struct run_import *import)
{
    const struct run_match *match = &import->match;
    int shown = 0;
    for (int taken = 0; taken < 2; taken++)
        for (int i = 0; i < match->count && shown < ROWS_SHOWN; i++)
            if ((match->items[i].at >= 0) == (taken == 1)) {
                show_row(page, import, &match->items[i]);
                shown++;
            }
    if (shown < match->count)
        view_number(view_add(page->view, "MORE_ROWS"), "N", match->count - shown);
}

void run_import_show(struct page *page, const struct run_import *import)
{
    const struct run_match *match = &import->match;
    const struct run_promptfoo_column *column = &import->file.columns[import->column];
    struct view *view = page->view;
    view_text(view, "TAKEN",
              arena_printf(page->arena, "%d of %s", match->taken_count,
                           record_page_count(page, column->count, "result")));
    view_text(view, "PROVIDER", column->provider);
    page_time(page, view, "MADE", import->file.made_at);
    if (import->plan.content.version > 0)
        view_number(view_add(view, "OF_VERSION"), "N", import->plan.content.version);
    if (import->plan.set_name != NULL) {
        struct view *set = view_add(view, "OF_SET");
        view_text(set, "SET_NAME", import->plan.set_name);
        view_number(set, "N", import->plan.set_version);
    }
    show_columns(page, import);
    show_absent(page, import);
    show_notes(page, &import->file);
    if (match->count > 0)
        show_rows(page, import);
}
