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

/* The same of everything that waits in a table, the newest 200 of others, for lists: one question.
 * approval_sides_find() gives that of one request out of it, in the arena. */
struct approval_sides_of {
    enum approval_side_table table;
    struct uuid record_id; /* nil: of all; else of a proposal's or override's record */
};
MUST_USE enum err approval_sides_load(struct db *db, const struct actor *actor,
                                      const struct approval_sides_of *requests,
                                      struct approval_side *all) NONNULL;
void approval_sides_ahead(struct db *db, const struct actor *actor,
                          const struct approval_sides_of *requests) NONNULL;
struct approval_side approval_sides_find(struct arena *arena, const struct approval_side *all,
                                         const struct uuid *id) NONNULL;

/* Inside the open write transaction of a request that a token makes: whose the agent is that it
 * acts for. nil: it acts for no agent, or the actor is a person. */
MUST_USE enum err approval_side_agent_owner(struct db *db, const struct actor *actor,
                                            struct uuid *owner_id) NONNULL;

#endif
