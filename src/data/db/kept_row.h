#ifndef DATA_KEPT_ROW_H
#define DATA_KEPT_ROW_H

#include "data/db/db.h"

/* Rows that are kept (kept.h): what a request must know before anything else, and what a program
 * asks for again and again, costs one question for the version of the content, which touches one
 * table. */

/* The rows that are kept under a key, if the version of the organization's content is still theirs:
 * asked for now, as the last question of the reading (db_read_last), and entered (kept_enter). Else
 * result has no rows: ask, and keep them. ERR_UNAVAILABLE. */
MUST_USE enum err kept_row_find(struct db *db, const struct uuid *organization_id, struct text key,
                                struct db_result *result) NONNULL;

/* The same once kept_enter was called: false if there are none. */
MUST_USE bool kept_row_read(struct db *db, struct text key, struct db_result *result) NONNULL;

/* Keeps rows for a minute at most, after kept_enter: every table that they come from must be
 * visible (db_table.h). */
void kept_row_store(struct db *db, struct text key, const struct db_result *result) NONNULL;

/* Rows that are asked for together with others, unless they are kept. */
struct kept_rows {
    struct db_result rows;
    struct text key;
    bool is_kept;
};

/* False: whoever wants them asks (query_later into rows), and has them kept once they are there.
 * key NULL: they are not to be kept. */
MUST_USE bool kept_rows_find(struct db *db, const char *key, struct kept_rows *rows)
    __attribute__((nonnull(1, 3)));
void kept_rows_keep(struct db *db, const struct kept_rows *rows) NONNULL;

#endif
