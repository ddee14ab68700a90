#include "data/record/record_many.h"

#include "data/record/record_load.h"
#include "data/record/record_stop.h"
#include "data/vault/vault.h"

enum {
    COLUMN_ID,
    COLUMN_VERSION,
    COLUMN_NAME,
    COLUMN_FOLDER,
    COLUMN_DESCRIPTION,
    COLUMN_OWNER,
    COLUMN_CURRENT,
    COLUMN_VERSION_ID,
    COLUMN_KEY,
    COLUMN_FACET,
    COLUMN_STOP,
    COLUMN_PARTS
};

/* One text, however many are wanted: those that are missing are of no record. */
static void add_wanted(struct query *q, const struct record_wanted *wanted, int count)
{
    static const struct record_wanted nothing;
    for (int i = 0; i < RECORD_MANY; i++) {
        const struct record_wanted *one = i < count ? &wanted[i] : &nothing;
        query_bind(q, i == 0 ? "(VALUES (" : ", (", db_uuid(&one->id));
        query_bind(q, ", ", db_int(one->version));
        query_add(q, ")");
    }
    query_add(q, ") w");
}

static enum err select_many(struct db *db, const struct uuid *organization_id,
                            const struct record_kind *kind, const struct record_wanted *wanted,
                            int count, struct db_result *rows)
{
    struct query q;
    query_begin(&q, db,
                "SELECT r.id, v.version, r.name, r.folder, r.description, r.owner_id, r.version, "
                "v.id, o.data_key_id, v.");
    query_add(&q, kind->facet);
    query_add(&q, ", ");
    record_stop_add(&q, organization_id);
    record_add_columns(&q, kind);
    query_add(&q, " FROM ");
    add_wanted(&q, wanted, count);
    query_add(&q, " JOIN ");
    query_add(&q, kind->table);
    query_bind(&q, " r ON r.organization_id = ", db_uuid(organization_id));
    query_add(&q, " AND r.id = w.column1 JOIN ");
    query_add(&q, kind->versions);
    query_bind(&q, " v ON v.organization_id = ", db_uuid(organization_id));
    query_add(&q, " AND v.record_id = w.column1 AND v.version = w.column2 "
                  "JOIN organizations o ON o.id = r.organization_id");
    return query_run(&q, rows);
}

static enum err read_row(struct db *db, const struct record_store *store,
                         const struct uuid *organization_id, const struct db_result *rows, int row,
                         struct record_got *got)
{
    struct uuid key_id = db_get_uuid(rows, row, COLUMN_KEY);
    struct record_head *head = &got->head;
    got->is_there = true;
    *head = (struct record_head){.store = store,
                                 .id = db_get_uuid(rows, row, COLUMN_ID),
                                 .organization_id = *organization_id,
                                 .name = db_get_text(rows, row, COLUMN_NAME),
                                 .folder = db_get_text(rows, row, COLUMN_FOLDER),
                                 .owner_id = db_get_uuid(rows, row, COLUMN_OWNER),
                                 .version = db_get_int(rows, row, COLUMN_CURRENT)};
    got->version = (struct record_version){
        .version = db_get_int(rows, row, COLUMN_VERSION),
        .stop_id = db_get_uuid(rows, row, COLUMN_STOP),
        .content = {.facet = db_get_text(rows, row, COLUMN_FACET)},
    };
    got->version.asked = (struct record_source){.head = head, .number = got->version.version};
    vault_note_organization_key(db, organization_id, &key_id);
    struct seal_place place = record_description_place(store->kind, organization_id, &head->id);
    struct record_sealed sealed = {
        rows,  row, COLUMN_PARTS, *organization_id, db_get_uuid(rows, row, COLUMN_VERSION_ID),
        key_id};
    enum err err = vault_open_text(db, &place, db_get_bytes(rows, row, COLUMN_DESCRIPTION),
                                   &head->description);
    return err == ERR_NONE ? record_open(db, store->kind, &sealed, &got->version.content) : err;
}

static int find(const struct db_result *rows, const struct record_wanted *wanted)
{
    for (int row = 0; row < rows->row_count; row++) {
        struct uuid id = db_get_uuid(rows, row, COLUMN_ID);
        if (uuid_equal(&id, &wanted->id) &&
            db_get_int(rows, row, COLUMN_VERSION) == wanted->version)
            return row;
    }
    return -1;
}

enum err record_many_load(struct db *db, const struct actor *actor,
                          const struct record_store *store, const struct record_wanted *wanted,
                          int count, struct record_got *got)
{
    struct db_result rows;
    const struct uuid *organization_id = &actor->organization_id;
    enum err err = select_many(db, organization_id, store->kind, wanted, count, &rows);
    for (int i = 0; err == ERR_NONE && i < count; i++) {
        int row = find(&rows, &wanted[i]);
        got[i] = (struct record_got){.is_there = false};
        if (row < 0)
            continue;
        struct policy_target target = {*organization_id, db_get_uuid(&rows, row, COLUMN_OWNER),
                                       db_get_text(&rows, row, COLUMN_FOLDER)};
        if (policy_allows(actor, store->kind->read, &target))
            err = read_row(db, store, organization_id, &rows, row, &got[i]);
    }
    return err;
}
