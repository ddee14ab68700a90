#ifndef DOMAIN_TYPED_LINES_H
#define DOMAIN_TYPED_LINES_H

#include "base/text.h"

/* Several lines that somebody typed, as they are stored: LF, NFC, no white space at the ends. Owned
 * by the arena. */
MUST_USE struct text typed_lines(struct arena *arena, const char *typed) NONNULL;

#endif
