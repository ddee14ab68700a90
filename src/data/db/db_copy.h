#ifndef DATA_DB_COPY_H
#define DATA_DB_COPY_H

#include "data/db/db.h"

/* What a backup and a restore ask of the engine: a copy of everything at one moment, and a database
 * that is filled before anyone is served from it. */

/* PostgreSQL: the name under which the server's own programs read the state that this connection
 * reads until the end of its request. NULL in SQLite, whose copies are files (db_sqlite_copy.h). */
MUST_USE enum err db_export_snapshot(struct db *db, const char **name) NONNULL;

/* Asks for something small, so that the server does not end a transaction which others read by. */
void db_stay_awake(struct db *db) NONNULL;

/* Puts what the address of a database says, its password too, into this process's environment, for
 * the server's own programs: in a child, before it becomes one of them. ERR_INVALID for an address
 * that is none (logged), or of an engine without programs. */
MUST_USE enum err db_set_environment(const char *url) NONNULL;

/* From now on an answer of this connection may take an hour: it counts all rows, or checks them. */
void db_be_patient(struct db *db) NONNULL;

/* True if there is no table at all. */
MUST_USE enum err db_is_blank(struct db *db, bool *is_blank) NONNULL;

/* From now on changes through this connection need no events: it brings back what has its events
 * already, into a database from which nobody is served yet. */
void db_fill(struct db *db) NONNULL;

#endif
