#include "test.h"

#include <stdio.h>

#include "backups.h"
#include "data/account/reset_request.h"
#include "data/db/db_table.h"
#include "data/db/migration.h"
#include "data/db/query.h"
#include "data/user/user.h"
#include "everything.h"
#include "unit/db/take_back.h"

/* A database with data that an earlier version of the program made is brought to the schema of this
 * one, from every state that there was: by a role that owns it, and nothing in it is lost. */

enum { PROFILE = 3, COMMENTS = 4, WEBHOOKS = 30, SETS = 36 }; /* migrations */

/* ---- every row as it is ------------------------------------------------------------------- */

enum { TABLES_MAX = 200, ROWS_ARENA = 64 << 20 };

/* The columns of a table and what stands in them, as text. */
struct rows {
    const char *table;
    const char *columns; /* as a row of text in the engine's words */
    const char *text;
};

/* SELECT what FROM table rest. */
static struct db_result ask(struct fixture *f, const char *what, const char *table,
                            const char *rest)
{
    struct db_result result;
    struct query q;
    query_begin(&q, f->db, "SELECT ");
    query_add(&q, what);
    query_add(&q, " FROM ");
    query_add(&q, table);
    query_add(&q, rest);
    assert_int_equal(query_run(&q, &result), ERR_NONE);
    return result;
}

static const char *text_of_rows(struct fixture *f, struct arena *kept, const struct rows *rows)
{
    struct buf buf;
    struct db_result result = ask(f, rows->columns, rows->table, " ORDER BY 1");
    buf_init(&buf, kept);
    for (int row = 0; row < result.row_count; row++)
        buf_printf(&buf, "%s\n", db_get_text(&result, row, 0));
    return buf.data;
}

/* Of all tables that there are, but for the list of migrations. */
static int read_rows(struct fixture *owner, struct arena *kept, struct rows rows[TABLES_MAX])
{
    struct db_result columns;
    const char *sql =
        owner->is_postgres
            ? "SELECT CAST(table_name AS text), CAST('CAST(ROW(' || string_agg(quote_ident("
              "column_name), ', ' ORDER BY column_name) || ') AS text)' AS text) FROM "
              "information_schema.columns WHERE table_schema = 'public' AND table_name <> "
              "'schema_migrations' GROUP BY 1"
            : "SELECT m.name, group_concat('quote(' || c.name || ')', ' || '','' || ') FROM "
              "sqlite_schema m JOIN pragma_table_info(m.name) c WHERE m.type = 'table' AND "
              "m.name NOT LIKE 'sqlite%' AND m.name <> 'schema_migrations' GROUP BY 1";
    assert_int_equal(db_query(owner->db, sql, NULL, 0, &columns), ERR_NONE);
    assert_in_range(columns.row_count, 1, TABLES_MAX);
    for (int i = 0; i < columns.row_count; i++) {
        rows[i] = (struct rows){arena_printf(kept, "%s", db_get_text(&columns, i, 0)),
                                arena_printf(kept, "%s", db_get_text(&columns, i, 1)), NULL};
        rows[i].text = text_of_rows(owner, kept, &rows[i]);
    }
    return columns.row_count;
}

/* What stood in the columns of before stands there now. */
static void check_rows(struct fixture *owner, struct arena *kept, const struct rows *rows,
                       int count, int from)
{
    for (int i = 0; i < count; i++)
        if (strcmp(text_of_rows(owner, kept, &rows[i]), rows[i].text) != 0)
            fail_msg("from %d, the rows of %s: %s\n--- now\n%s", from, rows[i].table, rows[i].text,
                     text_of_rows(owner, kept, &rows[i]));
}

static struct fixture open_as_owner(struct fixture *f, struct arena *kept)
{
    struct fixture owner = *f;
    assert_int_equal(fixture_reconnect(&owner, true), ERR_NONE);
    assert_ptr_equal(db_use_arena(owner.db, kept), owner.arena);
    return owner;
}

static void close_owner(struct fixture *owner)
{
    (void)!db_end_request(owner->db);
    arena_destroy(owner->arena);
    db_close(owner->db);
}

static void migrate(struct fixture *f, int expected)
{
    static struct rows rows[TABLES_MAX];
    int applied = 0;
    struct arena *kept = arena_create(ROWS_ARENA);
    struct fixture owner = open_as_owner(f, kept);
    int count = read_rows(&owner, kept, rows);
    assert_int_equal(migration_check(owner.db), ERR_STALE);
    assert_int_equal(migration_apply(owner.db, &applied), ERR_NONE);
    assert_int_equal(applied, expected);
    assert_int_equal(migration_check(owner.db), ERR_NONE);
    check_rows(&owner, kept, rows, count, migration_text_count - expected);
    close_owner(&owner);
    arena_destroy(kept);
}

/* Who was there before has no zone of their own, and may choose one. */
static void check_zone(struct fixture *f)
{
    const struct fixture_user *user = &f->own.users[PERSONA_PRODUCT_MANAGER];
    struct user found;
    assert_int_equal(user_get(f->db, &user->actor, &user->id, &found), ERR_NONE);
    assert_string_equal(found.time_zone, "UTC");
    fixture_set_time_zone(f, user, "Asia/Kolkata");
}

/* What a step gave the rows that were there before it: their table, and how many may be otherwise.
 */
static void check_columns(struct fixture *f, int from)
{
    static const struct {
        int number;
        const char *table, *where;
    } steps[] = {
        {9, "organizations", " WHERE closed_at IS NOT NULL"},
        {11, "data_keys", " WHERE owner_id IS NULL"},
        {14, "one_time_links", " WHERE (acknowledged_at IS NULL) <> (used_at IS NULL)"},
        {15, "imports", " WHERE applied_count <> 0 OR phase <> ''"},
        {15, "import_lines", " WHERE applied <> ''"},
        {19, "sessions", " WHERE factor <> 'password'"},
        {23, "sessions", " WHERE is_new_device"},
        {24, "organizations", " WHERE review_days <> 90"},
        {24, "users",
         " WHERE invited_by IS NULL AND id IN (SELECT l.user_id FROM one_time_links l "
         "WHERE l.purpose = 'invitation')"},
        {25, "api_tokens", " WHERE default_persona IS NOT NULL"},
        {26, "sessions", " WHERE is_sso OR is_sso_factor"},
        {26, "sign_in_steps", " WHERE is_sso"},
        {31, "organizations", " WHERE proposes_labels"},
    };
    fixture_begin(f);
    (void)db_enter(f->db, (struct db_scope){.reach = DB_ALL});
    for (size_t i = 0; i < COUNT_OF(steps); i++) {
        const char *table = steps[i].table;
        struct db_result all = ask(f, "count(*)", table, "");
        struct db_result other = ask(f, "count(*)", table, steps[i].where);
        if (from == steps[i].number - 1 && db_get_int(&all, 0, 0) == 0)
            fail_msg("%d changes %s, and the test has no row in it", from + 1, table);
        if (from < steps[i].number && db_get_int(&other, 0, 0) != 0)
            fail_msg("from %d, %s%s", from, table, steps[i].where);
    }
}

/* The record is whole, and what the migrations added can be used by the application. */
static void check_data(struct fixture *f, struct rich *rich, int from)
{
    if (from < SETS) { /* test sets went with their tables */
        fixture_begin(f);
        rich_make_sets(f, rich);
        rich_propose(f, rich, RECORD_SET);
    }
    for (int kind = 0; kind < RECORD_KIND_COUNT; kind++) {
        const struct record_head *head = get_head(f, rich_stores[kind], &rich->ids[kind]);
        assert_true(head->version >= 2);
        assert_string_equal(head->owner_name, "Ada Admin of Northwind");
    }
    if (from < PROFILE) { /* the addresses of before: their table is a new one */
        check_zone(f);
        rich_make_requests(f);
    }
    if (from < COMMENTS)
        rich_make_talk(f, rich);
    check_columns(f, from);
    fixture_begin(f);
}

/* A backup that the version of then could have made is brought to this one by its restore. */
static void check_backup(struct fixture *f, int expected)
{
    char text[64];
    use_installation(f);
    restore_well(back_up(f), "");
    put(text, sizeof text, "brought the schema to that of this version (%d)", expected);
    assert_out_has(text);
    if (ask_ready(target_app) != 0)
        fail_msg("%s", out);
    drop_target();
}

/* What only time could bring, and what is asked for last. */
static void make_the_rest(struct fixture *f)
{
    static const char rows[] =
        "INSERT INTO closing_certificates (organization_id, closed_at, certificate) SELECT id, "
        "created_at, 'closed' FROM organizations; "
        "INSERT INTO organization_closings (organization_id, id, requested_by, requested_at, "
        "reason) SELECT organization_id, id, user_id, created_at, token_hash FROM sessions s "
        "WHERE NOT EXISTS (SELECT 1 FROM sessions t WHERE t.organization_id = s.organization_id "
        "AND t.id > s.id); "
        "INSERT INTO audit_nodes (organization_id, level, position, hash) SELECT organization_id, "
        "8, 1000000, token_hash FROM sessions s WHERE NOT EXISTS (SELECT 1 FROM sessions t WHERE "
        "t.organization_id = s.organization_id AND t.id > s.id); "
        /* It is over: a key that was replaced is what the earliest versions did not know. */
        "INSERT INTO key_rotations (organization_id, id, data_key_id, done_count, total_count, "
        "created_at, ended_at) SELECT id, id, data_key_id, 1, 1, created_at, created_at FROM "
        "organizations;";
    struct problem problem;
    retention_set_rules(f, "sessions", 30);
    fixture_begin(f);
    assert_int_equal(
        reset_request_add(f->db, f->own.users[PERSONA_PRODUCT_MANAGER].email, &problem), ERR_NONE);
    fixture_script(f, rows, rows);
}

/* Every table of this version, but the one that each request empties, so that each step has data in
 * what it changes and beside it. */
static void check_every_table_has_rows(struct fixture *f)
{
    fixture_begin(f);
    (void)db_enter(f->db, (struct db_scope){.reach = DB_ALL});
    for (int i = 0; i < db_table_count; i++) {
        const char *name = db_tables[i].name;
        struct db_result found = ask(f, "count(*)", name, "");
        if (db_get_int(&found, 0, 0) == 0 && strcmp(name, "audit_queue") != 0)
            fail_msg("the test has no row in %s", name);
    }
}

static void every_earlier_state_with_data_is_brought_to_this_one(void **state)
{
    struct fixture *f = *state;
    struct rich rich;
    assert_int_equal(COUNT_OF(undo), migration_text_count);
    everything_make(f, &rich);
    make_the_rest(f);
    check_every_table_has_rows(f);
    for (int from = migration_text_count - 1; from >= 1; from--) {
        for (int number = migration_text_count; number > from; number--)
            take_back(f, number);
        if (from == migration_text_count - 1 || from == 1)
            check_backup(f, migration_text_count - from);
        migrate(f, migration_text_count - from);
        check_data(f, &rich, from);
    }
}

/* What a migration makes is there already, in the middle of it or at its end. */
static void fail_at(struct fixture *f, const char *obstacle, int last)
{
    static struct rows rows[TABLES_MAX], after[TABLES_MAX];
    struct arena *kept = arena_create(ROWS_ARENA);
    int applied = 0;
    int64_t number = 0;
    fixture_script(f, obstacle, obstacle);
    struct fixture owner = open_as_owner(f, kept);
    int count = read_rows(&owner, kept, rows);
    assert_int_not_equal(migration_apply(owner.db, &applied), ERR_NONE);
    close_owner(&owner);
    owner = open_as_owner(f, kept);
    assert_int_equal(migration_check(owner.db), ERR_STALE);
    assert_int_equal(migration_last(owner.db, &number), ERR_NONE);
    assert_int_equal(number, last);
    if (applied == 0) {
        assert_int_equal(read_rows(&owner, kept, after), count);
        for (int i = 0; i < count; i++) {
            assert_string_equal(after[i].table, rows[i].table);
            assert_string_equal(after[i].columns, rows[i].columns);
        }
    }
    check_rows(&owner, kept, rows, count, last);
    close_owner(&owner);
    arena_destroy(kept);
}

/* Each in a transaction: those before it stay, and of it nothing. Once what was in the way is gone,
 * it goes on. */
static void a_failed_migration_leaves_the_old_state(void **state)
{
    struct fixture *f = *state;
    struct rich rich;
    everything_make(f, &rich);
    for (int number = migration_text_count; number >= WEBHOOKS; number--)
        take_back(f, number);
    fail_at(f, "CREATE TABLE webhook_deliveries (organization_id uuid NOT NULL, number bigint);",
            WEBHOOKS - 1);
    fixture_script(f, "DROP TABLE webhook_deliveries;", "DROP TABLE webhook_deliveries;");
    fail_at(f, "ALTER TABLE organizations ADD COLUMN proposes_labels bigint;", WEBHOOKS);
    fixture_script(f, undo[WEBHOOKS], undo[WEBHOOKS]);
    migrate(f, migration_text_count - WEBHOOKS);
    check_data(f, &rich, WEBHOOKS);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(every_earlier_state_with_data_is_brought_to_this_one,
                                        fixture_open, fixture_close),
        cmocka_unit_test_setup_teardown(a_failed_migration_leaves_the_old_state, fixture_open,
                                        fixture_close),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
