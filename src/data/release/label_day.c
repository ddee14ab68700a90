#include "data/release/label_day.h"

#include <string.h>

#include "data/db/query.h"
#include "data/release/label_history.h"
#include "data/user/person.h"

/* The moves within the day; of "latest" the versions that were saved. */
static void select_changes(struct query *q, struct db *db, const struct record_head *head,
                           const char *label)
{
    if (strcmp(label, LABEL_LATEST) == 0) {
        query_begin(q, db, "SELECT m.version, m.created_at, " PERSON_COLUMNS_OF("m.author_id", a));
        query_add(q, " FROM ");
        query_add(q, head->store->kind->versions);
        query_add(q, " m" PERSON_JOIN(a, "m.organization_id", "m.author_id"));
        query_bind(q, " WHERE m.organization_id = ", db_uuid(&head->organization_id));
        return;
    }
    query_begin(q, db,
                "SELECT m.to_version, m.created_at, " PERSON_COLUMNS_OF(
                    "m.moved_by", a) " FROM label_moves m" PERSON_JOIN(a, "m.organization_id",
                                                                       "m.moved_by"));
    query_bind(q, " WHERE m.organization_id = ", db_uuid(&head->organization_id));
    query_bind(q, " AND m.label = ", db_text(label));
}

static enum err read_changes(struct db *db, const struct db_result *result, struct label_day *day)
{
    enum err err = ERR_NONE;
    for (int i = 0; err == ERR_NONE && i < result->row_count; i++) {
        if (i == LABEL_DAY_MAX) {
            day->has_more = true;
            break;
        }
        struct label_day_entry *entry = &day->entries[day->count++];
        entry->version = db_get_int(result, i, 0);
        entry->since = db_get_time(result, i, 1);
        err = person_name(db, result, i, 2, &entry->moved_by_name);
    }
    return err;
}

enum err label_day(struct db *db, const struct record_head *head, const char *label, int64_t start,
                   int64_t end, struct label_day *day)
{
    struct query q;
    struct db_result result;
    struct label_answer before;
    *day = (struct label_day){
        .entries = arena_array(db_arena(db), LABEL_DAY_MAX + 1, sizeof *day->entries)};
    enum err err = label_at(db, head, label, start - 1, &before);
    if (err != ERR_NONE)
        return err;
    if (before.version != 0)
        day->entries[day->count++] =
            (struct label_day_entry){before.version, before.since, before.moved_by_name};
    select_changes(&q, db, head, label);
    query_bind(&q, " AND m.record_id = ", db_uuid(&head->id));
    query_bind(&q, " AND m.created_at >= ", db_time(start));
    query_bind(&q, " AND m.created_at < ", db_time(end));
    query_bind(&q, " ORDER BY m.created_at, m.id LIMIT ", db_int(LABEL_DAY_MAX + 1));
    err = query_run(&q, &result);
    return err == ERR_NONE ? read_changes(db, &result, day) : err;
}
