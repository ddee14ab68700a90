#include "data/db/db_alone.h"

#include <string.h>

#include "base/err.h"

const struct db_alone db_alone[] = {
    {"sessions", "content never names them; what ends those of a person bears with a wait"},
    {"user_seen", "content never names it"},
    {"users", "a password hash made anew at sign-in: only a change of that very person waits"},
    {"daily_counts", "failed sign-ins have rows of their own: what content counts has others"},
    {"audit_events", "only ever added to"},
    {"audit_queue", "added to, and emptied by one at a time"},
    {"audit_sequence", "written by one at a time, after the changes"},
    {"audit_heads", "likewise"},
};
const int db_alone_count = (int)COUNT_OF(db_alone);

bool db_may_change_alone(const char *table)
{
    size_t len = strcspn(table, " (");
    for (int i = 0; i < db_alone_count; i++)
        if (strlen(db_alone[i].table) == len && strncmp(table, db_alone[i].table, len) == 0)
            return true;
    return false;
}
