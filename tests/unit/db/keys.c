#include "test.h"

#include <string.h>

#include "data/db/query.h"
#include "everything.h"

/* Keys begin with the customer: the rules of the schema as they stand in the database, and what
 * they refuse. */

enum { TABLES_MAX = 200, COLUMNS_MAX = 4 };

/* ---- foreign keys ------------------------------------------------------------------------- */

struct foreign_key {
    const char *table;
    const char *parent;
    const char *columns[COLUMNS_MAX];
    const char *parent_columns[COLUMNS_MAX];
    int count;
    bool sets_null;
};

static const char sqlite_foreign_keys[] =
    "SELECT m.name, f.id, f.\"table\", f.\"from\", f.\"to\", CASE f.on_delete WHEN 'SET NULL' "
    "THEN 1 ELSE 0 END FROM sqlite_schema m JOIN pragma_foreign_key_list(m.name) f "
    "WHERE m.type = 'table' ORDER BY m.name, f.id, f.seq LIMIT 1000";
static const char postgres_foreign_keys[] =
    "SELECT CAST(c.conrelid::regclass AS text), CAST(c.oid AS bigint), "
    "CAST(c.confrelid::regclass AS text), CAST(a.attname AS text), CAST(b.attname AS text), "
    "CAST(CASE c.confdeltype WHEN 'n' THEN 1 ELSE 0 END AS bigint) "
    "FROM pg_constraint c CROSS JOIN LATERAL unnest(c.conkey, c.confkey) WITH ORDINALITY "
    "AS k(child, parent, place) "
    "JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = k.child "
    "JOIN pg_attribute b ON b.attrelid = c.confrelid AND b.attnum = k.parent "
    "WHERE c.contype = 'f' ORDER BY 1, 2, k.place LIMIT 1000";

static struct db_result ask(struct fixture *f, const char *sqlite, const char *postgres)
{
    struct db_result result;
    const char *sql = f->is_postgres ? postgres : sqlite;
    assert_int_equal(db_query(f->db, sql, NULL, 0, &result), ERR_NONE);
    return result;
}

static int read_foreign_keys(struct fixture *f, struct foreign_key *keys)
{
    struct db_result rows = ask(f, sqlite_foreign_keys, postgres_foreign_keys);
    int count = 0;
    for (int row = 0; row < rows.row_count; row++) {
        bool is_same = row > 0 && db_get_int(&rows, row, 1) == db_get_int(&rows, row - 1, 1) &&
                       strcmp(db_get_text(&rows, row, 0), db_get_text(&rows, row - 1, 0)) == 0;
        struct foreign_key *key = &keys[is_same ? count - 1 : count];
        assert_true(is_same || count < TABLES_MAX);
        if (!is_same) {
            count++;
            *key = (struct foreign_key){.table = db_get_text(&rows, row, 0),
                                        .parent = db_get_text(&rows, row, 2),
                                        .sets_null = db_get_int(&rows, row, 5) != 0};
        }
        assert_true(key->count < COLUMNS_MAX);
        key->columns[key->count] = db_get_text(&rows, row, 3);
        key->parent_columns[key->count++] = db_get_text(&rows, row, 4);
    }
    return count;
}

static void every_foreign_key_begins_with_the_organization(void **state)
{
    struct fixture *f = *state;
    struct foreign_key keys[TABLES_MAX];
    fixture_begin(f);
    int count = read_foreign_keys(f, keys);
    assert_true(count > 30);
    for (int i = 0; i < count; i++) {
        const struct foreign_key *key = &keys[i];
        bool is_to_organization = strcmp(key->parent, "organizations") == 0 && key->count == 1;
        bool has_organization = key->count > 1 && strcmp(key->columns[0], "organization_id") == 0 &&
                                strcmp(key->parent_columns[0], "organization_id") == 0;
        if (!is_to_organization && !has_organization)
            fail_msg("%s refers to %s without its organization", key->table, key->parent);
        if (key->sets_null)
            fail_msg("%s: a reference to %s would be set to NULL", key->table, key->parent);
    }
}

/* ---- unique rules ------------------------------------------------------------------------- */

static const char sqlite_unique_rules[] =
    "SELECT m.name, c.name FROM sqlite_schema m JOIN pragma_index_list(m.name) l "
    "JOIN pragma_index_info(l.name) c WHERE m.type = 'table' AND l.\"unique\" = 1 AND c.seqno = 0 "
    "LIMIT 1000";
static const char postgres_unique_rules[] =
    "SELECT CAST(x.indrelid::regclass AS text), CAST(a.attname AS text) FROM pg_index x "
    "JOIN pg_class t ON t.oid = x.indrelid AND t.relnamespace = 'public'::regnamespace "
    "JOIN pg_attribute a ON a.attrelid = x.indrelid AND a.attnum = x.indkey[0] "
    "WHERE x.indisunique LIMIT 1000";

/* Named exceptions: what belongs to no customer, the customers themselves, and what sign-in
 * searches. */
static bool is_exception(const char *table)
{
    static const char *const exceptions[] = {"addresses",     "attempts",          "installation",
                                             "organizations", "schema_migrations", "signing_keys"};
    for (size_t i = 0; i < COUNT_OF(exceptions); i++)
        if (strcmp(exceptions[i], table) == 0)
            return true;
    return false;
}

static void every_unique_rule_begins_with_the_organization(void **state)
{
    struct fixture *f = *state;
    fixture_begin(f);
    struct db_result rows = ask(f, sqlite_unique_rules, postgres_unique_rules);
    assert_true(rows.row_count > 30);
    for (int row = 0; row < rows.row_count; row++) {
        const char *table = db_get_text(&rows, row, 0);
        const char *column = db_get_text(&rows, row, 1);
        if (!is_exception(table) && strcmp(column, "organization_id") != 0)
            fail_msg("%s: a unique rule begins with %s", table, column);
    }
}

/* Distributed tables have no triggers: the role of the application has not even the right. */
static void what_triggers_refuse_is_no_right_either(void **state)
{
    struct fixture *f = *state;
    fixture_begin(f);
    struct db_result rows = ask(
        f, "",
        "SELECT CAST(t.tgrelid::regclass AS text), CAST(t.tgname AS text) FROM pg_trigger t "
        "WHERE NOT t.tgisinternal AND (has_table_privilege('rostrum_app', t.tgrelid, 'TRUNCATE') "
        "OR (t.tgtype & 16 <> 0 AND has_table_privilege('rostrum_app', t.tgrelid, 'UPDATE')) "
        "OR (t.tgtype & 8 <> 0 AND has_table_privilege('rostrum_app', t.tgrelid, 'DELETE')))");
    if (rows.row_count > 0)
        fail_msg("%s: %s", db_get_text(&rows, 0, 0), db_get_text(&rows, 0, 1));
}

/* ---- rows --------------------------------------------------------------------------------- */

static void make_both(struct fixture *f)
{
    struct fixture_organization own = f->own;
    struct rich rich;
    everything_make(f, &rich);
    f->own = f->other;
    everything_make(f, &rich);
    f->own = own;
}

static void end_triggers(struct fixture *f)
{
    fixture_script(f,
                   "DROP TRIGGER prompt_versions_no_update; DROP TRIGGER agent_versions_no_update; "
                   "DROP TRIGGER team_versions_no_update; DROP TRIGGER set_versions_no_update; "
                   "DROP TRIGGER label_moves_no_update;",
                   "ALTER TABLE prompt_versions DISABLE TRIGGER no_update; "
                   "ALTER TABLE agent_versions DISABLE TRIGGER no_update; "
                   "ALTER TABLE team_versions DISABLE TRIGGER no_update; "
                   "ALTER TABLE set_versions DISABLE TRIGGER no_update; "
                   "ALTER TABLE label_moves DISABLE TRIGGER no_update;");
}

static void fresh_request(struct fixture *f)
{
    (void)!db_end_request(f->db); /* which a refused statement has made fail */
    struct uuid id = uuid_make();
    db_begin_request(f->db, f->arena, &id);
    (void)db_enter(f->db, (struct db_scope){.reach = DB_ALL});
}

/* Sets the second column of a key, in one row of the own organization, to what a row of the parent
 * has in an organization. *changed: how many rows that were. */
static enum err point_at(struct fixture *f, const struct foreign_key *key,
                         const struct uuid *organization_id, int64_t *changed)
{
    bool is_word = strstr(key->table, "_words") != NULL; /* SQLite: these have no rowid */
    const char *row_id = is_word ? "word" : f->is_postgres ? "ctid" : "rowid";
    struct db_result result = {.values = NULL};
    struct query q;
    fresh_request(f);
    assert_int_equal(db_begin(f->db), ERR_NONE);
    query_begin(&q, f->db, "UPDATE ");
    query_add(&q, key->table);
    query_add(&q, " SET ");
    query_add(&q, key->columns[1]);
    query_add(&q, " = (SELECT ");
    query_add(&q, key->parent_columns[1]);
    query_add(&q, " FROM ");
    query_add(&q, key->parent);
    query_bind(&q, " WHERE organization_id = ", db_uuid(organization_id));
    query_bind(&q, " LIMIT 1) WHERE organization_id = ", db_uuid(&f->own.id));
    query_add(&q, " AND ");
    query_add(&q, row_id);
    query_add(&q, " = (SELECT ");
    query_add(&q, row_id);
    query_add(&q, " FROM ");
    query_add(&q, key->table);
    query_bind(&q, " WHERE organization_id = ", db_uuid(&f->own.id));
    query_add(&q, " AND ");
    query_add(&q, key->columns[1]);
    query_add(&q, " IS NOT NULL");
    /* a newest version has no labels that would hold it */
    bool is_version = strstr(key->table, "_versions") != NULL;
    query_add(&q, is_version ? " ORDER BY version DESC LIMIT 1)" : " LIMIT 1)");
    enum err err = query_run(&q, &result);
    *changed = result.change_count;
    db_note_audit(f->db, &f->own.id);
    return db_finish(f->db, err);
}

static void no_row_names_a_row_of_another_organization(void **state)
{
    struct fixture *f = *state;
    struct foreign_key keys[TABLES_MAX];
    struct fixture owner = *f;
    make_both(f);
    end_triggers(f);
    assert_int_equal(fixture_reconnect(&owner, true), ERR_NONE);
    fresh_request(&owner);
    struct arena *kept = arena_create(1 << 20);
    struct arena *before = db_use_arena(owner.db, kept);
    int count = read_foreign_keys(&owner, keys);
    assert_ptr_equal(db_use_arena(owner.db, before), kept);
    for (int i = 0; i < count; i++) {
        int64_t changed = 0;
        if (keys[i].count < 2)
            continue;
        enum err err = point_at(&owner, &keys[i], &f->other.id, &changed);
        if (err == ERR_NONE)
            fail_msg("%s.%s: %s", keys[i].table, keys[i].columns[1],
                     changed == 0 ? "the test has no row" : "names a row of another organization");
    }
    (void)!db_end_request(owner.db);
    arena_destroy(kept);
    arena_destroy(owner.arena);
    db_close(owner.db);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(every_foreign_key_begins_with_the_organization,
                                        fixture_open, fixture_close),
        cmocka_unit_test_setup_teardown(every_unique_rule_begins_with_the_organization,
                                        fixture_open, fixture_close),
        cmocka_unit_test_prestate_setup_teardown(what_triggers_refuse_is_no_right_either,
                                                 fixture_open, fixture_close,
                                                 (void *)(uintptr_t)fixture_postgres),
        cmocka_unit_test_setup_teardown(no_row_names_a_row_of_another_organization, fixture_open,
                                        fixture_close),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
