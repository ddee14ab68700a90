#include "test.h"

#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "data/audit/activity.h"
#include "data/audit/audit.h"
#include "data/identity/user.h"
#include "data/identity/user_change.h"
#include "data/identity/user_new.h"
#include "data/trail/activity_admin.h"
#include "data/trail/activity_recent.h"
#include "prompts.h"

/* What the start page counts and lists. */

static const struct actor *product_manager(struct fixture *f)
{
    return actor_of(f, PERSONA_PRODUCT_MANAGER);
}

static struct activity *get_activity(struct fixture *f, const struct actor *actor)
{
    struct activity *activity = arena_alloc(f->arena, sizeof *activity);
    activity->first_day = activity_day(clock_now()) - 89;
    activity->day_count = 90;
    assert_int_equal(activity_get(f->db, actor, activity), ERR_NONE);
    return activity;
}

static int64_t sum(const struct activity *activity, enum activity_noun noun)
{
    int64_t sum = 0;
    for (int i = 0; i < activity->day_count; i++)
        sum += activity->counts[i][noun];
    return sum;
}

static void test_days_and_weeks(void **state)
{
    (void)state;
    assert_int_equal(activity_day(0), 0);
    assert_int_equal(activity_day(CLOCK_DAY - 1), 0);
    assert_int_equal(activity_day(CLOCK_DAY), 1);
    assert_int_equal(activity_day(-1), -1);
    assert_int_equal(activity_day(-CLOCK_DAY), -1);
    assert_int_equal(activity_day(-CLOCK_DAY - 1), -2);
    for (int64_t day = -20; day < 20; day++) {
        int64_t monday = activity_monday(day);
        assert_in_range(day - monday, 0, 6);
        assert_int_equal(activity_monday(monday), monday);
        assert_int_equal((monday - 4) % 7, 0); /* 1970-01-05 was a Monday */
    }
}

/* The clock travels, so that there are several days, and all numbers are compared with what the
 * tables say. */
static void test_counts_equal_the_tables(void **state)
{
    struct fixture *f = *state;
    int64_t now = clock_now();
    clock_travel(now - 40 * CLOCK_DAY);
    struct uuid id = make_prompt(f, PERSONA_PRODUCT_MANAGER, "one", "a");
    clock_travel(now - 39 * CLOCK_DAY);
    for (int i = 0; i < 3; i++)
        (void)save_body(f, &id, i % 2 == 0 ? "b" : "c");
    assert_int_equal(move_label(f, PERSONA_PRODUCT_MANAGER, &id, "staging", 0, 2), ERR_NONE);
    clock_travel(0);
    (void)save_body(f, &id, "d");
    struct activity *activity = get_activity(f, product_manager(f));
    assert_int_equal(activity->counts[89 - 40][ACTIVITY_PROMPT_VERSION], 1);
    assert_int_equal(activity->counts[89 - 39][ACTIVITY_PROMPT_VERSION], 3);
    assert_int_equal(activity->counts[89 - 39][ACTIVITY_LABEL], 1);
    assert_int_equal(activity->counts[89 - 39][ACTIVITY_PROMPT], 3);
    assert_int_equal(activity->counts[89][ACTIVITY_PROMPT_VERSION], 1);
    int64_t versions = sum(activity, ACTIVITY_PROMPT_VERSION);
    int64_t changes = sum(activity, ACTIVITY_PROMPT) + sum(activity, ACTIVITY_LABEL);
    assert_int_equal(versions, 5);
    assert_int_equal(
        fixture_count(f, "SELECT count(*) FROM prompt_versions WHERE organization_id = $1",
                      &f->own.id),
        versions);
    assert_int_equal(fixture_count(f,
                                   "SELECT count(*) FROM audit_events WHERE organization_id = $1 "
                                   "AND (action LIKE 'prompt.%' OR action LIKE 'label.%') "
                                   "AND outcome = 'success'",
                                   &f->own.id),
                     changes);
}

static void test_refusals_and_undone_changes_do_not_count(void **state)
{
    struct fixture *f = *state;
    struct uuid id = make_prompt(f, PERSONA_PRODUCT_MANAGER, "one", "a");
    struct problem problem;
    int64_t version = 0;
    struct prompt_draft draft = draft_from(f, &id);
    draft.body = text_of("b");
    assert_int_equal(
        prompt_update(f->db, actor_of(f, PERSONA_DEVOPS_ENGINEER), &draft, &version, &problem),
        ERR_DENIED);
    draft.name = "";
    assert_int_equal(prompt_update(f->db, product_manager(f), &draft, &version, &problem),
                     ERR_INVALID);
    struct activity *activity = get_activity(f, product_manager(f));
    assert_int_equal(sum(activity, ACTIVITY_PROMPT), 1);
    assert_int_equal(sum(activity, ACTIVITY_PROMPT_VERSION), 1);
}

static void test_deleting_takes_no_count_back(void **state)
{
    struct fixture *f = *state;
    struct uuid id = make_prompt(f, PERSONA_PRODUCT_MANAGER, "one", "a");
    struct problem problem;
    assert_int_equal(prompt_delete(f->db, product_manager(f), &id, "one", &problem), ERR_NONE);
    struct activity *activity = get_activity(f, product_manager(f));
    assert_int_equal(sum(activity, ACTIVITY_PROMPT), 2);
    assert_int_equal(sum(activity, ACTIVITY_PROMPT_VERSION), 1);
}

static void add_failure(struct fixture *f)
{
    struct audit_event event = {.action = "session.sign_in",
                                .record_type = "user",
                                .record_id = f->own.users[0].id,
                                .organization_id = f->own.id,
                                .outcome = AUDIT_FAILURE};
    assert_int_equal(audit_record_alone(f->db, NULL, &event), ERR_NONE);
    event.organization_id = (struct uuid){{0}}; /* an unknown address: nobody's */
    assert_int_equal(audit_record_alone(f->db, NULL, &event), ERR_NONE);
}

static void test_failed_sign_ins_are_for_those_who_see_all(void **state)
{
    struct fixture *f = *state;
    add_failure(f);
    add_failure(f);
    assert_int_equal(
        sum(get_activity(f, actor_of(f, PERSONA_CUSTOMER_ADMIN)), ACTIVITY_SIGN_IN_FAILURE), 2);
    assert_int_equal(sum(get_activity(f, product_manager(f)), ACTIVITY_SIGN_IN_FAILURE), 0);
}

static void test_counts_are_for_whom_the_policy_allows(void **state)
{
    struct fixture *f = *state;
    (void)make_prompt(f, PERSONA_PRODUCT_MANAGER, "one", "a");
    struct activity *activity = arena_alloc(f->arena, sizeof *activity);
    activity->first_day = activity_day(clock_now());
    activity->day_count = 1;
    static const enum persona without[] = {PERSONA_INDIVIDUAL_DEVELOPER, PERSONA_ENTERPRISE_TEAM};
    for (size_t i = 0; i < COUNT_OF(without); i++)
        assert_int_equal(activity_get(f->db, actor_of(f, without[i]), activity), ERR_DENIED);
    const struct actor *stranger = &f->other.users[PERSONA_CUSTOMER_ADMIN].actor;
    assert_int_equal(sum(get_activity(f, stranger), ACTIVITY_PROMPT), 0);
    activity->day_count = ACTIVITY_DAYS_MAX + 1;
    assert_int_equal(activity_get(f->db, product_manager(f), activity), ERR_INVALID);
    activity->day_count = 0;
    assert_int_equal(activity_get(f->db, product_manager(f), activity), ERR_INVALID);
}

static struct recent_change_list get_recent(struct fixture *f, const struct actor *actor, int limit)
{
    struct recent_change_list list;
    fixture_begin(f);
    assert_int_equal(activity_recent(f->db, actor, limit, &list), ERR_NONE);
    return list;
}

static void test_recent_changes(void **state)
{
    struct fixture *f = *state;
    struct uuid first = make_prompt(f, PERSONA_PRODUCT_MANAGER, "first", "a");
    struct uuid second = make_prompt(f, PERSONA_ENTERPRISE_TEAM, "second", "a");
    struct uuid hidden = make_prompt(f, PERSONA_ENTERPRISE_TEAM, "hidden", "a");
    assert_int_equal(save_body(f, &first, "b"), 2);
    assert_int_equal(save_body(f, &first, "c"), 3);
    struct problem problem;
    assert_int_equal(prompt_archive(f->db, product_manager(f), &hidden), ERR_NONE);
    (void)problem;
    struct recent_change_list list = get_recent(f, product_manager(f), 8);
    assert_int_equal(list.count, 2);
    assert_string_equal(list.items[0].name, "first");
    assert_int_equal(list.items[0].version, 3);
    assert_string_equal(list.items[0].author_name, f->own.users[PERSONA_CUSTOMER_ADMIN].full_name);
    assert_true(uuid_equal(&list.items[1].id, &second));
    assert_string_equal(list.items[1].author_name, f->own.users[PERSONA_ENTERPRISE_TEAM].full_name);
    assert_false(list.items[0].is_agent);
    assert_int_equal(get_recent(f, product_manager(f), 1).count, 1);
    assert_int_equal(get_recent(f, &f->other.users[PERSONA_PRODUCT_MANAGER].actor, 8).count, 0);
    assert_int_equal(activity_recent(f->db, product_manager(f), 0, &list), ERR_INVALID);
    assert_int_equal(activity_recent(f->db, product_manager(f), ACTIVITY_RECENT_MAX + 1, &list),
                     ERR_INVALID);
}

static void test_drafts_are_not_live(void **state)
{
    struct fixture *f = *state;
    struct draft_prompt_list list;
    struct uuid never = make_prompt(f, PERSONA_PRODUCT_MANAGER, "never", "a");
    struct uuid behind = make_prompt(f, PERSONA_PRODUCT_MANAGER, "behind", "a");
    struct uuid live = make_prompt(f, PERSONA_PRODUCT_MANAGER, "live", "a");
    struct uuid anothers = make_prompt(f, PERSONA_ENTERPRISE_TEAM, "anothers", "a");
    assert_int_equal(move_label(f, PERSONA_CUSTOMER_ADMIN, &behind, "production", 0, 1), ERR_NONE);
    assert_int_equal(move_label(f, PERSONA_CUSTOMER_ADMIN, &live, "production", 0, 1), ERR_NONE);
    assert_int_equal(save_body(f, &behind, "b"), 2);
    fixture_begin(f);
    assert_int_equal(activity_drafts(f->db, product_manager(f), 8, &list), ERR_NONE);
    assert_int_equal(list.count, 2);
    assert_true(uuid_equal(&list.items[0].id, &behind));
    assert_int_equal(list.items[0].version, 2);
    assert_int_equal(list.items[0].production_version, 1);
    assert_true(uuid_equal(&list.items[1].id, &never));
    assert_int_equal(list.items[1].production_version, 0);
    assert_int_equal(activity_drafts(f->db, actor_of(f, PERSONA_ENTERPRISE_TEAM), 8, &list),
                     ERR_NONE);
    assert_int_equal(list.count, 1);
    assert_true(uuid_equal(&list.items[0].id, &anothers));
}

static void test_people(void **state)
{
    struct fixture *f = *state;
    struct people_counts counts;
    const struct actor *admin = actor_of(f, PERSONA_CUSTOMER_ADMIN);
    struct user_new user_new = {
        .email = "new@northwind.example", .full_name = "New", .persona = PERSONA_ENTERPRISE_TEAM};
    struct user_invitation invitation;
    struct problem problem;
    assert_int_equal(user_invite(f->db, admin, &user_new, &invitation, &problem), ERR_NONE);
    assert_int_equal(user_deactivate(f->db, admin, &f->own.users[PERSONA_ENTERPRISE_TEAM].id),
                     ERR_NONE);
    assert_int_equal(activity_people(f->db, admin, &counts), ERR_NONE);
    assert_int_equal(counts.active, FIXTURE_USER_COUNT - 1);
    assert_int_equal(counts.invited, 1);
    assert_int_equal(counts.inactive, 1);
    assert_int_equal(counts.never_signed_in, FIXTURE_USER_COUNT - 1);
    assert_int_equal(activity_people(f->db, product_manager(f), &counts), ERR_DENIED);
}

static void test_organizations(void **state)
{
    struct fixture *f = *state;
    struct organization_overview_list list;
    (void)make_prompt(f, PERSONA_PRODUCT_MANAGER, "one", "a");
    (void)make_prompt(f, PERSONA_PRODUCT_MANAGER, "folder/two", "a");
    const struct actor *platform = actor_of(f, PERSONA_PLATFORM_ADMIN);
    assert_int_equal(activity_organizations(f->db, platform, &list), ERR_NONE);
    assert_int_equal(list.count, 2);
    assert_string_equal(list.items[0].name, "Contoso");
    assert_int_equal(list.items[0].prompt_count, 0);
    assert_int_equal(list.items[0].last_day, 0);
    assert_string_equal(list.items[1].name, "Northwind");
    assert_int_equal(list.items[1].prompt_count, 2);
    assert_int_equal(list.items[1].user_count, FIXTURE_USER_COUNT);
    assert_int_equal(list.items[1].last_day, activity_day(clock_now()));
    assert_false(list.has_more);
    assert_int_equal(activity_organizations(f->db, actor_of(f, PERSONA_CUSTOMER_ADMIN), &list),
                     ERR_DENIED);
}

static void test_empty(void **state)
{
    struct fixture *f = *state;
    bool is_empty = false;
    assert_int_equal(activity_is_empty(f->db, product_manager(f), &is_empty), ERR_NONE);
    assert_true(is_empty);
    (void)make_prompt(f, PERSONA_PRODUCT_MANAGER, "one", "a");
    assert_int_equal(activity_is_empty(f->db, product_manager(f), &is_empty), ERR_NONE);
    assert_false(is_empty);
    assert_int_equal(activity_is_empty(f->db, &f->other.users[0].actor, &is_empty), ERR_NONE);
    assert_true(is_empty);
}

int main(void)
{
#define TEST(test) cmocka_unit_test_setup_teardown(test, fixture_open, fixture_close)
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_days_and_weeks),
        TEST(test_counts_equal_the_tables),
        TEST(test_refusals_and_undone_changes_do_not_count),
        TEST(test_deleting_takes_no_count_back),
        TEST(test_failed_sign_ins_are_for_those_who_see_all),
        TEST(test_counts_are_for_whom_the_policy_allows),
        TEST(test_recent_changes),
        TEST(test_drafts_are_not_live),
        TEST(test_people),
        TEST(test_organizations),
        TEST(test_empty),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
