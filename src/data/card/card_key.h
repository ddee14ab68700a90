#ifndef DATA_CARD_KEY_H
#define DATA_CARD_KEY_H

#include "crypt/jws_key.h"
#include "data/db/db.h"

/* What the cards of an organization are signed with. The secret half is sealed and never leaves the
 * database but to sign; programs get the public half. */

/* Inside the data module, whoever asks, in the scope of the organization.
 *
 * The newest key, with its secret. ERR_NOT_FOUND: there is none yet. */
MUST_USE enum err card_key_find(struct db *db, const struct uuid *organization_id,
                                struct jws_key *key) NONNULL;

/* Makes one, in the open write transaction, unless there is one. */
MUST_USE enum err card_key_need(struct db *db, const struct uuid *organization_id) NONNULL;

/* The public halves as a set (RFC 7517, 5): {"keys": […]}. A new reference. ERR_NOT_FOUND: there is
 * none. */
MUST_USE enum err card_key_set(struct db *db, const struct uuid *organization_id,
                               json_t **set) NONNULL;

#endif
