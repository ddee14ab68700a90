#ifndef DATA_RECORD_MENTION_H
#define DATA_RECORD_MENTION_H

#include "data/record/work.h"

/* Inside the data module: whom a comment mentions (domain/record/mention.h). */

/* Writes the mentions of a comment of the actor's organization, in place of those that it had. Who
 * was mentioned already keeps the time. Only people who may sign in are meant. */
MUST_USE enum err record_mention_write(const struct work *work, const struct uuid *comment_id,
                                       const char *body, int64_t now) NONNULL;

#endif
