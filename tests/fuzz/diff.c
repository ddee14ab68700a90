/* Differences: the input is two texts with a byte 0x1e between them; the rows applied are both
 * texts, the pieces of a changed line are the line, and the hunks hold every row that is not the
 * same. */

#include <string.h>

#include "base/buf.h"
#include "base/text.h"
#include "domain/diff/diff.h"
#include "fuzz.h"

static void add_side(struct buf *text, const struct diff_line *line, bool has_pieces)
{
    size_t at = 0;
    for (int i = 0; i < line->piece_count; i++) {
        FUZZ_REQUIRE(line->pieces[i].text == line->text + at && line->pieces[i].len > 0);
        FUZZ_REQUIRE(text_is_utf8(line->pieces[i].text, line->pieces[i].len));
        at += line->pieces[i].len;
    }
    FUZZ_REQUIRE(at == (has_pieces ? line->len : 0));
    buf_add(text, line->text, line->len);
    if (line->number > 0 && !line->is_missing_newline)
        buf_add_char(text, '\n');
}

static void check_rows(struct arena *arena, const struct diff *diff, const char *const texts[2],
                       const size_t lens[2])
{
    struct buf old_side, new_side;
    buf_init(&old_side, arena);
    buf_init(&new_side, arena);
    for (int i = 0; i < diff->row_count; i++) {
        const struct diff_row *row = &diff->rows[i];
        FUZZ_REQUIRE((row->old_line.number == 0) == (row->kind == DIFF_ADDED));
        FUZZ_REQUIRE((row->new_line.number == 0) == (row->kind == DIFF_REMOVED));
        add_side(&old_side, &row->old_line, row->kind == DIFF_CHANGED);
        add_side(&new_side, &row->new_line, row->kind == DIFF_CHANGED);
        bool is_same = row->old_line.len == row->new_line.len &&
                       memcmp(row->old_line.text, row->new_line.text, row->old_line.len) == 0 &&
                       row->old_line.is_missing_newline == row->new_line.is_missing_newline;
        if (row->kind == DIFF_SAME || row->kind == DIFF_CHANGED)
            FUZZ_REQUIRE(is_same == (row->kind == DIFF_SAME));
    }
    FUZZ_REQUIRE(old_side.len == lens[0] && memcmp(old_side.data, texts[0], lens[0]) == 0);
    FUZZ_REQUIRE(new_side.len == lens[1] && memcmp(new_side.data, texts[1], lens[1]) == 0);
}

static void check_hunks(struct arena *arena, const struct diff *diff, int context)
{
    struct diff_hunks hunks;
    diff_hunks(arena, diff, context, &hunks);
    int end = 0, changes = 0;
    for (int i = 0; i < hunks.count; i++) {
        const struct diff_hunk *hunk = &hunks.hunks[i];
        FUZZ_REQUIRE(hunk->first >= end && hunk->count > 0);
        end = hunk->first + hunk->count;
        FUZZ_REQUIRE(end <= diff->row_count);
        int old_start = 0, old_count = 0;
        for (int row = hunk->first; row < end; row++) {
            changes += diff->rows[row].kind != DIFF_SAME;
            int number = diff->rows[row].old_line.number;
            old_start = old_start == 0 ? number : old_start;
            old_count += number > 0;
        }
        FUZZ_REQUIRE(old_count == hunk->old_count);
        FUZZ_REQUIRE(old_count == 0 || old_start == hunk->old_start);
    }
    FUZZ_REQUIRE(changes == diff->removed + diff->added + diff->changed);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct arena *arena;
    const char *text = (const char *)data;
    if (!text_is_utf8(text, size) || text_has_nul(text, size))
        return 0;
    if (arena == NULL)
        arena = arena_create((size_t)1024 * 1024 * 1024);
    const char *split = size == 0 ? NULL : memchr(text, 0x1e, size);
    size_t old_len = split == NULL ? size : (size_t)(split - text);
    size_t new_start = split == NULL ? size : old_len + 1;
    const char *const texts[] = {arena_copy(arena, text, old_len),
                                 arena_copy(arena, text + new_start, size - new_start)};
    const size_t lens[] = {old_len, size - new_start};
    const struct diff *diff = diff_lines(arena, texts[0], lens[0], texts[1], lens[1]);
    check_rows(arena, diff, texts, lens);
    check_hunks(arena, diff, DIFF_CONTEXT);
    check_hunks(arena, diff, 0);
    check_hunks(arena, diff, DIFF_CONTEXT_ALL);
    arena_reset(arena);
    return 0;
}
