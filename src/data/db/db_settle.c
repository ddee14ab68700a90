#include "data/db/db_settle.h"

#include <time.h>

#include "base/clock.h"
#include "base/log.h"
#include "data/db/db_form.h"
#include "data/db/db_internal.h"

#define SETTLE_TIME (7 * CLOCK_SECOND) /* with the commit: an answer takes 10 s at most */

static void enter(struct db *db, struct db_scope scope)
{
    db->scope = scope;
    db_tell_scope(db, &scope);
}

static enum err settle(struct db *db)
{
    return db->driver->settle != NULL ? db->driver->settle(db->connection) : ERR_NONE;
}

/* Are the events of the transaction in? Asked in a transaction of the same kind, which waits until
 * the one before has ended on the server: for its organization's lock if it changed content, for
 * the lock of the request's id if it was alone. Either was taken by the broken session before it
 * changed anything, and is given back only once the server has committed or rolled back, which a
 * later statement then sees: so what is not there by now will never be. What is there may not be on
 * the disk yet, or at the standbys, which is waited for. */
static enum err find_events(struct db *db, bool *found)
{
    static const char sql[] = "SELECT count(*) FROM audit_events WHERE organization_id = $1 "
                              "AND request_id = $2 AND request_part >= $3";
    const struct db_value params[] = {db_uuid(&db->audit_organization_id),
                                      db_uuid(db_event_request_id(db)), db_int(db->first_part)};
    struct db_result result = {.values = NULL};
    enter(db, db->write_scope);
    enum err err = db->driver->begin(db->connection, db->kind, &db->request_id);
    struct db_scope scope = db->scope;
    enter(db, (struct db_scope){DB_ORGANIZATION, db->audit_organization_id});
    if (err == ERR_NONE)
        err = db->driver->query(db->connection, db->arena, sql, params, 3, &result);
    *found = err == ERR_NONE && db_get_int(&result, 0, 0) > 0;
    db->driver->rollback(db->connection, true);
    if (*found)
        err = settle(db);
    *found = *found && err == ERR_NONE;
    enter(db, scope);
    return err;
}

enum err db_settle(struct db *db, int64_t began)
{
    static const struct timespec pause = {.tv_nsec = 200 * 1000 * 1000};
    int64_t deadline = began + SETTLE_TIME;
    bool found = false;
    enum err err = find_events(db, &found);
    while (err != ERR_NONE && clock_monotonic() < deadline) {
        nanosleep(&pause, NULL);
        err = find_events(db, &found);
    }
    db->has_failed = !found;
    db->may_retry = err == ERR_NONE && !found;
    db->is_unsure = err != ERR_NONE;
    log_line("warn", "db.broken_commit",
             (const struct log_field[]){{"outcome", err != ERR_NONE ? "unknown"
                                                    : found         ? "committed"
                                                                    : "not committed"}},
             1);
    return found ? ERR_NONE : ERR_UNAVAILABLE;
}

enum err db_confirm(struct db *db)
{
    if (db->has_failed)
        return ERR_UNAVAILABLE;
    db_leave(db);
    db_time_begin(db);
    enum err err = settle(db);
    db_time_end(db);
    if (err == ERR_NONE)
        return ERR_NONE;
    db->has_failed = db->is_unsure = true;
    db->may_retry = false;
    return ERR_UNAVAILABLE;
}
