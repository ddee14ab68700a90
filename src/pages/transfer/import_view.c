#include "pages/transfer/import_view_internal.h"

#include <inttypes.h>
#include <string.h>

#include "data/transfer/import_line.h"
#include "pages/record/record_noun.h"
#include "pages/record/record_page.h"

static const char *const outcome_titles[IMPORT_OUTCOME_COUNT + 1] = {
    "Created", "Changed", "Unchanged", "Skipped", "Refused", "All"};
/* Before the start. */
static const char *const plan_titles[IMPORT_OUTCOME_COUNT] = {"Create", "New version", "Unchanged",
                                                              "Skipped", "Refused"};
static const char *const tones[IMPORT_OUTCOME_COUNT] = {"", " wait", " off", " off", " bad"};

const char *import_view_url(struct page *page, const struct uuid *id, const char *rest)
{
    char text[UUID_TEXT_LEN];
    uuid_format(id, text);
    return arena_printf(page->arena, "/import/%s%s", text, rest);
}

enum err import_view_progress(struct page *page, const struct import *import)
{
    struct view *view = page_view(page);
    page_uuid(page, view, "ID", &import->id);
    view_text(view, "SOURCE", import->source);
    view_number(view, "CHECKED", import->checked_count);
    view_number(view, "RECORDS", import->record_count);
    view_text(view, "RECORDS_COUNTED", record_page_count(page, import->record_count, "record"));
    view_number(view, "PERCENT", import->checked_count * 100 / import->record_count);
    return page_show(page, 200, arena_printf(page->arena, "Checking %s", import->source),
                     "transfer/import_checking.tpl");
}

static const char *title_of(const struct import *import, enum import_outcome outcome)
{
    return import->state == IMPORT_DONE ? outcome_titles[outcome] : plan_titles[outcome];
}

static void show_totals(struct view *view, const struct import *import)
{
    for (int i = 0; i < IMPORT_OUTCOME_COUNT; i++)
        view_text(view_add(view, "OUTCOME"), "TITLE", title_of(import, (enum import_outcome)i));
    for (int kind = 0; kind < RECORD_KIND_COUNT; kind++) {
        struct view *row = view_add(view, "NOUN");
        view_text(row, "TITLE", record_kinds[kind].title);
        for (int i = 0; i < IMPORT_OUTCOME_COUNT; i++) {
            struct view *cell = view_add(row, "CELL");
            view_number(cell, "N", import->totals[kind][i]);
            view_text(cell, "LABEL", title_of(import, (enum import_outcome)i));
        }
    }
}

static void show_tabs(struct page *page, const struct import *import, enum import_outcome chosen)
{
    for (int i = IMPORT_OUTCOME_COUNT; i >= 0; i--) {
        bool is_all = i == IMPORT_OUTCOME_COUNT;
        enum import_outcome outcome = (enum import_outcome)i;
        int64_t count = is_all ? import->record_count : import_outcome_count(import, outcome);
        if (!is_all && count == 0 && outcome != chosen)
            continue;
        struct view *tab = view_add(page->view, "TAB");
        const char *rest =
            is_all ? "" : arena_printf(page->arena, "?show=%s", import_outcome_names[i]);
        view_text(tab, "URL", import_view_url(page, &import->id, rest));
        view_text(tab, "TITLE", is_all ? "All" : title_of(import, outcome));
        view_number(tab, "N", count);
        view_show(tab, "CURRENT", outcome == chosen);
    }
}

static void show_notes(struct view *row, const struct import_line *line)
{
    for (int i = 0; i < line->note_count; i++) {
        struct view *note = view_add(row, "NOTE");
        view_text(note, "MESSAGE", line->notes[i].message);
        if (line->notes[i].path[0] != '\0')
            view_text(view_add(note, "AT"), "PATH", line->notes[i].path);
    }
}

static void show_line(struct page *page, const struct import *import,
                      const struct import_line *line)
{
    struct view *row = view_add(page->view, "LINE");
    const char *what = line->what;
    if (line->outcome == IMPORT_CHANGED)
        what = arena_printf(page->arena, "%s in %s",
                            import->state == IMPORT_DONE ? "Changed" : "Differs", line->what);
    view_text(row, "NAME", line->name[0] == '\0' ? "without a name" : line->name);
    view_text(row, "KIND", record_nouns[line->kind]->title);
    view_text(row, "RESULT", title_of(import, line->outcome));
    view_text(row, "TONE", tones[line->outcome]);
    view_text(row, "WHAT", what);
    view_show(row, "HAS_WHAT", what[0] != '\0');
    if (uuid_is_nil(&line->record_id))
        view_show(row, "NO_LINK", true);
    else
        view_text(view_add(row, "LINK"), "URL",
                  record_page_url(page, &record_kinds[line->kind], &line->record_id, ""));
    show_notes(row, line);
}

static struct import_line_filter read_filter(struct page *page, const struct import *import)
{
    const struct text *show = param_find(&page->request->query, "show");
    const struct text *after = param_find(&page->request->query, "after");
    struct import_line_filter filter = {import->id, IMPORT_OUTCOME_COUNT, 0};
    if (show != NULL && import_outcome_parse(show->data, &filter.outcome) != ERR_NONE)
        filter.outcome = IMPORT_OUTCOME_COUNT;
    if (after != NULL && text_parse_int(after->data, 0, INT32_MAX, &filter.after) != ERR_NONE)
        filter.after = 0;
    return filter;
}

static enum err show_lines(struct page *page, const struct import *import)
{
    struct import_line_filter filter = read_filter(page, import);
    struct import_line_list list;
    enum err err = import_line_list(page->db, page->actor, &filter, &list);
    if (err != ERR_NONE)
        return err;
    show_tabs(page, import, filter.outcome);
    for (int i = 0; i < list.count; i++)
        show_line(page, import, &list.lines[i]);
    if (list.next_after == 0)
        return ERR_NONE;
    const char *show =
        filter.outcome == IMPORT_OUTCOME_COUNT
            ? ""
            : arena_printf(page->arena, "show=%s&", import_outcome_names[filter.outcome]);
    view_text(
        view_add(page->view, "MORE"), "URL",
        import_view_url(page, &import->id,
                        arena_printf(page->arena, "?%safter=%" PRId64, show, list.next_after)));
    return ERR_NONE;
}

/* "2.4 seconds", for what was worth waiting for. */
static const char *duration(struct page *page, int64_t duration_us)
{
    return arena_printf(page->arena, "%" PRId64 ".%" PRId64 " seconds", duration_us / 1000000,
                        duration_us / 100000 % 10);
}

enum err import_view_plan(struct page *page, const struct import *import)
{
    struct view *view = page_view(page);
    int64_t changes = import_change_count(import);
    int64_t refused = import_outcome_count(import, IMPORT_REFUSED);
    bool is_ready = import->state == IMPORT_READY;
    page_uuid(page, view, "ID", &import->id);
    view_text(view, "SOURCE", import->source);
    view_text(view, "COUNT", record_page_count(page, changes, "record"));
    view_show(view, is_ready ? "READY" : "DONE", true);
    view_show(view, "START", changes > 0);
    view_show(view, "NOTHING", is_ready && changes == 0);
    view_show(view, "RENEWED", is_ready && import->is_renewed);
    view_show(view, "HAS_REFUSED", is_ready && refused > 0);
    view_text(view, "REFUSED", record_page_count(page, refused, "record"));
    if (import->duration_us > 2 * CLOCK_SECOND)
        view_text(view_add(view, "TOOK"), "TOOK", duration(page, import->duration_us));
    view_include(view, "ERROR_SUMMARY", "shell/errors.tpl");
    show_totals(view, import);
    return show_lines(page, import);
}
