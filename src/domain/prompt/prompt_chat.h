#ifndef DOMAIN_PROMPT_CHAT_H
#define DOMAIN_PROMPT_CHAT_H

#include "base/arena.h"

/* Chat prompts: a JSON array of {"role": "system"|"user"|"assistant", "content": text} and
 * {"placeholder": name}, where a program puts messages of its own. Variables and references are
 * looked for in each content by itself, never in the JSON. */

enum { CHAT_MESSAGES_MAX = 200 };

enum chat_role { CHAT_SYSTEM, CHAT_USER, CHAT_ASSISTANT, CHAT_PLACEHOLDER };

struct chat_message {
    enum chat_role role;
    const char *content;     /* NUL-terminated; "" in a placeholder */
    size_t content_len;      /* bytes */
    const char *placeholder; /* its name (as a variable's); NULL in the other roles */
};

struct prompt_chat {
    int count;
    struct chat_message *messages;
};

/* "system", "user", "assistant" or "placeholder", in static storage; and back. ERR_INVALID for any
 * other word. */
const char *chat_role_name(enum chat_role role);
MUST_USE enum err chat_role_parse(const char *text, enum chat_role *out) NONNULL;

/* The rules that are not those of JSON: 1 to 200 messages, placeholders with a valid name.
 * ERR_INVALID sets *problem, which names the message by its number (from 1), owned by the arena. */
MUST_USE enum err prompt_chat_check(struct arena *arena, const struct prompt_chat *chat,
                                    const char **problem) NONNULL;

/* Parses the JSON (RFC 8259; duplicate and unknown keys and \u0000 are refused). Everything in *out
 * is owned by the arena, contents byte for byte. ERR_INVALID as above. */
MUST_USE enum err prompt_chat_parse(struct arena *arena, const char *json, size_t len,
                                    struct prompt_chat *out, const char **problem) NONNULL;

/* The canonical JSON of a chat: no white space, role before content, UTF-8 as it is, only what JSON
 * demands escaped. Owned by the arena, NUL-terminated; *len in bytes. */
MUST_USE char *prompt_chat_format(struct arena *arena, const struct prompt_chat *chat,
                                  size_t *len) NONNULL;

#endif
