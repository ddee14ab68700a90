#ifndef DOMAIN_TEXT_EXCERPT_H
#define DOMAIN_TEXT_EXCERPT_H

#include <stdbool.h>

#include "domain/text_match.h"

/* A found place with what stands around it, for people to read: white space runs become one space,
 * and what is cut off ends with an ellipsis. Well-formed UTF-8; owned by the arena. */
struct text_excerpt {
    const char *before, *match, *after;
};
struct text_excerpt text_excerpt_make(struct arena *arena, struct text text,
                                      const struct text_span *span, bool is_whole) NONNULL;

#endif
