#ifndef DATA_KEY_ROTATE_ROWS_H
#define DATA_KEY_ROTATE_ROWS_H

#include "data/db/db.h"
#include "data/vault/columns.h"

/* The rows that are sealed anew when data keys are replaced: of every table of the table of columns
 * that has sealed columns, without those whose rows never change. */

enum {
    KEY_ROTATE_BATCH = 500,             /* rows */
    KEY_ROTATE_BYTES = 4 * 1024 * 1024, /* of sealed values in a batch, unless one row has more */
    KEY_ROTATE_COLUMNS = 6,
};

struct key_rotate_table {
    char name_sql[COLUMN_NAME_LEN];
    char columns_sql[KEY_ROTATE_COLUMNS][COLUMN_NAME_LEN];
    int column_count;
    bool is_personal; /* the owner of a row is a person */
};

/* The tables: that of people first. NULL behind the last one. */
const struct key_rotate_table *key_rotate_table(int index);

/* Some rows of one table, from an id on: each is opened and sealed with its owner's key of now. A
 * row of people gets a new key besides, if its key is older than started_at. */
struct key_rotate_rows {
    const struct key_rotate_table *table;
    struct uuid organization_id;
    int64_t started_at;
    struct uuid after; /* becomes the id of the last row; nil at the beginning */
    int row_count;     /* 0: there are none left */
    int due_count;     /* of them: rows to be written */
    struct key_rotate_row *due;
};

/* Reads and seals: everything that takes time, before the transaction. In the organization's scope.
 */
MUST_USE enum err key_rotate_rows_prepare(struct db *db, struct key_rotate_rows *rows) NONNULL;

/* Writes them inside the open transaction. A row that someone changed since it was read is left: it
 * was sealed with the key of now by whoever did. *count becomes the number of rows that changed. */
MUST_USE enum err key_rotate_rows_write(struct db *db, struct key_rotate_rows *rows,
                                        int64_t *count) NONNULL;

#endif
