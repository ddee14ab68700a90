#ifndef BASE_CSV_READ_H
#define BASE_CSV_READ_H

#include "base/err.h"
#include "base/text.h"

/* Comma-separated values (RFC 4180) as people and spreadsheets give them: CRLF or LF, a byte order
 * mark or none, and ; or a tab in place of the comma where the first line has more of those. */

enum { CSV_CELLS_MAX = 200 }; /* of a row */

struct csv_row {
    int line; /* where it begins, from 1 */
    int count;
    const char **cells; /* without white space at their ends */
    const char **texts; /* the same with it, as it is between quotation marks */
};

struct csv_table {
    struct csv_row *rows; /* without those that are empty */
    int count;
};

/* Reads UTF-8 text of at most row_max rows, owned by the arena. ERR_INVALID: *problem says why, in
 * the arena. */
MUST_USE enum err csv_read(struct arena *arena, struct text text, int row_max,
                           struct csv_table *table, const char **problem) NONNULL;

#endif
