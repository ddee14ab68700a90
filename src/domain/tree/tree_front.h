#ifndef DOMAIN_TREE_FRONT_H
#define DOMAIN_TREE_FRONT_H

#include "base/buf.h"
#include "base/json.h"

/* The front matter of a Markdown file: lines "key: value" between two lines "---". A value is JSON
 * on one line, which is YAML as well; what is not JSON is a text, so that people need no quotes. */

/* Writes the members of an object, and both lines. */
void tree_front_write(struct buf *out, const json_t *object) NONNULL;

/* Reads it, and sets *rest to what follows. A file whose lines end in CRLF was converted on its way
 * (git does that on Windows): all of its CRLF are LF again. ERR_INVALID with *problem, which names
 * the line. Everything is the arena's. */
MUST_USE enum err tree_front_read(struct arena *arena, struct text text, json_t **object,
                                  struct text *rest, const char **problem) NONNULL;

#endif
