#ifndef DATA_COPY_TABLE_H
#define DATA_COPY_TABLE_H

#include "data/db/db.h"

/* The tables of a database as a copy to another engine sees them: their columns in the order of
 * their names, with types that both engines have, and their primary keys, by which rows come in the
 * same order from both. */

enum { COPY_COLUMNS_MAX = 64, COPY_KEYS_MAX = 8 };

struct copy_column {
    const char *name;
    enum db_type type;
};

struct copy_table {
    const char *sql;       /* its name */
    const char *where_sql; /* a condition on its rows; NULL: all */
    struct copy_column columns[COPY_COLUMNS_MAX];
    int column_count;
    int keys[COPY_KEYS_MAX]; /* columns of the primary key, in its order */
    int key_count;
};

/* All tables but the ledger of migrations, in the arena, each after those that it refers to.
 * ERR_INVALID (logged) if a table can't be copied: a type that only one engine has, no key. */
MUST_USE enum err copy_tables(struct db *db, struct arena *arena, struct copy_table **tables,
                              int *count) NONNULL;

/* ERR_INVALID (logged) unless a table is the same in both. */
MUST_USE enum err copy_table_compare(const struct copy_table *a,
                                     const struct copy_table *b) NONNULL;

#endif
