#ifndef DOMAIN_DIAGRAM_WORDS_H
#define DOMAIN_DIAGRAM_WORDS_H

#include "base/arena.h"
#include "domain/team/team_plan.h"

/* A text that fits into so many columns: whole, or its beginning and an ellipsis. A wide character
 * (CJK, emoji) takes two columns, a combining one none. */
MUST_USE const char *diagram_cut(struct arena *arena, const char *text, int columns) NONNULL;

/* The columns of a text. */
int diagram_columns(const char *text) NONNULL;

/* A diagram in words, one sentence a line, for those who can't see it and under the picture: "Ada
 * hands over to Bea, if approved." names has one name for each member. */
MUST_USE const char *diagram_words(struct arena *arena, const struct team_plan *plan,
                                   const char *const *names) NONNULL;

#endif
