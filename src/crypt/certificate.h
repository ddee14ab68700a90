#ifndef CRYPT_CERTIFICATE_H
#define CRYPT_CERTIFICATE_H

#include "crypt/signed_note.h"

/* Certificates: signed notes whose text is one JSON object, indented, with what it certifies as
 * "certificate". One that has "events" brings proofs of events with it (proof_check.h). */

struct certificate {
    const char *subject; /* "what was live" */
    int event_count;     /* events that were verified */
    bool is_pinned;      /* the key that signed is one of those that were given */
};

/* Verifies signature and events, without a database. keys are those that may have signed; with
 * none, those in the certificate ("keys") are believed. ERR_INVALID with a sentence in static
 * storage or the arena. */
MUST_USE enum err certificate_check(struct arena *arena, const char *note,
                                    const struct note_key *keys, int key_count,
                                    struct certificate *certificate, const char **problem)
    __attribute__((nonnull(1, 2, 5, 6)));

#endif
