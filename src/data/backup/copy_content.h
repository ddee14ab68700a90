#ifndef DATA_COPY_CONTENT_H
#define DATA_COPY_CONTENT_H

#include "crypt/token.h"
#include "data/db/db.h"
#include "domain/policy.h"

/* A database that another one is copied into, before anyone is served from it: until copy_finish no
 * worker starts on it, because of the row MIGRATION_COPY_MARK of installation, which says what it
 * is a copy of and how far that is. All in the scope of all, on a connection that fills
 * (db_copy.h). */

struct copy_state {
    uint8_t source[HASH_LEN]; /* copy_source_id */
    bool is_verified;         /* all rows are there: what is left is copy_organization */
    struct uuid done_id;      /* the last organization of which that is done; nil: none */
};

/* What tells one installation from another: a hash of its ledger of migrations with their times. */
MUST_USE enum err copy_source_id(struct db *db, uint8_t id[HASH_LEN]) NONNULL;

/* Makes a new database the beginning of a copy, or finds how far an unfinished one of the same
 * source is; brings the schema to that of this program. state->source is given. ERR_CONFLICT if
 * the database holds anything else. */
MUST_USE enum err copy_begin(struct db *db, struct copy_state *state) NONNULL;

/* Every row was compared. */
MUST_USE enum err copy_note_verified(struct db *db, struct copy_state *state) NONNULL;

/* The next organization: nobody may go on with what was kept of its content, and its audit log
 * tells of the copy ("installation.copy"). ERR_NOT_FOUND if there is none. */
MUST_USE enum err copy_organization(struct db *db, const struct actor *actor,
                                    struct copy_state *state, const char *from_engine) NONNULL;

/* From now on workers may start. */
MUST_USE enum err copy_finish(struct db *db) NONNULL;

#endif
