#ifndef DATA_SIGNING_KEY_H
#define DATA_SIGNING_KEY_H

#include "crypt/signed_note.h"
#include "data/db/db.h"

/* The public keys by which anybody checks what this installation signed, also with master keys that
 * are retired by now. */

/* Stores those of the ring's keys that are not there yet. ERR_DENIED (logged) if another is stored
 * under the id of one of them. */
MUST_USE enum err signing_key_add_all(struct db *db) NONNULL;

/* All of them, the oldest first, in the request's arena. */
MUST_USE enum err signing_key_list(struct db *db, struct note_key **keys, int *count) NONNULL;

#endif
