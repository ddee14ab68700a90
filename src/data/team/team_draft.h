#ifndef DATA_TEAM_DRAFT_H
#define DATA_TEAM_DRAFT_H

#include "data/reference/record_link.h"
#include "data/team/team_shape.h"

/* Inside the data module: the rules for what a team is made of. */

/* A draft on its way, as the draft of its fields. */
struct team_save {
    const struct team_draft *draft;
    struct config_problems *problems; /* by path, everything that is wrong */
};

/* For team_store. Checks a draft, its members against the agents of the organization, and makes the
 * content of it. before is the team as it is, NULL for a new one.
 * ERR_INVALID with everything that is wrong. */
MUST_USE enum err team_draft_prepare(const struct work *work, const void *before,
                                     struct record_fields *fields) __attribute__((nonnull(1, 3)));

/* For team_store. What the content refers to; the members are checked as they are now. */
MUST_USE enum err team_draft_check(const struct work *work, const struct record_head *head,
                                   const struct record_fields *fields,
                                   struct record_links *links) NONNULL;

#endif
