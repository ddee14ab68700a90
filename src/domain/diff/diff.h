#ifndef DOMAIN_DIFF_H
#define DOMAIN_DIFF_H

#include <stdbool.h>

#include "base/arena.h"

/* The difference of two texts: by line, and in changed lines by word. E. W. Myers, "An O(ND)
 * Difference Algorithm and Its Variations" (Algorithmica 1, 1986), its linear-space form, with the
 * search for the middle cut off and the whole work bounded: two hostile texts get a coarser
 * difference, never a wrong one, and never a long wait. */

enum diff_kind { DIFF_SAME, DIFF_REMOVED, DIFF_ADDED, DIFF_CHANGED };

/* A stretch of a changed line: DIFF_SAME, or DIFF_REMOVED on the old and DIFF_ADDED on the new
 * side. One after the other they are the line. */
struct diff_piece {
    enum diff_kind kind;
    const char *text; /* points into the texts compared */
    size_t len;
};

/* One line of one text, without its line break. */
struct diff_line {
    int number;              /* from 1; 0 if the row has no line on this side */
    bool is_missing_newline; /* the text ends here without a line break */
    const char *text; /* points into the texts compared; "" if there is no line on this side */
    size_t len;
    int piece_count; /* > 0 only in changed rows with text */
    struct diff_piece *pieces;
};

/* A removed row has no new line and an added row no old one. A changed row has both: they differ in
 * their text, or only in is_missing_newline. */
struct diff_row {
    enum diff_kind kind;
    struct diff_line old_line, new_line;
};

struct diff {
    int row_count;
    struct diff_row *rows;
    int removed, added, changed; /* rows of each kind; all 0 if the texts are the same */
    bool is_coarse;              /* the work was cut short: a smaller difference may exist */
};

/* Rows rows[first] .. rows[first + count - 1] that are shown together. Line numbers from 1, as in a
 * unified diff: a side without lines has count 0 and the number of the line before. */
struct diff_hunk {
    int first, count;
    int old_start, old_count;
    int new_start, new_count;
};

struct diff_hunks {
    int count;
    struct diff_hunk *hunks;
};

enum { DIFF_CONTEXT = 3, DIFF_CONTEXT_ALL = -1 };

/* Compares two texts (valid UTF-8; lines end at LF alone, a CR is part of its line). The result is
 * owned by the arena and points into both texts, which must outlive it. Two texts of 1 MiB take at
 * most about a second, and up to some 140 MB of the arena where every line is one or two bytes. */
MUST_USE struct diff *diff_lines(struct arena *arena, const char *old_text, size_t old_len,
                                 const char *new_text, size_t new_len) NONNULL;

/* Groups the rows that are not the same with `context` rows around them; groups that touch are one.
 * DIFF_CONTEXT_ALL makes one hunk of all rows (if there are any). Owned by the arena. */
void diff_hunks(struct arena *arena, const struct diff *diff, int context,
                struct diff_hunks *out) NONNULL;

#endif
