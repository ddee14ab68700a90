#include "data/db/db_unaudited.h"

#include <string.h>

#include "base/text.h"

const struct db_unaudited db_unaudited[] = {
    {"audit_events", "they are the events"},
    {"audit_sequence", "their numbers"},
    {"audit_heads", "the number of the last one"},
    {"audit_queue", "those without a number"},
    {"daily_counts", "counts events"},
    {"sessions", "begin and end with an event that their verb writes; being seen is none"},
    {"user_seen", "that a person was seen is no change of the person"},
    {"installation", "checks of keys, before there are actors; the set-up code has its events"},
    {"schema_migrations", "likewise"},
    {"record_counts", "counts records, whose changes have their events"},
    {"imports", "an import that is only prepared changes nothing; what it changes has its events"},
    {"import_lines", "likewise"},
};
const int db_unaudited_count = (int)COUNT_OF(db_unaudited);

const char *db_changed_table(const char *sql)
{
    static const char *const verbs[] = {"INSERT INTO ", "UPDATE ", "DELETE FROM "};
    for (size_t i = 0; i < COUNT_OF(verbs); i++)
        if (text_starts_with(sql, verbs[i]))
            return sql + strlen(verbs[i]);
    return NULL;
}

bool db_is_audited(const char *table)
{
    size_t len = strcspn(table, " (");
    for (size_t i = 0; i < COUNT_OF(db_unaudited); i++)
        if (strlen(db_unaudited[i].table) == len && strncmp(table, db_unaudited[i].table, len) == 0)
            return false;
    return true;
}
