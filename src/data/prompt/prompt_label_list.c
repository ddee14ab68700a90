#include "data/prompt/prompt_label_list.h"

#include "data/db/query.h"
#include "data/listing/record_cursor.h"
#include "data/listing/record_list.h"
#include "data/prompt/prompt_resolve.h"
#include "domain/prompt/prompt_reference.h"

/* Bodies are read so many at a time, and no more of them once a page has so many bytes of them. */
enum { BODIES_AT_ONCE = 25, PAGE_BYTES = 8 * 1024 * 1024 };

struct reading {
    struct db *db;
    const struct actor *actor;
    const char *label;
    const struct record_list *rows;
    size_t bytes; /* of the bodies so far */
};

/* The bodies that have the label, of some of the rows: in no order. */
static enum err select_bodies(const struct reading *reading, int first, int count,
                              struct db_result *result)
{
    struct query q;
    query_begin(&q, reading->db, "SELECT l.record_id, v.id, o.data_key_id, v.");
    query_add(&q, prompt_store.kind->facet);
    query_add(&q, ", v.version");
    record_add_columns(&q, prompt_store.kind);
    for (int i = 0; i < BODIES_AT_ONCE; i++)
        query_bind(&q, i == 0 ? " FROM (VALUES (" : "), (",
                   i < count ? db_uuid(&reading->rows->rows[first + i].id) : db_null_of(DB_UUID));
    query_bind(&q, ")) f JOIN prompt_labels l ON l.record_id = f.column1 AND l.organization_id = ",
               db_uuid(&reading->actor->organization_id));
    query_bind(&q, " AND l.label = ", db_text(reading->label));
    query_add(&q, " JOIN prompt_versions v ON v.organization_id = l.organization_id AND "
                  "v.record_id = l.record_id AND v.version = l.version "
                  "JOIN organizations o ON o.id = l.organization_id");
    query_bind(&q, " LIMIT ", db_int(BODIES_AT_ONCE));
    return query_run(&q, result);
}

static int find_row(const struct db_result *result, const struct uuid *id)
{
    for (int i = 0; i < result->row_count; i++) {
        struct uuid found = db_get_uuid(result, i, 0);
        if (uuid_equal(&found, id))
            return i;
    }
    return -1;
}

/* The body with its references resolved, or as it is if they can't be. */
static enum err resolve(const struct reading *reading, const struct record_row *row,
                        const struct prompt_content *content, struct text *body)
{
    struct problem problem = {.field = ""};
    struct record_head head = {.store = &prompt_store,
                               .id = row->id,
                               .organization_id = reading->actor->organization_id,
                               .name = row->name,
                               .folder = row->folder,
                               .owner_id = row->owner_id};
    *body = content->body;
    if (prompt_reference_find(body->data, body->len, 0) == body->len)
        return ERR_NONE;
    enum err err =
        prompt_resolve_content(reading->db, reading->actor, &head, content, NULL, body, &problem);
    if (err == ERR_UNAVAILABLE)
        return err;
    if (err != ERR_NONE)
        *body = content->body;
    return ERR_NONE;
}

static enum err read_entry(struct reading *reading, const struct db_result *result, int found,
                           struct prompt_label_entry *entry)
{
    struct record_content parts = {.facet = db_get_text(result, found, 3)};
    struct record_sealed sealed = {result,
                                   found,
                                   5,
                                   reading->actor->organization_id,
                                   db_get_uuid(result, found, 1),
                                   db_get_uuid(result, found, 2)};
    enum err err = record_open(reading->db, prompt_store.kind, &sealed, &parts);
    if (err != ERR_NONE)
        return err;
    struct prompt_content content = prompt_content(&parts);
    struct text body = content.body;
    entry->version = db_get_int(result, found, 4);
    reading->bytes += body.len;
    err = resolve(reading, entry->row, &content, &body);
    if (err == ERR_NONE)
        prompt_inputs_find(db_arena(reading->db), content.type == PROMPT_CHAT, body,
                           &entry->inputs);
    return err;
}

/* A row whose label went meanwhile is left out. */
static enum err read_some(struct reading *reading, int first, int count,
                          struct prompt_label_list *list)
{
    struct db_result result;
    enum err err = select_bodies(reading, first, count, &result);
    for (int i = 0; err == ERR_NONE && i < count; i++) {
        struct prompt_label_entry *entry = &list->entries[list->count];
        entry->row = &reading->rows->rows[first + i];
        int found = find_row(&result, &entry->row->id);
        if (found < 0)
            continue;
        err = read_entry(reading, &result, found, entry);
        list->count += err == ERR_NONE;
    }
    return err;
}

/* Where to go on behind a row. */
static const char *cursor_behind(struct arena *arena, const struct record_row *row)
{
    struct record_cursor cursor = {.place = {row->updated_at, row->id}, .name = row->name};
    return record_cursor_format(arena, RECORD_SORT_NAME, &cursor);
}

enum err prompt_label_list(struct db *db, const struct actor *actor, const char *label,
                           const char *cursor, struct prompt_label_list *list)
{
    const struct record_filter filter = {
        .label = label, .sort = RECORD_SORT_NAME, .cursor = cursor, .limit = PROMPT_LABEL_PAGE};
    struct record_list rows;
    *list = (struct prompt_label_list){.entries = NULL};
    if (!policy_allows_some(actor, PERMISSION_PROMPT_READ))
        return ERR_DENIED;
    enum err err = record_list(db, actor, prompt_store.kind, &filter, &rows);
    if (err != ERR_NONE)
        return err;
    struct reading reading = {.db = db, .actor = actor, .label = label, .rows = &rows};
    int at = 0;
    list->entries = arena_array(db_arena(db), (size_t)rows.count + 1, sizeof *list->entries);
    while (err == ERR_NONE && at < rows.count && reading.bytes < PAGE_BYTES) {
        int count = rows.count - at < BODIES_AT_ONCE ? rows.count - at : BODIES_AT_ONCE;
        err = read_some(&reading, at, count, list);
        at += count;
    }
    list->next = at < rows.count ? cursor_behind(db_arena(db), &rows.rows[at - 1]) : rows.next;
    return err;
}
