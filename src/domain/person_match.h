#ifndef DOMAIN_PERSON_MATCH_H
#define DOMAIN_PERSON_MATCH_H

#include "base/text.h"

/* Does a text name a person? By their address, their full name, or a part of either, as whole
 * words (anywhere in scripts without spaces): case, width and accents don't matter, nor that it is
 * written with the escapes of JSON or of addresses. Parts of fewer than three bytes, or of one
 * letter in such a script, are not looked for. */

enum person_match { PERSON_NOT, PERSON_PART, PERSON_NAME, PERSON_ADDRESS, PERSON_MATCH_COUNT };

/* "part", "name", "address"; "" for none. */
extern const char *const person_match_names[PERSON_MATCH_COUNT];

enum { PERSON_NAMES_MAX = 8, PERSON_WORDS_MAX = 24 };

/* Of a person who may have had several names and addresses; {0} is nobody. */
struct person_words {
    struct text addresses[PERSON_NAMES_MAX];
    struct text names[PERSON_NAMES_MAX];
    struct text words[PERSON_WORDS_MAX];
    int address_count, name_count, count;
};

/* Adds what to look for, each once, as long as there is room; NULL is nothing. Owned by the arena.
 */
void person_words_add(struct arena *arena, const char *full_name, const char *email,
                      struct person_words *words) __attribute__((nonnull(1, 4)));

/* The strongest match. What is folded on the way goes to the scratch arena. */
MUST_USE enum person_match person_match(struct arena *scratch, const struct person_words *words,
                                        const char *text, size_t len) NONNULL;

#endif
