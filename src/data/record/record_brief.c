#include "data/record/record_brief.h"

#include <string.h>

#include "data/db/query.h"
#include "data/record/record_row.h"
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

static enum err load_some(struct record_briefs *briefs, const struct record_kind *kind,
                          const struct uuid *ids, int count)
{
    const struct record_row_source source = {
        .db = briefs->db, .kind = kind, .organization_id = briefs->organization_id};
    struct query q;
    struct db_result result;
    select_some(&q, &source, ids, count);
    enum err err = query_run(&q, &result);
    if (err == ERR_NONE)
        read_rows(briefs, &result);
    return err;
}

static enum err load_kind(struct record_briefs *briefs, const struct record_kind *kind)
{
    struct uuid ids[BRIEFS_AT_ONCE];
    enum err err = ERR_NONE;
    int count = 0;
    for (int i = 0; err == ERR_NONE && i < briefs->count; i++) {
        if (briefs->items[i].kind == kind && briefs->items[i].name == NULL)
            ids[count++] = briefs->items[i].id;
        if (count == BRIEFS_AT_ONCE || (count > 0 && i == briefs->count - 1)) {
            err = load_some(briefs, kind, ids, count);
            count = 0;
        }
    }
    return err;
}

enum err record_briefs_load(struct record_briefs *briefs)
{
    enum err err = ERR_NONE;
    for (size_t i = 0; err == ERR_NONE && i < COUNT_OF(record_kinds); i++)
        err = load_kind(briefs, &record_kinds[i]);
    return err;
}
