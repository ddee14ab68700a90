#include "data/db/db_work.h"

#include "base/clock.h"
#include "data/db/db_internal.h"

/* Of the primary and of the standby, whichever is read from now. */
static int64_t trips_of(const struct db *db)
{
    void *primary = db->primary != NULL ? db->primary : db->connection;
    if (db->driver->trips == NULL)
        return 0;
    return db->driver->trips(primary) + (db->standby != NULL ? db->driver->trips(db->standby) : 0);
}

void db_work_begin(struct db *db)
{
    db->trips_before = trips_of(db);
    db->statement_count = db->run_count = 0;
    db->timed_from = db->time_us = 0;
    db->minute = 0;
}

int64_t db_minute(struct db *db)
{
    int64_t now = clock_now();
    if (now < db->minute || now >= db->minute + 2 * CLOCK_MINUTE)
        db->minute = now / CLOCK_MINUTE * CLOCK_MINUTE;
    return db->minute;
}

/* Statements are told apart by the address of their text. A request that runs more different ones
 * than there is room for is a sweep, and the rest of it is only counted. */
void db_work_add(struct db *db, const char *sql)
{
    db->statement_count++;
    for (int i = 0; i < db->run_count; i++) {
        if (db->runs[i].sql != sql)
            continue;
        db->runs[i].count++;
        return;
    }
    if (db->run_count < DB_RUNS)
        db->runs[db->run_count++] = (struct db_run){sql, 1};
}

struct db_work db_work(const struct db *db)
{
    struct db_work work = {.time_us = db->time_us,
                           .trips = trips_of(db) - db->trips_before,
                           .statements = db->statement_count};
    for (int i = 0; i < db->run_count; i++) {
        if (db->runs[i].count <= work.repeats)
            continue;
        work.repeats = db->runs[i].count;
        work.repeated_sql = db->runs[i].sql;
    }
    return work;
}
