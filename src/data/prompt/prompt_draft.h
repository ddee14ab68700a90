#ifndef DATA_PROMPT_DRAFT_H
#define DATA_PROMPT_DRAFT_H

#include "data/prompt/prompt_store.h"

/* Inside the data module: the rules for what a prompt is made of. */

/* What is saved: every field has passed its rule. */
struct prompt_fields {
    const char *name;
    const char *folder;
    const char *description;
    enum prompt_type type;
    struct text body;
    const char *settings; /* "" for none */
    struct tag_list tags;
    const char *message;
    int64_t number; /* of a new prompt's first version; 0 otherwise */
};

/* Checks every field of a draft; ERR_INVALID with the first problem. */
MUST_USE enum err prompt_draft_check(const struct work *work, const struct prompt_draft *draft,
                                     struct prompt_fields *fields) NONNULL;

/* The fields of a prompt as it is, with no message. */
struct prompt_fields prompt_fields_of(const struct prompt *prompt) NONNULL;

#endif
