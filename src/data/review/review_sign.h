#ifndef DATA_REVIEW_SIGN_H
#define DATA_REVIEW_SIGN_H

#include "data/review/review.h"

/* Signs what was prepared ("access.review"), with a note or "". ERR_STALE if somebody's access
 * changed since it was prepared (review_change.h): it is to be prepared anew. ERR_CONFLICT if it is
 * signed already, or not prepared to its end; ERR_INVALID for a note that is none. */
MUST_USE enum err review_sign(struct db *db, const struct actor *actor, const struct uuid *id,
                              const char *note) NONNULL;

#endif
