#ifndef DATA_DB_WRITE_H
#define DATA_DB_WRITE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"

/* Write transactions of data/db/db.h: from the turn that is waited for to the commit, alone or as
 * parts of one. */
struct db;

/* A write transaction. Read again inside it what the change depends on.
 *     enum err err = db_begin(db);
 *     if (err != ERR_NONE) return err;
 *     return db_finish(db, update_inside(db, actor, prompt));
 * db_finish commits on ERR_NONE and otherwise rolls back and gives the error on. The commit is
 * refused (die) if rows of an audited table were changed and audit_record was not called: no event,
 * no change. Every organization that the events name gets a new content version if a table was
 * changed that people see (db_table.h). */
MUST_USE enum err db_begin(struct db *db) NONNULL;
MUST_USE enum err db_finish(struct db *db, enum err err) NONNULL;

/* The same for what changes only the tables of db_table.h that may: sessions and events. It takes
 * no lock that changes of content hold, where the engine lets several write; and waits at most 200
 * ms for anything: ERR_UNAVAILABLE if its turn does not come, and then the request has not failed.
 */
MUST_USE enum err db_begin_alone(struct db *db) NONNULL;

/* Is one open, of this verb or of one that it is a part of? */
bool db_is_writing(const struct db *db) NONNULL;

/* What the next write transaction of the request that has an event does besides, just before its
 * commit; once. Its error is that of the transaction. */
void db_ride(struct db *db, enum err (*rider)(struct db *db, void *context), void *context)
    __attribute__((nonnull(1, 2)));

/* How long the longest write transaction since the last call took, in microseconds: the time that
 * others wait for the lock, from getting it to giving it back. */
int64_t db_take_longest_write(struct db *db) NONNULL;

/* How much memory, in bytes, was made inside the write transaction that made most since the last
 * call. What a person chooses the size of is found out, formatted and sealed before db_begin;
 * inside it is only compared with what it was, and written. */
int64_t db_take_largest_write(struct db *db) NONNULL;

/* Inside the open write transaction, to its end: what db_begin and db_finish enclose becomes a part
 * of it, so that many verbs are carried out as one change, or none of them. An error of a part
 * dooms the whole. */
void db_join(struct db *db) NONNULL;
/* The last part is over, with this error: the next db_finish is that of the whole. Counters that
 * the parts raised are written now (gather.h). Gives the error on, or that of the writing. */
MUST_USE enum err db_part(struct db *db, enum err err) NONNULL;

#endif
