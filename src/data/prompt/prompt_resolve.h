#ifndef DATA_PROMPT_RESOLVE_H
#define DATA_PROMPT_RESOLVE_H

#include "data/prompt/prompt.h"

/* A version (0: the current one) of a prompt with every reference replaced by what it means now; of
 * a chat the JSON with the references in its contents replaced. Needs the right to read.
 * ERR_INVALID (field "body") with the path for loops, for references too deep or to nothing. */
struct prompt_version_key {
    struct uuid id;
    int64_t version;
};
MUST_USE enum err prompt_resolve_body(struct db *db, const struct actor *actor,
                                      const struct prompt_version_key *key, struct text *resolved,
                                      struct problem *problem) NONNULL;

/* The same for a content of a prompt that was loaded, which is at hand. */
MUST_USE enum err prompt_resolve_content(struct db *db, const struct actor *actor,
                                         const struct record_head *head,
                                         const struct prompt_content *content,
                                         struct text *resolved, struct problem *problem) NONNULL;

#endif
