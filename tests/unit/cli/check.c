/* `rostrum check` on an installation that is really broken, in each way that it looks for. */

#include "test.h"

#include "backups.h"
#include "base/json.h"

static json_t *checks; /* of the last run */

/* Runs it; its exit status. */
static int check(const char *more)
{
    struct text text;
    char arguments[4 * PATH_LEN];
    put(arguments, sizeof arguments, "'%s/rostrum' check --json %s 2>/dev/null </dev/null",
        folder_of_build(), more);
    int status = run_text(arguments);
    text = (struct text){out, strlen(out)};
    json_decref(checks);
    checks = json_loadb(text.data, text.len, JSON_REJECT_DUPLICATES, NULL);
    if (checks == NULL)
        fail_msg("no JSON: %s", out);
    assert_int_equal(json_is_true(json_object_get(checks, "ok")), status == 0);
    return status;
}

static const json_t *row_of(const char *name)
{
    size_t i = 0;
    json_t *row = NULL;
    json_array_foreach(json_object_get(checks, "checks"), i, row)
    {
        if (strcmp(json_text(row, "name"), name) == 0)
            return row;
    }
    return NULL;
}

static void assert_state(const char *name, const char *state, const char *finding)
{
    const json_t *row = row_of(name);
    if (row == NULL || strcmp(json_text(row, "state"), state) != 0 ||
        strstr(json_text(row, "finding"), finding) == NULL)
        fail_msg("%s is not %s with \"%s\": %s", name, state, finding, out);
    assert_int_equal(json_is_string(json_object_get(row, "remedy")), strcmp(state, "ok") != 0);
}

/* The server of the tests trusts its memory, and says so. */
static bool is_wrong(const json_t *row)
{
    return strcmp(json_text(row, "state"), "failed") == 0 &&
           strstr(json_text(row, "finding"), "fsync off") == NULL;
}

static void assert_fine(void)
{
    size_t i = 0;
    json_t *row = NULL;
    (void)check("");
    json_array_foreach(json_object_get(checks, "checks"), i, row)
    {
        if (is_wrong(row))
            fail_msg("%s is wrong: %s", json_text(row, "name"), out);
    }
}

/* It is the only thing that is wrong. */
static void assert_failed(const char *more, const char *name, const char *finding)
{
    size_t i = 0;
    json_t *row = NULL;
    assert_int_equal(check(more), 1);
    assert_state(name, "failed", finding);
    json_array_foreach(json_object_get(checks, "checks"), i, row)
    {
        if (strcmp(json_text(row, "name"), name) != 0 && is_wrong(row))
            fail_msg("%s is wrong as well: %s", json_text(row, "name"), out);
    }
}

static int open_for_check(void **state)
{
    int status = open_installation(state);
    struct fixture *f = *state;
    char folder[PATH_LEN];
    put(folder, sizeof folder, "%s/templates", folder_of_source());
    (void)setenv("ROSTRUM_TEMPLATES", folder, 1);
    put(folder, sizeof folder, "%s/share/duties.json", folder_of_source());
    (void)setenv("ROSTRUM_DUTIES", folder, 1);
    (void)setenv("ROSTRUM_CONFIG", "/dev/null", 1);
    (void)unsetenv("ROSTRUM_PUBLIC_URL");
    (void)unsetenv("ROSTRUM_SMTP_URL");
    put(folder, sizeof folder, "chmod 600 '%s/'*", f->dir);
    (void)run_text(folder);
    return status;
}

static void what_is_as_it_should_be_is_ok(void **state)
{
    struct fixture *f = *state;
    static const char *const names[] = {
        "configuration", "public URL", "key ring", "checkpoints", "erasures", "disk", "templates",
        "duties",        "database",   "engine",   "schema",      "keys",     "clock"};
    assert_fine();
    for (size_t i = 0; i < COUNT_OF(names); i++)
        assert_state(names[i], "ok", "");
    assert_state(f->is_postgres ? "role" : "database file", "ok", "");
    assert_state("mail", "note", "no mail server is set");
    assert_state("durability", f->is_postgres ? "failed" : "ok", "");
    assert_int_equal(rostrum("check"), f->is_postgres);
    assert_out_has("ok      schema");
    assert_null(strstr(out, "TO DO   schema"));
}

static void a_key_ring_that_is_open_damaged_or_gone(void **state)
{
    struct fixture *f = *state;
    char text[PATH_LEN], ring[PATH_LEN];
    put(ring, sizeof ring, "%s/key-ring", f->dir);
    assert_int_equal(chmod(ring, 0640), 0);
    assert_failed("", "key ring", "is not for its owner alone");
    assert_int_equal(rostrum("check"), 1);
    assert_out_has("TO DO   key ring");
    assert_out_has("chmod 600");
    assert_out_has(" to do.");
    assert_int_equal(chmod(ring, 0600), 0);
    if (geteuid() == 0) { /* whose ring it is not, is told whom to run the command as */
        assert_int_equal(chown(ring, 1, (gid_t)-1), 0);
        assert_failed("", "key ring", "is for the user daemon alone");
        assert_int_equal(chown(ring, 0, (gid_t)-1), 0);
    }
    put(text, sizeof text, "%s/ring-2", f->dir);
    assert_int_equal(keyring_create(text), ERR_NONE);
    put(text, sizeof text, "--key-ring '%s/ring-2'", f->dir);
    assert_failed(text, "keys", "does not belong to this database");
    put(text, sizeof text, "--key-ring '%s/none'", f->dir);
    assert_failed(text, "key ring", "no key ring is at");
    put(text, sizeof text, "%s/ring-2", f->dir);
    assert_int_equal(truncate(text, 20), 0);
    put(text, sizeof text, "--key-ring '%s/ring-2'", f->dir);
    assert_failed(text, "key ring", "is damaged");
}

static void keys_are_listed_for_programs(void **state)
{
    (void)state;
    assert_int_equal(rostrum("key status --json 2>/dev/null"), 0);
    json_t *keys = json_loads(out, JSON_REJECT_DUPLICATES, NULL);
    assert_int_equal(json_array_size(keys), 1);
    assert_string_equal(json_text(json_array_get(keys, 0), "state"), "active");
    assert_true(json_integer_value(json_object_get(json_array_get(keys, 0), "data_keys")) > 2);
    json_decref(keys);
}

static void a_schema_that_is_older_newer_or_half_copied(void **state)
{
    struct fixture *f = *state;
    static const char newer[] = "INSERT INTO schema_migrations (number, name, checksum, "
                                "applied_at) SELECT number + 1000, name, checksum, applied_at "
                                "FROM schema_migrations WHERE number = 1";
    static const char half[] = "DELETE FROM schema_migrations WHERE number > 1000; "
                               "INSERT INTO installation (name, value, created_at) SELECT 'copy', "
                               "value, created_at FROM installation LIMIT 1";
    char last[PATH_LEN];
    put(last, sizeof last, "DELETE FROM schema_migrations WHERE number = %d",
        migration_texts[migration_text_count - 1].number);
    fixture_script(f, newer, newer);
    assert_failed("", "schema", "it is newer than this version's");
    fixture_script(f, half, half);
    assert_failed("", "schema", "was not finished");
    fixture_script(f, last, last);
    assert_failed("", "schema", "it is older than this version's");
    assert_null(row_of("keys"));
}

static void files_and_folders_that_are_wrong(void **state)
{
    struct fixture *f = *state;
    char text[4 * PATH_LEN];
    (void)setenv("ROSTRUM_RUNTIME", "/nonexistent/run", 1);
    assert_failed("", "runtime", "can't be written to");
    (void)unsetenv("ROSTRUM_RUNTIME");
    (void)setenv("ROSTRUM_TEMPLATES", "/nonexistent", 1);
    assert_failed("", "templates", "can't be read");
    put(text, sizeof text, "%s/templates", folder_of_source());
    (void)setenv("ROSTRUM_TEMPLATES", text, 1);
    assert_failed("--checkpoints /nonexistent/a/b", "checkpoints", "can't be written to");
    assert_failed("--public-url http://rostrum.example.org", "public URL", "in clear");
    assert_failed("--public-url ftp://x", "configuration", "must begin with http:// or https://");
    put(text, sizeof text, "chmod 644 '%s'", f->database_url + strlen("sqlite:"));
    if (!f->is_postgres) {
        assert_int_equal(run_text(text), 0);
        assert_failed("", "database file", "others may read");
    }
}

static void a_variable_that_is_misspelled_is_pointed_out(void **state)
{
    (void)state;
    (void)setenv("ROSTRUM_API_RAET", "7", 1);
    (void)setenv("ROSTRUM_SOMETHING_OF_OTHERS", "7", 1);
    assert_fine();
    assert_state("variable", "note", "ROSTRUM_API_RAET is no setting; ROSTRUM_API_RATE is");
    assert_null(strstr(out, "OTHERS"));
    (void)unsetenv("ROSTRUM_API_RAET");
    (void)unsetenv("ROSTRUM_SOMETHING_OF_OTHERS");
}

static void settings_of_mail_that_are_wrong(void **state)
{
    struct fixture *f = *state;
    char text[PATH_LEN];
    (void)setenv("ROSTRUM_SMTP_URL", "smtp://mail.example.org:587", 1);
    assert_failed("", "mail", "mail-from must be the address");
    (void)setenv("ROSTRUM_MAIL_FROM", "rostrum@example.org", 1);
    assert_fine();
    assert_state("mail", "ok", "smtp://mail.example.org:587");
    put(text, sizeof text, "printf x >'%s/password'; chmod 644 '%s/password'", f->dir, f->dir);
    assert_int_equal(run_text(text), 0);
    put(text, sizeof text, "%s/password", f->dir);
    (void)setenv("ROSTRUM_SMTP_USER", "rostrum", 1);
    (void)setenv("ROSTRUM_SMTP_PASSWORD_FILE", text, 1);
    assert_failed("", "mail password", "others may read");
    (void)unsetenv("ROSTRUM_SMTP_USER");
    (void)unsetenv("ROSTRUM_SMTP_PASSWORD_FILE");
    (void)unsetenv("ROSTRUM_MAIL_FROM");
    (void)unsetenv("ROSTRUM_SMTP_URL");
}

static void a_file_of_settings_that_others_read_may_have_no_password(void **state)
{
    struct fixture *f = *state;
    char text[4 * PATH_LEN];
    (void)unsetenv("ROSTRUM_DATABASE");
    put(text, sizeof text,
        "printf 'database = postgresql://u:hush@127.0.0.1:1/d\\n' >'%s/c'; chmod 644 '%s/c'",
        f->dir, f->dir);
    assert_int_equal(run_text(text), 0);
    put(text, sizeof text, "--config '%s/c'", f->dir);
    assert_int_equal(check(text), 1);
    assert_state("settings file", "failed", "everybody may read");
    assert_state("database", "failed", "postgresql://u:***@127.0.0.1:1/d does not answer");
    assert_null(strstr(out, "hush"));
    put(text, sizeof text, "chmod 640 '%s/c'", f->dir);
    assert_int_equal(run_text(text), 0);
    put(text, sizeof text, "--config '%s/c'", f->dir);
    assert_int_equal(check(text), 1);
    assert_state("settings file", "ok", "");
}

/* What is in `small`, a file system of 8 MiB in a namespace of its own; `then` is run there. */
static bool check_on_small_disk(struct fixture *f, const char *then)
{
    char text[6 * PATH_LEN], database[PATH_LEN];
    put(database, sizeof database, f->is_postgres ? "" : "--database 'sqlite:%s/small/rostrum.db'",
        f->dir);
    put(text, sizeof text,
        "unshare -m sh -c \"mkdir -p '%s/small' && mount -t tmpfs -o size=8m,mode=700 tmpfs "
        "'%s/small' && cp '%s/key-ring' '%s/small/' && (cp '%s/'rostrum.db* '%s/small/' || :) && "
        "chmod 600 '%s/small/'* && %s && '%s/rostrum' check --json --key-ring '%s/small/key-ring' "
        "%s\" 2>/dev/null </dev/null",
        f->dir, f->dir, f->dir, f->dir, f->dir, f->dir, f->dir, then, folder_of_build(), f->dir,
        database);
    (void)run_text(text);
    json_decref(checks);
    checks = json_loads(out, JSON_REJECT_DUPLICATES, NULL);
    return checks != NULL;
}

static void a_disk_that_is_full_or_read_only(void **state)
{
    struct fixture *f = *state;
    char remount[PATH_LEN];
    fixture_begin(f);
    if (!check_on_small_disk(f, "true"))
        skip(); /* only root makes file systems */
    assert_state("disk", "failed", "MiB left of 8");
    put(remount, sizeof remount, "mount -o remount,ro '%s/small'", f->dir);
    assert_true(check_on_small_disk(f, remount));
    assert_state("disk", "failed", "is read-only");
}

/* PostgreSQL finds functions of ours before its own, which can't be changed. */
static void an_engine_that_is_too_old_and_a_clock_that_goes_wrong(void **state)
{
    struct fixture *f = *state;
    char sql[4 * PATH_LEN];
    put(sql, sizeof sql,
        "CREATE SCHEMA fake; GRANT USAGE ON SCHEMA fake TO PUBLIC; "
        "CREATE FUNCTION fake.current_setting(name text) RETURNS text LANGUAGE sql AS "
        "'SELECT CASE name WHEN ''server_version_num'' THEN ''120022'' "
        "WHEN ''server_version'' THEN ''12.22'' ELSE pg_catalog.current_setting(name) END'; "
        "ALTER DATABASE \"%s\" SET search_path = fake, pg_catalog, public",
        f->database_name);
    fixture_script(f, "", sql);
    assert_failed("", "engine", "PostgreSQL 12.22");
    fixture_script(f, "",
                   "DROP FUNCTION fake.current_setting(text); CREATE FUNCTION "
                   "fake.clock_timestamp() RETURNS timestamptz LANGUAGE sql AS "
                   "'SELECT pg_catalog.clock_timestamp() - interval ''1 hour'''");
    assert_failed("", "clock", "seconds apart from the database's");
}

static void a_clock_that_was_set_back(void **state)
{
    struct fixture *f = *state;
    fixture_script(f,
                   "DROP TRIGGER audit_events_no_update; UPDATE audit_events SET occurred_at = "
                   "occurred_at + 3600000000",
                   "SET rostrum.scope = 'all'; ALTER TABLE audit_events DISABLE TRIGGER USER; "
                   "UPDATE audit_events SET occurred_at = occurred_at + interval '1 hour'");
    assert_failed("", "clock", "seconds before the newest event");
}

static void a_role_that_owns_the_tables(void **state)
{
    struct fixture *f = *state;
    char text[2 * PATH_LEN];
    put(text, sizeof text, "--database '%s'", f->owner_url);
    assert_failed(text, "role", "owns the tables");
    put(text, sizeof text, "--database 'postgresql://rostrum@/%s?host=/nonexistent'",
        f->database_name);
    assert_failed(text, "database", "does not answer");
}

#define ON_BOTH(name) cmocka_unit_test_setup_teardown(name, open_for_check, close_installation)
#define ON_POSTGRES(name)                                                                          \
    cmocka_unit_test_prestate_setup_teardown(name, open_for_check, close_installation,             \
                                             (void *)(uintptr_t)fixture_postgres)

int main(void)
{
    const struct CMUnitTest tests[] = {
        ON_BOTH(what_is_as_it_should_be_is_ok),
        ON_BOTH(a_key_ring_that_is_open_damaged_or_gone),
        ON_BOTH(keys_are_listed_for_programs),
        ON_BOTH(a_schema_that_is_older_newer_or_half_copied),
        ON_BOTH(files_and_folders_that_are_wrong),
        ON_BOTH(a_variable_that_is_misspelled_is_pointed_out),
        ON_BOTH(settings_of_mail_that_are_wrong),
        ON_BOTH(a_file_of_settings_that_others_read_may_have_no_password),
        ON_BOTH(a_disk_that_is_full_or_read_only),
        ON_BOTH(a_clock_that_was_set_back),
        ON_POSTGRES(an_engine_that_is_too_old_and_a_clock_that_goes_wrong),
        ON_POSTGRES(a_role_that_owns_the_tables),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
