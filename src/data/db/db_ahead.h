#ifndef DATA_DB_AHEAD_H
#define DATA_DB_AHEAD_H

#include "data/db/db.h"

/* Questions that are asked ahead, for query.c. */

/* What query_ahead does. Not asked: what was asked already, what is asked inside a write
 * transaction, and what there is no more room for. */
void db_ahead(struct db *db, const char *sql, const struct db_value *params, int count)
    __attribute__((nonnull(1, 2)));

/* The answer to a question that was asked ahead, filled by the next db_collect; or NULL. */
const struct db_result *db_ahead_find(const struct db *db, const char *sql,
                                      const struct db_value *params, int count)
    __attribute__((nonnull(1, 2)));

#endif
