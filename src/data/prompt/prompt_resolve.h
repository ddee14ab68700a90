#ifndef DATA_PROMPT_RESOLVE_H
#define DATA_PROMPT_RESOLVE_H

#include "data/prompt/prompt.h"
#include "data/prompt/prompt_reach.h"

/* A version (0: the current one) of a prompt with every reference replaced by what it means now; of
 * a chat the JSON with the references in its contents replaced. Needs the right to read.
 * ERR_INVALID (field "body") with the path for loops, for references too deep or to nothing. What
 * was read ahead is in reach, or that is NULL. */
struct prompt_version_key {
    struct uuid id;
    int64_t version;
};
struct prompt_resolved {
    enum prompt_type type;
    struct text body;
};
MUST_USE enum err prompt_resolve_body(struct db *db, const struct actor *actor,
                                      const struct prompt_version_key *key,
                                      const struct prompt_reach *reach,
                                      struct prompt_resolved *resolved, struct problem *problem)
    __attribute__((nonnull(1, 2, 3, 5, 6)));

/* The same for a content of a prompt that was loaded, which is at hand. */
MUST_USE enum err
prompt_resolve_content(struct db *db, const struct actor *actor, const struct record_head *head,
                       const struct prompt_content *content, const struct prompt_reach *reach,
                       struct text *resolved, struct problem *problem)
    __attribute__((nonnull(1, 2, 3, 4, 6, 7)));

#endif
