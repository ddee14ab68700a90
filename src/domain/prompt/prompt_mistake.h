#ifndef DOMAIN_PROMPT_MISTAKE_H
#define DOMAIN_PROMPT_MISTAKE_H

#include <stdbool.h>

#include "base/arena.h"

/* What looks like a variable and is not one: {{user-name}}, {{größe}}, {{ }}, and {{name without
 * its end. Programs leave it as it is, so whoever wrote it should know. Braces that begin JSON or
 * code, such as {{"a": 1}}, are left alone. */

struct prompt_mistake {
    const char *text; /* where it is in the text that was searched, from its {{ on */
    size_t len;
    const char *why; /* a sentence, owned by the arena */
};

/* The first mistake at or after *from in UTF-8 text that holds no variables and no references (a
 * plain segment of prompt_template.h); *from moves past it. False if there is none. */
MUST_USE bool prompt_mistake_next(struct arena *arena, const char *text, size_t len, size_t *from,
                                  struct prompt_mistake *out) NONNULL;

#endif
