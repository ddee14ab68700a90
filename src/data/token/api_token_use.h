#ifndef DATA_API_TOKEN_USE_H
#define DATA_API_TOKEN_USE_H

#include "data/token/api_token.h"

/* When tokens were last used: noted in the memory of the process while it answers, and written
 * after an answer was sent, for each token once a minute at most. What a process did not write when
 * it ended is lost, and is a minute of that one number. */
struct api_token_uses;

/* Lasts as long as the process. */
struct api_token_uses *api_token_uses_create(void);

/* The caller's request is being answered. */
void api_token_uses_note(struct api_token_uses *uses, const struct api_caller *caller) NONNULL;

/* Is there something to write? */
bool api_token_uses_due(const struct api_token_uses *uses) NONNULL;

/* Writes some of it, in a request of its own and one short transaction: is it still due, there is
 * more. What can't be written is tried again in a minute. */
void api_token_uses_write(struct api_token_uses *uses, struct db *db, struct arena *arena) NONNULL;

#endif
