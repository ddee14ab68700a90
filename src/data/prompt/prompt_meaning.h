#ifndef DATA_PROMPT_MEANING_H
#define DATA_PROMPT_MEANING_H

#include "data/prompt/prompt_reach.h"
#include "data/reference/record_target.h"
#include "domain/prompt/prompt_reference.h"

/* What the references of a text mean now, for those who write it. */

struct prompt_meaning {
    struct record_meant meant; /* id nil: no prompt of this name that the actor may see */
    int64_t version;           /* 0: the label is not set; a version by number may not be there */
};

/* source is the saved version that the text was made of, and reach what it reaches; both may be
 * NULL. Errors as record_target_find. */
MUST_USE enum err
prompt_meaning_find(struct db *db, const struct actor *actor, const struct record_source *source,
                    const struct prompt_reach *reach,
                    const struct prompt_reference_list *references, struct prompt_meaning *meanings)
    __attribute__((nonnull(1, 2, 5, 6)));

#endif
