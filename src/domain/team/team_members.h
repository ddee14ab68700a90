#ifndef DOMAIN_TEAM_MEMBERS_H
#define DOMAIN_TEAM_MEMBERS_H

#include "domain/team/team_rules.h"

/* The members as a version of a team keeps them: JSON [{"agent_id", "role", "agent_version" or
 * "agent_label"}] in their order; written, and read from what was written. Owned by the arena. */
MUST_USE struct text team_members_write(struct arena *arena, const struct team_member *members,
                                        int count) __attribute__((nonnull(1)));
MUST_USE struct team_member *team_members_read(struct arena *arena, struct text json,
                                               int *count) NONNULL;

#endif
