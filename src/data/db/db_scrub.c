#include "data/db/db_scrub.h"

#include "data/db/db_internal.h"

enum err db_scrub(struct db *db)
{
    if (db->state == DB_WRITING)
        die("no log is emptied inside a write transaction");
    db_leave(db);
    return db->driver->scrub(db->connection);
}
