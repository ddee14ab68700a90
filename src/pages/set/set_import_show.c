#include "pages/set/set_import_show.h"

#include "base/buf.h"
#include "domain/set_file/set_file.h"
#include "pages/set/set_case_words.h"

enum { ROWS_SHOWN = 200, INPUT_CHARS = 120 };

static const struct outcome {
    enum set_file_outcome outcome;
    const char *key; /* of the chip's color */
    const char *words;
} outcomes[] = {
    /* What a person must know first. */
    {SET_FILE_REFUSED, "IS_BAD", "Refused"},
    {SET_FILE_CHANGED, "IS_CHANGED", "Changed"},
    {SET_FILE_NEW, "IS_NEW", "New"},
    {SET_FILE_SAME, "IS_SAME", "Unchanged"},
};

static void add_count(struct buf *buf, int count, const char *word)
{
    if (count > 0)
        buf_printf(buf, "%s%d %s", buf->len > 0 ? ", " : "", count, word);
}

const char *set_import_words(struct arena *arena, const struct set_file_merge *merge)
{
    struct buf buf;
    buf_init(&buf, arena);
    add_count(&buf, merge->new_count, "new");
    add_count(&buf, merge->changed_count, "changed");
    return buf.len == 0 ? "nothing new" : buf.data;
}

static const char *all_words(struct arena *arena, const struct set_file_merge *merge)
{
    struct buf buf;
    buf_init(&buf, arena);
    add_count(&buf, merge->new_count, "new");
    add_count(&buf, merge->changed_count, "changed");
    add_count(&buf, merge->same_count, "unchanged");
    add_count(&buf, merge->refused_count, "refused");
    return buf.data;
}

static void show_row(struct page *page, struct view *table, const struct set_file_row *row,
                     const struct outcome *outcome)
{
    const struct set_case *set_case = &row->set_case;
    struct view *view = view_add(table, "ROW");
    view_text(view, "PLACE", row->place);
    view_text(view, "OUTCOME", outcome->words);
    view_show(view, outcome->key, true);
    const char *id = set_case->id == NULL ? "" : set_case->id;
    bool has_name = set_case->name != NULL && set_case->name[0] != '\0';
    view_text(view, "CASE_NAME", has_name ? set_case->name : id);
    if (row->problem != NULL) {
        view_text(view_add(view, "PROBLEM"), "WORDS", row->problem);
        return;
    }
    view_text(view_add(view, "INPUT"), "WORDS",
              set_words_short(page->arena, set_words_input(page->arena, set_case), INPUT_CHARS));
    for (size_t i = 0; i < json_array_size(set_case->checks); i++)
        view_text(view_add(view, "CHECK"), "WORDS",
                  set_words_check(page->arena, json_array_get(set_case->checks, i)));
}

static void show_notes(struct page *page, struct view *view, const struct set_file *file)
{
    if (file->note_count == 0)
        return;
    struct view *notes = view_add(view, "NOTES");
    for (int i = 0; i < file->note_count; i++) {
        struct view *note = view_add(notes, "NOTE");
        view_text(note, "WHAT", file->notes[i].what);
        view_text(note, "PLACE",
                  file->notes[i].count == 1
                      ? file->notes[i].place
                      : arena_printf(page->arena, "%s and %d more", file->notes[i].place,
                                     file->notes[i].count - 1));
    }
}

void set_import_show(struct page *page, struct view *view, const struct set_file *file,
                     const struct set_file_merge *merge)
{
    int shown = 0;
    view_text(view, "COUNTS", all_words(page->arena, merge));
    view_text(view, "FORMAT", set_file_kinds[file->format].title);
    show_notes(page, view, file);
    for (size_t i = 0; i < COUNT_OF(outcomes); i++) {
        for (int j = 0; j < file->count && shown < ROWS_SHOWN; j++) {
            if (file->rows[j].outcome != outcomes[i].outcome)
                continue;
            show_row(page, view, &file->rows[j], &outcomes[i]);
            shown++;
        }
    }
    if (shown < file->count)
        view_number(view_add(view, "MORE_ROWS"), "N", file->count - shown);
}
