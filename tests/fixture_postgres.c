#include "test.h"

#include <errno.h>
#include <libpq-fe.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "crypt/token.h"
#include "data/db/migration.h"
#include "fixture_engine.h"

/* The engines: each test that has a setup runs once on each. PostgreSQL is the private server of
 * tests/with-postgres; a program that is started without one starts itself again beside one. Each
 * fixture gets a database of its own, a copy of one that is migrated once for all programs. */

enum { TESTS_MAX = 256 };

static const char sqlite_name[] = "sqlite";
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

/* Does not come back unless there is a server. */
static void ensure_server(void)
{
    if (server() != NULL || !fixture_has_engine(fixture_postgres))
        return;
    char self[4096];
    ssize_t len = readlink("/proc/self/exe", self, sizeof self - 1);
    if (len > 0) {
        self[len] = '\0';
        execl(ROSTRUM_SOURCE "/tests/with-postgres", "with-postgres", self, NULL);
    }
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

/* The name of the database that has the migrations of this program. */
static void template_name(char name[32])
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

/* Databases that tests of this program have left; making one takes ten times as long as emptying.
 */
static char free_names[4][FIXTURE_NAME_LEN];
static int free_count;

static void create_database(struct fixture *f)
{
    static char template[32];
    char sql[256];
    char hex[UUID_TEXT_LEN];
    PGconn *conn = connect_as("rostrum_owner", "postgres");
    if (template[0] == '\0') {
        template_name(template);
        ensure_template(conn, template, f->keyring);
    }
    struct uuid id = uuid_make();
    uuid_format(&id, hex);
    (void)snprintf(f->database_name, sizeof f->database_name, "test-%s", hex);
    (void)snprintf(sql, sizeof sql, "CREATE DATABASE \"%s\" TEMPLATE %s", f->database_name,
                   template);
    run(conn, sql);
    PQfinish(conn);
}

void fixture_create_postgres(struct fixture *f)
{
    if (free_count > 0)
        memcpy(f->database_name, free_names[--free_count], sizeof f->database_name);
    else
        create_database(f);
    url_of("rostrum", f->database_name, f->database_url);
    url_of("rostrum_owner", f->database_name, f->owner_url);
}

/* The test's connections may still be ending, and only an administrator ends another's. */
static void drop_database(const char *name)
{
    char sql[256];
    PGconn *conn = connect_as("rostrum_admin", "postgres");
    (void)snprintf(sql, sizeof sql, "DROP DATABASE \"%s\" WITH (FORCE)", name);
    run(conn, sql);
    PQfinish(conn);
}

static void empty_database(const char *name)
{
    PGconn *conn = connect_as("rostrum_admin", name);
    run(conn, "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity "
              "WHERE datname = current_database() AND pid <> pg_backend_pid()");
    run(conn, "SET session_replication_role = replica"); /* no triggers, no references */
    run(conn, "DO $$ DECLARE name regclass; BEGIN FOR name IN SELECT oid FROM pg_class "
              "WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace "
              "AND relname <> 'schema_migrations' LOOP EXECUTE 'DELETE FROM ' || name; "
              "END LOOP; END $$");
    PQfinish(conn);
}

void fixture_close_postgres(const struct fixture *f)
{
    if (*f->is_altered || free_count == (int)COUNT_OF(free_names)) {
        drop_database(f->database_name);
        return;
    }
    empty_database(f->database_name);
    memcpy(free_names[free_count++], f->database_name, sizeof f->database_name);
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

int fixture_run_group(const char *name, const struct CMUnitTest *tests, size_t count,
                      CMFixtureFunction setup, CMFixtureFunction teardown)
{
    static struct CMUnitTest all[TESTS_MAX];
    static char names[TESTS_MAX][160];
    const char *const engines[] = {sqlite_name, fixture_postgres};
    size_t all_count = 0;
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
            all[all_count] = tests[i];
            if (!is_once) {
                (void)snprintf(names[all_count], sizeof names[0], "%s (%s)", tests[i].name,
                               engines[engine]);
                all[all_count].name = names[all_count];
                all[all_count].initial_state = (void *)(uintptr_t)engines[engine];
            }
            all_count++;
        }
    }
    int failed_count = _cmocka_run_group_tests(name, all, all_count, setup, teardown);
    while (free_count > 0)
        drop_database(free_names[--free_count]);
    return failed_count;
}
