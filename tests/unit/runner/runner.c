#include "test.h"

#include <string.h>

#include "runners.h"

/* The keys of runners: who may register and withdraw them, and what is refused. */

static const char *line_of_new(struct fixture *f)
{
    struct runner_key key;
    runner_key_make(&key);
    return runner_public_text(f->arena, &key.public);
}

static void only_those_who_may_change_endpoints_have_them(void **state)
{
    struct fixture *f = *state;
    struct runner_key key;
    struct runner_list list;
    struct runner runner;
    struct uuid id = runners_plant(f, "Hall 1", &key);
    for (int i = 0; i < FIXTURE_USER_COUNT; i++) {
        struct problem problem;
        const struct actor *actor = &f->own.users[i].actor;
        bool may = i == PERSONA_CUSTOMER_ADMIN || i == FIXTURE_SUPERUSER;
        endpoints_begin(f);
        const struct runner_draft draft = {arena_printf(f->arena, "Of %d", i), line_of_new(f),
                                           ENDPOINT_INTERNAL};
        assert_int_equal(runner_register(f->db, actor, &draft, &(struct uuid){{0}}, &problem),
                         may ? ERR_NONE : ERR_DENIED);
        assert_int_equal(runner_list(f->db, actor, &list), may ? ERR_NONE : ERR_DENIED);
        assert_int_equal(runner_get(f->db, actor, &id, &runner), may ? ERR_NONE : ERR_DENIED);
        if (!may)
            assert_int_equal(runner_withdraw(f->db, actor, &id), ERR_DENIED);
        assert_int_equal(runner_choices(f->db, actor, &list), ERR_NONE);
    }
    assert_int_equal(fixture_count_events(f, "runner.register", "refusal"), 5);
    assert_int_equal(fixture_count_events(f, "runner.withdraw", "refusal"), 5);
    assert_int_equal(fixture_count_events(f, "runner.register", "success"), 3);
}

static void what_is_no_key_or_there_already_is_refused_at_its_field(void **state)
{
    struct fixture *f = *state;
    struct problem problem;
    struct runner_key key;
    (void)runners_plant(f, "Hall 1", &key);
    const char *line = arena_strdup(f->arena, runner_public_text(f->arena, &key.public));
    struct runner_draft draft = {"Other", "rostrum-runner+x", ENDPOINT_PUBLIC};
    endpoints_begin(f);
    assert_int_equal(runners_try(f, endpoints_admin(f), &draft, &problem), ERR_INVALID);
    assert_string_equal(problem.field, "public_key");
    endpoints_begin(f);
    draft = (struct runner_draft){" ", line_of_new(f), ENDPOINT_PUBLIC};
    assert_int_equal(runners_try(f, endpoints_admin(f), &draft, &problem), ERR_INVALID);
    assert_string_equal(problem.field, "name");
    fixture_begin(f);
    line = runner_public_text(f->arena, &key.public);
    (void)db_enter(f->db, (struct db_scope){DB_ORGANIZATION, f->own.id});
    struct uuid id;
    draft = (struct runner_draft){"Other", arena_printf(f->arena, "  %s ", line), ENDPOINT_PUBLIC};
    assert_int_equal(runner_register(f->db, endpoints_admin(f), &draft, &id, &problem),
                     ERR_CONFLICT);
    assert_string_equal(problem.field, "public_key");
    draft = (struct runner_draft){"hall 1", line_of_new(f), ENDPOINT_PUBLIC};
    assert_int_equal(runner_register(f->db, endpoints_admin(f), &draft, &id, &problem),
                     ERR_CONFLICT);
    assert_string_equal(problem.field, "name");
    assert_int_equal(
        fixture_count(f, "SELECT count(*) FROM runner_keys WHERE organization_id = $1", &f->own.id),
        1);
}

static void a_withdrawn_key_is_shown_and_not_offered(void **state)
{
    struct fixture *f = *state;
    struct runner_key key;
    struct runner_list list;
    struct uuid id = runners_plant(f, "Hall 1", &key);
    struct uuid kept = runners_plant(f, "Hall 2", &key);
    for (int i = 0; i < 2; i++) {
        endpoints_begin(f);
        assert_int_equal(runner_withdraw(f->db, endpoints_admin(f), &id), ERR_NONE);
    }
    assert_int_equal(fixture_count_events(f, "runner.withdraw", "success"), 1);
    endpoints_begin(f);
    assert_int_equal(runner_list(f->db, endpoints_admin(f), &list), ERR_NONE);
    assert_int_equal(list.count, 2);
    assert_string_equal(list.items[0].name, "Hall 2");
    assert_string_equal(list.items[1].name, "Hall 1");
    assert_int_not_equal(list.items[1].withdrawn_at, 0);
    assert_non_null(list.items[1].withdrawn_by_name);
    assert_int_equal(
        runner_choices(f->db, &f->own.users[PERSONA_INDIVIDUAL_DEVELOPER].actor, &list), ERR_NONE);
    assert_int_equal(list.count, 1);
    assert_true(uuid_equal(&list.items[0].id, &kept));
    assert_int_equal(list.items[0].data_class, ENDPOINT_RESTRICTED);
}

static void another_organization_has_none_of_it(void **state)
{
    struct fixture *f = *state;
    struct runner_key key;
    struct runner_list list;
    struct runner runner;
    struct uuid id = runners_plant(f, "Hall 1", &key);
    const struct actor *other = &f->other.users[PERSONA_CUSTOMER_ADMIN].actor;
    fixture_begin(f);
    (void)db_enter(f->db, (struct db_scope){DB_ORGANIZATION, f->other.id});
    assert_int_equal(runner_list(f->db, other, &list), ERR_NONE);
    assert_int_equal(list.count, 0);
    assert_int_equal(runner_choices(f->db, other, &list), ERR_NONE);
    assert_int_equal(list.count, 0);
    assert_int_equal(runner_get(f->db, other, &id, &runner), ERR_NOT_FOUND);
    assert_int_equal(runner_withdraw(f->db, other, &id), ERR_NOT_FOUND);
}

static void an_organization_has_at_most_fifty(void **state)
{
    struct fixture *f = *state;
    struct problem problem;
    struct runner_key key;
    for (int i = 0; i < RUNNER_MAX; i++) {
        char name[16];
        (void)snprintf(name, sizeof name, "Hall %d", i);
        (void)runners_plant(f, name, &key);
    }
    endpoints_begin(f);
    struct uuid id;
    const struct runner_draft draft = {"More", line_of_new(f), ENDPOINT_PUBLIC};
    assert_int_equal(runner_register(f->db, endpoints_admin(f), &draft, &id, &problem),
                     ERR_CONFLICT);
    assert_string_equal(problem.field, "");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_open, fixture_close)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(only_those_who_may_change_endpoints_have_them),
        TEST(what_is_no_key_or_there_already_is_refused_at_its_field),
        TEST(a_withdrawn_key_is_shown_and_not_offered),
        TEST(another_organization_has_none_of_it),
        TEST(an_organization_has_at_most_fifty),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
