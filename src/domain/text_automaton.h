#ifndef DOMAIN_TEXT_AUTOMATON_H
#define DOMAIN_TEXT_AUTOMATON_H

#include <stdbool.h>

#include "base/text.h"

/* Finds any number of patterns in one walk over a text, in time linear in its length: the automaton
 * of Aho and Corasick ("Efficient string matching", 1975). Part of text_match, which chooses what
 * is searched how. */

enum { AUTOMATON_PATTERNS_MAX = 256 };

/* A set of patterns, by their numbers. */
struct pattern_set {
    uint64_t words[AUTOMATON_PATTERNS_MAX / 64];
};

static inline bool pattern_set_has(const struct pattern_set *set, int pattern)
{
    return (set->words[pattern / 64] >> (pattern % 64) & 1) != 0;
}

static inline void pattern_set_add(struct pattern_set *set, int pattern)
{
    set->words[pattern / 64] |= UINT64_C(1) << (pattern % 64);
}

struct automaton;

/* True for what separates words: ASCII white space and - _ / . */
bool automaton_is_separator(char c);

/* Patterns without capital ASCII letters, at most AUTOMATON_PATTERNS_MAX of them and 4,000 bytes
 * together, none empty. A space in a pattern means a run of separators. Owned by the arena. */
MUST_USE const struct automaton *automaton_build(struct arena *arena, const struct text *patterns,
                                                 int count) NONNULL;

/* Walks over the text; capital ASCII letters count as small ones. Adds those of the wanted patterns
 * that are there to *found, and gives the place of the one that ends first. False if there is none.
 */
struct automaton_place {
    size_t start, end; /* bytes */
};
bool automaton_run(const struct automaton *automaton, struct text text,
                   const struct pattern_set *wanted, struct pattern_set *found,
                   struct automaton_place *place) NONNULL;

#endif
