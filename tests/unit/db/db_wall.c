#include "test.h"

#include <string.h>

#include "base/clock.h"
#include "data/db/db_self.h"
#include "fixture.h"
#include "prompts.h"

/* PostgreSQL's second wall: row-level security by organization, and rights, whatever a text
 * forgets. The statements here forget on purpose. */

static void fresh_request(struct fixture *f, enum db_reach reach, const struct uuid *organization)
{
    (void)!db_end_request(f->db); /* which a refused statement has made fail */
    struct uuid id = uuid_make();
    db_begin_request(f->db, f->arena, &id);
    struct db_scope scope = {.reach = reach};
    if (organization != NULL)
        scope.organization_id = *organization;
    (void)db_enter(f->db, scope);
}

static int64_t count(struct fixture *f, const char *sql)
{
    struct db_result result;
    assert_int_equal(db_query(f->db, sql, NULL, 0, &result), ERR_NONE);
    return db_get_int(&result, 0, 0);
}

static void make_prompts(struct fixture *f)
{
    struct prompt_draft draft = draft_of("greeting", "Hello");
    struct fixture_organization *const organizations[] = {&f->own, &f->other};
    for (int i = 0; i < 2; i++) {
        struct problem problem;
        struct record_saved saved;
        assert_int_equal(prompt_create(f->db,
                                       &organizations[i]->users[PERSONA_PRODUCT_MANAGER].actor,
                                       &draft, &saved, &problem),
                         ERR_NONE);
    }
}

static void reads_stay_inside_the_organization(void **state)
{
    struct fixture *f = *state;
    make_prompts(f);
    fresh_request(f, DB_ALL, NULL);
    assert_int_equal(count(f, "SELECT count(*) FROM prompts"), 2);
    fresh_request(f, DB_ORGANIZATION, &f->own.id);
    assert_int_equal(count(f, "SELECT count(*) FROM prompts"), 1);
    assert_int_equal(count(f, "SELECT count(*) FROM prompt_versions"), 1);
    assert_int_equal(count(f, "SELECT count(*) FROM organizations"), 1);
    assert_int_equal(count(f, "SELECT count(*) FROM users"), FIXTURE_USER_COUNT);
    struct db_result result;
    assert_int_equal(db_select(f->db, &result,
                               "SELECT name FROM prompts WHERE organization_id = $1",
                               db_uuid(&f->other.id)),
                     ERR_NONE);
    assert_int_equal(result.row_count, 0);
    struct uuid nowhere = uuid_make();
    fresh_request(f, DB_ORGANIZATION, &nowhere);
    assert_int_equal(count(f, "SELECT count(*) FROM prompts"), 0);
}

static enum err change(struct fixture *f, const char *sql, const struct uuid *organization_id)
{
    struct db_result result = {.values = NULL};
    const struct db_value params[] = {db_uuid(organization_id), db_time(clock_now())};
    assert_int_equal(db_begin(f->db), ERR_NONE);
    enum err err = db_query(f->db, sql, params, 2, &result);
    int64_t changed = result.change_count;
    db_note_audit(f->db, &f->own.id);
    err = db_finish(f->db, err);
    return err == ERR_NONE && changed == 0 ? ERR_NOT_FOUND : err;
}

/* Before anyone is known: addresses and organizations can be read, and that is all. */
static void nobody_sees_addresses_and_organizations_only(void **state)
{
    struct fixture *f = *state;
    static const char *const hidden[] = {
        "SELECT count(*) FROM users",        "SELECT count(*) FROM data_keys",
        "SELECT count(*) FROM sessions",     "SELECT count(*) FROM one_time_links",
        "SELECT count(*) FROM prompts",      "SELECT count(*) FROM prompt_versions",
        "SELECT count(*) FROM label_moves",  "SELECT count(*) FROM audit_events",
        "SELECT count(*) FROM daily_counts",
    };
    make_prompts(f);
    fresh_request(f, DB_IDENTITY, NULL);
    assert_int_equal(count(f, "SELECT count(*) FROM addresses"), 2 * FIXTURE_USER_COUNT);
    assert_int_equal(count(f, "SELECT count(*) FROM organizations"), 2);
    for (size_t i = 0; i < COUNT_OF(hidden); i++)
        assert_int_equal(count(f, hidden[i]), 0);
    static const char *const changes[] = {
        "UPDATE organizations SET name = 'x', updated_at = $2 WHERE id = $1",
        "DELETE FROM organizations WHERE id = $1 AND created_at <= $2",
        "UPDATE addresses SET user_id = $1 WHERE $2 > '2000-01-01'",
        "DELETE FROM addresses WHERE organization_id = $1 AND $2 > '2000-01-01'",
    };
    for (size_t i = 0; i < COUNT_OF(changes); i++) {
        fresh_request(f, DB_IDENTITY, NULL);
        assert_int_equal(change(f, changes[i], &f->own.id), ERR_NOT_FOUND);
    }
    fresh_request(f, DB_IDENTITY, NULL);
    assert_int_equal(change(f,
                            "INSERT INTO addresses (email_index, email_index_kid, organization_id, "
                            "user_id) VALUES (CAST($2 AS text)::bytea, 'x', $1, $1)",
                            &f->own.id),
                     ERR_UNAVAILABLE);
}

/* The scope can change inside a request, and goes with the next statement. */
static void the_scope_changes_with_the_next_statement(void **state)
{
    struct fixture *f = *state;
    make_prompts(f);
    fresh_request(f, DB_IDENTITY, NULL);
    assert_int_equal(count(f, "SELECT count(*) FROM prompts"), 0);
    struct db_scope before =
        db_enter(f->db, (struct db_scope){DB_ORGANIZATION, .organization_id = f->other.id});
    assert_int_equal(before.reach, DB_IDENTITY);
    assert_int_equal(count(f, "SELECT count(*) FROM prompts"), 1);
    (void)db_enter(f->db, (struct db_scope){.reach = DB_ALL});
    assert_int_equal(count(f, "SELECT count(*) FROM prompts"), 2);
    (void)db_enter(f->db, before);
    assert_int_equal(count(f, "SELECT count(*) FROM prompts"), 0);
    fresh_request(f, DB_ALL, NULL);
    struct uuid id = uuid_make();
    assert_int_equal(db_end_request(f->db), ERR_NONE);
    db_begin_request(f->db, f->arena, &id); /* a request begins with nobody's scope */
    assert_int_equal(count(f, "SELECT count(*) FROM prompts"), 0);
}

/* Nor does a scope outlive its transaction, however that ends; and a new connection has none. */
static void a_scope_ends_with_its_transaction(void **state)
{
    struct fixture *f = *state;
    struct db_result result;
    static const char cut[] = "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity "
                              "WHERE datname = '%s' AND usename = 'rostrum'";
    make_prompts(f);
    for (int i = 0; i < 4; i++) {
        fresh_request(f, i < 2 ? DB_ALL : DB_ORGANIZATION, &f->own.id);
        assert_int_equal(count(f, "SELECT count(*) FROM prompts"), i < 2 ? 2 : 1);
        if (i % 2 == 0)
            assert_int_equal(db_select(f->db, &result, "SELECT 1 / $1", db_int(0)),
                             ERR_UNAVAILABLE);
        fresh_request(f, DB_IDENTITY, NULL);
        assert_int_equal(count(f, "SELECT count(*) FROM prompts"), 0);
        assert_int_equal(count(f, "SELECT count(*) FROM organizations"), 2);
        fresh_request(f, DB_ORGANIZATION, &f->other.id);
        fixture_admin_close(fixture_admin(f, cut));
        assert_int_equal(count(f, "SELECT count(*) FROM users"), FIXTURE_USER_COUNT);
    }
    fresh_request(f, DB_IDENTITY, NULL);
    fixture_admin_close(fixture_admin(f, cut));
    assert_int_equal(count(f, "SELECT count(*) FROM organizations"), 2);
    assert_int_equal(count(f, "SELECT count(*) FROM prompts"), 0);
}

static void writes_stay_inside_the_organization(void **state)
{
    struct fixture *f = *state;
    static const char *const inserts[] = {
        "INSERT INTO protected_labels (organization_id, label) VALUES ($1, 'x')",
        "INSERT INTO record_counts (organization_id, kind, dimension, value, record_count) "
        "VALUES ($1, 'prompt', 'folder', 'x', 1)",
        "INSERT INTO one_time_links (organization_id, id, user_id, purpose, token_hash, "
        "created_at, expires_at) VALUES ($1, gen_random_uuid(), $1, 'invitation', 'x', $2, $2)",
        "INSERT INTO addresses (email_index, email_index_kid, organization_id, user_id) "
        "VALUES (CAST($2 AS text)::bytea, 'x', $1, $1)",
        "INSERT INTO audit_heads (organization_id, last_seq) VALUES (gen_random_uuid(), 1)",
    };
    make_prompts(f);
    for (size_t i = 0; i < COUNT_OF(inserts); i++) {
        fresh_request(f, DB_ORGANIZATION, &f->own.id);
        assert_int_equal(change(f, inserts[i], &f->other.id), ERR_UNAVAILABLE);
    }
    fresh_request(f, DB_ORGANIZATION, &f->own.id);
    assert_int_equal(change(f, inserts[0], &f->own.id), ERR_NONE);
    /* a text that forgets its WHERE changes its own organization's rows */
    static const char *const updates[] = {
        "UPDATE prompts SET description = NULL, updated_at = $2 WHERE organization_id = $1",
        "UPDATE users SET version = 7, updated_at = $2 WHERE organization_id = $1",
        "DELETE FROM prompts WHERE organization_id = $1 AND updated_at <= $2",
    };
    for (size_t i = 0; i < COUNT_OF(updates); i++) {
        fresh_request(f, DB_ORGANIZATION, &f->own.id);
        assert_int_equal(change(f, updates[i], &f->other.id), ERR_NOT_FOUND);
        assert_int_equal(change(f, updates[i], &f->own.id), ERR_NONE);
    }
    fresh_request(f, DB_ORGANIZATION, &f->own.id);
    assert_int_equal(change(f,
                            "UPDATE protected_labels SET organization_id = $1 "
                            "WHERE label <> CAST($2 AS text)",
                            &f->other.id),
                     ERR_UNAVAILABLE); /* a row does not move over the wall */
    fresh_request(f, DB_ALL, NULL);
    assert_int_equal(count(f, "SELECT count(*) FROM prompts"), 1);
}

/* A superuser of another organization acts here: the row names them, and nothing of them is here.
 */
static void whoever_acted_from_outside_has_no_name(void **state)
{
    struct fixture *f = *state;
    const struct fixture_user *outside = &f->other.users[FIXTURE_SUPERUSER];
    struct actor inside = fixture_inside(outside, &f->own);
    struct prompt_draft draft = draft_of("greeting", "Hello");
    draft.id = make_prompt(f, PERSONA_PRODUCT_MANAGER, "greeting", "Hello");
    draft.based_on_revision = 1;
    draft.body = text_of("Hello from outside");
    struct problem problem;
    struct record_saved saved;
    fresh_request(f, DB_ORGANIZATION, &f->own.id);
    assert_int_equal(prompt_update(f->db, &inside, &draft, &saved, &problem), ERR_NONE);
    fresh_request(f, DB_ORGANIZATION, &f->own.id);
    assert_int_equal(count(f, "SELECT count(*) FROM users"), FIXTURE_USER_COUNT);
    struct prompt prompt;
    assert_int_equal(record_load(f->db, actor_of(f, PERSONA_PRODUCT_MANAGER), &prompt_store,
                                 &draft.id, PERMISSION_PROMPT_SEE, RECORD_WHOLE, &prompt),
                     ERR_NONE);
    assert_string_equal(prompt.author_name, arena_printf(f->arena, "Platform administrator %s",
                                                         outside->id_text + UUID_TEXT_LEN - 1 - 8));
    assert_int_equal(
        change(f, "UPDATE users SET version = 9, updated_at = $2 WHERE id = $1", &outside->id),
        ERR_NOT_FOUND);
}

/* What every migration must have done, table by table. */
static void every_table_is_protected(void **state)
{
    struct fixture *f = *state;
    assert_int_equal(
        count(f, "SELECT count(*) FROM pg_class WHERE relkind = 'r' AND "
                 "relnamespace = 'public'::regnamespace AND relname NOT IN "
                 "('schema_migrations', 'installation', 'signing_keys', 'attempts') AND NOT "
                 "(relrowsecurity AND relforcerowsecurity)"),
        0);
    assert_in_range(count(f, "SELECT count(*) FROM pg_class WHERE relforcerowsecurity"), 16, 200);
    assert_int_equal(count(f, "SELECT count(*) FROM pg_class c WHERE relforcerowsecurity AND NOT "
                              "EXISTS (SELECT FROM pg_policy WHERE polrelid = c.oid AND "
                              "polname = 'organization')"),
                     0);
    assert_int_equal(count(f,
                           "SELECT count(*) FROM pg_attribute a JOIN pg_class c ON c.oid = "
                           "a.attrelid WHERE c.relforcerowsecurity AND attnum > 0 AND "
                           "atttypid = 'text'::regtype AND attcollation <> '\"C\"'::regcollation"),
                     0);
}

static void the_application_owns_nothing(void **state)
{
    struct fixture *f = *state;
    assert_int_equal(count(f, "SELECT count(*) FROM pg_class WHERE pg_has_role(current_user, "
                              "relowner, 'MEMBER')"),
                     0);
    assert_int_equal(count(f, "SELECT count(*) FROM pg_proc WHERE pg_has_role(current_user, "
                              "proowner, 'MEMBER')"),
                     0);
    assert_int_equal(count(f, "SELECT count(*) FROM pg_roles WHERE rolname = current_user AND "
                              "(rolsuper OR rolbypassrls OR rolcreaterole OR rolcreatedb)"),
                     0);
    assert_int_equal(count(f, "SELECT count(*) FROM pg_class WHERE relkind = 'r' AND relnamespace "
                              "= 'public'::regnamespace AND has_table_privilege(oid, 'TRUNCATE, "
                              "TRIGGER, REFERENCES')"),
                     0);
    assert_int_equal(db_check_role(f->db), ERR_NONE);
}

/* As the application, and as the owner, who is kept by the triggers. */
static void evidence_is_append_only_even_for_the_owner(void **state)
{
    struct fixture *f = *state;
    struct fixture owner = *f;
    static const char *const texts[] = {
        "UPDATE audit_events SET action = 'x' WHERE organization_id = $1 AND occurred_at <= $2",
        "DELETE FROM audit_events WHERE organization_id = $1 AND occurred_at <= $2",
        "UPDATE prompt_versions SET message = NULL WHERE organization_id = $1 AND created_at <= $2",
    };
    make_prompts(f);
    assert_int_equal(fixture_reconnect(&owner, true), ERR_NONE);
    for (size_t i = 0; i < COUNT_OF(texts); i++) {
        fresh_request(f, DB_ALL, NULL);
        assert_int_equal(change(f, texts[i], &f->own.id), ERR_UNAVAILABLE);
        fresh_request(&owner, DB_ALL, NULL);
        assert_int_equal(change(&owner, texts[i], &f->own.id), ERR_UNAVAILABLE);
    }
    (void)!db_end_request(owner.db);
    arena_destroy(owner.arena);
    db_close(owner.db);
    fresh_request(f, DB_ALL, NULL);
    assert_in_range(count(f, "SELECT count(*) FROM audit_events WHERE action = 'prompt.create'"), 2,
                    2);
}

#define ON_POSTGRES(test)                                                                          \
    cmocka_unit_test_prestate_setup_teardown(test, fixture_open, fixture_close,                    \
                                             (void *)(uintptr_t)fixture_postgres)

int main(void)
{
    const struct CMUnitTest tests[] = {
        ON_POSTGRES(reads_stay_inside_the_organization),
        ON_POSTGRES(nobody_sees_addresses_and_organizations_only),
        ON_POSTGRES(the_scope_changes_with_the_next_statement),
        ON_POSTGRES(a_scope_ends_with_its_transaction),
        ON_POSTGRES(writes_stay_inside_the_organization),
        ON_POSTGRES(whoever_acted_from_outside_has_no_name),
        ON_POSTGRES(every_table_is_protected),
        ON_POSTGRES(the_application_owns_nothing),
        ON_POSTGRES(evidence_is_append_only_even_for_the_owner),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
