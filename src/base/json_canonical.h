#ifndef BASE_JSON_CANONICAL_H
#define BASE_JSON_CANONICAL_H

#include "base/json.h"

/* A value as its signature covers it: the canonical form of JSON (RFC 8785, JCS). No white space,
 * members sorted, one way to write a text. Only for values that we make: keys of ASCII, no
 * numbers; anything else is die(). NUL-terminated, in the arena. */
MUST_USE struct text json_canonical(struct arena *arena, const json_t *json) NONNULL;

#endif
