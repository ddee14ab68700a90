#ifndef DOMAIN_PROMPT_INPUTS_H
#define DOMAIN_PROMPT_INPUTS_H

#include <stdbool.h>

#include "base/text.h"

/* What a program fills in of a prompt: variables, and in chats placeholders for messages. */

struct prompt_input {
    const char *name;
    bool is_placeholder; /* messages rather than a text */
};
struct prompt_inputs {
    struct prompt_input *items; /* in the order of their first appearance */
    int count;
};

/* The inputs of a body, of a chat its JSON. What is no chat after all has none: chats are checked
 * when they are saved. */
void prompt_inputs_find(struct arena *arena, bool is_chat, struct text body,
                        struct prompt_inputs *inputs) NONNULL;

#endif
