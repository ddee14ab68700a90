#ifndef DATA_RESTORE_CONTENT_H
#define DATA_RESTORE_CONTENT_H

#include <jansson.h>

#include "data/backup/key_file.h"
#include "data/user/erasure_ledger.h"
#include "domain/policy.h"

/* What a restore does to the database that it has filled, before anyone is served from it. Between
 * restore_begin and restore_finish no worker starts on it. All in the scope of all, on a connection
 * that fills (db_copy.h). */

/* Adds keys to a database without any of these. ERR_INVALID (logged) if one does not open with the
 * key ring.
 */
MUST_USE enum err restore_keys(struct db *db, const struct key_line *lines, int count) NONNULL;

/* Whoever has no key any more is no longer said to have one: restore_organization erases them. */
MUST_USE enum err restore_forget_keys(struct db *db) NONNULL;

/* A database that came back whole, by a recovery: of whom the ledger says that they were erased, it
 * no longer says that they have a key. Not if it is of KEY_CHOICE_MARGIN after that line
 * (key_choice.h) and still has theirs: then that erasure was never committed. */
MUST_USE enum err restore_forget_erased(struct db *db, const struct erasure *erasures, int count,
                                        int64_t recovered_at) NONNULL;

/* Marks the database as one whose restore is not finished, and brings back the ledger of migrations
 * that a manifest has, where there is none. NULL: it came back with its own. */
MUST_USE enum err restore_begin(struct db *db, const json_t *manifest) __attribute__((nonnull(1)));

/* Once it has the schema of this program, for each organization, in a transaction of its own:
 * whoever has no key is erased; all sessions and links end, since the backup can't say which of
 * them were ended, used or revoked after it was made; what is kept of its content anywhere counts
 * no more; and its audit log tells of it all, with the name of the backup and the time it was made.
 * *erased_count is added to. */
struct restore_source {
    const char *name;
    int64_t made_at;
    int64_t lost_count; /* events that this organization had after it, as far as is known */
};
MUST_USE enum err restore_organization(struct db *db, const struct actor *actor,
                                       const struct uuid *organization_id,
                                       const struct restore_source *source,
                                       int64_t *erased_count) NONNULL;

/* The next organization behind this one in the order of ids. ERR_NOT_FOUND if there is none. */
MUST_USE enum err restore_next_organization(struct db *db, struct uuid *organization_id) NONNULL;

/* Inside the open write transaction: what is kept of the organization's content anywhere counts no
 * more. */
MUST_USE enum err restore_renew_version(struct db *db, const struct uuid *organization_id) NONNULL;

/* From now on workers may start. */
MUST_USE enum err restore_finish(struct db *db) NONNULL;

#endif
