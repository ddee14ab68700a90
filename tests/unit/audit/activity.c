#include "test.h"

#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "data/account/user_change.h"
#include "data/account/user_new.h"
#include "data/audit/activity.h"
#include "data/audit/audit.h"
#include "data/db/query.h"
#include "data/trail/activity_admin.h"
#include "data/trail/activity_feed.h"
#include "data/trail/activity_recent.h"
#include "data/user/user.h"
#include "kinds.h"

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

static int64_t sum(const struct activity *activity, int count)
{
    int64_t sum = 0;
    for (int i = 0; i < activity->day_count; i++)
        sum += activity->counts[i][count];
    return sum;
}

static void days_and_weeks_begin_where_they_should(void **state)
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

static int64_t count_versions(struct fixture *f, const struct record_kind *kind)
{
    struct query q;
    struct db_result result;
    query_begin(&q, f->db, "SELECT count(*) FROM ");
    query_add(&q, kind->versions);
    query_bind(&q, " WHERE organization_id = ", db_uuid(&f->own.id));
    assert_int_equal(query_run(&q, &result), ERR_NONE);
    return db_get_int(&result, 0, 0);
}

static int64_t count_changes(struct fixture *f, const char *noun)
{
    struct db_result result;
    assert_int_equal(db_select(f->db, &result,
                               "SELECT count(*) FROM audit_events WHERE organization_id = $1 "
                               "AND action LIKE $2 AND outcome = 'success'",
                               db_uuid(&f->own.id), db_text(arena_printf(f->arena, "%s.%%", noun))),
                     ERR_NONE);
    return db_get_int(&result, 0, 0);
}

/* The clock travels, so that there are several days, and all numbers are compared with what the
 * tables say. */
static void counts_equal_the_tables(void **state)
{
    struct fixture *f = *state;
    int64_t now = clock_now();
    for (int kind = 0; kind < RECORD_KIND_COUNT; kind++) {
        const struct kind_maker *maker = &kind_makers[kind];
        clock_travel(now - 50 * CLOCK_DAY);
        (void)kind_member(f, product_manager(f));
        clock_travel(now - 40 * CLOCK_DAY);
        struct uuid id = kind_make(f, maker, PERSONA_PRODUCT_MANAGER, "one");
        clock_travel(now - 39 * CLOCK_DAY);
        for (int i = 0; i < 3; i++)
            (void)kind_save_text(f, maker, &id, i % 2 == 0 ? "b" : "c");
        assert_int_equal(kind_move_label(f, maker, PERSONA_PRODUCT_MANAGER, &id, "staging", 0, 2),
                         ERR_NONE);
        clock_travel(0);
        (void)kind_save_text(f, maker, &id, "d");
    }
    struct activity *activity = get_activity(f, product_manager(f));
    assert_int_equal(activity->counts[89 - 39][ACTIVITY_LABEL], RECORD_KIND_COUNT);
    assert_int_equal(sum(activity, ACTIVITY_LABEL), count_changes(f, "label"));
    for (int kind = 0; kind < RECORD_KIND_COUNT; kind++) {
        int versions = ACTIVITY_VERSIONS + kind;
        assert_int_equal(activity->counts[89 - 40][versions], 1);
        assert_int_equal(activity->counts[89 - 39][versions], 3);
        assert_int_equal(activity->counts[89 - 39][kind], 3);
        assert_int_equal(activity->counts[89][versions], 1);
        assert_int_equal(sum(activity, versions), count_versions(f, &record_kinds[kind]));
        assert_int_equal(sum(activity, kind), count_changes(f, record_kinds[kind].name));
        assert_int_equal(sum(activity, versions), kind == RECORD_AGENT ? 6 : 5);
    }
}

static void refusals_and_undone_changes_do_not_count(void **state)
{
    struct fixture *f = *state;
    for (int kind = 0; kind < RECORD_KIND_COUNT; kind++) {
        const struct kind_maker *maker = &kind_makers[kind];
        struct activity *before = get_activity(f, product_manager(f));
        int64_t changes = sum(before, kind);
        int64_t versions = sum(before, ACTIVITY_VERSIONS + kind);
        struct uuid id = kind_make(f, maker, PERSONA_PRODUCT_MANAGER, "one");
        struct record_draft draft = kind_draft(f, maker, &id);
        struct record_saved saved;
        struct problem problem;
        assert_int_equal(maker->save(f, actor_of(f, PERSONA_INDIVIDUAL_DEVELOPER), &draft, "b",
                                     &saved, &problem),
                         ERR_DENIED);
        draft.name = "";
        assert_int_equal(kind_try_save(f, maker, &draft, "b", &problem), ERR_INVALID);
        struct activity *activity = get_activity(f, product_manager(f));
        assert_int_equal(sum(activity, kind), changes + 1);
        assert_int_equal(sum(activity, ACTIVITY_VERSIONS + kind), versions + 1);
    }
}

static void deleting_takes_no_count_back(void **state)
{
    struct fixture *f = *state;
    for (int kind = 0; kind < RECORD_KIND_COUNT; kind++) {
        const struct kind_maker *maker = &kind_makers[kind];
        struct uuid id = kind_make(f, maker, PERSONA_PRODUCT_MANAGER, "one");
        struct problem problem;
        assert_int_equal(
            record_delete(f->db, product_manager(f), maker->store, &id, "one", &problem), ERR_NONE);
        struct activity *activity = get_activity(f, product_manager(f));
        assert_int_equal(sum(activity, kind), 2);
        assert_int_equal(sum(activity, ACTIVITY_VERSIONS + kind), 1);
    }
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

static void failed_sign_ins_are_for_those_who_see_all(void **state)
{
    struct fixture *f = *state;
    add_failure(f);
    add_failure(f);
    assert_int_equal(
        sum(get_activity(f, actor_of(f, PERSONA_CUSTOMER_ADMIN)), ACTIVITY_SIGN_IN_FAILURE), 2);
    assert_int_equal(sum(get_activity(f, product_manager(f)), ACTIVITY_SIGN_IN_FAILURE), 0);
}

static void counts_are_for_whom_the_policy_allows(void **state)
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
    assert_int_equal(sum(get_activity(f, product_manager(f)), RECORD_PROMPT), 1);
    assert_int_equal(sum(get_activity(f, stranger), RECORD_PROMPT), 0);
    activity->day_count = ACTIVITY_DAYS_MAX + 1;
    assert_int_equal(activity_get(f->db, product_manager(f), activity), ERR_INVALID);
    activity->day_count = 0;
    assert_int_equal(activity_get(f->db, product_manager(f), activity), ERR_INVALID);
}

static struct audit_list get_feed(struct fixture *f, const struct actor *actor, int limit)
{
    struct audit_list list;
    fixture_begin(f);
    assert_int_equal(activity_feed(f->db, actor, limit, &list), ERR_NONE);
    return list;
}

/* A version, a release, a proposal, an archiving: of every kind, for every persona, whatever else
 * is in the log. */
static void the_feed_tells_what_happened_to_records(void **state)
{
    struct fixture *f = *state;
    for (int kind = 0; kind < RECORD_KIND_COUNT; kind++) {
        const struct kind_maker *maker = &kind_makers[kind];
        char event[4][32];
        static const char *const ends[] = {"%s.archive", "label.move", "%s.update", "%s.create"};
        struct uuid id = kind_make(f, maker, PERSONA_PRODUCT_MANAGER, "told");
        assert_int_equal(kind_save_text(f, maker, &id, "b"), 2);
        assert_int_equal(kind_move_label(f, maker, PERSONA_CUSTOMER_ADMIN, &id, "staging", 0, 2),
                         ERR_NONE);
        assert_int_equal(kind_archive(f, maker, PERSONA_CUSTOMER_ADMIN, &id), ERR_NONE);
        assert_int_equal(kind_archive(f, maker, PERSONA_PLATFORM_ADMIN, &id), ERR_DENIED);
        add_failure(f);
        for (int persona = 0; persona < FIXTURE_USER_COUNT; persona++) {
            struct audit_list list = get_feed(f, &f->own.users[persona].actor, 4);
            assert_int_equal(list.count, 4);
            assert_true(list.has_more || kind != RECORD_TEAM);
            for (int i = 0; i < 4; i++) {
                (void)snprintf(event[i], sizeof event[i], ends[i], maker->store->kind->name);
                assert_string_equal(list.entries[i].action, event[i]);
                assert_true(uuid_equal(&list.entries[i].record_id, &id));
                assert_string_equal(list.entries[i].record_name, "told");
                assert_non_null(list.entries[i].details);
            }
            list = get_feed(f, &f->other.users[persona].actor, 10);
            assert_int_equal(list.count, 0);
        }
    }
}

/* The index of what happened to records is walked, not the log. */
static void the_feed_reads_by_an_index(void **state)
{
    static const char sql[] =
        "EXPLAIN QUERY PLAN SELECT e.id FROM audit_events e WHERE e.organization_id = $1 "
        "AND e.outcome = 'success' AND e.record_type IN ('prompt', 'agent', 'team', 'set') "
        "AND e.action <> 'label.approve' ORDER BY e.occurred_at DESC, e.id DESC LIMIT 10";
    struct fixture *f = *state;
    struct db_result plan;
    if (f->is_postgres) /* it goes by how many rows there are */
        return;
    assert_int_equal(db_select(f->db, &plan, sql, db_uuid(&f->own.id)), ERR_NONE);
    assert_int_equal(plan.row_count, 1);
    assert_non_null(strstr(db_get_text(&plan, 0, 3), "audit_events_content"));
}

static struct unreleased_list unreleased_of(struct fixture *f, const struct actor *actor)
{
    struct unreleased_list list;
    fixture_begin(f);
    assert_int_equal(activity_unreleased(f->db, actor, 8, &list), ERR_NONE);
    return list;
}

static void what_is_not_released_is_listed_for_its_owner(void **state)
{
    struct fixture *f = *state;
    const int who = PERSONA_PRODUCT_MANAGER;
    const int admin = PERSONA_CUSTOMER_ADMIN;
    for (int kind = 0; kind < RECORD_KIND_COUNT; kind++) {
        const struct kind_maker *maker = &kind_makers[kind];
        struct uuid never = kind_make(f, maker, who, "never");
        struct uuid behind = kind_make(f, maker, who, "behind");
        struct uuid live = kind_make(f, maker, who, "live");
        struct uuid anothers = kind_make(f, maker, PERSONA_ENTERPRISE_TEAM, "anothers");
        struct uuid archived = kind_make(f, maker, who, "archived");
        assert_int_equal(kind_archive(f, maker, who, &archived), ERR_NONE);
        assert_int_equal(kind_move_label(f, maker, admin, &behind, "production", 0, 1), ERR_NONE);
        assert_int_equal(kind_move_label(f, maker, admin, &live, "production", 0, 1), ERR_NONE);
        assert_int_equal(kind_save_text(f, maker, &behind, "b"), 2);
        struct unreleased_list list = unreleased_of(f, product_manager(f));
        assert_int_equal(list.count, 2 * (kind + 1));
        assert_ptr_equal(list.items[0].kind, maker->store->kind);
        assert_true(uuid_equal(&list.items[0].id, &behind));
        assert_string_equal(list.items[0].name, "behind");
        assert_int_equal(list.items[0].version, 2);
        assert_int_equal(list.items[0].production_version, 1);
        assert_true(uuid_equal(&list.items[1].id, &never));
        assert_int_equal(list.items[1].production_version, 0);
        list = unreleased_of(f, actor_of(f, PERSONA_ENTERPRISE_TEAM));
        assert_int_equal(list.count, kind + 1);
        assert_true(uuid_equal(&list.items[0].id, &anothers));
    }
}

/* Somebody else's record whose newest version is the actor's. */
static void what_one_saved_last_is_listed_too(void **state)
{
    struct fixture *f = *state;
    for (int kind = 0; kind < RECORD_KIND_COUNT; kind++) {
        const struct kind_maker *maker = &kind_makers[kind];
        const struct actor *admin = actor_of(f, PERSONA_CUSTOMER_ADMIN);
        struct uuid id = kind_make(f, maker, PERSONA_ENTERPRISE_TEAM, "edited");
        int before = unreleased_of(f, admin).count;
        assert_int_equal(kind_save_text(f, maker, &id, "b"), 2); /* by the admin */
        struct unreleased_list list = unreleased_of(f, admin);
        assert_int_equal(list.count, before + 1);
        assert_true(uuid_equal(&list.items[0].id, &id));
        assert_true(uuid_equal(&list.items[0].owner_id, &f->own.users[PERSONA_ENTERPRISE_TEAM].id));
        assert_int_equal(unreleased_of(f, &f->other.users[PERSONA_CUSTOMER_ADMIN].actor).count, 0);
        assert_int_equal(kind_archive(f, maker, PERSONA_CUSTOMER_ADMIN, &id), ERR_NONE);
        assert_int_equal(unreleased_of(f, admin).count, before);
    }
}

static void people_are_counted_by_state_for_administrators(void **state)
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

static void one_record_of_any_kind_ends_the_emptiness(void **state)
{
    struct fixture *f = *state;
    bool is_empty = false;
    assert_int_equal(activity_is_empty(f->db, product_manager(f), &is_empty), ERR_NONE);
    assert_true(is_empty);
    for (int kind = 0; kind < RECORD_KIND_COUNT; kind++) {
        const struct kind_maker *maker = &kind_makers[kind];
        struct problem problem;
        struct uuid id = kind_make(f, maker, PERSONA_CUSTOMER_ADMIN, "one");
        assert_int_equal(activity_is_empty(f->db, product_manager(f), &is_empty), ERR_NONE);
        assert_false(is_empty);
        assert_int_equal(activity_is_empty(f->db, &f->other.users[0].actor, &is_empty), ERR_NONE);
        assert_true(is_empty);
        assert_int_equal(record_delete(f->db, actor_of(f, PERSONA_CUSTOMER_ADMIN), maker->store,
                                       &id, "one", &problem),
                         ERR_NONE);
        assert_int_equal(activity_is_empty(f->db, product_manager(f), &is_empty), ERR_NONE);
        assert_int_equal(is_empty, kind < RECORD_TEAM); /* the agent that the team had stays */
    }
}

int main(void)
{
#define TEST(test) cmocka_unit_test_setup_teardown(test, fixture_open, fixture_close)
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(days_and_weeks_begin_where_they_should),
        TEST(counts_equal_the_tables),
        TEST(refusals_and_undone_changes_do_not_count),
        TEST(deleting_takes_no_count_back),
        TEST(failed_sign_ins_are_for_those_who_see_all),
        TEST(counts_are_for_whom_the_policy_allows),
        TEST(the_feed_tells_what_happened_to_records),
        TEST(the_feed_reads_by_an_index),
        TEST(what_one_saved_last_is_listed_too),
        TEST(what_is_not_released_is_listed_for_its_owner),
        TEST(people_are_counted_by_state_for_administrators),
        TEST(one_record_of_any_kind_ends_the_emptiness),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
