#include "data/db/db_table.h"

#include <string.h>

#include "base/text.h"
#include "data/db/db_internal.h"

#define USUAL     true, false, true, NULL
#define UNSEEN    true, false, false
#define UNAUDITED false, false, true
#define ALONE     false, false, false
#define LOG       false, true, false

const struct db_table db_tables[] = {
    {"organizations", USUAL},
    {"data_keys", USUAL}, /* without a person's key the name is gone */
    {"users", USUAL},
    {"prompts", USUAL},
    {"prompt_versions", USUAL},
    {"prompt_tags", USUAL},
    {"prompt_labels", USUAL},
    {"agents", USUAL},
    {"agent_versions", USUAL},
    {"agent_tags", USUAL},
    {"agent_labels", USUAL},
    {"teams", USUAL},
    {"team_versions", USUAL},
    {"team_tags", USUAL},
    {"team_labels", USUAL},
    {"team_members", USUAL},
    {"record_links", USUAL},
    {"protected_labels", USUAL},
    {"label_proposals", USUAL},
    {"label_moves", USUAL},
    {"record_counts", UNAUDITED, "counts records, whose changes have their events"},
    {"addresses", UNSEEN, "what sign-in searches; written with the person"},
    {"one_time_links", UNSEEN, "links are shown once, when they are made"},
    {"sessions", ALONE, "begin and end with an event that their verb writes; being seen is none"},
    {"user_seen", ALONE, "that a person was seen is no change of the person"},
    {"imports", ALONE, "an import that is only prepared changes nothing; what it changes counts"},
    {"import_lines", ALONE, "likewise"},
    {"content_versions", ALONE, "follow the changes of the others"},
    {"installation", ALONE, "checks of keys, before there are actors; the set-up code has events"},
    {"schema_migrations", ALONE, "likewise"},
    {"audit_events", LOG, "they are the events: also of what was read, and of refusals"},
    {"audit_heads", LOG, "the number of the last event"},
    {"daily_counts", LOG, "counts events"},
};
const int db_table_count = (int)COUNT_OF(db_tables);

static const struct db_table *find(const char *name, size_t len)
{
    static const struct db_table unlisted = {"", USUAL};
    for (size_t i = 0; i < COUNT_OF(db_tables); i++)
        if (strlen(db_tables[i].name) == len && strncmp(name, db_tables[i].name, len) == 0)
            return &db_tables[i];
    return &unlisted;
}

const struct db_table *db_changed_table(const char *sql)
{
    static const char *const verbs[] = {"INSERT INTO ", "UPDATE ", "DELETE FROM "};
    for (size_t i = 0; i < COUNT_OF(verbs); i++) {
        if (!text_starts_with(sql, verbs[i]))
            continue;
        const char *name = sql + strlen(verbs[i]);
        return find(name, strcspn(name, " ("));
    }
    return NULL;
}

void db_only_read(struct db *db)
{
    db->is_reading = true;
}
