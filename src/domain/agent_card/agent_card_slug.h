#ifndef DOMAIN_AGENT_CARD_SLUG_H
#define DOMAIN_AGENT_CARD_SLUG_H

#include "base/arena.h"

/* What stands for an agent or a team in the address of its card: lower-case letters, digits, - and
 * _, of which - neither begins nor ends it. */
enum { AGENT_CARD_SLUG_MAX = 64 };

/* ERR_INVALID, with a sentence. */
MUST_USE enum err agent_card_slug_check(const char *slug, const char **problem) NONNULL;

/* Made of a name; number 2 and more stands behind it: "support-helper-2". In the arena. */
MUST_USE const char *agent_card_slug_make(struct arena *arena, const char *name,
                                          int number) NONNULL;

#endif
