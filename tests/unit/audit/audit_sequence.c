#include "test.h"

#include <string.h>

#include "base/clock.h"
#include "data/audit/audit.h"
#include "data/audit/audit_sequence.h"
#include "data/trail/audit_list.h"
#include "fixture.h"

/* The numbers of events: without gaps, each event one, whoever was in the way. */

enum { MANY = 2300, RACERS = 8, EVENTS_EACH = 25 };

static void must(enum err err)
{
    assert_int_equal(err, ERR_NONE);
}

static enum err record_as(struct fixture *f, const char *action)
{
    struct audit_event event = {.action = action,
                                .record_type = "organization",
                                .record_id = f->own.id,
                                .organization_id = f->own.id};
    return audit_record(f->db, &f->command, &event);
}

static void record_alone(struct fixture *f, const char *action)
{
    must(db_begin_alone(f->db));
    must(db_finish(f->db, record_as(f, action)));
}

static void begin(struct fixture *f)
{
    struct uuid id = uuid_make();
    db_begin_request(f->db, f->arena, &id);
    (void)db_enter(f->db, (struct db_scope){.reach = DB_ALL});
}

/* The next request without the numbering that follows an answer: as if the worker had died. */
static void die_and_begin(struct fixture *f)
{
    must(db_end_request(f->db));
    begin(f);
}

static struct fixture connect_again(struct fixture *f)
{
    struct fixture other = *f;
    must(fixture_reconnect(&other, false));
    return other;
}

static void disconnect(struct fixture *other)
{
    must(db_end_request(other->db));
    arena_destroy(other->arena);
    db_close(other->db);
}

static int64_t count(struct fixture *f, const char *sql)
{
    struct db_result result;
    must(db_select(f->db, &result, sql, db_uuid(&f->own.id)));
    return db_get_int(&result, 0, 0);
}

static int64_t count_queued(struct fixture *f)
{
    return count(f, "SELECT count(*) FROM audit_queue WHERE organization_id = $1");
}

/* Every event of the organization has one number, from 1 on without a gap, and the head knows the
 * last; nothing waits. */
static void assert_numbered(struct fixture *f)
{
    int64_t events = count(f, "SELECT count(*) FROM audit_events WHERE organization_id = $1");
    assert_int_equal(count(f, "SELECT count(*) FROM audit_sequence WHERE organization_id = $1"),
                     events);
    assert_int_equal(count(f, "SELECT count(*) FROM audit_events e JOIN audit_sequence s "
                              "ON s.organization_id = e.organization_id AND s.event_id = e.id "
                              "WHERE e.organization_id = $1"),
                     events);
    assert_int_equal(count(f, "SELECT min(seq) FROM audit_sequence WHERE organization_id = $1"), 1);
    assert_int_equal(count(f, "SELECT max(seq) FROM audit_sequence WHERE organization_id = $1"),
                     events);
    assert_int_equal(count(f, "SELECT last_seq FROM audit_heads WHERE organization_id = $1"),
                     events);
    assert_int_equal(count_queued(f), 0);
}

/* 0: none. */
static int64_t seq_of(struct fixture *f, const char *action)
{
    struct audit_filter filter = {.action = action, .limit = 1};
    struct audit_list list;
    must(audit_list(f->db, &f->own.users[PERSONA_CUSTOMER_ADMIN].actor, &filter, &list));
    assert_int_equal(list.count, 1);
    return list.entries[0].seq;
}

static void every_event_gets_a_number(void **state)
{
    struct fixture *f = *state;
    record_alone(f, "test.one");
    record_alone(f, "test.two");
    fixture_begin(f);
    assert_numbered(f);
    assert_int_equal(seq_of(f, "test.two"), seq_of(f, "test.one") + 1);
}

/* In one transaction, and more than fit in a batch: numbered in the order in which they are read,
 * which is that in which they were written. */
static void many_events_of_one_change_keep_their_order(void **state)
{
    struct fixture *f = *state;
    must(db_begin(f->db));
    for (int i = 0; i < MANY; i++)
        must(record_as(f, "test.many"));
    must(db_finish(f->db, ERR_NONE));
    fixture_begin(f);
    assert_numbered(f);
    assert_int_equal(count(f, "SELECT count(*) FROM audit_events a JOIN audit_sequence s ON "
                              "s.organization_id = a.organization_id AND s.event_id = a.id "
                              "JOIN audit_events b ON b.organization_id = a.organization_id "
                              "AND b.request_id = a.request_id "
                              "AND b.request_part = a.request_part + 1 JOIN audit_sequence t ON "
                              "t.organization_id = b.organization_id AND t.event_id = b.id "
                              "WHERE a.organization_id = $1 AND a.action = 'test.many' "
                              "AND t.seq = s.seq + 1"),
                     MANY - 1);
}

static void an_event_that_is_taken_back_leaves_no_gap(void **state)
{
    struct fixture *f = *state;
    must(db_begin_alone(f->db));
    must(record_as(f, "test.lost"));
    assert_int_equal(db_finish(f->db, ERR_DENIED), ERR_DENIED);
    record_alone(f, "test.kept");
    fixture_begin(f);
    assert_numbered(f);
}

/* It is in the log at once, and shown without a number until somebody gives it one. */
static void what_a_dead_worker_left_is_numbered_by_the_next(void **state)
{
    struct fixture *f = *state;
    record_alone(f, "test.left");
    die_and_begin(f);
    assert_int_equal(seq_of(f, "test.left"), 0);
    assert_int_equal(count_queued(f), 1);
    struct fixture other = connect_again(f);
    record_alone(&other, "test.next");
    fixture_begin(&other);
    assert_numbered(&other);
    disconnect(&other);
    fixture_begin(f);
    assert_int_equal(seq_of(f, "test.next"), seq_of(f, "test.left") + 1);
}

static void a_starting_worker_numbers_what_is_left_everywhere(void **state)
{
    struct fixture *f = *state;
    struct audit_event nobodys = {.action = "test.nobody", .record_type = "session"};
    struct audit_event others = {
        .action = "test.other", .record_type = "user", .organization_id = f->other.id};
    record_alone(f, "test.left");
    must(audit_record_alone(f->db, NULL, &nobodys));
    must(audit_record_alone(f->db, NULL, &others));
    die_and_begin(f);
    assert_int_equal(count(f, "SELECT count(*) FROM audit_queue WHERE organization_id <> $1"), 2);
    must(audit_sequence_all(f->db));
    assert_int_equal(count(f, "SELECT count(*) FROM audit_queue WHERE organization_id <> $1"), 0);
    assert_numbered(f);
}

/* The older event commits last: it gets the later number, and none is left out. */
static void commits_out_of_order_leave_nothing_out(void **state)
{
    struct fixture *f = *state;
    struct fixture slow = connect_again(f);
    must(db_begin_alone(slow.db));
    must(record_as(&slow, "test.slow"));
    record_alone(f, "test.fast");
    fixture_begin(f);
    assert_numbered(f); /* of what is committed */
    must(db_finish(slow.db, ERR_NONE));
    fixture_begin(&slow);
    assert_numbered(&slow);
    assert_int_equal(seq_of(&slow, "test.slow"), seq_of(&slow, "test.fast") + 1);
    disconnect(&slow);
}

/* Nobody waits for whoever is at it; that one looks once more. */
static void a_lock_that_is_taken_is_left_alone(void **state)
{
    struct fixture *f = *state;
    struct fixture other = connect_again(f);
    bool is_ours = false;
    must(db_begin_alone(other.db));
    must(db_try_lock(other.db, &f->own.id, &is_ours));
    assert_true(is_ours);
    record_alone(f, "test.left");
    int64_t shortest = INT64_MAX; /* who waited would wait each time */
    for (int i = 0; i < 20 && shortest >= CLOCK_SECOND / 10; i++) {
        int64_t began = clock_monotonic();
        fixture_begin(f);
        int64_t took = clock_monotonic() - began;
        shortest = took < shortest ? took : shortest;
    }
    assert_true(shortest < CLOCK_SECOND / 10);
    assert_int_equal(count_queued(f), 1);
    must(db_finish(other.db, ERR_NONE));
    must(audit_sequence_all(other.db));
    assert_numbered(&other);
    disconnect(&other);
}

static enum err record_some(struct fixture *f, int index, void *context)
{
    enum err err = ERR_NONE;
    (void)index;
    (void)context;
    for (int i = 0; i < EVENTS_EACH && err == ERR_NONE; i++) {
        err = i % 2 == 0 ? db_begin_alone(f->db) : db_begin(f->db);
        if (err == ERR_NONE)
            err = db_finish(f->db, record_as(f, "test.raced"));
        fixture_begin(f);
    }
    return err;
}

static void many_at_once_leave_no_gap(void **state)
{
    struct fixture *f = *state;
    enum err results[RACERS];
    fixture_race(f, RACERS, record_some, NULL, results);
    for (int i = 0; i < RACERS; i++)
        must(results[i]);
    fixture_begin(f);
    assert_int_equal(count(f, "SELECT count(*) FROM audit_events WHERE organization_id = $1 "
                              "AND action = 'test.raced'"),
                     RACERS * EVENTS_EACH);
    assert_numbered(f);
}

static enum err change_numbers(struct fixture *f, const char *sql)
{
    must(db_begin(f->db));
    enum err err = db_finish(f->db, db_change(f->db, sql, db_uuid(&f->own.id)));
    (void)!db_end_request(f->db); /* it failed */
    begin(f);
    return err;
}

static void numbers_are_never_changed(void **state)
{
    struct fixture *f = *state;
    assert_int_equal(
        change_numbers(f, "UPDATE audit_sequence SET seq = seq + 1 WHERE organization_id = $1"),
        ERR_UNAVAILABLE);
    assert_int_equal(change_numbers(f, "DELETE FROM audit_sequence WHERE organization_id = $1"),
                     ERR_UNAVAILABLE);
    assert_numbered(f);
}

#define WITH_DATA(test) cmocka_unit_test_setup_teardown(test, fixture_open, fixture_close)
#define ON_POSTGRES(test)                                                                          \
    cmocka_unit_test_prestate_setup_teardown(test, fixture_open, fixture_close,                    \
                                             (void *)(uintptr_t)fixture_postgres)

int main(void)
{
    const struct CMUnitTest tests[] = {
        WITH_DATA(every_event_gets_a_number),
        WITH_DATA(many_events_of_one_change_keep_their_order),
        WITH_DATA(an_event_that_is_taken_back_leaves_no_gap),
        ON_POSTGRES(what_a_dead_worker_left_is_numbered_by_the_next),
        ON_POSTGRES(a_starting_worker_numbers_what_is_left_everywhere),
        ON_POSTGRES(commits_out_of_order_leave_nothing_out),
        ON_POSTGRES(a_lock_that_is_taken_is_left_alone),
        WITH_DATA(many_at_once_leave_no_gap),
        WITH_DATA(numbers_are_never_changed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
