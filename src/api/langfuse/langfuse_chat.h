#ifndef API_LANGFUSE_CHAT_H
#define API_LANGFUSE_CHAT_H

#include <jansson.h>

#include "base/arena.h"
#include "base/text.h"

/* The messages of a chat as Langfuse spells them: {"type": "chatmessage", "role", "content"} and
 * {"type": "placeholder", "name"}; ours are {"role", "content"} and {"placeholder"}. */

/* A new reference to ours as theirs. */
MUST_USE json_t *langfuse_messages(struct arena *arena, struct text body) NONNULL;

/* A new reference to theirs as ours. What is no message stays for prompt_chat_parse to refuse. */
MUST_USE json_t *langfuse_messages_read(json_t *messages) NONNULL;

/* What these messages have for a placeholder and for a variable as well; NULL: nothing. ours. */
MUST_USE const char *langfuse_messages_clash(struct arena *arena, json_t *messages) NONNULL;

#endif
