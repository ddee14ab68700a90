#ifndef CRYPT_PROOF_CHECK_H
#define CRYPT_PROOF_CHECK_H

#include "base/text.h"
#include "crypt/checkpoint.h"

/* Verifies that one event is in a log, without the log: a line of JSON,
 *
 *     {"rostrum_audit_proof":1,"key":"the public key","seq":3,"event":{…},"path":["hex",…],
 *      "checkpoint":"the note"}
 *
 * where {…} is the leaf at index seq - 1, and the path leads from it to the root that the
 * checkpoint is about. */
#define PROOF_BEGIN "{\"rostrum_audit_proof\":1,"

/* keys are those that may have signed; with NULL, the one in the line. ERR_INVALID with a sentence
 * in static storage. */
MUST_USE enum err proof_check(struct arena *arena, struct text line, const struct note_key *keys,
                              int key_count, const char **problem) __attribute__((nonnull(1, 5)));

#endif
