#include "data/db/db_disk.h"

#include "data/db/db_internal.h"

enum db_disk db_disk_now(const struct db *db)
{
    enum db_disk known = disk_watch_state(&db->disk);
    if (known == DB_DISK_FINE && db->driver->disk != NULL)
        return db->driver->disk(db->connection);
    return known;
}

enum db_disk db_disk_refused(const struct db *db)
{
    return db->has_failed ? db->disk.refused : DB_DISK_FINE;
}
