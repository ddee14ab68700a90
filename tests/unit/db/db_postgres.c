#include "test.h"

#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#include "base/clock.h"
#include "data/audit/audit.h"
#include "data/db/db_form.h"
#include "data/db/db_settle.h"
#include "fixture.h"
#include "proxy.h"
#include "slow_settle.h"

/* Connections that break and statements that do not end, as they really do. */

static const char drop_connections[] =
    "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity "
    "WHERE datname = '%s' AND usename = 'rostrum'";

static void next_request(struct fixture *f)
{
    (void)!db_end_request(f->db);
    struct uuid id = uuid_make();
    db_begin_request(f->db, f->arena, &id);
    (void)db_enter(f->db, (struct db_scope){DB_ORGANIZATION, f->own.id});
}

static void cut_connections(struct fixture *f)
{
    fixture_admin_close(fixture_admin(f, drop_connections));
}

static const char *name_of(struct fixture *f)
{
    struct db_result result;
    assert_int_equal(db_select(f->db, &result, "SELECT name FROM organizations WHERE id = $1",
                               db_uuid(&f->own.id)),
                     ERR_NONE);
    return db_get_text(&result, 0, 0);
}

/* A change with its event, and a fault in the middle of its first tries. */
struct rename {
    struct fixture *f;
    const char *name;
    void (*fault)(struct fixture *f);
    int fault_count; /* how many tries meet it */
    int try_count;
};

static enum err rename_inside(const struct rename *rename)
{
    struct fixture *f = rename->f;
    enum err err = db_change_one(f->db, "UPDATE organizations SET name = $1 WHERE id = $2",
                                 db_text(rename->name), db_uuid(&f->own.id));
    if (rename->try_count <= rename->fault_count)
        rename->fault(f);
    if (err == ERR_NONE)
        err = db_change(f->db, "UPDATE users SET version = version WHERE organization_id = $1",
                        db_uuid(&f->own.id));
    struct audit_event event = {.action = "test.change",
                                .record_type = "organization",
                                .record_id = f->own.id,
                                .organization_id = f->own.id};
    return err != ERR_NONE ? err : audit_record(f->db, &f->command, &event);
}

static enum err rename_once(struct db *db, void *context)
{
    struct rename *rename = context;
    rename->try_count++;
    enum err err = db_begin(db);
    return err != ERR_NONE ? err : db_finish(db, rename_inside(rename));
}

static enum err rename_to(struct fixture *f, const char *name)
{
    struct rename rename = {.f = f, .name = name};
    return rename_once(f->db, &rename);
}

static void assert_renamed_once(struct fixture *f, const char *name)
{
    next_request(f);
    assert_string_equal(name_of(f), name);
    assert_int_equal(fixture_count_events(f, "test.change", "success"), 1);
}

static void an_idle_connection_that_was_cut_is_made_again(void **state)
{
    struct fixture *f = *state;
    next_request(f);
    assert_string_equal(name_of(f), f->own.name);
    next_request(f);
    cut_connections(f);
    assert_string_equal(name_of(f), f->own.name); /* before a read */
    next_request(f);
    cut_connections(f);
    assert_int_equal(rename_to(f, "After"), ERR_NONE); /* before a write */
    assert_false(db_has_failed(f->db));
    assert_renamed_once(f, "After");
}

/* What was read before the cut may not be mixed with what is read after it. */
static void a_cut_inside_a_read_fails_it(void **state)
{
    struct fixture *f = *state;
    struct db_result result;
    next_request(f);
    assert_string_equal(name_of(f), f->own.name);
    cut_connections(f);
    assert_int_equal(db_select(f->db, &result, "SELECT name FROM organizations WHERE id = $1",
                               db_uuid(&f->own.id)),
                     ERR_UNAVAILABLE);
    assert_true(db_may_retry(f->db));
    next_request(f);
    assert_string_equal(name_of(f), f->own.name);
}

static void a_cut_inside_a_write_is_retried_once(void **state)
{
    struct fixture *f = *state;
    struct rename rename = {f, "Retried", cut_connections, .fault_count = 1};
    next_request(f);
    assert_int_equal(db_retry(f->db, rename_once, &rename), ERR_NONE);
    assert_int_equal(rename.try_count, 2);
    assert_renamed_once(f, "Retried");

    struct rename unlucky = {f, "Never", cut_connections, .fault_count = 9};
    next_request(f);
    assert_int_equal(db_retry(f->db, rename_once, &unlucky), ERR_UNAVAILABLE);
    assert_int_equal(unlucky.try_count, 2);
    assert_renamed_once(f, "Retried");
}

/* A request that has committed something is not run again. */
static void nothing_is_retried_after_a_commit(void **state)
{
    struct fixture *f = *state;
    struct rename rename = {f, "Second", cut_connections, .fault_count = 9};
    next_request(f);
    assert_int_equal(rename_to(f, "First"), ERR_NONE);
    assert_int_equal(db_retry(f->db, rename_once, &rename), ERR_UNAVAILABLE);
    assert_int_equal(rename.try_count, 1);
    assert_renamed_once(f, "First");
}

/* Someone outside the program's locks changes the row after the snapshot. */
static void change_outside(struct fixture *f)
{
    fixture_admin_close(fixture_admin(f, "UPDATE users SET version = version"));
}

static void a_serialization_failure_is_retried_once(void **state)
{
    struct fixture *f = *state;
    struct rename rename = {f, "Serial", change_outside, .fault_count = 1};
    next_request(f);
    assert_int_equal(db_retry(f->db, rename_once, &rename), ERR_NONE);
    assert_int_equal(rename.try_count, 2);
    assert_renamed_once(f, "Serial");
}

static void a_refused_statement_is_not_retried(void **state)
{
    struct fixture *f = *state;
    struct db_result result;
    next_request(f);
    assert_int_equal(db_select(f->db, &result, "SELECT 1 / $1", db_int(0)), ERR_UNAVAILABLE);
    assert_false(db_may_retry(f->db));
    next_request(f);
    assert_string_equal(name_of(f), f->own.name);
}

/* Held up by a lock: our own deadline ends it, the next request is served at once, and once the
 * lock is gone nothing of it happens after all. */
static void a_deadline_ends_what_a_lock_holds_up(void **state)
{
    struct fixture *f = *state;
    next_request(f);
    struct pg_conn *holder = fixture_admin(f, "BEGIN; LOCK TABLE organizations IN SHARE MODE");
    int64_t began = clock_monotonic();
    assert_int_equal(rename_to(f, "Late"), ERR_UNAVAILABLE);
    int64_t took = clock_monotonic() - began;
    assert_in_range(took, 4 * CLOCK_SECOND, CLOCK_MINUTE); /* it ends, and the lock is held on */
    assert_false(db_may_retry(f->db));                     /* it would take as long again */
    next_request(f);
    assert_string_equal(name_of(f), f->own.name);
    fixture_admin_close(holder);
    next_request(f);
    assert_int_equal(rename_to(f, "In time"), ERR_NONE); /* nobody holds the organization's lock */
    assert_renamed_once(f, "In time");
}

static int64_t time_of_rename(struct fixture *f, const char *name, enum err wanted)
{
    next_request(f);
    int64_t began = clock_monotonic();
    assert_int_equal(rename_to(f, name), wanted);
    return clock_monotonic() - began;
}

/* A server that is frozen: the first request waits, those after it, for whom others wait as well,
 * hear sooner that there is nobody. */
static void who_comes_after_a_deadline_waits_less(void **state)
{
    struct fixture *f = *state;
    struct fixture frozen = *f;
    pid_t proxy = proxy_start(f->dir, getenv("ROSTRUM_TEST_POSTGRES"), PROXY_NEVER);
    assert_true(proxy > 0);
    (void)snprintf(frozen.database_url, sizeof frozen.database_url,
                   "postgresql://rostrum@/%s?host=%s", f->database_name, f->dir);
    assert_int_equal(fixture_reconnect(&frozen, false), ERR_NONE);
    (void)time_of_rename(&frozen, "Before", ERR_NONE);
    assert_int_equal(kill(proxy, SIGSTOP), 0);
    int64_t first = time_of_rename(&frozen, "First", ERR_UNAVAILABLE);
    assert_true(first >= 4 * CLOCK_SECOND);
    assert_false(db_may_retry(frozen.db));
    for (int i = 0; i < 2; i++) {
        assert_true(time_of_rename(&frozen, "Next", ERR_UNAVAILABLE) < first);
        assert_false(db_may_retry(frozen.db));
    }
    proxy_stop(proxy, f->dir);
    proxy = proxy_start(f->dir, getenv("ROSTRUM_TEST_POSTGRES"), PROXY_NEVER);
    (void)time_of_rename(&frozen, "After", ERR_NONE);
    assert_int_equal(db_end_request(frozen.db), ERR_NONE);
    arena_destroy(frozen.arena);
    db_close(frozen.db);
    proxy_stop(proxy, f->dir);
}

/* As a sign-in or a refusal, which take no lock of the organization. */
static enum err record_alone(struct fixture *f)
{
    struct audit_event event = {.action = "test.alone",
                                .record_type = "session",
                                .record_id = f->own.id,
                                .organization_id = f->own.id};
    return audit_record_alone(f->db, NULL, &event);
}

/* Commits through a proxy that cuts the connection; the error, and whether it may be retried. name
 * NULL: what is alone. */
static enum err commit_through(struct fixture *f, enum proxy_cut cut, const char *name,
                               bool *may_retry)
{
    struct fixture cut_off = *f;
    pid_t proxy = proxy_start(f->dir, getenv("ROSTRUM_TEST_POSTGRES"), cut);
    assert_true(proxy > 0);
    (void)snprintf(cut_off.database_url, sizeof cut_off.database_url,
                   "postgresql://rostrum@/%s?host=%s", f->database_name, f->dir);
    assert_int_equal(fixture_reconnect(&cut_off, false), ERR_NONE);
    struct uuid form = uuid_make();
    next_request(&cut_off);
    db_name_form(cut_off.db, &form);
    enum err err = name == NULL ? record_alone(&cut_off) : rename_to(&cut_off, name);
    *may_retry = db_may_retry(cut_off.db);
    /* else it would look for its own event, and take itself for one that is sent again */
    assert_int_equal(db_has_done_form(cut_off.db), err == ERR_NONE && name != NULL);
    (void)!db_end_request(cut_off.db);
    arena_destroy(cut_off.arena);
    db_close(cut_off.db);
    proxy_stop(proxy, f->dir);
    return err;
}

static void a_broken_commit_that_happened_is_a_success(void **state)
{
    struct fixture *f = *state;
    bool may_retry = true;
    assert_int_equal(commit_through(f, PROXY_AFTER_COMMIT, "Done", &may_retry), ERR_NONE);
    assert_false(may_retry);
    assert_renamed_once(f, "Done");
}

static void a_broken_commit_that_did_not_happen_may_be_retried(void **state)
{
    struct fixture *f = *state;
    bool may_retry = false;
    assert_int_equal(commit_through(f, PROXY_BEFORE_COMMIT, "Gone", &may_retry), ERR_UNAVAILABLE);
    assert_true(may_retry);
    next_request(f);
    assert_string_equal(name_of(f), f->own.name);
    assert_int_equal(fixture_count_events(f, "test.change", "success"), 0);
}

/* No answer within the deadline, though it was carried out. */
static void a_commit_that_happened_without_an_answer_is_a_success(void **state)
{
    struct fixture *f = *state;
    bool may_retry = true;
    assert_int_equal(commit_through(f, PROXY_HOLD_COMMIT, "Silent", &may_retry), ERR_NONE);
    assert_renamed_once(f, "Silent");
}

static void a_broken_commit_of_what_is_alone_is_settled(void **state)
{
    struct fixture *f = *state;
    bool may_retry = true;
    assert_int_equal(commit_through(f, PROXY_AFTER_COMMIT, NULL, &may_retry), ERR_NONE);
    assert_false(may_retry);
    next_request(f);
    assert_int_equal(fixture_count_events(f, "test.alone", "success"), 1);
    assert_int_equal(commit_through(f, PROXY_BEFORE_COMMIT, NULL, &may_retry), ERR_UNAVAILABLE);
    assert_true(may_retry);
    next_request(f);
    assert_int_equal(fixture_count_events(f, "test.alone", "success"), 1);
}

/* A commit that takes longer than the program waits: what its session may still do is not guessed
 * while it is there. The server ends it within a second, because its client is gone. */
static void a_commit_that_is_still_under_way_is_waited_for(void **state)
{
    struct fixture *f = *state;
    bool may_retry = false;
    fixture_script(f, NULL,
                   "CREATE FUNCTION dawdle() RETURNS trigger LANGUAGE plpgsql AS "
                   "$$ BEGIN PERFORM pg_sleep(8); RETURN NULL; END $$;"
                   "CREATE CONSTRAINT TRIGGER dawdle AFTER INSERT ON audit_events "
                   "DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION dawdle()");
    next_request(f);
    assert_int_equal(record_alone(f), ERR_UNAVAILABLE);
    may_retry = db_may_retry(f->db);
    next_request(f);
    assert_true(may_retry); /* it was found out that it did not happen */
    assert_int_equal(fixture_count_events(f, "test.alone", "success"), 0);
}

/* ---- settling ---------------------------------------------------------------------------------
 */

struct slow_disk {
    int64_t answered_at; /* who made the change */
    int64_t let_go_at;   /* the log reached the standby that did not come */
};

static void set_standby(struct fixture *f, const char *sql)
{
    fixture_admin_close(fixture_admin(f, sql));
    fixture_admin_close(fixture_admin(f, "SELECT pg_reload_conf()"));
}

/* Sees what the other one has committed, and gets the turn, while that one still waits. */
static enum err take_the_turn_meanwhile(struct fixture *f)
{
    int64_t until = 0;
    for (next_request(f); strcmp(name_of(f), "Settled") != 0; next_request(f))
        fixture_wait(&until, "the change of the other one");
    int64_t began = clock_monotonic();
    enum err err = db_begin(f->db);
    if (err == ERR_NONE)
        (void)name_of(f); /* which takes the lock */
    enum err over = db_finish(f->db, ERR_CONFLICT);
    assert_int_equal(over, ERR_CONFLICT);
    return clock_monotonic() - began < 3 * CLOCK_SECOND ? err : ERR_CONFLICT;
}

static enum err settle_or_take(struct fixture *f, int index, void *context)
{
    struct slow_disk *slow = context;
    enum err err = ERR_NONE;
    if (index == 0) {
        next_request(f);
        err = rename_to(f, "Settled");
        slow->answered_at = clock_monotonic();
        return err;
    }
    err = take_the_turn_meanwhile(f);
    slow->let_go_at = clock_monotonic();
    set_standby(f, "ALTER SYSTEM RESET synchronous_standby_names");
    return err;
}

/* A standby that a commit waits for is away: the turn goes on, and nobody is told that the change
 * holds before it does. */
static void the_turn_goes_on_while_a_change_is_settled(void **state)
{
    struct fixture *f = *state;
    enum err results[2];
    struct slow_disk *slow =
        mmap(NULL, sizeof *slow, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    assert_ptr_not_equal(slow, MAP_FAILED);
    next_request(f);
    set_standby(f, "ALTER SYSTEM SET synchronous_standby_names TO 'nobody'");
    fixture_race(f, 2, settle_or_take, slow, results);
    set_standby(f, "ALTER SYSTEM RESET synchronous_standby_names");
    assert_int_equal(results[1], ERR_NONE);
    assert_int_equal(results[0], ERR_NONE);
    assert_true(slow->answered_at >= slow->let_go_at);
    (void)munmap(slow, sizeof *slow);
    assert_renamed_once(f, "Settled");
}

/* What another one has committed may be seen before it holds: nobody is told so meanwhile. */
static void nothing_is_confirmed_before_it_holds(void **state)
{
    struct fixture *f = *state;
    next_request(f);
    assert_int_equal(db_confirm(f->db), ERR_NONE);
    slow_settle_begin(f);
    cut_connections(f);
    next_request(f);
    assert_int_equal(db_confirm(f->db), ERR_UNAVAILABLE);
    assert_true(db_is_unsure(f->db));
    assert_false(db_may_retry(f->db));
    slow_settle_end(f);
    next_request(f);
    assert_int_equal(db_confirm(f->db), ERR_NONE);
    assert_false(db_is_unsure(f->db));
}

static void several_questions_are_answered_in_one_round_trip(void **state)
{
    struct fixture *f = *state;
    struct db_result names;
    struct db_result people;
    struct db_result one;
    next_request(f);
    db_later(f->db, &names, "SELECT name FROM organizations WHERE id = $1", db_uuid(&f->own.id));
    db_later(f->db, &people, "SELECT count(*) FROM users WHERE organization_id = $1",
             db_uuid(&f->own.id));
    assert_int_equal(names.row_count, 0); /* not asked yet */
    assert_int_equal(db_select(f->db, &one, "SELECT CAST($1 AS bigint)", db_int(1)), ERR_NONE);
    assert_string_equal(db_get_text(&names, 0, 0), f->own.name);
    assert_int_equal(db_get_int(&people, 0, 0), FIXTURE_USER_COUNT);
    assert_int_equal(db_get_int(&one, 0, 0), 1);

    db_later(f->db, &names, "SELECT nothing FROM nowhere WHERE id = $1", db_uuid(&f->own.id));
    db_later(f->db, &people, "SELECT count(*) FROM users WHERE organization_id = $1",
             db_uuid(&f->own.id));
    assert_int_equal(db_collect(f->db), ERR_UNAVAILABLE);
    assert_int_equal(people.row_count, 0);
}

static void rename_outside(struct fixture *f, const char *name)
{
    char sql[256];
    (void)snprintf(sql, sizeof sql, "UPDATE organizations SET name = '%s'", name);
    fixture_admin_close(fixture_admin(f, sql));
}

/* A request sees one state until it says that it reads no more: then its transaction is over on the
 * server, and what is asked after all has one of its own, with the same scope. */
static void the_last_read_ends_the_transaction(void **state)
{
    struct fixture *f = *state;
    struct db_result result;
    static const char people[] = "SELECT id FROM users WHERE version > $1";
    next_request(f);
    db_read_last(f->db);
    assert_string_equal(name_of(f), f->own.name);
    rename_outside(f, "Second");
    assert_string_equal(name_of(f), "Second");
    rename_outside(f, "Third");
    assert_string_equal(name_of(f), "Second");
    assert_int_equal(db_select(f->db, &result, people, db_int(0)), ERR_NONE);
    assert_int_equal(result.row_count, FIXTURE_USER_COUNT);

    next_request(f);
    db_read_last(f->db);
    assert_string_equal(name_of(f), "Third");
    assert_int_equal(rename_to(f, "Fourth"), ERR_NONE);
    db_read_last(f->db);
    assert_int_equal(db_select(f->db, &result, "SELECT 1 / $1", db_int(0)), ERR_UNAVAILABLE);
    assert_renamed_once(f, "Fourth");
}

static void say_last(struct fixture *f)
{
    db_read_last(f->db);
}

/* Inside a write transaction it would take back the changes. */
static void saying_the_last_read_does_not_end_a_write(void **state)
{
    struct fixture *f = *state;
    struct rename rename = {f, "Written", say_last, .fault_count = 1};
    next_request(f);
    assert_int_equal(rename_once(f->db, &rename), ERR_NONE);
    assert_renamed_once(f, "Written");
}

/* The type of a parameter that was null at first is learnt from its first value. */
static void a_null_does_not_fix_the_type_of_its_parameter(void **state)
{
    struct fixture *f = *state;
    static const char sql[] = "SELECT id FROM users WHERE deactivated_at > $1 OR id = $2";
    struct db_result result;
    for (int i = 0; i < 4; i++) {
        struct db_value time = i % 2 == 0 ? db_null() : db_time(1);
        struct db_value id = i < 2 ? db_null() : db_uuid(&f->own.users[0].id);
        next_request(f);
        assert_int_equal(db_select(f->db, &result, sql, time, id), ERR_NONE);
        assert_int_equal(result.row_count, i < 2 ? 0 : 1);
    }
    assert_int_equal(db_select(f->db, &result, "SELECT $1 IS NULL, $2 IS NULL", db_null_of(DB_UUID),
                               db_text(NULL)),
                     ERR_NONE);
    assert_true(db_get_bool(&result, 0, 0) && db_get_bool(&result, 0, 1));
}

static void addresses_that_lead_nowhere_do_not_open(void **state)
{
    struct fixture *f = *state;
    static const char *const bad[] = {
        "postgresql://rostrum@/nowhere?host=/nowhere",
        "postgresql://rostrum@127.0.0.1:1/x",
        "postgresql://rostrum@127.0.0.1:1,127.0.0.1:2/x",
    };
    struct db_config config = {.keyring = f->keyring};
    struct db *db = NULL;
    for (size_t i = 0; i < COUNT_OF(bad); i++) {
        config.url = bad[i];
        assert_int_equal(db_open(&config, &db), ERR_UNAVAILABLE);
    }
    config.url = "postgresql://[::1";
    assert_int_equal(db_open(&config, &db), ERR_INVALID);
}

/* The first host of the address is not there. */
static void the_second_host_is_tried_when_the_first_is_not_there(void **state)
{
    struct fixture *f = *state;
    struct fixture second = *f;
    (void)snprintf(second.database_url, sizeof second.database_url,
                   "postgresql://rostrum@/%s?host=/nowhere,%s", f->database_name,
                   getenv("ROSTRUM_TEST_POSTGRES"));
    assert_int_equal(fixture_reconnect(&second, false), ERR_NONE);
    assert_string_equal(name_of(&second), f->own.name);
    (void)!db_end_request(second.db);
    arena_destroy(second.arena);
    db_close(second.db);
}

static const char *setting_of(struct fixture *f, const char *name)
{
    struct db_result result;
    assert_int_equal(db_select(f->db, &result, "SELECT current_setting($1)", db_text(name)),
                     ERR_NONE);
    return db_get_text(&result, 0, 0);
}

/* etc/citus.sql relies on it. */
static void a_setting_of_the_database_is_kept(void **state)
{
    struct fixture *f = *state;
    struct fixture second = *f;
    assert_string_equal(setting_of(f, "plan_cache_mode"), "force_generic_plan");
    *f->is_altered = true;
    fixture_admin_close(fixture_admin(f, "ALTER DATABASE \"%s\" SET plan_cache_mode TO 'auto'"));
    assert_int_equal(fixture_reconnect(&second, false), ERR_NONE);
    assert_string_equal(setting_of(&second, "plan_cache_mode"), "auto");
    assert_string_equal(setting_of(&second, "jit"), "off");
    (void)!db_end_request(second.db);
    arena_destroy(second.arena);
    db_close(second.db);
}

#define ON_POSTGRES(test)                                                                          \
    cmocka_unit_test_prestate_setup_teardown(test, fixture_open, fixture_close,                    \
                                             (void *)(uintptr_t)fixture_postgres)

int main(void)
{
    const struct CMUnitTest tests[] = {
        ON_POSTGRES(an_idle_connection_that_was_cut_is_made_again),
        ON_POSTGRES(a_cut_inside_a_read_fails_it),
        ON_POSTGRES(a_cut_inside_a_write_is_retried_once),
        ON_POSTGRES(nothing_is_retried_after_a_commit),
        ON_POSTGRES(a_serialization_failure_is_retried_once),
        ON_POSTGRES(a_refused_statement_is_not_retried),
        ON_POSTGRES(a_deadline_ends_what_a_lock_holds_up),
        ON_POSTGRES(who_comes_after_a_deadline_waits_less),
        ON_POSTGRES(a_broken_commit_that_happened_is_a_success),
        ON_POSTGRES(a_broken_commit_that_did_not_happen_may_be_retried),
        ON_POSTGRES(a_commit_that_happened_without_an_answer_is_a_success),
        ON_POSTGRES(a_broken_commit_of_what_is_alone_is_settled),
        ON_POSTGRES(a_commit_that_is_still_under_way_is_waited_for),
        ON_POSTGRES(the_turn_goes_on_while_a_change_is_settled),
        ON_POSTGRES(nothing_is_confirmed_before_it_holds),
        ON_POSTGRES(several_questions_are_answered_in_one_round_trip),
        ON_POSTGRES(the_last_read_ends_the_transaction),
        ON_POSTGRES(saying_the_last_read_does_not_end_a_write),
        ON_POSTGRES(a_null_does_not_fix_the_type_of_its_parameter),
        ON_POSTGRES(addresses_that_lead_nowhere_do_not_open),
        ON_POSTGRES(the_second_host_is_tried_when_the_first_is_not_there),
        ON_POSTGRES(a_setting_of_the_database_is_kept),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
