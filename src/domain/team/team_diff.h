#ifndef DOMAIN_TEAM_DIFF_H
#define DOMAIN_TEAM_DIFF_H

#include "domain/team/team_rules.h"

/* The difference of the members of two plans: who was added, removed or moved, and whose role or
 * version changed. Someone who only makes room for others did not move. */

struct team_change {
    int before; /* the index in the plan; -1: added */
    int after;  /* -1: removed */
    bool is_moved;
    bool has_role; /* another one */
    bool has_pin;  /* another version or label, or none any more */
};

struct team_diff {
    struct team_change *changes; /* in the order of the new plan; then those that were removed */
    int count;
};

/* Owned by the arena. */
void team_diff(struct arena *arena, const struct team_plan *before, const struct team_plan *after,
               struct team_diff *diff) NONNULL;

#endif
