#ifndef DATA_DB_ALONE_H
#define DATA_DB_ALONE_H

#include <stdbool.h>

/* The tables that a transaction begun with db_begin_alone may change, each with the reason why no
 * change of content waits for its rows, or it for theirs: for db.c. */
struct db_alone {
    const char *table;
    const char *why;
};
extern const struct db_alone db_alone[];
extern const int db_alone_count;

/* table is the rest of a statement, from the name of the table on. */
bool db_may_change_alone(const char *table) __attribute__((nonnull));

#endif
