#ifndef DATA_DB_SELF_H
#define DATA_DB_SELF_H

#include "data/db/db.h"

/* What the program asks the engine about itself when it starts. */

/* ERR_DENIED (logged) if the role that this program connects as could pass that wall: it bypasses
 * row-level security. A role that owns the tables is logged as a warning. */
MUST_USE enum err db_check_role(struct db *db) NONNULL;

/* Whether the database is still the one that was opened, and changes of it are kept:
 * ERR_UNAVAILABLE (logged) if its file was removed or another took its place. */
MUST_USE enum err db_check_place(const struct db *db) NONNULL;

/* True if several transactions write at once: what is counted in one row makes them wait. */
bool db_has_many_writers(const struct db *db) NONNULL;

/* True if a change could be made at this moment without waiting for the turn of others. */
bool db_is_turn_free(const struct db *db) NONNULL;

/* What the engine says of itself: rows of a name ("version", "durability", "erasing", "connection",
 * "separation", "checksums"), a text for people, and whether it is as Rostrum wants it. An engine
 * tells only what it has. */
MUST_USE enum err db_engine_facts(struct db *db, struct db_result *result) NONNULL;

/* The time by the clock of the engine, in microseconds since 1970. */
MUST_USE enum err db_clock(struct db *db, int64_t *now) NONNULL;

/* True if there is a table of this name. */
MUST_USE enum err db_has_table(struct db *db, const char *name, bool *has) NONNULL;

/* The scheme of the URL, before the ":"; it also names the parts of migrations. Static storage. */
const char *db_scheme(const struct db *db) NONNULL;

#endif
