/* Point-in-time recovery of PostgreSQL, as the README describes it, tried: a base backup and the
 * write-ahead log, a person who is erased and a prompt that is saved after a moment, and the server
 * recovered to that moment, in a cluster of its own. `rostrum recovered` takes it in: the person is
 * erased again, sessions have ended, what workers keep is void, and the audit log says so, verifies
 * and goes on. */

#include "test.h"

#include "backups.h"
#include "data/session/session.h"
#include "figure.h"

static char cluster[PATH_LEN]; /* the folder of the recovered one */

/* A command for the shell, which must work. */
static void must(const char *format, ...) PRINTF(1, 2);
static void must(const char *format, ...)
{
    char text[4 * PATH_LEN];
    va_list args;
    va_start(args, format);
    int len = vsnprintf(text, sizeof text, format, args);
    va_end(args);
    assert_in_range(len, 0, sizeof text - 1);
    if (run_text(text) != 0)
        fail_msg("%s: %s", text, out);
}

/* What PostgreSQL's programs need in front of them: not root, and Debian's folder. */
static const char *as_server(void)
{
    static char text[PATH_LEN];
    put(text, sizeof text, "PATH=$(ls -d /usr/lib/postgresql/*/bin | tail -n 1):$PATH%s",
        getuid() == 0 ? " setpriv --reuid=postgres --regid=postgres --clear-groups --" : "");
    return text;
}

static void start_archive(void)
{
    const char *host = getenv("ROSTRUM_TEST_POSTGRES");
    must("mkdir -p '%s/wal' && chmod 0777 '%s' '%s/wal'", cluster, cluster, cluster);
    must("%s pg_receivewal -h '%s' -U rostrum_admin --slot=drill --create-slot 2>&1", as_server(),
         host);
    must("cd '%s' && (%s pg_receivewal --slot=drill -D wal -h '%s' -U rostrum_admin --no-loop "
         "--synchronous "
         ">receive.log 2>&1 & echo $! >receive.pid)",
         cluster, as_server(), host);
    must("cd '%s' && %s pg_basebackup -D base -h '%s' -U rostrum_admin -c fast -X fetch 2>&1",
         cluster, as_server(), host);
}

/* Until this is true of the slot of the archive. */
static void wait_for_slot(const char *condition)
{
    must("for i in $(seq 600); do psql -h '%s' -U rostrum_admin -d postgres -Atc \"SELECT %s FROM "
         "pg_replication_slots WHERE slot_name = 'drill'\" | grep -qx t && exit; sleep 0.1; done; "
         "cat '%s/receive.log'; exit 1",
         getenv("ROSTRUM_TEST_POSTGRES"), condition, cluster);
}

/* Everything that was written until now is in the archive. */
static void end_archive(void)
{
    char condition[64];
    psql("CHECKPOINT");
    must("psql -h '%s' -U rostrum_admin -d postgres -Atc 'SELECT pg_switch_wal()'",
         getenv("ROSTRUM_TEST_POSTGRES"));
    out[strcspn(out, "\n")] = '\0';
    put(condition, sizeof condition, "restart_lsn >= '%s'", out);
    wait_for_slot(condition);
    must("kill -INT $(cat '%s/receive.pid')", cluster);
    wait_for_slot("NOT active");
    psql("SELECT pg_drop_replication_slot('drill')");
}

static void append(const char *name, const char *format, ...) PRINTF(2, 3);
static void append(const char *name, const char *format, ...)
{
    char path[2 * PATH_LEN];
    va_list args;
    put(path, sizeof path, "%s/%s", cluster, name);
    FILE *file = fopen(path, "a");
    assert_non_null(file);
    va_start(args, format);
    assert_true(vfprintf(file, format, args) > 0);
    va_end(args);
    assert_int_equal(fclose(file), 0);
}

/* A cluster as it was at this moment; its folder is its socket's. The end of the log is in a file
 * that was not finished. */
static void recover_to(const char *moment)
{
    append("restore", "f=%s/wal/$1\ntest -f \"$f\" || f=$f.partial\ncp \"$f\" \"$2\"\n", cluster);
    append("base/postgresql.auto.conf",
           "restore_command = '/bin/sh %s/restore %%f %%p'\nrecovery_target_time = '%s'\n"
           "recovery_target_action = 'promote'\n",
           cluster, moment);
    must("cd '%s' && %s touch base/recovery.signal && chmod 0644 restore", cluster, as_server());
    must("cd '%s' && %s pg_ctl start -w -t 60 -D base -l log -o \"-c listen_addresses= -c "
         "unix_socket_directories=%s -c fsync=off -c max_connections=600 -c "
         "max_locks_per_transaction=128\" >/dev/null 2>&1 || { tail -n 3 receive.log; tail -n 6 "
         "log; false; }",
         cluster, as_server(), cluster);
    must("for i in $(seq 200); do psql -h '%s' -U rostrum_admin -d postgres -Atc 'SELECT "
         "pg_is_in_recovery()' | grep -q f && exit; sleep 0.1; done; exit 1",
         cluster);
}

static void use_recovered(const struct fixture *f)
{
    static const char url[] = "postgresql://%s@/%s?host=%s";
    put(target, sizeof target, url, "rostrum_owner", f->database_name, cluster);
    put(target_app, sizeof target_app, url, "rostrum", f->database_name, cluster);
}

static struct uuid version_of(struct fixture *f)
{
    struct db_result result;
    fixture_begin(f);
    assert_int_equal(db_select(f->db, &result,
                               "SELECT version FROM content_versions WHERE organization_id = $1",
                               db_uuid(&f->own.id)),
                     ERR_NONE);
    return db_get_uuid(&result, 0, 0);
}

static const char has_key[] = "SELECT count(*) FROM data_keys WHERE owner_id = $1";
static const char prompts[] = "SELECT count(*) FROM prompts WHERE organization_id = $1";
static const char is_open[] =
    "SELECT count(*) FROM sessions WHERE organization_id = $1 AND ended_at IS NULL";

static void make_session(struct fixture *f, const struct fixture_user *user)
{
    char token[TOKEN_TEXT_LEN];
    struct session_client client = {.address = "192.0.2.7", .agent = "Recovery/1.0"};
    fixture_begin(f);
    assert_int_equal(db_begin(f->db), ERR_NONE);
    enum err err = session_create(f->db, &f->own.id, &user->id, &client, token);
    assert_int_equal(db_finish(f->db, err), ERR_NONE);
    fixture_begin(f);
}

/* What was there at the moment, and what came after it. */
static struct uuid make_history(struct fixture *f, char moment[64])
{
    const struct fixture_user *user = &f->own.users[PERSONA_INDIVIDUAL_DEVELOPER];
    char ledger[PATH_LEN];
    (void)make_prompt(f, PERSONA_CUSTOMER_ADMIN, "before", "wanted");
    make_session(f, user);
    struct uuid version = version_of(f);
    assert_int_equal(rostrum("audit checkpoint"), 0);
    must("psql -h \"$ROSTRUM_TEST_POSTGRES\" -U rostrum_admin -d postgres -Atc 'SELECT now()'");
    out[strcspn(out, "\n")] = '\0';
    put(moment, 64, "%s", out);
    put(ledger, sizeof ledger, "%s/erasures.jsonl", f->dir);
    erase(f, user, ledger);
    (void)make_prompt(f, PERSONA_CUSTOMER_ADMIN, "after", "a mistake");
    assert_int_equal(rostrum("audit checkpoint"), 0);
    return version;
}

static void check_before(struct fixture *f, const struct fixture_user *user)
{
    struct db *before = look(f);
    figure_count(f, fixture_count(f, prompts, &f->own.id), 1, "prompts after the recovery alone");
    (void)printf("# the key of the person erased since came back: %lld; sessions open: %lld\n",
                 (long long)fixture_count(f, has_key, &user->id),
                 (long long)fixture_count(f, is_open, &f->own.id));
    look_away(f, before);
}

static void check_after(struct fixture *f, const struct fixture_user *user,
                        const struct uuid *version)
{
    struct db *before = look(f);
    struct uuid now = version_of(f);
    figure_count(f, fixture_count(f, has_key, &user->id), 0, "keys of the person erased since");
    figure(f, name_of(f, user) == NULL, "unreadable", "their name is unreadable");
    figure_count(f, fixture_count(f, is_open, &f->own.id), 0, "sessions are open");
    figure(f, !uuid_equal(&now, version), "void",
           "what workers keep under the version of then is void");
    figure_count(f,
                 fixture_count(f,
                               "SELECT count(*) FROM audit_events WHERE organization_id = $1 "
                               "AND action = 'installation.restore'",
                               &f->own.id),
                 1, "events tell of the recovery");
    look_away(f, before);
    figure(f, ask_ready(target_app) == 0 && strstr(out, "Status: 200") != NULL, "ready",
           "a worker is ready");
}

static void a_recovered_database_is_taken_in(void **state)
{
    struct fixture *f = *state;
    const struct fixture_user *user = &f->own.users[PERSONA_INDIVIDUAL_DEVELOPER];
    char moment[64], arguments[2 * PATH_LEN];
    put(cluster, sizeof cluster, "%s/pitr", f->dir);
    must("mkdir -p '%s' && chmod 0755 '%s' \"$TMPDIR\"", cluster, f->dir);
    start_archive();
    struct uuid version = make_history(f, moment);
    end_archive();
    recover_to(moment);
    use_recovered(f);
    check_before(f, user);
    put(arguments, sizeof arguments, "recovered --database '%s'", target);
    int status = rostrum(arguments);
    (void)printf("# %s\n", out);
    figure_count(f, status, 0, "is the status of rostrum recovered");
    figure(f, strstr(out, "events are missing") != NULL, "it does",
           "it says what the audit logs lack");
    check_after(f, user, &version);
    must("cd '%s' && mkdir old && mv checkpoints/* old/", f->dir);
    put(arguments, sizeof arguments, "audit checkpoint --database '%s'", target);
    figure_count(f, rostrum(arguments), 0, "is the status of a checkpoint afterwards");
    put(arguments, sizeof arguments, "audit verify --database '%s'", target);
    figure_count(f, rostrum(arguments), 0, "is the status of audit verify");
    must("cd '%s' && %s pg_ctl stop -m immediate -D base", cluster, as_server());
    must("rm -rf '%s' '%s/old' '%s/checkpoints'", cluster, f->dir, f->dir);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_prestate_setup_teardown(a_recovered_database_is_taken_in,
                                                 open_installation, close_installation,
                                                 (void *)(uintptr_t)fixture_postgres),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
