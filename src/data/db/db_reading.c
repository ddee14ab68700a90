#include "data/db/db_reading.h"

#include <string.h>

#include "data/db/db_internal.h"

void db_only_read(struct db *db)
{
    db->is_reading = true;
}

const struct db_reading db_reading[] = {
    {"audit_events", "reads that must be recorded, and refusals"},
    {"audit_sequence", "their numbers"},
    {"audit_heads", "the number of the last one"},
    {"audit_queue", "those without a number"},
    {"daily_counts", "counts events"},
};
const int db_reading_count = (int)COUNT_OF(db_reading);

bool db_may_change_while_reading(const char *table)
{
    size_t len = strcspn(table, " (");
    for (int i = 0; i < db_reading_count; i++)
        if (strlen(db_reading[i].table) == len && strncmp(table, db_reading[i].table, len) == 0)
            return true;
    return false;
}
