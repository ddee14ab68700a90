#include "base/number.h"
#include "pages/transfer/import_view_internal.h"

#include <inttypes.h>
#include <string.h>

#include "data/transfer/import_line.h"
#include "data/transfer/import_undo.h"
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

/* How the work is called, and how far it is. */
struct progress {
    const char *doing;
    const char *done;
    const char *file;
    int64_t count;
    int64_t all;
};

static enum err read_progress(struct page *page, const struct import *import,
                              struct progress *progress)
{
    struct import_undo_count undo;
    int64_t changes = import_change_count(import);
    *progress = (struct progress){"Checking", "checked", "transfer/import_checking.tpl",
                                  import->checked_count, import->record_count};
    if (import->state == IMPORT_APPLYING)
        *progress = (struct progress){"Importing", "imported", "transfer/import_applying.tpl",
                                      import->applied_count, changes};
    if (progress->count > progress->all) /* what is imported is completed */
        progress->count = progress->all;
    if (import->state != IMPORT_UNDOING)
        return ERR_NONE;
    enum err err = import_undo_count(page->db, import, &undo);
    *progress = (struct progress){"Undoing", "undone", "transfer/import_undoing.tpl",
                                  undo.undone + undo.kept, undo.undone + undo.kept + undo.left};
    return err;
}

static enum err show_progress(struct page *page, int status, const struct import *import,
                              struct view *view)
{
    struct progress progress;
    enum err err = read_progress(page, import, &progress);
    if (err != ERR_NONE)
        return err;
    page_uuid(page, view, "ID", &import->id);
    view_text(view, "SOURCE", import->source);
    view_number(view, "CHECKED", progress.count);
    view_number(view, "RECORDS", progress.all);
    view_text(view, "RECORDS_COUNTED", record_page_count(page, progress.all, "record"));
    view_text(view, "DONE_WORD", progress.done);
    view_number(view, "PERCENT", progress.all == 0 ? 100 : progress.count * 100 / progress.all);
    return page_show(page, status,
                     arena_printf(page->arena, "%s %s", progress.doing, import->source),
                     progress.file);
}

enum err import_view_progress(struct page *page, const struct import *import)
{
    struct view *view = page_view(page);
    view_show(view, "GOES_ON", true);
    return show_progress(page, 200, import, view);
}

enum err import_view_stopped(struct page *page, const struct import *import, const char *reason)
{
    struct view *view = page_view(page);
    view_text(view_add(view, "STOPPED"), "REASON", reason);
    return show_progress(page, 409, import, view);
}

static const char *title_of(const struct import *import, enum import_outcome outcome)
{
    bool is_over = import->state == IMPORT_DONE || import->state == IMPORT_UNDONE;
    return is_over ? outcome_titles[outcome] : plan_titles[outcome];
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

static void show_tab(struct page *page, const struct import *import, const char *show,
                     const char *label, int64_t count, bool is_chosen)
{
    struct view *tab = view_add(page->view, "TAB");
    view_text(tab, "URL", import_view_url(page, &import->id, show));
    view_text(tab, "TITLE", label);
    view_number(tab, "N", count);
    view_show(tab, "CURRENT", is_chosen);
}

static void show_tabs(struct page *page, const struct import *import,
                      const struct import_line_filter *filter, int64_t kept)
{
    bool is_kept = filter->applied != NULL;
    show_tab(page, import, "", "All", import->record_count,
             !is_kept && filter->outcome == IMPORT_OUTCOME_COUNT);
    if (kept > 0 || is_kept)
        show_tab(page, import, "?show=kept", "Kept", kept, is_kept);
    for (int i = IMPORT_OUTCOME_COUNT - 1; i >= 0; i--) {
        enum import_outcome outcome = (enum import_outcome)i;
        int64_t count = import_outcome_count(import, outcome);
        if (count != 0 || outcome == filter->outcome)
            show_tab(page, import, arena_printf(page->arena, "?show=%s", import_outcome_names[i]),
                     title_of(import, outcome), count, !is_kept && outcome == filter->outcome);
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
                            import->state == IMPORT_READY ? "Differs" : "Changed", line->what);
    view_text(row, "NAME", line->name[0] == '\0' ? "without a name" : line->name);
    view_text(row, "KIND", record_nouns[line->kind]->title);
    bool is_undone = strcmp(line->applied, "undone") == 0;
    bool is_kept = strcmp(line->applied, "kept") == 0;
    view_text(row, "RESULT",
              is_undone ? "Undone"
              : is_kept ? "Kept"
                        : title_of(import, line->outcome));
    view_text(row, "TONE", is_undone ? " off" : is_kept ? " wait" : tones[line->outcome]);
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
    struct import_line_filter filter = {import->id, IMPORT_OUTCOME_COUNT, 0, NULL};
    if (show != NULL && strcmp(show->data, "kept") == 0)
        filter.applied = "kept";
    else if (show != NULL && import_outcome_parse(show->data, &filter.outcome) != ERR_NONE)
        filter.outcome = IMPORT_OUTCOME_COUNT;
    if (after != NULL && number_parse(NUMBER_PLACE, after->data, &filter.after) != ERR_NONE)
        filter.after = 0;
    return filter;
}

static enum err show_lines(struct page *page, const struct import *import, int64_t kept)
{
    struct import_line_filter filter = read_filter(page, import);
    struct import_line_list list;
    enum err err = import_line_list(page->db, page->actor, &filter, &list);
    if (err != ERR_NONE)
        return err;
    show_tabs(page, import, &filter, kept);
    for (int i = 0; i < list.count; i++)
        show_line(page, import, &list.lines[i]);
    if (list.next_after == 0)
        return ERR_NONE;
    const char *show =
        filter.applied != NULL ? "show=kept&"
        : filter.outcome == IMPORT_OUTCOME_COUNT
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

static void show_state(struct page *page, const struct import *import,
                       const struct import_undo_count *undo)
{
    struct view *view = page->view;
    int64_t changes = import_change_count(import);
    int64_t refused = import_outcome_count(import, IMPORT_REFUSED);
    bool is_ready = import->state == IMPORT_READY;
    view_text(view, "COUNT", record_page_count(page, changes, "record"));
    view_show(view, is_ready ? "READY" : import->state == IMPORT_UNDONE ? "UNDONE" : "DONE", true);
    view_show(view, "START", changes > 0);
    view_show(view, "NOTHING", is_ready && changes == 0);
    view_show(view, "RENEWED", is_ready && import->is_renewed);
    view_show(view, "HAS_REFUSED", is_ready && refused > 0);
    view_text(view, "REFUSED", record_page_count(page, refused, "record"));
    view_show(view, "LEFT_OUT", import->state == IMPORT_DONE && refused > 0);
    view_show(view, "UNDO", import->state == IMPORT_DONE && undo->left > 0);
    view_text(view, "UNDONE_COUNT", record_page_count(page, undo->undone, "record"));
    view_text(view, "KEPT_COUNT", record_page_count(page, undo->kept, "record"));
    view_show(view, "HAS_KEPT", undo->kept > 0);
    if (import->duration_us > 2 * CLOCK_SECOND)
        view_text(view_add(view, "TOOK"), "TOOK", duration(page, import->duration_us));
}

enum err import_view_plan(struct page *page, const struct import *import)
{
    struct view *view = page_view(page);
    struct import_undo_count undo = {0, 0, 0};
    enum err err = ERR_NONE;
    if (import->state == IMPORT_DONE || import->state == IMPORT_UNDONE)
        err = import_undo_count(page->db, import, &undo);
    if (err != ERR_NONE)
        return err;
    page_uuid(page, view, "ID", &import->id);
    view_text(view, "SOURCE", import->source);
    if (import->format[0] != '\0')
        view_text(view_add(view, "HAS_FORMAT"), "FORMAT", import->format);
    view_include(view, "ERROR_SUMMARY", "shell/errors.tpl");
    show_state(page, import, &undo);
    show_totals(view, import);
    return show_lines(page, import, undo.kept);
}
