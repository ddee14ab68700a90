#ifndef PAGES_SET_CASE_WORDS_H
#define PAGES_SET_CASE_WORDS_H

#include "domain/set/set_cases.h"

/* A case in short. Everything is owned by the arena. */

/* The beginning of a text on one line, with an ellipsis where it goes on. */
const char *set_words_short(struct arena *arena, const char *text, size_t chars_max) NONNULL;

/* What it sends: "order: A 17, tone: kind", or the last thing that its messages say; "" without
 * either. */
const char *set_words_input(struct arena *arena, const struct set_case *set_case) NONNULL;

/* A check: "Contains “refund”". */
const char *set_words_check(struct arena *arena, const json_t *check);

/* Where it comes from, as people read it: "From a try". */
extern const char *const set_words_origin[SET_ORIGIN_COUNT];

#endif
