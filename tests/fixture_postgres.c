#include "test.h"

#include <errno.h>
#include <libpq-fe.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "crypt/token.h"
#include "data/db/migration.h"
#include "fixture_engine.h"

/* The engines: each test that has a setup runs once on each. PostgreSQL is the private server of
 * tests/with-postgres; a program that is started without one starts itself again beside one. Each
 * fixture has a database for itself, first made as a copy of one that is migrated once for all
 * programs. */

enum { TESTS_MAX = 256, SELF_LEN = 4096 };

const char fixture_sqlite[] = "sqlite";
const char fixture_postgres[] = "postgresql";

static const char *server(void)
{
    const char *folder = getenv("ROSTRUM_TEST_POSTGRES");
    return folder != NULL && folder[0] != '\0' ? folder : NULL;
}

bool fixture_has_engine(const char *name)
{
    const char *only = getenv("ROSTRUM_TEST_ENGINE");
    return only == NULL || only[0] == '\0' || strcmp(only, name) == 0;
}

/* The path of this program. */
static bool find_self(char path[SELF_LEN])
{
    ssize_t len = readlink("/proc/self/exe", path, SELF_LEN - 1);
    path[len < 0 ? 0 : len] = '\0';
    return len > 0;
}

/* Does not come back unless there is a server. */
static void ensure_server(void)
{
    if (server() != NULL || !fixture_has_engine(fixture_postgres))
        return;
    char self[SELF_LEN];
    if (find_self(self))
        execl(ROSTRUM_SOURCE "/tests/with-postgres", "with-postgres", self, NULL);
    (void)printf("Bail out! tests/with-postgres can't be run: %s\n", strerror(errno));
    exit(1);
}

bool fixture_is_postgres(const void *initial_state)
{
    return initial_state == fixture_postgres;
}

static PGconn *connect_as(const char *user, const char *database)
{
    const char *const names[] = {"host", "user", "dbname", NULL};
    const char *const values[] = {server(), user, database, NULL};
    PGconn *conn = PQconnectdbParams(names, values, 0);
    if (PQstatus(conn) != CONNECTION_OK)
        fail_msg("%s", PQerrorMessage(conn));
    return conn;
}

static void run(PGconn *conn, const char *sql)
{
    PGresult *result = PQexec(conn, sql);
    ExecStatusType status = PQresultStatus(result);
    if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK)
        fail_msg("%s: %s", sql, PQerrorMessage(conn));
    PQclear(result);
}

static void url_of(const char *user, const char *database, char url[FIXTURE_URL_LEN])
{
    int len =
        snprintf(url, FIXTURE_URL_LEN, "postgresql://%s@/%s?host=%s", user, database, server());
    assert_in_range(len, 1, FIXTURE_URL_LEN - 1);
}

static void migrate(const char *database, const struct keyring *keyring)
{
    char url[FIXTURE_URL_LEN];
    url_of("rostrum_owner", database, url);
    struct db *db = NULL;
    assert_int_equal(db_open(&(struct db_config){.url = url, .keyring = keyring}, &db), ERR_NONE);
    struct arena *arena = arena_create(16 << 20);
    struct uuid id = uuid_make();
    db_begin_request(db, arena, &id);
    int applied_count = 0;
    assert_int_equal(migration_apply(db, &applied_count), ERR_NONE);
    assert_int_equal(db_end_request(db), ERR_NONE);
    arena_destroy(arena);
    db_close(db);
}

void fixture_template_name(char name[32])
{
    char all[SHA256_HEX_LEN * 64] = "";
    char hash[SHA256_HEX_LEN];
    assert_true(migration_text_count < 64);
    for (int i = 0; i < migration_text_count; i++) {
        sha256_hex(migration_texts[i].sql, strlen(migration_texts[i].sql), hash);
        strcat(all, hash);
    }
    sha256_hex(all, strlen(all), hash);
    (void)snprintf(name, 32, "template_%.16s", hash);
}

/* Made by the first who needs it, under a lock; the name comes last. */
static void ensure_template(PGconn *conn, const char *name, const struct keyring *keyring)
{
    char sql[256];
    run(conn, "SELECT pg_advisory_lock(1)");
    (void)snprintf(sql, sizeof sql, "SELECT FROM pg_database WHERE datname = '%s'", name);
    PGresult *found = PQexec(conn, sql);
    bool is_there = PQntuples(found) > 0;
    PQclear(found);
    if (!is_there) {
        run(conn, "DROP DATABASE IF EXISTS new_template");
        run(conn, "CREATE DATABASE new_template");
        migrate("new_template", keyring);
        (void)snprintf(sql, sizeof sql, "ALTER DATABASE new_template RENAME TO %s", name);
        run(conn, sql);
    }
    run(conn, "SELECT pg_advisory_unlock(1)");
}

/* Rows of all tables, as COPY writes them */

enum { TABLES_MAX = 128, TABLE_NAME_LEN = 64 };

struct fixture_rows {
    int count;
    struct {
        char name[TABLE_NAME_LEN];
        struct fixture_bytes text;
    } tables[TABLES_MAX];
};

static struct fixture_bytes copy_out(PGconn *conn, const char *table)
{
    struct fixture_bytes text = {0};
    char sql[TABLE_NAME_LEN + 32];
    char *line = NULL;
    int len = 0;
    (void)snprintf(sql, sizeof sql, "COPY %s TO STDOUT", table);
    PGresult *result = PQexec(conn, sql);
    assert_int_equal(PQresultStatus(result), PGRES_COPY_OUT);
    PQclear(result);
    while ((len = PQgetCopyData(conn, &line, 0)) > 0) {
        text.data = realloc(text.data, text.len + (size_t)len);
        assert_non_null(text.data);
        memcpy(text.data + text.len, line, (size_t)len);
        text.len += (size_t)len;
        PQfreemem(line);
    }
    while ((result = PQgetResult(conn)) != NULL) {
        assert_int_equal(PQresultStatus(result), PGRES_COMMAND_OK);
        PQclear(result);
    }
    return text;
}

struct fixture_rows *fixture_take_rows(const struct fixture *f)
{
    struct fixture_rows *rows = calloc(1, sizeof *rows);
    assert_non_null(rows);
    PGconn *conn = connect_as("rostrum_admin", f->database_name);
    PGresult *names = PQexec(conn, "SELECT relname FROM pg_class WHERE relkind = 'r' "
                                   "AND relnamespace = 'public'::regnamespace "
                                   "AND relname <> 'schema_migrations'");
    assert_in_range(PQntuples(names), 1, TABLES_MAX);
    for (int i = 0; i < PQntuples(names); i++) {
        struct fixture_bytes text = copy_out(conn, PQgetvalue(names, i, 0));
        if (text.len == 0)
            continue;
        (void)snprintf(rows->tables[rows->count].name, TABLE_NAME_LEN, "%s",
                       PQgetvalue(names, i, 0));
        rows->tables[rows->count++].text = text;
    }
    PQclear(names);
    PQfinish(conn);
    return rows;
}

static void put_rows(PGconn *conn, const struct fixture_rows *rows)
{
    run(conn, "BEGIN");
    for (int i = 0; i < rows->count; i++) {
        char sql[TABLE_NAME_LEN + 32];
        const struct fixture_bytes *text = &rows->tables[i].text;
        (void)snprintf(sql, sizeof sql, "COPY %s FROM STDIN", rows->tables[i].name);
        PGresult *result = PQexec(conn, sql);
        assert_int_equal(PQresultStatus(result), PGRES_COPY_IN);
        PQclear(result);
        assert_int_equal(PQputCopyData(conn, text->data, (int)text->len), 1);
        assert_int_equal(PQputCopyEnd(conn, NULL), 1);
        while ((result = PQgetResult(conn)) != NULL) {
            if (PQresultStatus(result) != PGRES_COMMAND_OK)
                fail_msg("%s: %s", sql, PQerrorMessage(conn));
            PQclear(result);
        }
    }
    run(conn, "COMMIT");
}

/* The databases: taken by their numbers from a pool that all programs share, because making one
 * takes ten times as long as emptying one. The lock of a number ends with its program. */
static PGconn *pool;

static struct {
    int number;
    bool is_made;
} free_slots[8];
static int free_count;

static void slot_name(int number, char name[FIXTURE_NAME_LEN])
{
    static char template[32];
    if (template[0] == '\0')
        fixture_template_name(template);
    (void)snprintf(name, FIXTURE_NAME_LEN, "test-%s-%d", template + strlen("template_"), number);
}

static int slot_number(const char *name)
{
    return (int)strtol(strrchr(name, '-') + 1, NULL, 10);
}

static bool ask(PGconn *conn, const char *sql)
{
    PGresult *result = PQexec(conn, sql);
    if (PQresultStatus(result) != PGRES_TUPLES_OK)
        fail_msg("%s: %s", sql, PQerrorMessage(conn));
    bool is_true = PQntuples(result) == 1 && strcmp(PQgetvalue(result, 0, 0), "t") == 0;
    PQclear(result);
    return is_true;
}

/* The number of a database that nobody uses; whether it is there already. */
static int take_slot(bool *is_made)
{
    char sql[256];
    char name[FIXTURE_NAME_LEN];
    if (free_count > 0) {
        free_count--;
        *is_made = free_slots[free_count].is_made;
        return free_slots[free_count].number;
    }
    if (pool == NULL)
        pool = connect_as("rostrum_owner", "postgres");
    int number = 0;
    do
        (void)snprintf(sql, sizeof sql, "SELECT pg_try_advisory_lock(2, %d)", ++number);
    while (!ask(pool, sql));
    slot_name(number, name);
    (void)snprintf(sql, sizeof sql, "SELECT true FROM pg_database WHERE datname = '%s'", name);
    *is_made = ask(pool, sql);
    return number;
}

static void create_database(const char *name, const struct keyring *keyring)
{
    char template[32];
    char sql[256];
    fixture_template_name(template);
    ensure_template(pool, template, keyring);
    (void)snprintf(sql, sizeof sql, "CREATE DATABASE \"%s\" TEMPLATE %s", name, template);
    run(pool, sql);
}

/* The administrator's connection to the database that tests had last stays: a new one reads the
 * catalog again, which costs more than emptying. A test may have ended it. */
static PGconn *visit(const char *name)
{
    static PGconn *conn;
    if (conn != NULL && strcmp(PQdb(conn), name) == 0) {
        PQclear(PQexec(conn, ""));
        if (PQstatus(conn) == CONNECTION_OK)
            return conn;
    }
    if (conn != NULL)
        PQfinish(conn);
    conn = connect_as("rostrum_admin", name);
    run(conn, "SET session_replication_role = replica"); /* no triggers, no references */
    return conn;
}

/* Connections of the test before may still be ending. */
static void empty_database(PGconn *conn)
{
    run(conn, "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity "
              "WHERE datname = current_database() AND pid <> pg_backend_pid()");
    run(conn, "DO $$ DECLARE name regclass; BEGIN FOR name IN SELECT oid FROM pg_class "
              "WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace "
              "AND relname <> 'schema_migrations' LOOP EXECUTE 'DELETE FROM ' || name; "
              "END LOOP; END $$");
}

void fixture_create_postgres(struct fixture *f, const struct fixture_rows *rows)
{
    bool is_made = false;
    slot_name(take_slot(&is_made), f->database_name);
    if (!is_made)
        create_database(f->database_name, f->keyring);
    if (is_made || rows != NULL) {
        PGconn *conn = visit(f->database_name);
        if (is_made)
            empty_database(conn);
        if (rows != NULL)
            put_rows(conn, rows);
    }
    url_of("rostrum", f->database_name, f->database_url);
    url_of("rostrum_owner", f->database_name, f->owner_url);
}

/* Only an administrator ends the connections of others. */
static void drop_database(const char *name)
{
    char sql[256];
    PGconn *conn = connect_as("rostrum_admin", "postgres");
    (void)snprintf(sql, sizeof sql, "DROP DATABASE \"%s\" WITH (FORCE)", name);
    run(conn, sql);
    PQfinish(conn);
}

void fixture_close_postgres(const struct fixture *f)
{
    assert_true(free_count < (int)COUNT_OF(free_slots));
    if (*f->is_altered)
        drop_database(f->database_name);
    free_slots[free_count].number = slot_number(f->database_name);
    free_slots[free_count++].is_made = !*f->is_altered;
}

/* What a test filled to the brim is nothing for the next program. */
static void leave_pool(void)
{
    char sql[256];
    char name[FIXTURE_NAME_LEN];
    for (int i = 0; i < free_count; i++) {
        slot_name(free_slots[i].number, name);
        (void)snprintf(sql, sizeof sql, "SELECT pg_database_size('%s') > 16000000", name);
        if (free_slots[i].is_made && ask(pool, sql))
            drop_database(name);
    }
    if (pool != NULL)
        PQfinish(pool);
    pool = NULL;
    free_count = 0;
}

struct pg_conn *fixture_admin(const struct fixture *f, const char *sql)
{
    char text[512];
    PGconn *conn = connect_as("rostrum_admin", f->database_name);
    const char *mark = strstr(sql, "%s");
    if (mark == NULL)
        (void)snprintf(text, sizeof text, "%s", sql);
    else
        (void)snprintf(text, sizeof text, "%.*s%s%s", (int)(mark - sql), sql, f->database_name,
                       mark + 2);
    run(conn, text);
    return conn;
}

void fixture_admin_close(struct pg_conn *conn)
{
    PQfinish(conn);
}

void fixture_analyze(const struct fixture *f)
{
    if (f->is_postgres)
        fixture_admin_close(fixture_admin(f, "ANALYZE"));
}

/* Each test with its engine, and what it takes by the clock. */
static struct timed_test {
    const struct CMUnitTest *test;
    const char *name;
    void *engine;
    int64_t begin;
} timed[TESTS_MAX];
static struct timed_test *current;

static int begin_test(void **state)
{
    current = *state;
    current->begin = clock_monotonic() / 1000;
    *state = current->engine;
    return current->test->setup_func == NULL ? 0 : current->test->setup_func(state);
}

static int end_test(void **state)
{
    int status = current->test->teardown_func == NULL ? 0 : current->test->teardown_func(state);
    (void)printf("# time %d ms: %s\n", (int)(clock_monotonic() / 1000 - current->begin),
                 current->name);
    return status;
}

static struct CMUnitTest time_test(size_t index, const struct CMUnitTest *test, const char *name,
                                   void *engine)
{
    timed[index] = (struct timed_test){.test = test, .name = name, .engine = engine};
    return (struct CMUnitTest){.name = name,
                               .test_func = test->test_func,
                               .setup_func = begin_test,
                               .teardown_func = end_test,
                               .initial_state = &timed[index]};
}

/* What code does with memory depends on the engine in its own modules alone: under the sanitizers,
 * which make everything slow, the tests of others run on SQLite. Where a build with them comes next
 * (make check), those that measure nothing do so there alone, and on PostgreSQL before it. */
static void choose_engine(void)
{
    const char *only = fixture_sqlite;
#ifdef __SANITIZE_ADDRESS__
    static const char *const both[] = {"/unit/db/db", "/unit/audit/", "/cli_postgres"};
#else
    static const char *const both[] = {
        "/unit/db/",       "/unit/audit/",     "/cli_postgres",          "/unit/offline/",
        "/shell/budget",   "/shell/page_kept", "/shell/round_trips",     "/shell/over_time",
        "/pages/sign_in/", "/pages/trail/",    "/account/reset_request", "/record/record_list",
        "/register_list"};
    if (getenv("ROSTRUM_TEST_SANITIZED_NEXT") == NULL)
        return;
    only = fixture_postgres;
#endif
    char self[SELF_LEN];
    for (size_t i = 0; find_self(self) && i < COUNT_OF(both); i++)
        if (strstr(self, both[i]) != NULL)
            return;
    assert_int_equal(setenv("ROSTRUM_TEST_ENGINE", only, 0), 0);
}

int fixture_run_group(const char *name, const struct CMUnitTest *tests, size_t count,
                      CMFixtureFunction setup, CMFixtureFunction teardown)
{
    static struct CMUnitTest all[TESTS_MAX];
    static char names[TESTS_MAX][160];
    const char *const engines[] = {fixture_sqlite, fixture_postgres};
    size_t all_count = 0;
    choose_engine();
    ensure_server();
    for (size_t i = 0; i < count; i++) {
        for (size_t engine = 0; engine < COUNT_OF(engines); engine++) {
            bool is_once = tests[i].setup_func == NULL;
            bool is_other =
                tests[i].initial_state != NULL && tests[i].initial_state != engines[engine];
            if (is_other || (is_once && engine > 0) ||
                (!is_once && !fixture_has_engine(engines[engine])))
                continue;
            if (all_count == TESTS_MAX)
                return -1;
            (void)snprintf(names[all_count], sizeof names[0], "%s%s%s%s", tests[i].name,
                           is_once ? "" : " (", is_once ? "" : engines[engine], is_once ? "" : ")");
            void *state = is_once ? tests[i].initial_state : (void *)(uintptr_t)engines[engine];
            all[all_count] = time_test(all_count, &tests[i], names[all_count], state);
            all_count++;
        }
    }
    int failed_count = _cmocka_run_group_tests(name, all, all_count, setup, teardown);
    leave_pool();
    return failed_count;
}
