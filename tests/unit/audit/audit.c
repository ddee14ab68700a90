#include "test.h"

#include <string.h>

#include "base/clock.h"
#include "data/audit/audit.h"
#include "data/trail/audit_list.h"
#include "fixture.h"

static const struct actor *actor_of(const struct fixture_organization *of, int persona)
{
    return &of->users[persona].actor;
}

/* Writes an event of an actor about a record. */
static void record(struct fixture *f, const struct actor *actor, const char *action,
                   const char *record_type)
{
    struct audit_event event = {.action = action,
                                .record_type = record_type,
                                .record_id = uuid_make(),
                                .details = json_object()};
    audit_change(event.details, "name", "old", "new");
    assert_int_equal(audit_record_alone(f->db, actor, &event), ERR_NONE);
    fixture_begin(f);
}

static int count_seen(struct fixture *f, const struct actor *actor, const char *action)
{
    struct audit_filter filter = {.action = action, .limit = 100};
    struct audit_list list;
    assert_int_equal(audit_list(f->db, actor, &filter, &list), ERR_NONE);
    return list.count;
}

static void each_persona_sees_the_events_that_the_policy_allows(void **state)
{
    struct fixture *f = *state;
    record(f, actor_of(&f->own, PERSONA_ENTERPRISE_TEAM), "test.content", "prompt");
    record(f, actor_of(&f->own, PERSONA_ENTERPRISE_TEAM), "test.people", "user");
    /* content, people: own actions, content events, everything */
    static const int expected[PERSONA_COUNT][2] = {
        [PERSONA_INDIVIDUAL_DEVELOPER] = {0, 0}, [PERSONA_ENTERPRISE_TEAM] = {1, 1},
        [PERSONA_DEVOPS_ENGINEER] = {1, 1},      [PERSONA_PRODUCT_MANAGER] = {1, 0},
        [PERSONA_CUSTOMER_ADMIN] = {1, 1},       [PERSONA_PLATFORM_ADMIN] = {1, 1},
    };
    for (int i = 0; i < PERSONA_COUNT; i++) {
        assert_int_equal(count_seen(f, actor_of(&f->own, i), "test.content"), expected[i][0]);
        assert_int_equal(count_seen(f, actor_of(&f->own, i), "test.people"), expected[i][1]);
        assert_int_equal(count_seen(f, actor_of(&f->other, i), "test."), 0);
    }
    struct audit_filter filter = {.organization_id = f->own.id, .action = "test.", .limit = 100};
    struct audit_list list;
    struct actor inside = fixture_inside(&f->other.users[PERSONA_PLATFORM_ADMIN], &f->own);
    assert_int_equal(audit_list(f->db, &inside, &filter, &list), ERR_NONE);
    assert_int_equal(list.count, 2);
    assert_int_equal(audit_list(f->db, actor_of(&f->other, PERSONA_PLATFORM_ADMIN), &filter, &list),
                     ERR_NOT_FOUND);
    assert_int_equal(audit_list(f->db, actor_of(&f->other, PERSONA_CUSTOMER_ADMIN), &filter, &list),
                     ERR_NOT_FOUND);
}

static void an_event_comes_back_with_its_details_and_names(void **state)
{
    struct fixture *f = *state;
    const struct actor *actor = actor_of(&f->own, PERSONA_CUSTOMER_ADMIN);
    struct audit_event event = {.action = "test.update",
                                .record_type = "user",
                                .record_id = f->own.users[0].id,
                                .details = json_object(),
                                .subject_id = f->own.users[0].id,
                                .personal_details = json_object()};
    audit_change(event.details, "same", "a", "a");
    audit_change(event.details, "user_persona", "Product Manager", NULL);
    audit_change_int(event.details, "version", 1, 2);
    audit_secret(event.details, "password");
    audit_change(event.personal_details, "full_name", NULL, "Ada \"Lovelace\"");
    assert_int_equal(audit_record_alone(f->db, actor, &event), ERR_NONE);
    fixture_begin(f);

    struct audit_filter filter = {.action = "test.update"};
    struct audit_list list;
    assert_int_equal(audit_list(f->db, actor, &filter, &list), ERR_NONE);
    assert_int_equal(list.count, 1);
    assert_null(list.entries[0].details); /* a list opens nothing */
    static const struct uuid own = {{0}};
    struct audit_entry entry;
    assert_int_equal(audit_get(f->db, actor, &own, &list.entries[0].id, &entry), ERR_NONE);
    assert_string_equal(entry.details,
                        "{\"user_persona\":{\"before\":\"Product Manager\",\"after\":null},"
                        "\"version\":{\"before\":1,\"after\":2},\"password\":{\"changed\":true}}");
    assert_string_equal(entry.personal_details,
                        "{\"full_name\":{\"before\":null,\"after\":\"Ada \\\"Lovelace\\\"\"}}");
    assert_string_equal(entry.actor_name, f->own.users[PERSONA_CUSTOMER_ADMIN].full_name);
    assert_string_equal(entry.record_name, f->own.users[0].full_name);
    assert_string_equal(entry.outcome, "success");
    assert_false(entry.is_outside);
    /* who may not see it can't tell it from one that is not there */
    const struct actor *developer = actor_of(&f->own, PERSONA_INDIVIDUAL_DEVELOPER);
    assert_int_equal(audit_get(f->db, developer, &own, &entry.id, &entry), ERR_NOT_FOUND);
    assert_int_equal(audit_get(f->db, actor, &own, &own, &entry), ERR_NOT_FOUND);
}

static void an_actor_from_outside_is_marked(void **state)
{
    struct fixture *f = *state;
    const struct actor *superuser = &f->other.users[FIXTURE_SUPERUSER].actor;
    struct audit_event event = {
        .action = "test.outside", .record_type = "organization", .organization_id = f->own.id};
    assert_int_equal(audit_record_alone(f->db, superuser, &event), ERR_NONE);
    fixture_begin(f);
    struct audit_filter filter = {.action = "test.outside"};
    struct audit_list list;
    assert_int_equal(audit_list(f->db, actor_of(&f->own, PERSONA_CUSTOMER_ADMIN), &filter, &list),
                     ERR_NONE);
    assert_int_equal(list.count, 1);
    assert_true(list.entries[0].is_outside);
}

static void an_event_may_have_no_actor(void **state)
{
    struct fixture *f = *state;
    struct audit_event event = {.action = "test.nobody",
                                .record_type = "session",
                                .outcome = AUDIT_FAILURE,
                                .details = json_pack("{s:s}", "reason", "unknown address")};
    assert_int_equal(audit_record_alone(f->db, NULL, &event), ERR_NONE);
    fixture_begin(f);
    assert_int_equal(fixture_count_events(f, "test.nobody", "failure"), 1);
}

static const char *details_for(struct fixture *f, const struct actor *actor, const struct uuid *id)
{
    struct audit_entry entry;
    assert_int_equal(audit_get(f->db, actor, &f->own.id, id, &entry), ERR_NONE);
    return entry.details;
}

static void contents_in_details_are_for_those_who_may_read_them(void **state)
{
    struct fixture *f = *state;
    const struct actor *admin = actor_of(&f->own, PERSONA_CUSTOMER_ADMIN);
    struct audit_event event = {.action = "test.inside",
                                .record_type = "agent",
                                .outcome = AUDIT_SUCCESS,
                                .details = json_object()};
    audit_change(event.details, "name", "Ada", "Bea");
    audit_change(event.details, "config.instructions", "the old secret", "the new secret");
    audit_change(event.details, "config", NULL, "secret");
    audit_change(event.details, "settings.edges[0].condition", "secret", NULL);
    audit_change(event.details, "configured", NULL, "shown");
    assert_int_equal(audit_record_alone(f->db, admin, &event), ERR_NONE);
    fixture_begin(f);
    struct audit_filter filter = {.action = "test.inside"};
    struct audit_list list;
    assert_int_equal(audit_list(f->db, admin, &filter, &list), ERR_NONE);
    assert_int_equal(list.count, 1);
    struct uuid id = list.entries[0].id;
    assert_non_null(strstr(details_for(f, admin, &id), "the new secret"));
    const char *outside = details_for(f, actor_of(&f->own, PERSONA_PLATFORM_ADMIN), &id);
    assert_null(strstr(outside, "secret"));
    assert_string_equal(outside, "{\"name\":{\"before\":\"Ada\",\"after\":\"Bea\"},"
                                 "\"config.instructions\":{\"changed\":true},"
                                 "\"config\":{\"changed\":true},"
                                 "\"settings.edges[0].condition\":{\"changed\":true},"
                                 "\"configured\":{\"changed\":true}}");
}

static void filters_choose_events_and_pages_continue(void **state)
{
    struct fixture *f = *state;
    const struct actor *admin = actor_of(&f->own, PERSONA_CUSTOMER_ADMIN);
    int64_t noon = clock_now();
    for (int i = 0; i < 7; i++)
        record(f, admin, i % 2 == 0 ? "test.even" : "test.odd", "prompt");
    assert_int_equal(count_seen(f, admin, "test.even"), 4);
    assert_int_equal(count_seen(f, admin, "test."), 7);
    assert_int_equal(count_seen(f, admin, "test.eve"), 0); /* a name, not a beginning */

    struct audit_filter filter = {.action = "test.", .from = noon, .limit = 5};
    struct audit_list list;
    assert_int_equal(audit_list(f->db, admin, &filter, &list), ERR_NONE);
    assert_int_equal(list.count, 5);
    assert_true(list.has_more);
    assert_true(list.entries[0].seq > list.entries[4].seq);
    filter.before = list.next;
    assert_int_equal(audit_list(f->db, admin, &filter, &list), ERR_NONE);
    assert_int_equal(list.count, 2);
    assert_false(list.has_more);

    struct audit_filter by_record = {.record_id = list.entries[0].record_id};
    assert_int_equal(audit_list(f->db, admin, &by_record, &list), ERR_NONE);
    assert_int_equal(list.count, 1);
    struct audit_filter by_actor = {.actor_id = admin->user_id, .action = "test."};
    assert_int_equal(audit_list(f->db, admin, &by_actor, &list), ERR_NONE);
    assert_int_equal(list.count, 7);
    struct audit_filter before = {.action = "test.", .until = noon};
    assert_int_equal(audit_list(f->db, admin, &before, &list), ERR_NONE);
    assert_int_equal(list.count, 0);
    struct audit_filter type = {.record_type = "user", .action = "test."};
    assert_int_equal(audit_list(f->db, admin, &type, &list), ERR_NONE);
    assert_int_equal(list.count, 0);
}

#define WITH_DATA(test) cmocka_unit_test_setup_teardown(test, fixture_open, fixture_close)

int main(void)
{
    const struct CMUnitTest tests[] = {
        WITH_DATA(each_persona_sees_the_events_that_the_policy_allows),
        WITH_DATA(an_event_comes_back_with_its_details_and_names),
        WITH_DATA(an_actor_from_outside_is_marked),
        WITH_DATA(an_event_may_have_no_actor),
        WITH_DATA(filters_choose_events_and_pages_continue),
        WITH_DATA(contents_in_details_are_for_those_who_may_read_them),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
