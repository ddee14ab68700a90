#include "data/listing/record_brief.h"

#include <string.h>

#include "data/db/query.h"
#include "data/listing/record_row.h"
#include "data/record/record_store.h"
#include "domain/record/label.h"

/* How many one question names. */
enum { BRIEFS_AT_ONCE = 50 };

int64_t record_brief_label(const struct record_brief *brief, const char *label)
{
    return strcmp(label, LABEL_LATEST) == 0 ? brief->version
                                            : record_mark_label(&brief->marks, label);
}

struct record_briefs record_briefs_begin(struct db *db, const struct uuid *organization_id,
                                         int capacity)
{
    struct record_briefs briefs = {
        .db = db, .organization_id = *organization_id, .capacity = capacity};
    briefs.items = arena_array(db_arena(db), (size_t)capacity + 1, sizeof *briefs.items);
    return briefs;
}

struct record_brief *record_briefs_find(const struct record_briefs *briefs, const struct uuid *id)
{
    for (int i = 0; i < briefs->count; i++)
        if (uuid_equal(&briefs->items[i].id, id))
            return &briefs->items[i];
    return NULL;
}

void record_briefs_add(struct record_briefs *briefs, const struct record_kind *kind,
                       const struct uuid *id)
{
    if (record_briefs_find(briefs, id) != NULL)
        return;
    if (briefs->count == briefs->capacity)
        die("more than %d records to name", briefs->capacity);
    briefs->items[briefs->count++] = (struct record_brief){.kind = kind, .id = *id};
}

static void read_rows(struct record_briefs *briefs, const struct db_result *result)
{
    struct arena *arena = db_arena(briefs->db);
    for (int i = 0; i < result->row_count; i++) {
        struct uuid id = db_get_uuid(result, i, 0);
        struct record_brief *brief = record_briefs_find(briefs, &id);
        brief->name = db_get_text(result, i, 1);
        brief->facet = db_get_text(result, i, 2);
        brief->version = db_get_int(result, i, 3);
        brief->owner_id = db_get_uuid(result, i, 4);
        brief->archived_at = db_get_time(result, i, 5);
        brief->marks = record_mark_read(arena, db_get_text(result, i, 6));
    }
}

/* There is one text a kind. */
static void select_some(struct query *q, const struct record_row_source *source,
                        const struct uuid *ids, int count)
{
    query_begin(q, source->db, "SELECT r.id, r.name, r.");
    query_add(q, source->kind->facet);
    query_add(q, ", r.version, r.owner_id, r.archived_at, r.marks");
    record_row_from_ids(q, source, ids, count, BRIEFS_AT_ONCE);
    query_bind(q, " LIMIT ", db_int(BRIEFS_AT_ONCE));
}

void record_brief_ahead(struct db *db, const struct record_head *head)
{
    const struct record_row_source source = {
        .db = db, .kind = head->store->kind, .organization_id = head->organization_id};
    struct query q;
    select_some(&q, &source, &head->id, 1);
    query_ahead(&q);
}

/* The question for those of a kind, from *at on, as many as one question names; *at is behind them.
 * False if there are none. */
static bool compose(const struct record_briefs *briefs, const struct record_kind *kind, int *at,
                    struct query *q)
{
    const struct record_row_source source = {
        .db = briefs->db, .kind = kind, .organization_id = briefs->organization_id};
    struct uuid ids[BRIEFS_AT_ONCE];
    int count = 0;
    for (; *at < briefs->count && count < BRIEFS_AT_ONCE; (*at)++)
        if (briefs->items[*at].kind == kind && briefs->items[*at].name == NULL)
            ids[count++] = briefs->items[*at].id;
    if (count > 0)
        select_some(q, &source, ids, count);
    return count > 0;
}

/* Together; a single one may have been asked ahead. */
static enum err ask(struct record_briefs *briefs, struct query *queries, int count)
{
    struct db_result results[RECORD_KIND_COUNT] = {{.values = NULL}};
    enum err err = ERR_NONE;
    if (count == 1)
        err = query_run(&queries[0], &results[0]);
    for (int i = 0; count > 1 && i < count; i++)
        query_later(&queries[i], &results[i]);
    if (count > 1)
        err = db_collect(briefs->db);
    for (int i = 0; err == ERR_NONE && i < count; i++)
        read_rows(briefs, &results[i]);
    return err;
}

/* A question for each kind, and once more for those that had no room in it. */
enum err record_briefs_load(struct record_briefs *briefs)
{
    struct query queries[RECORD_KIND_COUNT];
    int at[RECORD_KIND_COUNT] = {0};
    enum err err = ERR_NONE;
    int count = 1;
    while (err == ERR_NONE && count > 0) {
        count = 0;
        for (int i = 0; i < RECORD_KIND_COUNT; i++)
            count += compose(briefs, &record_kinds[i], &at[i], &queries[count]);
        err = ask(briefs, queries, count);
    }
    return err;
}
