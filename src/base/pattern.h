#ifndef BASE_PATTERN_H
#define BASE_PATTERN_H

#include "base/text.h"

/* Regular expressions by PCRE2, as people write them, over texts that others wrote: nothing here
 * takes long. A pattern that would is PATTERN_TOO_MUCH. How much is counted, not timed, so that the
 * same text gives the same answer on every machine: each step of matching and each character that
 * a step goes over (PCRE2's own limits count neither the characters nor all starts of a match
 * together). Measured in tests/unit/base/pattern.c: at most 50 ms. Nothing is compiled to machine
 * code. Letters, digits and the ends of words are those of ASCII, as in JavaScript and JSON Schema,
 * unless a pattern begins with (*UCP); case is Unicode's. */

enum {
    PATTERN_MAX = 2000,       /* bytes of a pattern */
    PATTERN_EFFORT = 1500000, /* what looking for one may cost */
};

struct pattern;

enum pattern_how {
    PATTERN_IGNORES_CASE = 1,
    PATTERN_OF_JSON =
        2 /* as ECMA-262 has it, which JSON Schema asks for: \u0041, and $ at the end */
};

/* Reads a pattern, owned by the arena. ERR_INVALID: *problem says what and where, a sentence in
 * the arena. how: pattern_how, added. */
MUST_USE enum err pattern_compile(struct arena *arena, struct text source, int how,
                                  struct pattern **pattern, const char **problem) NONNULL;

enum pattern_result { PATTERN_ABSENT, PATTERN_FOUND, PATTERN_TOO_MUCH };

/* Is the pattern somewhere in a text of UTF-8? *effort is what this may still cost, at first
 * PATTERN_EFFORT; what it did cost is taken from it, so that many searches share one limit. */
MUST_USE enum pattern_result pattern_find(const struct pattern *pattern, struct text text,
                                          int *effort) NONNULL;

#endif
