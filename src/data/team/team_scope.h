#ifndef DATA_TEAM_SCOPE_H
#define DATA_TEAM_SCOPE_H

#include "data/record/record_content.h"
#include "domain/team/team_scope.h"

/* A side of a comparison from a content, without names. What breaks a rule of today is left out. */
struct team_scope_side team_scope_side(struct arena *arena,
                                       const struct record_content *content) NONNULL;

/* What a content of a team may do that the live one may not; live NULL: what it may do at all.
 * Members are called by the ids of their agents. */
void team_scope_of(struct arena *arena, const struct record_content *live,
                   const struct record_content *next, struct scope *scope)
    __attribute__((nonnull(1, 3, 4)));

#endif
