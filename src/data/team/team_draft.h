#ifndef DATA_TEAM_DRAFT_H
#define DATA_TEAM_DRAFT_H

#include "data/team/team_store.h"

/* Inside the data module: the rules for what a team is made of. */

/* What is saved: every field has passed its rule. */
struct team_fields {
    const char *name;
    const char *description;
    enum team_kind kind;
    struct team_member_row *members;
    int member_count;
    struct text settings; /* JSON */
};

/* Checks a draft, its members against the agents of the team's organization, within the open
 * transaction. before is the team as it is; one that is to be made has settings NULL. ERR_INVALID
 * with everything that is wrong. */
MUST_USE enum err team_draft_check(const struct work *work, const struct team *before,
                                   const struct team_draft *draft, struct team_fields *fields,
                                   struct config_problems *problems) NONNULL;

#endif
