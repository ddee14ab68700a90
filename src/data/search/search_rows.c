#include "data/search/search_rows.h"

#include <inttypes.h>
#include <string.h>

#include "data/db/kept_row.h"
#include "data/db/query.h"
#include "data/user/person.h"

static void add_place(struct query *q, const struct search_rows *asked)
{
    query_bind(q, " AND (r.updated_at, r.id) < (", db_time(asked->place.time));
    query_bind(q, ", ", db_uuid(&asked->place.id));
    query_bind(q, ") ORDER BY r.updated_at DESC, r.id DESC LIMIT ", db_int(asked->size));
}

static enum err ask_people(struct db *db, const struct uuid *organization_id,
                           const struct search_rows *asked, struct db_result *rows)
{
    struct query q;
    query_begin(
        &q, db,
        "SELECT r.id, r.updated_at, " PERSON_COLUMNS(r) " FROM users r" VAULT_KEY_JOIN(r_key, r));
    query_bind(&q, " WHERE r.organization_id = ", db_uuid(organization_id));
    query_add(&q, " AND r.erased_at IS NULL");
    if (asked->only_active)
        query_add(&q, " AND r.is_active");
    add_place(&q, asked);
    return query_run(&q, rows);
}

/* The first two columns, and the name instead of what it is opened with. */
static enum err open_names(struct db *db, const struct db_result *sealed, struct db_result *rows)
{
    enum { COLUMNS = SEARCH_PERSON_COLUMN + 1 };
    enum err err = ERR_NONE;
    size_t count = (size_t)sealed->row_count * COLUMNS;
    struct db_value *values = arena_array(db_arena(db), count, sizeof *values);
    for (int row = 0; err == ERR_NONE && row < sealed->row_count; row++) {
        const struct db_value *from = &sealed->values[row * sealed->column_count];
        const char *name = NULL;
        err = person_name(db, sealed, row, SEARCH_PERSON_COLUMN, &name);
        memcpy(&values[row * COLUMNS], from, SEARCH_PERSON_COLUMN * sizeof *from);
        values[row * COLUMNS + SEARCH_PERSON_COLUMN] = db_text(name);
    }
    *rows = (struct db_result){values, sealed->row_count, COLUMNS, 0};
    return err;
}

enum err search_rows_people(struct db *db, const struct uuid *organization_id,
                            const struct search_rows *asked, struct db_result *rows)
{
    char id[UUID_TEXT_LEN];
    struct kept_rows people;
    struct db_result sealed;
    uuid_format(&asked->place.id, id);
    const char *key = arena_printf(db_arena(db), "names of people %d %d %" PRId64 " %s",
                                   (int)asked->only_active, asked->size, asked->place.time, id);
    if (!kept_rows_find(db, asked->may_keep ? key : NULL, &people)) {
        enum err err = ask_people(db, organization_id, asked, &sealed);
        if (err == ERR_NONE)
            err = open_names(db, &sealed, &people.rows);
        if (err != ERR_NONE)
            return err;
        kept_rows_keep(db, &people);
    }
    *rows = people.rows;
    return ERR_NONE;
}

/* How long the parts of a content are, together. */
static void add_len(struct query *q, const struct record_kind *kind)
{
    query_add(q, ", (SELECT 0");
    for (int i = 0; i < RECORD_PARTS_MAX && kind->columns[i] != NULL; i++) {
        query_add(q, " + COALESCE(length(v.");
        query_add(q, kind->columns[i]);
        query_add(q, "), 0)");
    }
    query_add(q, " FROM ");
    query_add(q, kind->versions);
    query_add(q, " v WHERE v.organization_id = r.organization_id AND v.record_id = r.id "
                 "AND v.version = r.version)");
}

enum err search_rows_records(const struct record_row_source *source,
                             const struct search_rows *asked, struct db_result *rows)
{
    const struct record_kind *kind = source->kind;
    struct query q;
    query_begin(&q, source->db, "SELECT r.id, r.updated_at, r.name, r.description, r.marks, r.");
    query_add(&q, kind->facet);
    query_add(&q, ", r.version, r.archived_at");
    if (asked->with_len)
        add_len(&q, kind);
    query_add(&q, " FROM ");
    query_add(&q, kind->table);
    query_add(&q, " r");
    if (asked->lookup != NULL) {
        query_add(&q, " JOIN (");
        record_lookup_add(&q, source, asked->lookup);
        query_add(&q, ") f ON f.id = r.id");
    }
    query_bind(&q, " WHERE r.organization_id = ", db_uuid(&source->organization_id));
    add_place(&q, asked);
    return query_run(&q, rows);
}

bool search_rows_is_below(const struct db_result *rows, int row, const char *folder)
{
    const char *name = db_get_text(rows, row, SEARCH_NAME_COLUMN);
    size_t len = strlen(folder);
    return len == 0 || (strncmp(name, folder, len) == 0 && name[len] == '/');
}
