#include "data/session/session_touch.h"

#include "base/clock.h"
#include "data/user/user_seen.h"

static enum err touch_inside(struct db *db, const struct session *session, int64_t now)
{
    enum err err = db_change(
        db,
        "UPDATE sessions SET last_seen_at = $1 WHERE organization_id = $2 AND id = $3 "
        "AND ended_at IS NULL AND last_seen_at < $1",
        db_time(now), db_uuid(&session->actor.home_organization_id), db_uuid(&session->id));
    if (err == ERR_NONE)
        err = user_seen_note(db, &session->actor, now);
    return err;
}

/* Being seen is worth no error: on a full or read-only disk the page is shown all the same. */
void session_touch(struct db *db, const struct session *session)
{
    int64_t now = clock_now();
    if (now - session->last_seen_at < CLOCK_MINUTE || db_has_failed(db))
        return;
    struct db_scope before = session_go_home(db, session);
    enum err err = db_begin_alone(db);
    if (err == ERR_NONE)
        err = db_finish(db, touch_inside(db, session, now));
    if (err == ERR_UNAVAILABLE)
        db_forgive(db);
    (void)db_enter(db, before);
}
