#ifndef DOMAIN_PROMPT_CHAT_H
#define DOMAIN_PROMPT_CHAT_H

#include "base/json.h"

/* Chat prompts: a JSON array of messages and of {"placeholder": name}, where a program puts
 * messages of its own. A message is {"role": …, "content": text} as OpenAI's API has it: the
 * content may also be a list of parts ({"type": "text", "text": …}, {"type": "image_url", …}), and
 * null or absent beside tool_calls; name, tool_calls, tool_call_id and refusal may stand beside it.
 * Variables and references are looked for in each text by itself, never in the JSON around it. */

enum { CHAT_MESSAGES_MAX = 200 };

enum chat_role {
    CHAT_SYSTEM,
    CHAT_DEVELOPER,
    CHAT_USER,
    CHAT_ASSISTANT,
    CHAT_TOOL,
    CHAT_PLACEHOLDER
};

enum chat_shape {
    CHAT_TEXT,  /* the content is a text */
    CHAT_PARTS, /* or a list of parts */
    CHAT_NULL,  /* or null */
    CHAT_ABSENT /* or not there */
};

struct chat_part {
    const json_t *json; /* as it stands; of a text all but the text counts */
    struct text text;   /* data NULL: it is no text */
};

struct chat_message {
    enum chat_role role;
    const char *content;     /* NUL-terminated; "" where it is no text */
    size_t content_len;      /* bytes */
    const char *placeholder; /* its name (as a variable's); NULL in the other roles */
    enum chat_shape shape;
    struct chat_part *parts; /* of CHAT_PARTS */
    int part_count;
    const json_t *more; /* the other keys, an object: {"tool_calls": […]}; NULL: none */
};

struct prompt_chat {
    int count;
    struct chat_message *messages;
};

/* "system" … "tool" or "placeholder", in static storage; and back. ERR_INVALID for any other word.
 */
const char *chat_role_name(enum chat_role role);
MUST_USE enum err chat_role_parse(const char *text, enum chat_role *out) NONNULL;

/* The keys that a message may have beside its role and content; NULL behind the last. */
extern const char *const chat_more_keys[];

/* Is it more than a role and a text? */
bool chat_message_is_rich(const struct chat_message *message) NONNULL;

/* Reads one message, or placeholder; what it points to is owned by json and the arena. NULL, or
 * what is wrong with it, as the end of a sentence, owned by the arena. */
MUST_USE const char *chat_message_parse(struct arena *arena, const json_t *json,
                                        struct chat_message *out)
    __attribute__((nonnull(1, 3)));

/* The same as JSON, kept in the arena. */
MUST_USE json_t *chat_message_json(struct arena *arena, const struct chat_message *message) NONNULL;

/* The rules that are not those of JSON: 1 to 200 messages, placeholders with a valid name.
 * ERR_INVALID sets *problem, which names the message by its number (from 1), owned by the arena. */
MUST_USE enum err prompt_chat_check(struct arena *arena, const struct prompt_chat *chat,
                                    const char **problem) NONNULL;

/* Parses the JSON (RFC 8259; duplicate and unknown keys, \u0000 and more than JSON_DEPTH levels are
 * refused). Everything in *out is owned by the arena, contents byte for byte. ERR_INVALID as above.
 */
MUST_USE enum err prompt_chat_parse(struct arena *arena, const char *json, size_t len,
                                    struct prompt_chat *out, const char **problem) NONNULL;

/* Calls look with every text of the chat, contents and parts, in their order; it may put another
 * one in its place. Ends with the first error, which it returns. */
typedef enum err chat_look(void *context, struct text *text);
MUST_USE enum err prompt_chat_each_text(struct prompt_chat *chat, chat_look *look, void *context)
    __attribute__((nonnull(1, 2)));

/* The canonical JSON of a chat: no white space, role before content before other keys, UTF-8 as it
 * is, only what JSON demands escaped. Owned by the arena, NUL-terminated; *len in bytes. */
MUST_USE char *prompt_chat_format(struct arena *arena, const struct prompt_chat *chat,
                                  size_t *len) NONNULL;

#endif
