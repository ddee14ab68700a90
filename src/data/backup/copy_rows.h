#ifndef DATA_COPY_ROWS_H
#define DATA_COPY_ROWS_H

#include "crypt/token.h"
#include "data/backup/copy_table.h"

/* Rows on their way from one database to another, in batches that take little memory. */

struct copy_rows {
    struct db *from, *to;
    struct arena *arenas[2]; /* of a batch and the one before, whose last key is still needed */
    int turn;
    int limit; /* rows of the next batch */
};
void copy_rows_open(struct copy_rows *rows, struct db *from, struct db *to) NONNULL;
void copy_rows_close(struct copy_rows *rows) NONNULL;

/* Copies what a table has behind the last row that is there already, in transactions of some
 * thousand rows each. The target is a connection that fills (db_fill). Adds to *count. ERR_INVALID
 * (logged) for a row that does not fit its types. */
MUST_USE enum err copy_rows_table(struct copy_rows *rows, const struct copy_table *table,
                                  int64_t *count) NONNULL;

/* Empties the table on the way, but for what its condition leaves out, and copies all of it, in one
 * transaction: for a small one. */
MUST_USE enum err copy_rows_again(struct copy_rows *rows, const struct copy_table *table) NONNULL;

/* Compares a table row by row. The digest is the same for the same rows in both engines: SHA-256
 * over the digest so far (32 bytes of zero at first) and the row, whose columns come in the order
 * of their names: a byte 0 for null; else 1 and 8 bytes, big-endian, for a number, a truth value or
 * microseconds since 1970; 2 and the length in 8 such bytes for text and bytes; 3 and 16 bytes for
 * a UUID. ERR_CONFLICT if they differ. */
struct copy_digest {
    int64_t count;
    uint8_t hash[HASH_LEN];
};
MUST_USE enum err copy_rows_verify(struct copy_rows *rows, const struct copy_table *table,
                                   struct copy_digest *digest) NONNULL;

#endif
