#include "test.h"

#include <stdio.h>

#include "base/clock.h"
#include "data/audit/audit.h"
#include "data/audit/audit_refusal.h"
#include "fixture.h"

/* Refusals of people who are not signed in are counted by minute and source. */

static void fresh(struct fixture *f, const char *address)
{
    fixture_begin(f);
    db_note_client(f->db, address);
}

static void refuse(struct fixture *f, const char *address, const struct actor *actor)
{
    fresh(f, address);
    struct audit_event event = {.action = "test.refuse",
                                .record_type = "request",
                                .organization_id = f->own.id,
                                .outcome = AUDIT_REFUSAL,
                                .details = json_pack("{s:s}", "route", "/login")};
    assert_int_equal(audit_record_alone(f->db, actor, &event), ERR_NONE);
}

static int64_t count_rows(struct fixture *f)
{
    return fixture_count(f,
                         "SELECT count(*) FROM audit_events WHERE organization_id = $1 "
                         "AND action = 'test.refuse'",
                         &f->own.id);
}

/* So that no test runs over the end of a minute. */
static void begin_minute(void)
{
    clock_stand((clock_now() / CLOCK_MINUTE + 1) * CLOCK_MINUTE);
}

static void a_source_has_one_row_a_minute(void **state)
{
    struct fixture *f = *state;
    begin_minute();
    for (int i = 0; i < 200; i++)
        refuse(f, "192.0.2.1", NULL);
    assert_int_equal(count_rows(f), 1);
    refuse(f, "192.0.2.2", NULL);
    assert_int_equal(count_rows(f), 2);
    begin_minute();
    refuse(f, "192.0.2.1", NULL);
    assert_int_equal(count_rows(f), 3);
    assert_int_equal(fixture_count_events(f, "test.refuse", "refusal"), 202);
}

static void an_address_of_six_is_its_network_and_one_of_four_itself(void **state)
{
    struct fixture *f = *state;
    static const struct {
        const char *address;
        int rows;
    } cases[] = {
        {"2001:db8:1:2::1", 1},
        {"2001:db8:1:2:ffff::9", 1},
        {"2001:db8:1:3::1", 2},
        {"::ffff:192.0.2.1", 3},
        {"192.0.2.1", 3},
        {"::ffff:192.0.2.2", 4},
        {"", 5},
        {"unix:", 6},
    };
    begin_minute();
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        refuse(f, cases[i].address, NULL);
        assert_int_equal(count_rows(f), cases[i].rows);
    }
}

static void a_minute_has_no_more_rows_than_a_page_can_show(void **state)
{
    struct fixture *f = *state;
    char address[32];
    begin_minute();
    for (int i = 0; i < 3 * AUDIT_REFUSALS_PER_MINUTE; i++) {
        (void)snprintf(address, sizeof address, "10.0.%d.%d", i / 250, i % 250);
        refuse(f, address, NULL);
    }
    assert_int_equal(count_rows(f), AUDIT_REFUSALS_PER_MINUTE + 1);
    assert_int_equal(fixture_count_events(f, "test.refuse", "refusal"),
                     3 * AUDIT_REFUSALS_PER_MINUTE);
    refuse(f, "10.0.0.1", NULL); /* one that was there before goes on by itself */
    assert_int_equal(fixture_count(f,
                                   "SELECT count(*) FROM audit_refusals "
                                   "WHERE organization_id = $1 AND event_count = 2",
                                   &f->own.id),
                     1);
}

static void what_a_signed_in_person_is_refused_is_an_event_each(void **state)
{
    struct fixture *f = *state;
    begin_minute();
    for (int i = 0; i < 20; i++)
        refuse(f, "192.0.2.1", &f->own.users[PERSONA_PRODUCT_MANAGER].actor);
    assert_int_equal(count_rows(f), 20);
}

/* Every worker counts into the same row, and nothing is lost. */
static enum err refuse_many(struct fixture *f, int index, void *context)
{
    (void)context;
    for (int i = 0; i < 25; i++)
        refuse(f, index % 2 == 0 ? "192.0.2.1" : "192.0.2.2", NULL);
    return ERR_NONE;
}

static void workers_count_together(void **state)
{
    struct fixture *f = *state;
    enum err results[4];
    begin_minute();
    fixture_race(f, 4, refuse_many, NULL, results);
    assert_int_equal(fixture_count_events(f, "test.refuse", "refusal"), 100);
    assert_int_equal(count_rows(f), 2);
}

#define WITH_DATA(test) cmocka_unit_test_setup_teardown(test, fixture_open, fixture_close)

int main(void)
{
    const struct CMUnitTest tests[] = {
        WITH_DATA(a_source_has_one_row_a_minute),
        WITH_DATA(an_address_of_six_is_its_network_and_one_of_four_itself),
        WITH_DATA(a_minute_has_no_more_rows_than_a_page_can_show),
        WITH_DATA(what_a_signed_in_person_is_refused_is_an_event_each),
        WITH_DATA(workers_count_together),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
