#ifndef CRYPT_CHECKPOINT_H
#define CRYPT_CHECKPOINT_H

#include "base/uuid.h"
#include "crypt/chain.h"
#include "crypt/signed_note.h"

/* Signed statements about a tree (c2sp.org/tlog-checkpoint): the text of the note is three lines,
 * the origin, "rostrum/" and the id of the organization, how many leaves there are, and the root in
 * base64. */

struct checkpoint {
    struct uuid organization_id;
    int64_t size;
    chain_hash root;
};

/* The note, signed with the ring's active key; owned by the arena. */
char *checkpoint_sign(const struct keyring *ring, struct arena *arena,
                      const struct checkpoint *checkpoint) NONNULL;

/* Checks a note, as signed_note_open does, and reads it: ERR_INVALID also if it is not the note of
 * a checkpoint. */
MUST_USE enum err checkpoint_open(struct arena *arena, const struct note_key *keys, int key_count,
                                  const char *note, struct checkpoint *checkpoint)
    __attribute__((nonnull(1, 4, 5)));

#endif
