#ifndef DOMAIN_SET_CASE_FIND_H
#define DOMAIN_SET_CASE_FIND_H

#include "domain/set/set_cases.h"

/* One case of a stored set (set_cases_format), without reading the others: its text is found by
 * counting braces, and it alone is parsed. ERR_NOT_FOUND. What the case points to is the arena's.
 */
MUST_USE enum err set_case_find(struct arena *arena, struct text stored, const char *id,
                                struct set_case *out) NONNULL;

#endif
