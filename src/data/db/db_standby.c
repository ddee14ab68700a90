#include "data/db/db_standby.h"

#include "base/clock.h"
#include "base/log.h"
#include "data/db/db_internal.h"
#include "data/db/kept_internal.h"

#define MS INT64_C(1000)

enum err db_standby_open(struct db *db, const char *url)
{
    enum err err = ERR_INVALID;
    if (db->driver->open_standby != NULL)
        err = db->driver->open_standby(url, &db->standby);
    if (err != ERR_NONE)
        log_line("error", "db.standby",
                 (const struct log_field[]){{"problem", "only PostgreSQL has standbys"}}, 1);
    else
        db->driver->watch(db->standby, &db->disk);
    return err;
}

bool db_is_on_standby(const struct db *db)
{
    return db->primary != NULL;
}

void db_leave_standby(struct db *db)
{
    if (db->primary == NULL)
        return;
    db->connection = db->primary;
    db->primary = NULL;
    db_tell_scope(db, &db->scope);
}

static void rest(struct db *db, int64_t ms)
{
    db->standby_rests_until = clock_monotonic() + ms * MS;
}

void db_note_standby(struct db *db)
{
    db->may_retry = true;
    rest(db, DB_STANDBY_BROKEN_MS);
}

/* Where the log of the primary was at most a second ago, as far as this worker knows. */
static int64_t least_position(struct db *db, int64_t position)
{
    struct db_position *seen = db->positions;
    struct db_position now = {position, clock_monotonic()};
    if (now.at - seen[0].at > DB_STANDBY_LAG_S * CLOCK_SECOND) {
        seen[0] = seen[1];
        seen[1] = now;
    }
    if (now.at - seen[0].at > DB_STANDBY_LAG_S * CLOCK_SECOND)
        seen[0] = now;
    return seen[0].position;
}

/* Asks the standby what it has, in the transaction that then reads from it. */
static enum err ask_standby(struct db *db, int64_t position, bool *is_fresh)
{
    const struct db_value params[] = {db_uuid(&db->kept_organization_id)};
    struct db_result row = {.values = NULL};
    db_time_begin(db);
    enum err err = db->driver->begin(db->connection, DB_KIND_READ, &db->request_id);
    if (err == ERR_NONE)
        err = db->driver->query(db->connection, db->arena, db->driver->standby_state, params, 1,
                                &row);
    db_time_end(db);
    *is_fresh = false;
    if (err != ERR_NONE || row.row_count == 0 || db_is_null(&row, 0, 1))
        return err;
    struct uuid version = db_get_uuid(&row, 0, 0);
    *is_fresh = uuid_equal(&version, &db->kept_version) && db_get_int(&row, 0, 1) >= position;
    return err;
}

static void move_over(struct db *db, int64_t position)
{
    bool is_fresh = false;
    db->driver->rollback(db->connection, false);
    db->state = DB_IDLE;
    db->primary = db->connection;
    db->connection = db->standby;
    db_tell_scope(db, &db->scope);
    enum err err = ask_standby(db, position, &is_fresh);
    if (err == ERR_NONE && is_fresh) {
        db->state = DB_READING;
        kept_leave(db);
        return;
    }
    db->driver->rollback(db->connection, false);
    db_leave_standby(db);
    rest(db, err == ERR_NONE ? DB_STANDBY_BEHIND_MS : DB_STANDBY_BROKEN_MS);
}

/* With the answers to what was asked before. */
static enum err ask_primary(struct db *db, int64_t *position)
{
    struct db_result row = {.values = NULL};
    enum err err = ERR_NONE; /* what was asked for later travels along */
    db_time_begin(db);
    if (db->state == DB_IDLE)
        err = db->driver->begin(db->connection, DB_KIND_READ, &db->request_id);
    if (err == ERR_NONE)
        err = db->driver->query(db->connection, db->arena, db->driver->position, NULL, 0, &row);
    db_time_end(db);
    *position = err == ERR_NONE ? db_get_int(&row, 0, 0) : 0;
    return db_note(db, err);
}

void db_use_standby(struct db *db)
{
    int64_t position = 0;
    if (db->standby == NULL || db->state == DB_WRITING || uuid_is_nil(&db->kept_version) ||
        db->primary != NULL || db->has_failed || clock_monotonic() < db->standby_rests_until)
        return;
    if (ask_primary(db, &position) == ERR_NONE)
        move_over(db, least_position(db, position));
}
