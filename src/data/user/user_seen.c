#include "data/user/user_seen.h"

#include "base/clock.h"

int64_t user_seen_previous_visit(const struct db_result *result, int row, int first)
{
    int64_t seen_at = db_get_time(result, row, first);
    int64_t visit_at = db_get_time(result, row, first + 1);
    if (clock_now() - seen_at < USER_SEEN_GAP)
        return db_get_time(result, row, first + 2);
    return visit_at != 0 ? visit_at : seen_at;
}

/* A row of an older schema has no beginning of its visit: it counts as that of when it was seen. */
enum err user_seen_note(struct db *db, const struct actor *actor, int64_t now)
{
    return db_change(db,
                     "INSERT INTO user_seen (organization_id, user_id, last_seen_at, visit_at) "
                     "VALUES ($1, $2, $3, $3) ON CONFLICT (organization_id, user_id) "
                     "DO UPDATE SET previous_visit_at = CASE WHEN user_seen.last_seen_at <= $4 "
                     "THEN COALESCE(user_seen.visit_at, user_seen.last_seen_at) "
                     "ELSE user_seen.previous_visit_at END, "
                     "visit_at = CASE WHEN user_seen.last_seen_at <= $4 THEN excluded.visit_at "
                     "ELSE COALESCE(user_seen.visit_at, user_seen.last_seen_at) END, "
                     "last_seen_at = excluded.last_seen_at",
                     db_uuid(&actor->home_organization_id), db_uuid(&actor->user_id), db_time(now),
                     db_time(now - USER_SEEN_GAP));
}
