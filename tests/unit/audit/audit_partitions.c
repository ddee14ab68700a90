#include "test.h"

#include "data/audit/audit.h"
#include "data/db/query.h"
#include "data/trail/audit_list.h"
#include "fixture.h"
#include "source_files.h"

/* etc/audit-partitions.sql: a log that is divided by month is the same log. */

enum { MONTHS_AHEAD = 12 };

static void must(enum err err)
{
    assert_int_equal(err, ERR_NONE);
}

static void record(struct fixture *f, const char *action)
{
    struct audit_event event = {.action = action,
                                .record_type = "organization",
                                .record_id = f->own.id,
                                .organization_id = f->own.id};
    must(db_begin(f->db));
    must(db_finish(f->db, audit_record(f->db, &f->command, &event)));
    fixture_begin(f);
}

static void divide(struct fixture *f)
{
    struct arena *arena = arena_create(1 << 20); /* the fixture's is wiped by fixture_script */
    *f->is_altered = true;
    fixture_script(f, "", read_file(arena, "etc/audit-partitions.sql"));
    arena_destroy(arena);
    fixture_begin(f);
}

static struct audit_list newest(struct fixture *f)
{
    struct audit_filter filter = {.limit = 3};
    struct audit_list list;
    must(audit_list(f->db, &f->own.users[PERSONA_CUSTOMER_ADMIN].actor, &filter, &list));
    return list;
}

static struct db_result ask(struct fixture *f, const char *sql)
{
    struct query q;
    struct db_result row;
    query_begin(&q, f->db, sql);
    must(query_run(&q, &row));
    return row;
}

static int64_t part_count(struct fixture *f)
{
    struct db_result row =
        ask(f, "SELECT count(*) FROM pg_inherits WHERE inhparent = 'audit_events'::regclass");
    return db_get_int(&row, 0, 0);
}

static void a_divided_log_has_the_events_of_before_and_takes_new_ones(void **state)
{
    struct fixture *f = *state;
    record(f, "test.before");
    divide(f);
    assert_int_equal(part_count(f), MONTHS_AHEAD + 2);
    record(f, "test.after");
    struct audit_list list = newest(f);
    assert_string_equal(list.entries[0].action, "test.after");
    assert_string_equal(list.entries[1].action, "test.before");
    assert_int_equal(list.entries[0].seq, list.entries[1].seq + 1);
}

static void dividing_it_again_changes_nothing(void **state)
{
    struct fixture *f = *state;
    divide(f);
    record(f, "test.between");
    divide(f);
    assert_int_equal(part_count(f), MONTHS_AHEAD + 2);
    assert_string_equal(newest(f).entries[0].action, "test.between");
}

/* Months are those of UTC, wherever the server is: in New York this one ends some hours later. */
static void the_months_are_those_of_utc(void **state)
{
    struct fixture *f = *state;
    *f->is_altered = true;
    fixture_admin_close(
        fixture_admin(f, "ALTER DATABASE \"%s\" SET TimeZone TO 'America/New_York'"));
    divide(f);
    struct db_result row = ask(
        f, "SELECT count(*) FROM pg_class WHERE relname ~ '^audit_events_[0-9]{4}_[0-9]{2}$' AND "
           "strpos(replace(pg_get_expr(relpartbound, oid), '-', ''), 'FROM (''' || "
           "lpad(to_hex((extract("
           "epoch FROM to_date(right(relname, 7), 'YYYY_MM')::timestamp) * 1000)::bigint), 12, "
           "'0')) > 0");
    assert_int_equal(db_get_int(&row, 0, 0), MONTHS_AHEAD);
}

static void nobody_reaches_an_event_in_a_part(void **state)
{
    struct fixture *f = *state;
    record(f, "test.kept");
    divide(f);
    assert_int_equal(part_count(f), MONTHS_AHEAD + 2);
    struct db_result row = ask(
        f,
        "SELECT count(*) FROM pg_class WHERE relname LIKE 'audit\\_events\\_%' AND relkind = 'r' "
        "AND (has_table_privilege(oid, 'SELECT') OR has_table_privilege(oid, 'INSERT') OR "
        "has_table_privilege(oid, 'UPDATE') OR has_table_privilege(oid, 'DELETE'))");
    assert_int_equal(db_get_int(&row, 0, 0), 0);
    row = ask(f, "SELECT has_table_privilege('audit_events', 'UPDATE') OR "
                 "has_table_privilege('audit_events', 'DELETE')");
    assert_false(db_get_bool(&row, 0, 0));
    row = ask(f, "SELECT count(*) FROM pg_trigger WHERE NOT tgisinternal AND "
                 "tgrelid = 'audit_events'::regclass");
    assert_int_equal(db_get_int(&row, 0, 0), 2);
}

/* As if nobody had run it for a year. */
static void a_month_that_has_begun_in_the_last_part_stays_there(void **state)
{
    static const char forget_months[] =
        "DO $$ DECLARE part text; BEGIN FOR part IN SELECT inhrelid::regclass::text FROM "
        "pg_inherits WHERE inhparent = 'audit_events'::regclass AND inhrelid::regclass::text NOT "
        "SIMILAR TO '%(later|before%)' LOOP EXECUTE format('ALTER TABLE audit_events DETACH "
        "PARTITION %s', part); EXECUTE 'DROP TABLE ' || part; END LOOP; END $$";
    static const char put_off[] =
        "SET rostrum.scope TO 'all'; INSERT INTO audit_events SELECT organization_id, "
        "overlay(id::text PLACING left((rpad(lpad(to_hex((extract(epoch FROM now() + '40 days') * "
        "1000)::bigint), 12, '0'), 32, '0'))::uuid::text, 13) FROM 1 FOR 13)::uuid, "
        "occurred_at, actor_kind, actor_id, is_outside, 'test.late', record_type, record_id, "
        "outcome, request_id, request_part, subject_id, details, personal_details "
        "FROM audit_events WHERE action = 'test.early'";
    struct fixture *f = *state;
    struct db_result row;
    record(f, "test.early");
    divide(f);
    fixture_script(f, "", forget_months);
    fixture_script(f, "", put_off);
    divide(f);
    assert_int_equal(part_count(f), MONTHS_AHEAD + 1);
    row = ask(f, "SELECT tableoid::regclass::text FROM audit_events WHERE action = 'test.late'");
    assert_int_equal(row.row_count, 1);
    assert_string_equal(db_get_text(&row, 0, 0), "audit_events_later");
    record(f, "test.new");
    assert_string_equal(newest(f).entries[0].action, "test.new");
}

#define ON_POSTGRES(test)                                                                          \
    cmocka_unit_test_prestate_setup_teardown(test, fixture_open, fixture_close,                    \
                                             (void *)(uintptr_t)fixture_postgres)

int main(void)
{
    const struct CMUnitTest tests[] = {
        ON_POSTGRES(a_divided_log_has_the_events_of_before_and_takes_new_ones),
        ON_POSTGRES(dividing_it_again_changes_nothing),
        ON_POSTGRES(the_months_are_those_of_utc),
        ON_POSTGRES(nobody_reaches_an_event_in_a_part),
        ON_POSTGRES(a_month_that_has_begun_in_the_last_part_stays_there),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
