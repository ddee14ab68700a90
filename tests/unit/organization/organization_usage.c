#include "test.h"

#include <stdio.h>
#include <string.h>

#include "data/account/user_change.h"
#include "data/account/user_new.h"
#include "data/edit/record_state.h"
#include "data/organization/organization_usage.h"
#include "imports.h"
#include "rich.h"

/* What an organization has is counted with each change, and no limit is passed. */

static struct organization_usage usage_of(struct fixture *f, const struct uuid *id)
{
    struct organization_usage usage;
    fixture_begin(f);
    assert_int_equal(organization_usage_get(f->db, &f->command, id, &usage), ERR_NONE);
    return usage;
}

static void limit(struct fixture *f, int64_t records, int64_t bytes, int64_t people)
{
    const int64_t limits[USAGE_COUNT] = {records, bytes, people};
    fixture_begin(f);
    assert_int_equal(
        organization_usage_limit(f->db, actor_of(f, PERSONA_PLATFORM_ADMIN), &f->own.id, limits),
        ERR_NONE);
}

/* Everything counted from its beginning. */
static void assert_as_counted(struct fixture *f)
{
    static const char *const sums[USAGE_COUNT] = {
        "SELECT (SELECT count(*) FROM prompts WHERE organization_id = $1) + (SELECT count(*) FROM "
        "agents WHERE organization_id = $1) + (SELECT count(*) FROM teams WHERE organization_id = "
        "$1) + (SELECT count(*) FROM sets WHERE organization_id = $1)",
        "SELECT CAST((SELECT COALESCE(sum(length(body) + COALESCE(length(settings), 0) + "
        "COALESCE(length(message), 0)), 0) FROM prompt_versions WHERE organization_id = $1) + "
        "(SELECT COALESCE(sum(length(config) + COALESCE(length(message), 0)), 0) FROM "
        "agent_versions WHERE organization_id = $1) + (SELECT COALESCE(sum(length(members) + "
        "length(settings) + COALESCE(length(message), 0)), 0) FROM team_versions "
        "WHERE organization_id = $1) + (SELECT COALESCE(sum(length(cases) + length(settings) + "
        "COALESCE(length(message), 0)), 0) FROM set_versions WHERE organization_id = $1) AS "
        "bigint)",
        "SELECT count(*) FROM users WHERE organization_id = $1 AND is_active"};
    struct organization_usage usage = usage_of(f, &f->own.id);
    for (int i = 0; i < USAGE_COUNT; i++)
        assert_int_equal(usage.counts[i], fixture_count(f, sums[i], &f->own.id));
    assert_int_equal(usage.counts[USAGE_BYTES],
                     fixture_count(f,
                                   "SELECT CAST(COALESCE(sum(byte_count), 0) AS bigint) "
                                   "FROM record_sizes WHERE organization_id = $1",
                                   &f->own.id));
}

static void what_there_is_is_counted_with_each_change(void **state)
{
    struct fixture *f = *state;
    struct rich rich;
    struct problem problem;
    assert_as_counted(f);
    rich_make(f, &rich);
    assert_as_counted(f);
    struct uuid import = upload(f,
                                "{\"rostrum\":1,\"kind\":\"organization\",\"prompts\":[{\"name\":"
                                "\"Old one\",\"versions\":[{\"version\":1,\"body\":\"a\"},"
                                "{\"version\":2,\"body\":\"bb\"}]}]}",
                                false);
    struct import checked;
    assert_int_equal(import_check(f->db, manager(f), &import, CLOCK_MINUTE, &checked), ERR_NONE);
    fixture_begin(f);
    assert_int_equal(start(f, &import, &problem), ERR_NONE);
    assert_as_counted(f);
    struct record_archive_draft away = {rich.chat_id, true};
    assert_int_equal(
        record_archive(f->db, actor_of(f, PERSONA_CUSTOMER_ADMIN), &prompt_store, &away, &problem),
        ERR_NONE);
    assert_as_counted(f);
    assert_int_equal(record_delete(f->db, actor_of(f, PERSONA_CUSTOMER_ADMIN), &prompt_store,
                                   &rich.chat_id, "Rich/chat", &problem),
                     ERR_NONE);
    assert_as_counted(f);
    assert_int_equal(user_deactivate(f->db, actor_of(f, PERSONA_CUSTOMER_ADMIN),
                                     &f->own.users[PERSONA_DEVOPS_ENGINEER].id),
                     ERR_NONE);
    assert_as_counted(f);
    assert_int_equal(user_activate(f->db, actor_of(f, PERSONA_CUSTOMER_ADMIN),
                                   &f->own.users[PERSONA_DEVOPS_ENGINEER].id),
                     ERR_NONE);
    assert_as_counted(f);
}

static enum err create(struct fixture *f, const char *name, size_t size, struct problem *problem)
{
    static char body[4096];
    struct prompt_draft draft = draft_of(name, body);
    struct record_saved saved;
    memset(body, 'x', size);
    draft.body.len = size;
    fixture_begin(f);
    return prompt_create(f->db, actor_of(f, PERSONA_CUSTOMER_ADMIN), &draft, &saved, problem);
}

static void what_would_pass_a_limit_is_refused_and_says_why(void **state)
{
    struct fixture *f = *state;
    struct problem problem;
    struct uuid first = make_prompt(f, PERSONA_CUSTOMER_ADMIN, "first", "x");
    limit(f, 2, 0, 0);
    assert_int_equal(create(f, "second", 10, &problem), ERR_NONE);
    assert_int_equal(create(f, "third", 10, &problem), ERR_CONFLICT);
    assert_non_null(strstr(problem.message, "may have 2 records and has 2"));
    assert_int_equal(usage_of(f, &f->own.id).counts[USAGE_RECORDS], 2);
    (void)save_body(f, &first, "a new version is no new record");
    assert_as_counted(f);
    limit(f, 0, usage_of(f, &f->own.id).counts[USAGE_BYTES] + 500, 0);
    assert_int_equal(create(f, "third", 4000, &problem), ERR_CONFLICT);
    assert_non_null(strstr(problem.message, "bytes of content"));
    assert_int_equal(create(f, "third", 100, &problem), ERR_NONE);
    assert_as_counted(f);
    limit(f, 1, 1, 1); /* less than there is: what is there stays, and can be made less */
    assert_int_equal(create(f, "fourth", 1, &problem), ERR_CONFLICT);
    fixture_begin(f);
    assert_int_equal(record_delete(f->db, actor_of(f, PERSONA_CUSTOMER_ADMIN), &prompt_store,
                                   &first, "first", &problem),
                     ERR_NONE);
    assert_as_counted(f);
}

static void people_are_limited_too(void **state)
{
    struct fixture *f = *state;
    struct problem problem;
    struct user_invitation invitation;
    struct user_new user_new = {
        .email = "new@northwind.example", .full_name = "New", .persona = PERSONA_PRODUCT_MANAGER};
    const struct actor *admin = actor_of(f, PERSONA_CUSTOMER_ADMIN);
    const struct uuid *leaver = &f->own.users[PERSONA_DEVOPS_ENGINEER].id;
    limit(f, 0, 0, FIXTURE_USER_COUNT);
    assert_int_equal(user_invite(f->db, admin, &user_new, &invitation, &problem), ERR_CONFLICT);
    assert_non_null(strstr(problem.message, "may have 7 people and has 7"));
    fixture_begin(f);
    assert_int_equal(user_deactivate(f->db, admin, leaver), ERR_NONE);
    assert_int_equal(user_invite(f->db, admin, &user_new, &invitation, &problem), ERR_NONE);
    assert_int_equal(user_activate(f->db, admin, leaver), ERR_CONFLICT);
    assert_as_counted(f);
}

static void an_import_that_does_not_fit_changes_nothing_and_may_be_started_again(void **state)
{
    struct fixture *f = *state;
    struct problem problem;
    struct import checked;
    struct uuid import = upload(f,
                                "[{\"name\": \"one\", \"prompt\": \"x\"}, "
                                "{\"name\": \"two\", \"prompt\": \"x\"}]",
                                false);
    assert_int_equal(import_check(f->db, manager(f), &import, CLOCK_MINUTE, &checked), ERR_NONE);
    limit(f, 1, 0, 0);
    assert_int_equal(start(f, &import, &problem), ERR_CONFLICT);
    assert_non_null(strstr(problem.message, "may have 1 records"));
    assert_int_equal(usage_of(f, &f->own.id).counts[USAGE_RECORDS], 0);
    assert_as_counted(f);
    limit(f, 2, 0, 0);
    assert_int_equal(start(f, &import, &problem), ERR_NONE);
    assert_int_equal(usage_of(f, &f->own.id).counts[USAGE_RECORDS], 2);
    assert_as_counted(f);
}

enum { RACERS = 6 };

static enum err create_one(struct fixture *f, int index, void *context)
{
    struct problem problem;
    char name[32];
    (void)context;
    (void)snprintf(name, sizeof name, "racer %d", index);
    return create(f, name, 10, &problem);
}

static void no_two_pass_a_limit_together(void **state)
{
    struct fixture *f = *state;
    enum err results[RACERS];
    int made_count = 0;
    limit(f, 3, 0, 0);
    fixture_race(f, RACERS, create_one, NULL, results);
    for (int i = 0; i < RACERS; i++) {
        assert_true(results[i] == ERR_NONE || results[i] == ERR_CONFLICT);
        made_count += results[i] == ERR_NONE;
    }
    assert_int_equal(made_count, 3);
    assert_as_counted(f);
}

static void limits_are_set_by_platform_admins_alone(void **state)
{
    struct fixture *f = *state;
    static const int64_t limits[USAGE_COUNT] = {10, 20, 30};
    static const int64_t bad[USAGE_COUNT] = {10, -20, 30};
    struct organization_usage usage;
    struct uuid nothing = uuid_make();
    for (int i = 0; i < FIXTURE_USER_COUNT; i++) {
        bool may = i >= PERSONA_PLATFORM_ADMIN;
        bool may_see = i >= PERSONA_CUSTOMER_ADMIN;
        fixture_begin(f);
        assert_int_equal(organization_usage_limit(f->db, actor_of(f, i), &f->other.id, limits),
                         may ? ERR_NONE : ERR_DENIED);
        assert_int_equal(organization_usage_get(f->db, actor_of(f, i), &f->own.id, &usage),
                         may_see ? ERR_NONE : ERR_DENIED);
        assert_int_equal(organization_usage_get(f->db, actor_of(f, i), &f->other.id, &usage),
                         may ? ERR_NONE : ERR_DENIED);
    }
    const struct actor *platform = actor_of(f, PERSONA_PLATFORM_ADMIN);
    assert_int_equal(organization_usage_limit(f->db, platform, &f->other.id, bad), ERR_INVALID);
    assert_int_equal(organization_usage_limit(f->db, platform, &nothing, limits), ERR_NOT_FOUND);
    usage = usage_of(f, &f->other.id);
    for (int i = 0; i < USAGE_COUNT; i++)
        assert_int_equal(usage.limits[i], limits[i]);
    assert_int_equal(fixture_count_events(f, "organization.limit", "success"), 2);
    assert_int_equal(organization_usage_percent(&usage, USAGE_PEOPLE), 23);
    usage.counts[USAGE_RECORDS] = 8;
    assert_int_equal(organization_usage_fullest(&usage), USAGE_RECORDS);
    usage.counts[USAGE_RECORDS] = 7;
    assert_int_equal(organization_usage_fullest(&usage), USAGE_COUNT);
}

#define WITH(test) cmocka_unit_test_setup_teardown(test, fixture_open, fixture_close)

int main(void)
{
    const struct CMUnitTest tests[] = {
        WITH(what_there_is_is_counted_with_each_change),
        WITH(what_would_pass_a_limit_is_refused_and_says_why),
        WITH(people_are_limited_too),
        WITH(an_import_that_does_not_fit_changes_nothing_and_may_be_started_again),
        WITH(no_two_pass_a_limit_together),
        WITH(limits_are_set_by_platform_admins_alone),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
