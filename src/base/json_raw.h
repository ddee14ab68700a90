#ifndef BASE_JSON_RAW_H
#define BASE_JSON_RAW_H

#include "base/arena.h"
#include "base/text.h"

/* The text of a member's value as it came, so that numbers keep their spelling: 1.0, 1e-7. object
 * is an object that json_parse took. False if it has no such member. *raw points into it. */
MUST_USE bool json_raw_member(struct arena *arena, struct text object, const char *key,
                              struct text *raw) NONNULL;

#endif
