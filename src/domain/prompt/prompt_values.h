#ifndef DOMAIN_PROMPT_VALUES_H
#define DOMAIN_PROMPT_VALUES_H

#include "domain/prompt/prompt_chat.h"
#include "domain/prompt/prompt_template.h"

/* A body with its variables replaced by values. Those without a value stay as they stand.
 * ERR_INVALID if a text becomes longer than PROMPT_OUTPUT_MAX. In the arena. */

struct prompt_values {
    const struct prompt_value *items;
    int count;
};

MUST_USE enum err prompt_values_fill_text(struct arena *arena, struct text text,
                                          const struct prompt_values *values,
                                          struct text *filled) NONNULL;

/* Message by message, so that a value never changes the shape of the chat, which stays as it is. */
MUST_USE enum err prompt_values_fill_chat(struct arena *arena, const struct prompt_chat *chat,
                                          const struct prompt_values *values,
                                          struct prompt_chat *filled) NONNULL;

#endif
