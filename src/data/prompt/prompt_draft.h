#ifndef DATA_PROMPT_DRAFT_H
#define DATA_PROMPT_DRAFT_H

#include "data/prompt/prompt_shape.h"

/* Inside the data module: the rules for what a prompt is made of. */

/* Checks every field of a draft; ERR_INVALID with the first problem. Sets all of fields but the
 * content. */
MUST_USE enum err prompt_draft_check(const struct work *work, const struct prompt_draft *draft,
                                     struct record_fields *fields) NONNULL;

#endif
