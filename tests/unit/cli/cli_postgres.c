/* The built `rostrum` and the web program on PostgreSQL, as an operator sets them up: the owner
 * migrates, the application owns nothing. */

#include "test.h"

#include "fixture.h"
#include "programs.h"

static void use(const char *url)
{
    (void)setenv("ROSTRUM_DATABASE", url, 1);
}

/* An empty database of the fixture's owner, and a key ring beside it. */
static int open_new(void **state)
{
    int status = fixture_open_empty(state);
    struct fixture *f = *state;
    fixture_script(f, "",
                   "DROP SCHEMA public CASCADE; CREATE SCHEMA public; "
                   "GRANT USAGE ON SCHEMA public TO PUBLIC");
    char keyring[96];
    (void)snprintf(keyring, sizeof keyring, "%s/key-ring", f->dir);
    (void)setenv("ROSTRUM_KEY_RING", keyring, 1);
    (void)setenv("ROSTRUM_PUBLIC_URL", "http://127.0.0.1:9", 1);
    use(f->database_url);
    return status;
}

static void the_owner_migrates_and_the_application_runs(void **state)
{
    struct fixture *f = *state;
    assert_int_equal(rostrum("init"), 1); /* not as the application */
    assert_out_has("permission denied for schema public");
    assert_out_has("only the role that owns the database");
    assert_int_equal(ask_ready(NULL), EXIT_CONFIG);
    assert_out_has("migration.missing");

    use(f->owner_url);
    assert_int_equal(rostrum("init"), 0);
    assert_out_has("Set up Rostrum at http://127.0.0.1:9/setup?code=");
    assert_int_equal(rostrum("migrate"), 0);
    assert_out_has("up to date");

    use(f->database_url);
    assert_int_equal(rostrum("init"), 0); /* nothing is missing: it needs no rights */
    assert_out_has("Set up Rostrum at");
    assert_int_equal(ask_ready(NULL), 0);
    assert_out_has("Status: 200");
    assert_null(strstr(out, "db.role"));
}

static void the_demonstration_is_filled_in(void **state)
{
    struct fixture *f = *state;
    use(f->owner_url);
    assert_int_equal(rostrum("init"), 0);
    use(f->database_url);
    assert_int_equal(rostrum("demo"), 0);
    int people = 0;
    for (const char *at = out; (at = strstr(at, "demo ")) != NULL; at++)
        people += at == out || at[-1] == '\n';
    assert_int_equal(people, FIXTURE_USER_COUNT);
    assert_int_equal(rostrum("demo"), 1);
}

static void who_could_pass_the_wall_is_refused(void **state)
{
    struct fixture *f = *state;
    char admin[FIXTURE_URL_LEN];
    use(f->owner_url);
    assert_int_equal(rostrum("init"), 0);
    assert_int_equal(ask_ready(NULL), 0);
    assert_out_has("db.role_owns_tables");
    (void)snprintf(admin, sizeof admin, "postgresql://rostrum_admin@/%s?host=%s", f->database_name,
                   getenv("ROSTRUM_TEST_POSTGRES"));
    use(admin);
    assert_int_equal(ask_ready(NULL), EXIT_CONFIG);
    assert_out_has("db.role_bypasses_row_security");
}

static void no_password_is_printed(void **state)
{
    (void)state;
    use("postgresql://rostrum:hunter2hunter2@127.0.0.1:1/rostrum");
    assert_int_equal(rostrum("migrate"), 1);
    assert_out_has("can't be reached");
    assert_null(strstr(out, "hunter2"));
    use("postgresql://rostrum:hunter2hunter2@[127.0.0.1/rostrum");
    assert_int_equal(rostrum("migrate"), 1);
    assert_out_has("no address of a database");
    assert_null(strstr(out, "hunter2"));
    assert_int_equal(ask_ready(NULL), EXIT_CONFIG);
    assert_null(strstr(out, "hunter2"));
}

#define ON_POSTGRES(test)                                                                          \
    cmocka_unit_test_prestate_setup_teardown(test, open_new, fixture_close,                        \
                                             (void *)(uintptr_t)fixture_postgres)

int main(void)
{
    const struct CMUnitTest tests[] = {
        ON_POSTGRES(the_owner_migrates_and_the_application_runs),
        ON_POSTGRES(the_demonstration_is_filled_in),
        ON_POSTGRES(who_could_pass_the_wall_is_refused),
        ON_POSTGRES(no_password_is_printed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
