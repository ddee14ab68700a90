#ifndef DATA_DB_STANDBY_H
#define DATA_DB_STANDBY_H

#include <stdbool.h>

#include "base/err.h"

struct db;

/* Reads by a standby of the database, for what may be a second old, as the tables of routes say
 * (may_lag): lists, searches and charts, never a session or a token, a save, or what programs are
 * served. What a standby shows is never kept (kept.h). */

enum {
    DB_STANDBY_LAG_S = 1,        /* how far behind it may be */
    DB_STANDBY_BEHIND_MS = 100,  /* it was further behind: it is not asked for so long */
    DB_STANDBY_BROKEN_MS = 5000, /* it did not answer */
};

/* Where it is, in the words of libpq; it is connected to when it is first used. ERR_INVALID,
 * logged, if the engine has none. */
MUST_USE enum err db_standby_open(struct db *db, const char *url) NONNULL;

/* From here on, until the request begins to write or ends, the standby is asked, if it has all
 * content of the organization that the session's query saw (its content version is the same, so
 * that everybody sees what they did themselves), and of all the rest what the primary had a second
 * ago. Otherwise, and without a standby, nothing changes. What was asked for later is answered. */
void db_use_standby(struct db *db) NONNULL;

/* For db.c: the primary is asked again. */
void db_leave_standby(struct db *db) NONNULL;
/* … because the standby failed: the request may be run again, and the standby is left alone. */
void db_note_standby(struct db *db) NONNULL;
bool db_is_on_standby(const struct db *db) NONNULL;

#endif
