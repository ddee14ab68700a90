#include "data/db/db_write.h"

#include "base/budget.h"
#include "base/clock.h"
#include "data/db/content_version.h"
#include "data/db/db_internal.h"
#include "data/db/db_settle.h"
#include "data/db/gather.h"

bool db_is_writing(const struct db *db)
{
    return db->state == DB_WRITING;
}

int64_t db_take_longest_write(struct db *db)
{
    int64_t longest = db->longest_write;
    db->longest_write = 0;
    return longest;
}

int64_t db_take_largest_write(struct db *db)
{
    int64_t largest = db->largest_write;
    db->largest_write = 0;
    return largest;
}

/* Whoever begins alone and does not get a turn has not failed: nothing was asked of the database,
 * and the caller can say it at the form. */
static enum err begin_write(struct db *db, enum db_kind kind)
{
    if (db->state == DB_WRITING && db->is_joined)
        return ERR_NONE;
    if (db->state == DB_WRITING)
        die("a write transaction inside another");
    if (db->is_forbidden)
        return ERR_DENIED;
    enum err err = db_flush(db);
    if (err != ERR_NONE)
        return err;
    db_leave(db);
    db_time_begin(db);
    err = db->driver->begin(db->connection, kind, &db->request_id);
    db_time_end(db);
    if (err == ERR_UNAVAILABLE && kind == DB_KIND_ALONE && db_fault_of(db) == DB_FAULT_BUSY)
        return err;
    if (err != ERR_NONE)
        return db_note(db, err);
    db->state = DB_WRITING;
    db->kind = kind;
    db->write_began = clock_monotonic();
    db->write_memory = arena_total();
    db->write_scope = db->scope;
    db->first_part = db_writes_form(db) ? db->form_part : db->part;
    db->is_doomed = db->needs_audit = db->has_audit = false;
    db->change = (struct content_change){.count = 0};
    return ERR_NONE;
}

enum err db_begin(struct db *db)
{
    return begin_write(db, DB_KIND_CHANGE);
}

enum err db_begin_alone(struct db *db)
{
    return begin_write(db, DB_KIND_ALONE);
}

static enum err commit(struct db *db)
{
    budget_hold(); /* the outcome must be known */
    int64_t began = clock_monotonic();
    int form_part = db->form_part;
    db_time_begin(db);
    enum err err = db->driver->commit(db->connection, true);
    db_time_end(db);
    bool is_unknown = err == ERR_UNAVAILABLE && db_fault_of(db) == DB_FAULT_UNKNOWN;
    if (err != ERR_NONE)
        db_leave(db);
    else
        db_note_write(db);
    if (err == ERR_NONE && db->has_audit) /* others may need no room at all */
        disk_watch_success(&db->disk);
    db->state = DB_IDLE;
    err = is_unknown && db->has_audit ? db_settle(db, began) : db_note(db, err);
    if (err == ERR_NONE) /* what was settled was left as if it had not happened */
        db->form_part = form_part;
    db->has_committed = db->has_committed || (err == ERR_NONE && db->has_audit);
    budget_release();
    if (err == ERR_NONE && db->has_audit)
        budget_extend();
    return err;
}

void db_ride(struct db *db, enum err (*rider)(struct db *db, void *context), void *context)
{
    db->rider = rider;
    db->rider_context = context;
}

/* Not with what only says that something was refused. */
static enum err ride(struct db *db)
{
    enum err (*rider)(struct db * db, void *context) = db->rider;
    if (rider == NULL || !db->has_audit || db->kind != DB_KIND_CHANGE)
        return ERR_NONE;
    db->rider = NULL;
    return rider(db, db->rider_context);
}

enum err db_finish(struct db *db, enum err err)
{
    if (db->state != DB_WRITING)
        die("the end of a write transaction that was not begun");
    if (db->is_joined) {
        if (err == ERR_NONE)
            err = db_flush(db);
        db->is_doomed = db->is_doomed || err != ERR_NONE;
        return err;
    }
    if (err == ERR_NONE && db->is_doomed)
        err = db->has_failed ? ERR_UNAVAILABLE : ERR_CONFLICT;
    if (err != ERR_NONE) {
        db_leave(db);
        return err;
    }
    if (db->needs_audit && !db->has_audit && !db->is_filling)
        die("a change without its audit event");
    err = ride(db);
    if (err == ERR_NONE)
        err = db_note(db, content_version_move(db));
    if (err == ERR_NONE)
        return commit(db);
    db_leave(db);
    return err;
}

void db_join(struct db *db)
{
    if (db->state != DB_WRITING)
        die("nothing to join: no write transaction is open");
    db->is_joined = true;
    gather_begin(db);
}

enum err db_part(struct db *db, enum err err)
{
    db->is_joined = false;
    if (err == ERR_NONE)
        return gather_finish(db);
    gather_end(db);
    return err;
}
