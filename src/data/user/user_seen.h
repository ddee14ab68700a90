#ifndef DATA_USER_SEEN_H
#define DATA_USER_SEEN_H

#include "data/db/db.h"
#include "domain/policy.h"

/* When people were seen, and when they began their last two visits: a home page marks what is new
 * since the visit before. Who was away for USER_SEEN_GAP comes for another visit, in whatever
 * session. */

#define USER_SEEN_GAP (30 * CLOCK_MINUTE)

/* The columns of a person's row, which the query joins as n, for user_seen_previous_visit. */
#define USER_SEEN_COLUMNS(n) #n ".last_seen_at, " #n ".visit_at, " #n ".previous_visit_at"
enum { USER_SEEN_COLUMN_COUNT = 3 };

/* When the person began the visit before the one that is going on, or that begins now, even if
 * user_seen_note comes later in the request; 0 if there was none. */
int64_t user_seen_previous_visit(const struct db_result *result, int row, int first) NONNULL;

/* Notes that the actor is seen now, inside the open write transaction. */
MUST_USE enum err user_seen_note(struct db *db, const struct actor *actor, int64_t now) NONNULL;

#endif
