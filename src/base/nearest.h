#ifndef BASE_NEAREST_H
#define BASE_NEAREST_H

#include "base/text.h"

/* Which word was probably meant, for the messages about one that nobody knows. Feed it all that
 * could be; it remembers the nearest by the edit distance with transpositions (Damerau 1964, the
 * restricted form), if that is at most a third of its letters. */
enum { NEAREST_WORD_MAX = 40 };
struct nearest {
    const char *word;
    const char *best; /* NULL: none is near */
    int distance;
};
void nearest_try(struct nearest *nearest, const char *candidate) NONNULL;

#endif
