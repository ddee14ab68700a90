#include "pages/history/record_text_diff.h"

#include "domain/diff/diff.h"
#include "pages/record/record_page.h"

enum {
    ROWS_MAX = 3000,  /* on a page */
    RUNS_MAX = 12000, /* stretches of text with a mark of their own */
};

struct diff_writer {
    struct page *page;
    struct view *view;
    int rows_left;
    int runs_left;
};

/* What makes a stretch of a changed piece visible. */
enum run_kind { RUN_TEXT, RUN_SPACE, RUN_TAB, RUN_END };

static enum run_kind kind_of(char c)
{
    switch (c) {
    case ' ':
        return RUN_SPACE;
    case '\t':
        return RUN_TAB;
    case '\r':
        return RUN_END;
    default:
        return RUN_TEXT;
    }
}

static void add_run(struct diff_writer *writer, struct view *piece, enum run_kind kind,
                    const char *text, size_t len)
{
    static const char *const keys[] = {NULL, "SPACE", "TAB", "EOL"};
    struct view *run = view_add(piece, "RUN");
    view_set_key(run, view_key("RUN_TEXT"), text, len);
    if (kind != RUN_TEXT) {
        view_show(run, keys[kind], true);
        view_show(run, "MARKED", true);
    }
    writer->runs_left--;
}

/* White space at the ends of a changed piece is marked: there it is easily overlooked. */
static void add_runs(struct diff_writer *writer, struct view *piece, const char *text, size_t len)
{
    size_t first = 0;
    size_t last = len;
    while (first < len && kind_of(text[first]) != RUN_TEXT && writer->runs_left > 0) {
        add_run(writer, piece, kind_of(text[first]), text + first, 1);
        first++;
    }
    while (last > first && kind_of(text[last - 1]) != RUN_TEXT)
        last--;
    if (last > first)
        add_run(writer, piece, RUN_TEXT, text + first, last - first);
    for (; last < len && writer->runs_left > 0; last++)
        add_run(writer, piece, kind_of(text[last]), text + last, 1);
    if (last < len)
        add_run(writer, piece, RUN_TEXT, text + last, len - last);
}

static void add_piece(struct diff_writer *writer, struct view *side, enum diff_kind kind,
                      const char *text, size_t len)
{
    struct view *piece = view_add(side, "DIFF_PIECE");
    view_show(piece, "DEL", kind == DIFF_REMOVED);
    view_show(piece, "INS", kind == DIFF_ADDED);
    if (kind == DIFF_SAME || writer->runs_left <= 0)
        add_run(writer, piece, RUN_TEXT, text, len);
    else
        add_runs(writer, piece, text, len);
}

/* A whole line that came or went: its white space at the end is marked, without <del> or <ins>. */
static void add_whole(struct diff_writer *writer, struct view *side, const struct diff_line *line,
                      bool is_changed)
{
    size_t last = line->len;
    struct view *piece = view_add(side, "DIFF_PIECE");
    while (is_changed && last > 0 && kind_of(line->text[last - 1]) != RUN_TEXT)
        last--;
    if (last > 0)
        add_run(writer, piece, RUN_TEXT, line->text, last);
    if (last < line->len)
        add_runs(writer, piece, line->text + last, line->len - last);
}

static void add_side(struct diff_writer *writer, struct view *row, const struct diff_row *source,
                     bool is_old)
{
    const struct diff_line *line = is_old ? &source->old_line : &source->new_line;
    const struct diff_line *other = is_old ? &source->new_line : &source->old_line;
    if (line->number == 0) {
        view_show(row, is_old ? "NO_OLD" : "NO_NEW", true);
        return;
    }
    struct view *side = view_add(row, is_old ? "OLD" : "NEW");
    view_number(side, "LINE", line->number);
    view_show(side, "DIFFERS", source->kind != DIFF_SAME);
    for (int i = 0; i < line->piece_count && writer->runs_left > 0; i++)
        add_piece(writer, side, line->pieces[i].kind, line->pieces[i].text, line->pieces[i].len);
    if (line->piece_count == 0)
        add_whole(writer, side, line, source->kind != DIFF_SAME);
    bool is_end_changed =
        other->number > 0 && line->is_missing_newline != other->is_missing_newline;
    view_show(side, "LINE_END", is_end_changed && !line->is_missing_newline);
    view_show(side, "NO_LINE_END", is_end_changed && line->is_missing_newline);
}

static void add_row(struct diff_writer *writer, const struct diff_row *source)
{
    static const char *const classes[] = {"same", "removed", "added", "changed"};
    struct view *row = view_add(writer->view, "DIFF_ROW");
    struct view *cells = view_add(row, "CELLS");
    view_text(cells, "KIND", classes[source->kind]);
    add_side(writer, cells, source, true);
    add_side(writer, cells, source, false);
    writer->rows_left--;
}

static void add_gap(struct diff_writer *writer, const char *text)
{
    view_text(view_add(view_add(writer->view, "DIFF_ROW"), "GAP"), "GAP_TEXT", text);
}

static void add_unchanged(struct diff_writer *writer, int count)
{
    if (count > 0)
        add_gap(writer, record_page_count(writer->page, count, "unchanged line"));
}

static void add_rows(struct diff_writer *writer, const struct diff *diff)
{
    struct diff_hunks hunks;
    int shown = 0;
    diff_hunks(writer->page->arena, diff, DIFF_CONTEXT, &hunks);
    for (int i = 0; i < hunks.count; i++) {
        const struct diff_hunk *hunk = &hunks.hunks[i];
        add_unchanged(writer, hunk->first - shown);
        for (shown = hunk->first; shown < hunk->first + hunk->count; shown++) {
            if (writer->rows_left <= 0 || writer->runs_left <= 0) {
                add_gap(writer, "The difference goes on: this page shows its beginning.");
                return;
            }
            add_row(writer, &diff->rows[shown]);
        }
    }
    add_unchanged(writer, diff->row_count - shown);
}

void record_text_diff_show(struct page *page, struct view *view,
                           const struct record_text_side *old_side,
                           const struct record_text_side *new_side)
{
    const struct text *old_text = &old_side->text;
    const struct text *new_text = &new_side->text;
    struct diff *diff =
        diff_lines(page->arena, old_text->data, old_text->len, new_text->data, new_text->len);
    view_include(view, "DIFF", "record/text_diff.tpl");
    view_text(view, "OLD_NAME", old_side->name);
    view_text(view, "NEW_NAME", new_side->name);
    int added = diff->added + diff->changed;
    int removed = diff->removed + diff->changed;
    view_show(view, "IS_SAME", added + removed == 0);
    if (added + removed == 0)
        return;
    struct view *table = view_add(view, "DIFF_TABLE");
    view_text(table, "ADDED", record_page_count(page, added, "line"));
    view_number(table, "REMOVED", removed);
    struct diff_writer writer = {page, table, ROWS_MAX, RUNS_MAX};
    add_rows(&writer, diff);
}

const char *record_text_diff_summary(struct arena *arena, const struct text *old_text,
                                     const struct text *new_text)
{
    struct diff *diff =
        diff_lines(arena, old_text->data, old_text->len, new_text->data, new_text->len);
    int added = diff->added + diff->changed;
    int removed = diff->removed + diff->changed;
    if (added + removed == 0)
        return NULL;
    const char *lines = added + removed == 1 ? "line" : "lines";
    if (removed == 0)
        return arena_printf(arena, "+%d %s", added, lines);
    return added == 0 ? arena_printf(arena, "−%d %s", removed, lines)
                      : arena_printf(arena, "+%d −%d %s", added, removed, lines);
}
