#ifndef DOMAIN_TEXT_MATCH_H
#define DOMAIN_TEXT_MATCH_H

#include <stdbool.h>

#include "base/text.h"

/* Finding what somebody typed in texts, in any case: the simple case folding of Unicode, character
 * by character, as the C library knows it ("Ärger" finds "ÄRGER", "straße" does not find
 * "STRASSE"). All texts are well-formed UTF-8. */

struct text_needle {
    const uint32_t *chars; /* folded */
    size_t char_count;
    const char *ascii; /* the same in bytes if all of it is ASCII, else NULL */
};

/* What to look for; owned by the arena. An empty text is found everywhere. */
void text_needle_make(struct arena *arena, const char *text, struct text_needle *needle) NONNULL;

struct text_span {
    size_t start, len; /* bytes */
};

/* The first place. A needle of more than 2,000 bytes is found nowhere. */
bool text_needle_find(const struct text_needle *needle, const char *text, size_t len,
                      struct text_span *span) NONNULL;

/* A found place with what stands around it, for people to read: white space runs become one space,
 * and what is cut off ends with an ellipsis. Arena-owned. */
struct text_excerpt {
    const char *before, *match, *after;
};
struct text_excerpt text_excerpt_make(struct arena *arena, struct text text,
                                      const struct text_span *span, bool is_whole) NONNULL;

#endif
