#ifndef DATA_APPROVAL_SIDE_H
#define DATA_APPROVAL_SIDE_H

#include "data/db/db.h"
#include "domain/approval/approval_side.h"
#include "domain/policy.h"
#include "domain/record/kind.h"

/* What the tables say of who is one side with a request (domain/approval/approval_side.h). */

/* A request: of approvals, a proposal to move a label, or a label that was moved against its rule
 * and waits for a review. */
enum approval_side_table { SIDE_APPROVAL, SIDE_PROPOSAL, SIDE_OVERRIDE };

struct approval_side_of {
    struct uuid id;
    const struct record_kind *kind; /* of the record of a proposal */
    enum approval_side_table table;
};

/* The facts about a request of the organization that the actor works in, and about them: who stands
 * behind it, what was lately done to the actor's account, and what they did to the account of who
 * asked. In the arena. */
MUST_USE enum err approval_side_load(struct db *db, const struct actor *actor,
                                     const struct approval_side_of *request,
                                     struct approval_side *side) NONNULL;
/* Asks ahead (query_ahead) for what it reads. */
void approval_side_ahead(struct db *db, const struct actor *actor,
                         const struct approval_side_of *request) NONNULL;

/* Inside the open write transaction of a request that a token makes: whose the agent is that it
 * acts for. nil: it acts for no agent, or the actor is a person. */
MUST_USE enum err approval_side_agent_owner(struct db *db, const struct actor *actor,
                                            struct uuid *owner_id) NONNULL;

#endif
