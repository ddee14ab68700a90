#ifndef DOMAIN_TREE_CHAT_H
#define DOMAIN_TREE_CHAT_H

#include "base/buf.h"
#include "base/json.h"

/* The messages of a chat as Markdown that people read and compare: before each stands a line
 * "<!-- message {"role":"user"} -->", and below it its content as it is. What a message has besides
 * a text is in the braces. A line of a content that looks like such a line gets a backslash. */

/* Writes the messages, an array as the document of an export has them. */
void tree_chat_write(struct buf *out, const json_t *messages) NONNULL;

/* Reads them. ERR_INVALID with *problem. Everything is the arena's. */
MUST_USE enum err tree_chat_read(struct arena *arena, struct text text, json_t **messages,
                                 const char **problem) NONNULL;

#endif
