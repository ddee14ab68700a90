#ifndef PAGES_PROMPT_LINES_H
#define PAGES_PROMPT_LINES_H

#include "data/prompt/prompt_shape.h"
#include "domain/prompt/prompt_chat.h"

/* The body of a version as text: for differences, and for what is looked for in it. */

/* The messages of a chat's JSON. A stored body that is none (which would be a bug of an import)
 * gives one user message with the JSON itself, so that nothing is hidden. */
void prompt_lines_chat(struct arena *arena, struct text body, struct prompt_chat *chat) NONNULL;

/* A body as lines of text: a text prompt as it is, a chat with "[role]" above each message, and
 * what is no text of it as JSON. For differences. Owned by the arena. */
struct text prompt_lines_readable(struct arena *arena, enum prompt_type type, struct text body);

/* The texts alone, in which variables and references are looked for. Owned by the arena. */
struct text prompt_lines_texts(struct arena *arena, enum prompt_type type, struct text body);

#endif
