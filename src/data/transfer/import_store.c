#include "data/transfer/import_store_internal.h"

#include <string.h>

#include "base/clock.h"
#include "data/db/query.h"
#include "data/vault/vault.h"
#include "domain/transfer/bundle_open.h"

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
    struct seal_place place = line_place("name", organization_id, &row->id);
    enum err err = vault_open_text(db, &place, db_get_bytes(result, index, 3), &row->name);
    place.column = "details";
    if (err == ERR_NONE)
        err = vault_unseal(db, key_id, &place, db_get_bytes(result, index, 6), &details);
    if (err == ERR_NONE)
        row->details = json_stored(db_arena(db), details, "details of an import");
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
        .applied = arena_strdup(db_arena(db), db_get_text(result, index, 7)),
        .after_revision = db_get_int(result, index, 9),
    };
    if (!db_is_null(result, index, 8))
        row->record_id = db_get_uuid(result, index, 8);
    if (!db_is_null(result, index, 10))
        row->applied_at = db_get_time(result, index, 10);
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
                      "SELECT id, position, kind, name, outcome, base_version, details, applied, "
                      "record_id, after_revision, applied_at "
                      "FROM import_lines WHERE import_id = $1 AND organization_id = $2 "
                      "AND position > $3 AND ($4 OR outcome = $5) "
                      "AND ($6 OR (applied = $7 AND outcome IN ('created', 'changed'))) "
                      "ORDER BY position LIMIT $8",
                      db_uuid(&filter->import_id), db_uuid(organization_id), db_int(filter->after),
                      db_bool(is_any), db_text(is_any ? "" : import_outcome_names[filter->outcome]),
                      db_bool(filter->applied == NULL),
                      db_text(filter->applied == NULL ? "" : filter->applied), db_int(limit));
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

/* ---- what became of it -------------------------------------------------------------------------
 */

void import_mark_made(struct db *db, const struct import *import, const struct import_row *row,
                      const char *applied)
{
    struct query q;
    query_begin(&q, db, "UPDATE import_lines SET after_revision = (SELECT r.revision FROM ");
    query_add(&q, record_kinds[row->kind].table);
    query_bind(&q, " r WHERE r.organization_id = ", db_uuid(&import->organization_id));
    query_bind(&q, " AND r.id = ", db_uuid(&row->record_id));
    query_bind(&q, "), record_id = ", db_uuid(&row->record_id));
    query_bind(&q, ", applied = ", db_text(applied));
    query_bind(&q, ", applied_at = ", db_time(clock_now()));
    query_bind(&q, " WHERE organization_id = ", db_uuid(&import->organization_id));
    query_bind(&q, " AND import_id = ", db_uuid(&import->id));
    query_bind(&q, " AND position = ", db_int(row->position));
    query_change_later(&q);
}

void import_mark(struct db *db, const struct import *import, const struct import_row *row,
                 const char *applied)
{
    db_change_later(db,
                    "UPDATE import_lines SET applied = $4 "
                    "WHERE organization_id = $1 AND import_id = $2 AND position = $3",
                    db_uuid(&import->organization_id), db_uuid(&import->id), db_int(row->position),
                    db_text(applied));
}

enum err import_load_totals(struct db *db, struct import *import)
{
    struct db_result result;
    enum err err = db_select(db, &result,
                             "SELECT kind, outcome, count(*) FROM import_lines "
                             "WHERE organization_id = $1 AND import_id = $2 GROUP BY kind, outcome",
                             db_uuid(&import->organization_id), db_uuid(&import->id));
    if (err != ERR_NONE)
        return err;
    memset(import->totals, 0, sizeof import->totals);
    for (int i = 0; i < result.row_count; i++) {
        enum import_outcome outcome = IMPORT_REFUSED;
        const struct record_kind *kind = record_kind_find(db_get_text(&result, i, 0));
        if (kind == NULL || import_outcome_parse(db_get_text(&result, i, 1), &outcome) != ERR_NONE)
            die("a line of an import that nobody can read");
        import->totals[kind->id][outcome] = db_get_int(&result, i, 2);
    }
    return ERR_NONE;
}

enum err import_load_refused(struct db *db, const struct import *import, bool **is_refused)
{
    struct db_result result;
    enum err err = db_select(db, &result,
                             "SELECT position FROM import_lines WHERE organization_id = $1 "
                             "AND import_id = $2 AND outcome = 'refused' LIMIT $3",
                             db_uuid(&import->organization_id), db_uuid(&import->id),
                             db_int(BUNDLE_RECORDS_MAX));
    if (err != ERR_NONE)
        return err;
    *is_refused = arena_array(db_arena(db), (size_t)import->record_count + 1, sizeof **is_refused);
    for (int i = 0; i < result.row_count; i++)
        (*is_refused)[db_get_int(&result, i, 0)] = true;
    return ERR_NONE;
}
