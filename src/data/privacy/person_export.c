#include "data/privacy/person_export.h"

#include <string.h>

#include "base/clock.h"
#include "base/json.h"
#include "data/db/query.h"
#include "data/user/user_record.h"
#include "data/vault/columns.h"

enum { BATCH = 200, COLUMNS_MAX = 64, DOCUMENT_VERSION = 1 };

struct table {
    const char *name;
    const char *what;
    struct column columns[COLUMNS_MAX];
    int count;
    bool has_id, names_people;
};

struct export
{
    struct db *db;
    const struct uuid *organization_id;
    const struct uuid *user_id;
    const struct uuid *key_id; /* the person's */
    json_t *manifest;
    json_t *data;
    size_t bytes; /* of texts so far */
};

static bool is_person(const struct column *column)
{
    return column->rule == COLUMN_WHO || column->rule == COLUMN_WHOSE;
}

/* Keys, hashes and proofs say nothing about a person, and what signs in stays here. */
static bool is_told(const struct column *column)
{
    static const char *const secrets[] = {"hashed_password", "secret", "code_key"};
    for (size_t i = 0; i < COUNT_OF(secrets); i++)
        if (strcmp(column->name, secrets[i]) == 0)
            return false;
    return column->rule != COLUMN_HASH && column->rule != COLUMN_PROOF &&
           column->rule != COLUMN_WRAPPED;
}

static void add_column(struct table *table, const struct column *column)
{
    table->names_people = table->names_people || is_person(column);
    table->has_id = table->has_id || strcmp(column->name, "id") == 0;
    if (!is_told(column))
        return;
    if (table->count == COLUMNS_MAX)
        die("a table with too many columns to export");
    table->columns[table->count++] = *column;
}

/* The next table; *next is the column after the last one that was read. False at the end. */
static bool next_table(struct table *table, struct column *next, bool *is_over)
{
    if (*is_over)
        return false;
    *table = (struct table){.name = next->table, .what = next->what};
    struct column first = *next;
    table->name = NULL;
    do {
        if (strcmp(next->table, first.table) != 0)
            break;
        add_column(table, next);
    } while (!(*is_over = !columns_next(next)));
    return true;
}

/* ---- rows ---------------------------------------------------------------------------------- */

static json_t *clear_value(const struct db_result *result, int row, int at, enum column_rule rule)
{
    const struct db_value *value = &result->values[row * result->column_count + at];
    if (db_is_null(result, row, at))
        return json_null();
    if (rule == COLUMN_TIME)
        return json_time(db_get_time(result, row, at));
    if (rule <= COLUMN_WHOSE && value->type != DB_TEXT) {
        struct uuid id = db_get_uuid(result, row, at);
        return json_uuid(&id);
    }
    if (value->type == DB_BOOL)
        return json_boolean(value->integer != 0);
    return value->type == DB_TEXT ? json_string(value->text.data) : json_integer(value->integer);
}

/* What is sealed under another person's key is about that person, and stays out. */
static enum err sealed_value(const struct export *export, const struct column *column,
                             const struct db_result *result, int row, int at, bool is_own,
                             json_t **value)
{
    struct uuid row_id = db_get_uuid(result, row, 0);
    struct seal_place place = {column->table, column->name, *export->organization_id, row_id};
    struct text blob = db_get_bytes(result, row, at);
    struct text plain = {NULL, 0};
    const char *text = "";
    enum err err = ERR_NONE;
    *value = NULL;
    if (column->rule == COLUMN_PERSON && is_own)
        err = vault_unseal(export->db, export->key_id, &place, blob, &plain);
    else if (column->rule != COLUMN_PERSON)
        err = vault_open_text(export->db, &place, blob, &text);
    if (err == ERR_NONE && column->rule == COLUMN_PERSON)
        *value = plain.data == NULL ? json_null() : json_stringn(plain.data, plain.len);
    else if (err == ERR_NONE)
        *value = json_string(text);
    return err;
}

/* Is the row about the person, so that its personal half is under their key? */
static bool is_about(const struct export *export, const struct table *table,
                     const struct db_result *result, int row)
{
    for (int i = 0; i < table->count; i++) {
        const char *name = table->columns[i].name;
        bool is_subject = strcmp(name, "subject_id") == 0 || strcmp(name, "user_id") == 0 ||
                          (strcmp(table->name, "users") == 0 && strcmp(name, "id") == 0);
        struct uuid id;
        if (!is_subject)
            continue;
        id = db_get_uuid(result, row, i + 1);
        return uuid_equal(&id, export->user_id);
    }
    return false;
}

static enum err add_row(struct export *export, const struct table *table,
                        const struct db_result *result, int row, json_t *rows)
{
    json_t *object = json_object();
    bool is_own = is_about(export, table, result, row);
    enum err err = ERR_NONE;
    json_array_append_new(rows, object);
    for (int i = 0; i < table->count && err == ERR_NONE; i++) {
        const struct column *column = &table->columns[i];
        json_t *value = NULL;
        if (column_is_sealed(column))
            err = sealed_value(export, column, result, row, i + 1, is_own, &value);
        else
            value = clear_value(result, row, i + 1, column->rule);
        if (value == NULL)
            continue;
        export->bytes += 32 + (json_is_string(value) ? json_string_length(value) : 0);
        json_object_set_new(object, column->name, value);
    }
    return err;
}

static void select_rows(struct query *q, const struct export *export, const struct table *table,
                        const struct uuid *after)
{
    query_begin(q, export->db, table->has_id ? "SELECT id" : "SELECT organization_id");
    for (int i = 0; i < table->count; i++) {
        query_add(q, ", ");
        query_add(q, table->columns[i].name);
    }
    query_add(q, " FROM ");
    query_add(q, table->columns[0].table);
    query_bind(q, " WHERE organization_id = ", db_uuid(export->organization_id));
    bool is_first = true;
    for (int i = 0; i < table->count; i++) {
        if (!is_person(&table->columns[i]))
            continue;
        query_add(q, is_first ? " AND (" : " OR ");
        query_add(q, table->columns[i].name);
        query_bind(q, " = ", db_uuid(export->user_id));
        is_first = false;
    }
    query_add(q, ")");
    if (!table->has_id) {
        query_bind(q, " LIMIT ", db_int(PERSON_EXPORT_ROWS_MAX));
        return;
    }
    query_bind(q, " AND id > ", db_uuid(after));
    query_bind(q, " ORDER BY id LIMIT ", db_int(BATCH));
}

static enum err add_table(struct export *export, const struct table *table)
{
    struct uuid after = {{0}};
    struct db_result result = {.row_count = 0};
    json_t *rows = json_array();
    bool is_full = false;
    enum err err = ERR_NONE;
    json_object_set_new(export->data, table->name, rows);
    do {
        struct query q;
        select_rows(&q, export, table, &after);
        err = query_run(&q, &result);
        for (int i = 0; i < result.row_count && err == ERR_NONE; i++)
            err = add_row(export, table, &result, i, rows);
        if (err == ERR_NONE && table->has_id && result.row_count > 0)
            after = db_get_uuid(&result, result.row_count - 1, 0);
        is_full = json_array_size(rows) >= PERSON_EXPORT_ROWS_MAX ||
                  export->bytes > PERSON_EXPORT_BYTES_MAX;
    } while (err == ERR_NONE && table->has_id && result.row_count == BATCH && !is_full);
    json_array_append_new(export->manifest,
                          json_pack("{s:s, s:s, s:I, s:b}", "table", table->name, "a_row_is",
                                    table->what, "rows", (json_int_t)json_array_size(rows),
                                    "complete", is_full ? 0 : 1));
    return err;
}

/* ---- the document --------------------------------------------------------------------------- */

static enum err add_tables(struct export *export)
{
    struct column next = {.entry = 0};
    bool is_over = !columns_next(&next);
    enum err err = ERR_NONE;
    struct table *table = arena_alloc(db_arena(export->db), sizeof *table);
    while (err == ERR_NONE && next_table(table, &next, &is_over)) {
        table->name = table->columns[0].table;
        if (table->names_people && table->count > 0)
            err = add_table(export, table);
    }
    return err;
}

static enum err check(struct db *db, const struct actor *actor, const struct uuid *user_id,
                      struct user_record *person)
{
    enum err err = user_record_get(db, actor, user_id, person);
    struct policy_target target = {.organization_id = actor->organization_id};
    bool is_self = uuid_equal(user_id, &actor->user_id);
    if (err == ERR_NONE && !is_self && !policy_allows(actor, PERMISSION_RETENTION, &target))
        err = ERR_DENIED;
    return err == ERR_NONE && !is_self ? user_record_check_change(actor, person) : err;
}

static enum err record(struct db *db, const struct actor *actor, const struct user_record *person,
                       enum audit_outcome outcome)
{
    struct audit_event event = user_record_event(person, "user.export");
    event.outcome = outcome;
    return audit_record_alone(db, actor, &event);
}

enum err person_export(struct db *db, const struct actor *actor, const struct uuid *user_id,
                       struct text *document)
{
    char time[CLOCK_ISO_LEN], id[UUID_TEXT_LEN];
    struct user_record person = {
        .user = {.id = *user_id, .organization_id = actor->organization_id}};
    struct export export = {.db = db,
                            .organization_id = &person.user.organization_id,
                            .user_id = user_id,
                            .key_id = &person.data_key_id};
    enum err err = check(db, actor, user_id, &person);
    if (err == ERR_DENIED) {
        enum err audit_err = record(db, actor, &person, AUDIT_REFUSAL);
        return audit_err == ERR_NONE ? err : audit_err;
    }
    if (err != ERR_NONE)
        return err;
    clock_format_iso(clock_now(), time);
    uuid_format(user_id, id);
    export.manifest = json_array();
    export.data = json_object();
    json_t *root = json_keep(db_arena(db), json_pack("{s:s, s:i, s:s, s:s, s:o, s:o}", "document",
                                                     "rostrum person export", "version", VERSION,
                                                     "person", id, "made_at", time, "manifest",
                                                     export.manifest, "data", export.data));
    err = add_tables(&export);
    if (err != ERR_NONE)
        return err;
    *document = json_format(db_arena(db), root, JSON_INDENTED);
    return record(db, actor, &person, AUDIT_SUCCESS);
}
