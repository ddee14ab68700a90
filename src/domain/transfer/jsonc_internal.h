#ifndef DOMAIN_JSONC_INTERNAL_H
#define DOMAIN_JSONC_INTERNAL_H

#include "base/text.h"

/* JSON with comments (jsonc): the text with blanks in place of its comments and of commas before
 * the end of a list or object, so that lines and columns stay. Owned by the arena. */
MUST_USE struct text jsonc_plain(struct arena *arena, struct text text);

#endif
