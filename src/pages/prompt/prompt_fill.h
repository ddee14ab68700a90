#ifndef PAGES_PROMPT_FILL_H
#define PAGES_PROMPT_FILL_H

#include "data/prompt/prompt_shape.h"
#include "domain/prompt/prompt_values.h"
#include "pages/shell/page.h"

/* A body with its variables replaced by values: previews. ERR_INVALID if the result is longer than
 * PROMPT_OUTPUT_MAX. */
MUST_USE enum err prompt_fill(struct page *page, enum prompt_type type, struct text body,
                              const struct prompt_values *values, struct text *result) NONNULL;

#endif
