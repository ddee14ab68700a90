#ifndef DATA_CARD_KEY_H
#define DATA_CARD_KEY_H

#include "crypt/jws_key.h"
#include "data/db/db.h"

/* What the cards of an organization are signed with. The secret half is sealed and never leaves the
 * database but to sign; programs get the public half. Replacing it: card_key_change.h. */

/* A key that was replaced stays published for so long. */
enum { CARD_KEY_DAYS = 30 };

/* Inside the data module, whoever asks, in the scope of the organization.
 *
 * The newest key, with its secret. ERR_NOT_FOUND: there is none yet. */
MUST_USE enum err card_key_find(struct db *db, const struct uuid *organization_id,
                                struct jws_key *key) NONNULL;

/* Makes one, in the open write transaction, unless there is one. */
MUST_USE enum err card_key_need(struct db *db, const struct uuid *organization_id) NONNULL;

/* Makes another one, in the open write transaction. *kid is its name, in the arena. */
MUST_USE enum err card_key_create(struct db *db, const struct uuid *organization_id,
                                  const char **kid) NONNULL;

/* Overwrites the secret of a key. */
MUST_USE enum err card_key_forget_secret(struct db *db, const struct uuid *organization_id,
                                         const struct uuid *id) NONNULL;

/* The keys, newest first: id, kid, x, y, private_key, created_at. A key was replaced when the one
 * before it in the list was made. */
MUST_USE enum err card_key_select(struct db *db, const struct uuid *organization_id,
                                  struct db_result *result) NONNULL;

/* Is a row of them published? The first one signs; the others until then. One without its public
 * half was withdrawn. */
bool card_key_is_published(const struct db_result *result, int row) NONNULL;
int64_t card_key_until(const struct db_result *result, int row) NONNULL;

/* The public halves of those that are published as a set (RFC 7517, 5): {"keys": […]}. A new
 * reference. ERR_NOT_FOUND: there is none. */
MUST_USE enum err card_key_set(struct db *db, const struct uuid *organization_id,
                               json_t **set) NONNULL;

#endif
