#include "test.h"

#include <errno.h>
#include <libpq-fe.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "crypt/token.h"
#include "data/migration.h"
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
    return _cmocka_run_group_tests(name, all, all_count, setup, teardown);
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
    int len = snprintf(url, FIXTURE_URL_LEN, "postgresql://%s@/%s?host=%s", user, database,
                       server());
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

void fixture_create_postgres(struct fixture *f)
{
    static char name[32];
    char sql[256];
    char hex[UUID_TEXT_LEN];
    PGconn *conn = connect_as("rostrum_owner", "postgres");
    if (name[0] == '\0') {
        template_name(name);
        ensure_template(conn, name, f->keyring);
    }
    struct uuid id = uuid_make();
    uuid_format(&id, hex);
    (void)snprintf(f->database_name, sizeof f->database_name, "test-%s", hex);
    (void)snprintf(sql, sizeof sql, "CREATE DATABASE \"%s\" TEMPLATE %s", f->database_name, name);
    run(conn, sql);
    PQfinish(conn);
    url_of("rostrum", f->database_name, f->database_url);
    url_of("rostrum_owner", f->database_name, f->owner_url);
}

void fixture_drop_postgres(const struct fixture *f)
{
    char sql[256];
    /* The test's connection may still be ending, and only an administrator ends another's. */
    PGconn *conn = connect_as("rostrum_admin", "postgres");
    (void)snprintf(sql, sizeof sql, "DROP DATABASE \"%s\" WITH (FORCE)", f->database_name);
    run(conn, sql);
    PQfinish(conn);
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
