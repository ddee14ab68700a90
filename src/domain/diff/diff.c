#include "domain/diff/diff.h"

#include <limits.h>
#include <string.h>

#include "base/buf.h"
#include "base/text.h"
#include "domain/diff/diff_sequence.h"
#include "domain/diff/intern.h"

/* A text cut into lines or words. */
struct side {
    const char *text;
    int count, capacity;
    uint32_t *starts; /* count + 1 offsets: where each begins, and where the last one ends */
    int *items;       /* equal numbers are equal texts */
    bool *is_changed;
};

struct work {
    struct arena *arena;
    struct intern intern;
    int64_t budget;
    struct side old_lines, new_lines;
    struct side old_words, new_words; /* of one row; the memory is used again */
};

static void side_reserve(struct work *work, struct side *side, int capacity)
{
    size_t size = (size_t)capacity;
    uint32_t *starts = arena_array(work->arena, size + 1, sizeof *starts);
    int *items = arena_array(work->arena, size, sizeof *items);
    bool *is_changed = arena_array(work->arena, size, sizeof *is_changed);
    if (side->count > 0) {
        memcpy(starts, side->starts, (size_t)side->count * sizeof *starts);
        memcpy(items, side->items, (size_t)side->count * sizeof *items);
    }
    *side = (struct side){side->text, side->count, capacity, starts, items, is_changed};
}

static void add_part(struct work *work, struct side *side, size_t start, size_t end)
{
    if (side->count == side->capacity)
        side_reserve(work, side, side->capacity == 0 ? 16 : side->capacity * 2);
    side->starts[side->count] = (uint32_t)start;
    side->starts[side->count + 1] = (uint32_t)end;
    side->items[side->count] = intern_add(&work->intern, side->text + start, end - start);
    side->is_changed[side->count] = false;
    side->count++;
}

/* The line break belongs to the line, so that a last line without one differs from one with it. */
static void split_lines(struct work *work, struct side *side, const char *text, size_t len)
{
    if (len > INT_MAX / 2)
        die("a difference of a text of %zu bytes", len);
    side->text = text;
    int count = 1;
    for (size_t i = 0; i < len; i++)
        count += text[i] == '\n';
    side_reserve(work, side, count);
    for (size_t at = 0; at < len;) {
        const char *newline = memchr(text + at, '\n', len - at);
        size_t end = newline == NULL ? len : (size_t)(newline - text) + 1;
        add_part(work, side, at, end);
        at = end;
    }
}

enum word_class { WORD_SPACE, WORD_LETTERS, WORD_OTHER, WORD_SINGLE };

/* Scripts written without spaces change by the character; signs and emoji are no letters. */
static enum word_class classify(uint32_t c)
{
    if (text_char_is_space(c))
        return WORD_SPACE;
    if ((c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_')
        return WORD_LETTERS;
    if (c < 0xc0 || (c >= 0x2000 && c < 0x2c00) || (c >= 0x3001 && c < 0x3040) ||
        (c >= 0xfe00 && c < 0xfe10) || (c >= 0x1f000 && c < 0x1fb00))
        return WORD_OTHER;
    return (c >= 0x2e80 && c < 0xa4d0) || (c >= 0xf900 && c < 0xfb00) || c >= 0x20000
               ? WORD_SINGLE
               : WORD_LETTERS;
}

static void split_words(struct work *work, struct side *side, const struct diff_line *line)
{
    side->text = line->text;
    side->count = 0;
    size_t start = 0;
    enum word_class last = WORD_SINGLE;
    for (size_t at = 0; at < line->len;) {
        size_t begin = at;
        enum word_class class = classify(text_next_char(line->text, line->len, &at));
        if (begin > start && (class != last || class == WORD_SINGLE)) {
            add_part(work, side, start, begin);
            start = begin;
        }
        last = class;
    }
    if (start < line->len)
        add_part(work, side, start, line->len);
}

/* Runs the search over one side's parts against the other's. */
static void compare_sides(struct work *work, struct side *old_side, struct side *new_side)
{
    struct diff_sequence old_sequence = {old_side->items, old_side->count, old_side->is_changed};
    struct diff_sequence new_sequence = {new_side->items, new_side->count, new_side->is_changed};
    diff_sequences(&old_sequence, &new_sequence, &work->budget);
}

/* The lines of a side that the other side has too; the rest is marked as changed. */
static struct side keep_common(struct work *work, struct side *side, const bool *is_elsewhere,
                               int *origins)
{
    struct side kept = {.text = side->text};
    kept.items = arena_array(work->arena, (size_t)side->count, sizeof *kept.items);
    kept.is_changed = arena_array(work->arena, (size_t)side->count, sizeof *kept.is_changed);
    for (int i = 0; i < side->count; i++) {
        if (is_elsewhere[side->items[i]]) {
            origins[kept.count] = i;
            kept.items[kept.count++] = side->items[i];
        } else {
            side->is_changed[i] = true;
        }
    }
    return kept;
}

static bool *find_items(struct work *work, const struct side *side)
{
    bool *is_there = arena_array(work->arena, (size_t)work->intern.count, sizeof *is_there);
    for (int i = 0; i < side->count; i++)
        is_there[side->items[i]] = true;
    return is_there;
}

/* Lines that only one side has are in no common sequence: without them the search is short where
 * the texts have little in common. */
static void compare_lines(struct work *work)
{
    struct side *old_side = &work->old_lines, *new_side = &work->new_lines;
    int *old_origins = arena_array(work->arena, (size_t)old_side->count, sizeof *old_origins);
    int *new_origins = arena_array(work->arena, (size_t)new_side->count, sizeof *new_origins);
    const bool *is_in_new = find_items(work, new_side);
    const bool *is_in_old = find_items(work, old_side);
    struct side old_kept = keep_common(work, old_side, is_in_new, old_origins);
    struct side new_kept = keep_common(work, new_side, is_in_old, new_origins);
    compare_sides(work, &old_kept, &new_kept);
    for (int i = 0; i < old_kept.count; i++)
        old_side->is_changed[old_origins[i]] = old_kept.is_changed[i];
    for (int i = 0; i < new_kept.count; i++)
        new_side->is_changed[new_origins[i]] = new_kept.is_changed[i];
}

static struct diff_line make_line(const struct side *side, int index)
{
    size_t start = side->starts[index];
    size_t len = side->starts[index + 1] - start;
    bool has_newline = side->text[start + len - 1] == '\n';
    return (struct diff_line){index + 1, !has_newline, side->text + start, len - has_newline,
                              0,         NULL};
}

static const struct diff_line no_line = {.text = ""};

/* True if the sides share more than white space. */
static bool has_common_word(const struct side *side)
{
    for (int i = 0; i < side->count; i++) {
        size_t at = side->starts[i];
        if (!side->is_changed[i] &&
            !text_char_is_space(text_next_char(side->text, side->starts[i + 1], &at)))
            return true;
    }
    return false;
}

static void mark_all(struct side *side)
{
    for (int i = 0; i < side->count; i++)
        side->is_changed[i] = true;
}

/* Neighbours of the same kind become one piece. */
static void make_pieces(struct work *work, const struct side *words, enum diff_kind changed_kind,
                        struct diff_line *line)
{
    int count = 0;
    for (int i = 0; i < words->count; i++)
        if (i == 0 || words->is_changed[i] != words->is_changed[i - 1])
            count++;
    line->pieces = arena_array(work->arena, (size_t)count, sizeof *line->pieces);
    for (int i = 0; i < words->count; i++) {
        if (i == 0 || words->is_changed[i] != words->is_changed[i - 1])
            line->pieces[line->piece_count++] = (struct diff_piece){
                words->is_changed[i] ? changed_kind : DIFF_SAME, words->text + words->starts[i], 0};
        line->pieces[line->piece_count - 1].len += words->starts[i + 1] - words->starts[i];
    }
}

static void compare_words(struct work *work, struct diff_row *row)
{
    struct side *old_words = &work->old_words, *new_words = &work->new_words;
    split_words(work, old_words, &row->old_line);
    split_words(work, new_words, &row->new_line);
    compare_sides(work, old_words, new_words);
    bool is_same_text = row->old_line.len == row->new_line.len &&
                        memcmp(row->old_line.text, row->new_line.text, row->old_line.len) == 0;
    if (!is_same_text && !has_common_word(old_words)) {
        mark_all(old_words);
        mark_all(new_words);
    }
    make_pieces(work, old_words, DIFF_REMOVED, &row->old_line);
    make_pieces(work, new_words, DIFF_ADDED, &row->new_line);
}

static int count_run(const struct side *side, int from)
{
    int count = 0;
    while (from + count < side->count && side->is_changed[from + count])
        count++;
    return count;
}

static int count_rows(const struct work *work)
{
    int rows = 0;
    for (int i = 0, j = 0; i < work->old_lines.count || j < work->new_lines.count; rows++) {
        int removed = count_run(&work->old_lines, i);
        int added = count_run(&work->new_lines, j);
        int both = removed > added ? removed : added;
        if (both > 0)
            rows += both - 1;
        i += both > 0 ? removed : 1;
        j += both > 0 ? added : 1;
    }
    return rows;
}

/* An old line beside a new one: changed, unless the search was cut short and left equal ones. */
static void add_pair(struct work *work, struct diff *diff, int i, int j)
{
    struct diff_row *row = &diff->rows[diff->row_count++];
    row->old_line = make_line(&work->old_lines, i);
    row->new_line = make_line(&work->new_lines, j);
    if (work->old_lines.items[i] == work->new_lines.items[j])
        return;
    row->kind = DIFF_CHANGED;
    diff->changed++;
    compare_words(work, row);
}

static void add_single(struct work *work, struct diff *diff, int i, int j)
{
    struct diff_row *row = &diff->rows[diff->row_count++];
    bool is_removed = i >= 0;
    row->kind = is_removed ? DIFF_REMOVED : DIFF_ADDED;
    row->old_line = is_removed ? make_line(&work->old_lines, i) : no_line;
    row->new_line = is_removed ? no_line : make_line(&work->new_lines, j);
    *(is_removed ? &diff->removed : &diff->added) += 1;
}

static void make_rows(struct work *work, struct diff *diff)
{
    diff->rows = arena_array(work->arena, (size_t)count_rows(work), sizeof *diff->rows);
    int i = 0, j = 0;
    while (i < work->old_lines.count || j < work->new_lines.count) {
        int old_end = i + count_run(&work->old_lines, i);
        int new_end = j + count_run(&work->new_lines, j);
        if (i == old_end && j == new_end)
            add_pair(work, diff, i++, j++);
        while (i < old_end && j < new_end)
            add_pair(work, diff, i++, j++);
        while (i < old_end)
            add_single(work, diff, i++, -1);
        while (j < new_end)
            add_single(work, diff, -1, j++);
    }
}

struct diff *diff_lines(struct arena *arena, const char *old_text, size_t old_len,
                        const char *new_text, size_t new_len)
{
    struct diff *diff = arena_alloc(arena, sizeof *diff);
    struct work *work = arena_alloc(arena, sizeof *work);
    work->arena = arena;
    work->budget = DIFF_BUDGET;
    intern_init(&work->intern, arena);
    split_lines(work, &work->old_lines, old_text, old_len);
    split_lines(work, &work->new_lines, new_text, new_len);
    compare_lines(work);
    make_rows(work, diff);
    diff->is_coarse = work->budget < 0;
    return diff;
}

/* The lines a run of rows has on each side, after those that stand before it. */
static struct diff_hunk make_hunk(const struct diff *diff, int first, int end, int old_before,
                                  int new_before)
{
    struct diff_hunk hunk = {first, end - first, old_before, 0, new_before, 0};
    for (int i = first; i < end; i++) {
        hunk.old_count += diff->rows[i].kind != DIFF_ADDED;
        hunk.new_count += diff->rows[i].kind != DIFF_REMOVED;
    }
    hunk.old_start += hunk.old_count > 0;
    hunk.new_start += hunk.new_count > 0;
    return hunk;
}

/* Where the group of changes that begins at or after `from` ends: before more than 2 * context rows
 * that are the same. */
static int find_group_end(const struct diff *diff, int from, int context)
{
    int end = from;
    for (int i = from; i < diff->row_count && i - end <= 2 * (int64_t)context; i++)
        if (diff->rows[i].kind != DIFF_SAME)
            end = i + 1;
    return end;
}

void diff_hunks(struct arena *arena, const struct diff *diff, int context, struct diff_hunks *out)
{
    struct buf list;
    buf_init(&list, arena);
    bool is_all = context < 0;
    int old_before = 0, new_before = 0; /* lines in the rows before `done` */
    for (int at = 0, done = 0; at < diff->row_count; at++) {
        if (!is_all && diff->rows[at].kind == DIFF_SAME)
            continue;
        int changes_end = is_all ? diff->row_count : find_group_end(diff, at, context);
        int first = is_all || at - done < context ? done : at - context;
        int end = diff->row_count - changes_end < context ? diff->row_count
                                                          : changes_end + (is_all ? 0 : context);
        struct diff_hunk skipped = make_hunk(diff, done, first, 0, 0);
        old_before += skipped.old_count;
        new_before += skipped.new_count;
        struct diff_hunk hunk = make_hunk(diff, first, end, old_before, new_before);
        old_before += hunk.old_count;
        new_before += hunk.new_count;
        buf_add(&list, &hunk, sizeof hunk);
        done = end;
        at = end - 1;
    }
    out->count = (int)(list.len / sizeof(struct diff_hunk));
    out->hunks = (struct diff_hunk *)(void *)list.data;
}
