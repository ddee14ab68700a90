#ifndef CRYPT_SIGNED_JSON_H
#define CRYPT_SIGNED_JSON_H

#include "crypt/signed_note.h"

/* Signed notes whose text is one JSON object, as signed_note_make_json writes them, with the public
 * keys that may have signed as "keys" (note_key_text). */

struct signed_json {
    struct text note;
    int depth; /* how deep its objects and arrays may be nested */
    /* That may have signed; with none, those in the object are believed. */
    const struct note_key *keys;
    int key_count;
};

/* Verifies the signature, without a database. ERR_INVALID: *problem says why, goes on after "NOT
 * VERIFIED: ", and is in static storage or the arena. Otherwise *json is the object, of the arena,
 * and signed->keys are those that were used. */
MUST_USE enum err signed_json_open(struct arena *arena, struct signed_json *signed_json,
                                   json_t **json, const char **problem) NONNULL;

#endif
