#include "data/transfer/import_store_internal.h"

#include <string.h>

#include "base/clock.h"
#include "data/vault/vault.h"

static struct seal_place document_place(const struct uuid *organization_id, const struct uuid *id)
{
    return (struct seal_place){.table = "imports",
                               .column = "document",
                               .organization_id = *organization_id,
                               .row_id = *id};
}

static struct seal_place line_place(const char *column, const struct uuid *organization_id,
                                    const struct uuid *id)
{
    return (struct seal_place){.table = "import_lines",
                               .column = column,
                               .organization_id = *organization_id,
                               .row_id = *id};
}

enum err import_load_bundle(struct db *db, const struct import *import, struct bundle *bundle)
{
    struct db_result result;
    struct uuid key_id;
    struct text document;
    const char *problem = NULL;
    struct seal_place place = document_place(&import->organization_id, &import->id);
    enum err err = vault_organization_key(db, &import->organization_id, &key_id);
    if (err == ERR_NONE)
        err = db_select(db, &result,
                        "SELECT document FROM imports WHERE id = $1 AND organization_id = $2",
                        db_uuid(&import->id), db_uuid(&import->organization_id));
    if (err == ERR_NONE && (result.row_count == 0 || db_is_null(&result, 0, 0)))
        return ERR_CONFLICT;
    if (err == ERR_NONE)
        err = vault_unseal(db, &key_id, &place, db_get_bytes(&result, 0, 0), &document);
    if (err != ERR_NONE)
        return err;
    if (bundle_open(db_arena(db), document.data, document.len, bundle, &problem) != ERR_NONE)
        die("a document that was read can't be read again");
    return ERR_NONE;
}

json_t *import_details(struct arena *arena)
{
    return json_keep(arena, json_pack("{s:s, s:[], s:[]}", "what", "", "notes", "needs"));
}

void import_note(json_t *details, const char *path, const char *message)
{
    json_array_append_new(json_object_get(details, "notes"),
                          json_pack("{s:s, s:s}", "path", path, "message", message));
}

static enum err open_row(struct db *db, const struct uuid *organization_id,
                         const struct uuid *key_id, const struct db_result *result, int index,
                         struct import_row *row)
{
    struct text details;
    const char *problem = NULL;
    struct seal_place place = line_place("name", organization_id, &row->id);
    enum err err = vault_open_text(db, &place, db_get_bytes(result, index, 3), &row->name);
    place.column = "details";
    if (err == ERR_NONE)
        err = vault_unseal(db, key_id, &place, db_get_bytes(result, index, 6), &details);
    if (err == ERR_NONE &&
        json_parse(db_arena(db), details.data, details.len, &row->details, &problem) != ERR_NONE)
        die("details of an import that are no JSON");
    return err;
}

static enum err read_row(struct db *db, const struct uuid *organization_id,
                         const struct uuid *key_id, const struct db_result *result, int index,
                         struct import_row *row)
{
    *row = (struct import_row){
        .id = db_get_uuid(result, index, 0),
        .position = db_get_int(result, index, 1),
        .base_version = db_get_int(result, index, 5),
    };
    const struct record_kind *kind = record_kind_find(db_get_text(result, index, 2));
    if (kind == NULL ||
        import_outcome_parse(db_get_text(result, index, 4), &row->outcome) != ERR_NONE)
        die("a line of an import that nobody can read");
    row->kind = kind->id;
    return open_row(db, organization_id, key_id, result, index, row);
}

enum err import_load_rows(struct db *db, const struct import_line_filter *filter,
                          const struct uuid *organization_id, int limit, struct import_rows *rows)
{
    struct db_result result;
    struct uuid key_id;
    bool is_any = filter->outcome == IMPORT_OUTCOME_COUNT;
    enum err err = vault_organization_key(db, organization_id, &key_id);
    if (err == ERR_NONE)
        err =
            db_select(db, &result,
                      "SELECT id, position, kind, name, outcome, base_version, details "
                      "FROM import_lines WHERE import_id = $1 AND organization_id = $2 "
                      "AND position > $3 AND ($4 OR outcome = $5) ORDER BY position LIMIT $6",
                      db_uuid(&filter->import_id), db_uuid(organization_id), db_int(filter->after),
                      db_bool(is_any), db_text(is_any ? "" : import_outcome_names[filter->outcome]),
                      db_int(limit));
    if (err != ERR_NONE)
        return err;
    rows->count = result.row_count;
    rows->items = arena_array(db_arena(db), (size_t)rows->count + 1, sizeof *rows->items);
    for (int i = 0; err == ERR_NONE && i < rows->count; i++)
        err = read_row(db, organization_id, &key_id, &result, i, &rows->items[i]);
    return err;
}

static enum err seal_details(struct db *db, const struct import *import,
                             const struct import_row *row, struct db_value *sealed)
{
    struct uuid key_id;
    struct seal_place place = line_place("details", &import->organization_id, &row->id);
    enum err err = vault_organization_key(db, &import->organization_id, &key_id);
    return err == ERR_NONE ? vault_seal(db, &key_id, &place,
                                        json_format(db_arena(db), row->details, JSON_LINE), sealed)
                           : err;
}

enum err import_insert_row(struct db *db, const struct import *import, const struct import_row *row)
{
    struct db_value name, details;
    struct seal_place place = line_place("name", &import->organization_id, &row->id);
    enum err err = vault_seal_text(db, &place, row->name, &name);
    if (err == ERR_NONE)
        err = seal_details(db, import, row, &details);
    if (err != ERR_NONE)
        return err;
    return db_change_one(db,
                         "INSERT INTO import_lines (id, organization_id, import_id, position, "
                         "kind, name, outcome, base_version, details) "
                         "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
                         db_uuid(&row->id), db_uuid(&import->organization_id), db_uuid(&import->id),
                         db_int(row->position), db_text(record_kinds[row->kind].name), name,
                         db_text(import_outcome_names[row->outcome]), db_int(row->base_version),
                         details);
}

enum err import_update_row(struct db *db, const struct import *import, const struct import_row *row)
{
    struct db_value details;
    enum err err = seal_details(db, import, row, &details);
    if (err != ERR_NONE)
        return err;
    return db_change_one(db,
                         "UPDATE import_lines SET outcome = $4, details = $5 "
                         "WHERE import_id = $1 AND organization_id = $2 AND position = $3",
                         db_uuid(&import->id), db_uuid(&import->organization_id),
                         db_int(row->position), db_text(import_outcome_names[row->outcome]),
                         details);
}
