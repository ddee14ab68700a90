#include "data/record/record_load.h"

#include <string.h>

#include "data/db/query.h"
#include "data/record/record_mark.h"
#include "data/record/record_stop.h"
#include "data/user/person.h"
#include "data/vault/vault.h"
#include "domain/record/name.h"

struct seal_place record_place(const struct record_kind *kind, const char *column,
                               const struct uuid *organization_id, const struct uuid *version_id)
{
    return (struct seal_place){.table = kind->versions,
                               .column = column,
                               .organization_id = *organization_id,
                               .row_id = *version_id};
}

struct seal_place record_description_place(const struct record_kind *kind,
                                           const struct uuid *organization_id,
                                           const struct uuid *id)
{
    return (struct seal_place){.table = kind->table,
                               .column = "description",
                               .organization_id = *organization_id,
                               .row_id = *id};
}

void record_add_columns(struct query *query, const struct record_kind *kind)
{
    for (int i = 0; i < RECORD_PARTS_MAX && kind->columns[i] != NULL; i++) {
        query_add(query, ", v.");
        query_add(query, kind->columns[i]);
    }
}

enum err record_open(struct db *db, const struct record_kind *kind,
                     const struct record_sealed *sealed, struct record_content *content)
{
    enum err err = ERR_NONE;
    for (int i = 0; err == ERR_NONE && i < RECORD_PARTS_MAX && kind->columns[i] != NULL; i++) {
        struct seal_place place =
            record_place(kind, kind->columns[i], &sealed->organization_id, &sealed->version_id);
        err = vault_unseal(db, &sealed->data_key_id, &place,
                           db_get_bytes(sealed->result, sealed->row, sealed->first + i),
                           &content->parts[i]);
    }
    return err;
}

/* The columns of the query below. */
enum {
    COLUMN_OWNER = 16,
    COLUMN_AUTHOR = COLUMN_OWNER + PERSON_COLUMN_COUNT,
    COLUMN_STOP = COLUMN_AUTHOR + PERSON_COLUMN_COUNT, /* of a whole record alone */
    COLUMN_PARTS,
};

static void add_select(struct query *q, const struct actor *actor, const struct record_store *store,
                       const struct uuid *id, enum record_depth depth)
{
    query_add(q, "r.organization_id, r.name, r.folder, r.description, r.version, r.revision, "
                 "r.archived_at, r.created_at, r.updated_at, r.marks, v.message, v.created_at, "
                 "v.id, o.data_key_id, r.version_count, v.");
    query_add(q, store->kind->facet);
    query_add(q, ", " PERSON_COLUMNS(u) ", " PERSON_COLUMNS_OF("v.author_id", a));
    if (depth == RECORD_WHOLE) {
        query_add(q, ", ");
        record_stop_add(q, &actor->organization_id);
        record_add_columns(q, store->kind);
    }
    query_add(q, " FROM ");
    query_add(q, store->kind->table);
    query_add(q, " r JOIN ");
    query_add(q, store->kind->versions);
    query_add(q, " v ON v.organization_id = r.organization_id AND v.record_id = r.id "
                 "AND v.version = r.version" PERSON_JOIN(u, "r.organization_id", "r.owner_id")
                     PERSON_JOIN(a, "r.organization_id",
                                 "v.author_id") "JOIN organizations o ON o.id = r.organization_id");
    query_bind(q, " WHERE r.organization_id = ", db_uuid(&actor->organization_id));
    query_bind(q, " AND r.id = ", db_uuid(id));
}

static enum err open_texts(struct db *db, const struct record_kind *kind,
                           const struct db_result *row, struct record_head *head)
{
    struct uuid version_id = db_get_uuid(row, 0, 12);
    struct uuid key_id = db_get_uuid(row, 0, 13);
    vault_note_organization_key(db, &head->organization_id, &key_id);
    struct seal_place place = record_description_place(kind, &head->organization_id, &head->id);
    enum err err = vault_open_text(db, &place, db_get_bytes(row, 0, 3), &head->description);
    place = record_place(kind, "message", &head->organization_id, &version_id);
    return err == ERR_NONE ? vault_open_text(db, &place, db_get_bytes(row, 0, 10), &head->message)
                           : err;
}

static enum err read_head(struct db *db, const struct record_store *store, const struct uuid *id,
                          const struct db_result *row, struct record_head *head)
{
    struct record_marks marks = record_mark_read(db_arena(db), db_get_text(row, 0, 9));
    *head = (struct record_head){
        .store = store,
        .id = *id,
        .organization_id = db_get_uuid(row, 0, 0),
        .name = db_get_text(row, 0, 1),
        .folder = db_get_text(row, 0, 2),
        .version = db_get_int(row, 0, 4),
        .revision = db_get_int(row, 0, 5),
        .archived_at = db_get_time(row, 0, 6),
        .created_at = db_get_time(row, 0, 7),
        .updated_at = db_get_time(row, 0, 8),
        .tags = marks.tags,
        .stops = marks.stops,
        .saved_at = db_get_time(row, 0, 11),
        .version_count = db_get_int(row, 0, 14),
        .content = {.facet = db_get_text(row, 0, 15)},
        .owner_id = db_get_uuid(row, 0, COLUMN_OWNER),
        .author_id = db_get_uuid(row, 0, COLUMN_AUTHOR),
    };
    enum err err = open_texts(db, store->kind, row, head);
    if (err == ERR_NONE)
        err = person_name(db, row, 0, COLUMN_OWNER, &head->owner_name);
    return err == ERR_NONE ? person_name(db, row, 0, COLUMN_AUTHOR, &head->author_name) : err;
}

void record_load_ahead(struct db *db, const struct actor *actor, const struct record_store *store,
                       const struct uuid *id)
{
    struct query q;
    query_begin(&q, db, "SELECT ");
    add_select(&q, actor, store, id, RECORD_WHOLE);
    query_ahead(&q);
}

enum err record_load(struct db *db, const struct actor *actor, const struct record_store *store,
                     const struct uuid *id, enum permission permission, enum record_depth depth,
                     void *record)
{
    struct record_head *head = record;
    struct db_result result;
    if (depth == RECORD_WHOLE && store->ahead != NULL)
        store->ahead(db, &actor->organization_id, id);
    struct query q;
    query_begin(&q, db, "SELECT ");
    add_select(&q, actor, store, id, depth);
    enum err err = query_run(&q, &result);
    if (err != ERR_NONE)
        return err;
    if (result.row_count == 0)
        return ERR_NOT_FOUND;
    memset(record, 0, store->size);
    struct policy_target target = {db_get_uuid(&result, 0, 0),
                                   db_get_uuid(&result, 0, COLUMN_OWNER),
                                   db_get_text(&result, 0, 2)};
    err = policy_check(actor, permission, store->kind->see, &target);
    if (err == ERR_NONE)
        err = read_head(db, store, id, &result, head);
    if (err != ERR_NONE || depth == RECORD_HEAD_ONLY)
        return err;
    struct record_sealed sealed = {&result,
                                   0,
                                   COLUMN_PARTS,
                                   head->organization_id,
                                   db_get_uuid(&result, 0, 12),
                                   db_get_uuid(&result, 0, 13)};
    struct uuid stop_id = db_get_uuid(&result, 0, COLUMN_STOP);
    if (permission == store->kind->see || permission == store->kind->read)
        err = record_stop_check(db, actor, &stop_id); /* what is changed is not given out */
    if (err == ERR_NONE && policy_allows(actor, store->kind->read, &target))
        err = record_open(db, store->kind, &sealed, &head->content);
    return err == ERR_NONE && store->read != NULL ? store->read(db, record) : err;
}

enum err record_find(struct db *db, const struct actor *actor, const struct record_kind *kind,
                     const char *name, struct record_found *found)
{
    struct db_result result;
    struct query q;
    query_begin(&q, db, "SELECT id, owner_id, version, archived_at IS NOT NULL FROM ");
    query_add(&q, kind->table);
    query_bind(&q, " WHERE organization_id = ", db_uuid(&actor->organization_id));
    query_bind(&q, " AND name_key = ", db_text(name_key(db_arena(db), name)));
    enum err err = query_run(&q, &result);
    if (err != ERR_NONE)
        return err;
    if (result.row_count == 0)
        return ERR_NOT_FOUND;
    *found = (struct record_found){
        .id = db_get_uuid(&result, 0, 0),
        .owner_id = db_get_uuid(&result, 0, 1),
        .version = db_get_int(&result, 0, 2),
        .is_archived = db_get_bool(&result, 0, 3),
    };
    return ERR_NONE;
}

enum err record_check_active(const struct work *work, const struct record_head *head)
{
    if (head->archived_at == 0)
        return ERR_NONE;
    return work_refuse(work, ERR_CONFLICT, "",
                       arena_printf(db_arena(work->db),
                                    "This %s is archived. Restore it before you change it.",
                                    head->store->kind->noun));
}

enum err record_refuse_stale(const struct work *work, const struct record_kind *kind)
{
    return work_refuse(
        work, ERR_STALE, "",
        arena_printf(db_arena(work->db), "Someone saved this %s since you opened it.", kind->noun));
}

enum err record_load_seen(const struct work *work, const struct record_store *store,
                          const struct uuid *id, int64_t based_on_revision, void *record)
{
    const struct record_head *head = record;
    enum err err =
        record_load(work->db, work->actor, store, id, store->kind->change, RECORD_WHOLE, record);
    if (err == ERR_NONE)
        err = record_check_active(work, head);
    if (err != ERR_NONE || head->revision == based_on_revision)
        return err;
    return record_refuse_stale(work, store->kind);
}
