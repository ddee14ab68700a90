#include "test.h"

#include "base/clock.h"
#include "data/audit/activity.h"
#include "data/organization/organization.h"
#include "data/organization/organization_overview.h"
#include "fixture.h"
#include "kinds.h"

static const struct organization_overview_filter everything = {.search = "", .after = ""};

static const struct actor *platform(struct fixture *f)
{
    return actor_of(f, PERSONA_PLATFORM_ADMIN);
}

static void counts_what_is_in_each(void **state)
{
    struct fixture *f = *state;
    struct organization_overview_list list;
    (void)make_prompt(f, PERSONA_PRODUCT_MANAGER, "one", "a");
    (void)make_prompt(f, PERSONA_PRODUCT_MANAGER, "folder/two", "a");
    for (int i = 0; i < 3; i++)
        (void)kind_make(f, &kind_makers[RECORD_TEAM], PERSONA_PRODUCT_MANAGER,
                        arena_printf(f->arena, "in/folder-%d", i));
    assert_int_equal(organization_overview(f->db, platform(f), &everything, &list), ERR_NONE);
    assert_int_equal(list.count, 2);
    assert_string_equal(list.items[0].name, "Contoso");
    assert_int_equal(list.items[0].record_counts[RECORD_PROMPT], 0);
    assert_int_equal(list.items[0].last_day, 0);
    assert_string_equal(list.items[1].name, "Northwind");
    assert_int_equal(list.items[1].record_counts[RECORD_PROMPT], 2);
    assert_int_equal(list.items[1].record_counts[RECORD_AGENT], 1);
    assert_int_equal(list.items[1].record_counts[RECORD_TEAM], 3);
    assert_int_equal(list.items[1].user_count, FIXTURE_USER_COUNT);
    assert_int_equal(list.items[1].last_day, activity_day(clock_now()));
    assert_false(list.has_more);
}

static void is_for_those_who_may_enter(void **state)
{
    struct fixture *f = *state;
    struct organization_overview_list list;
    for (int i = 0; i < FIXTURE_USER_COUNT; i++) {
        bool may = i == PERSONA_PLATFORM_ADMIN || i == FIXTURE_SUPERUSER;
        assert_int_equal(organization_overview(f->db, actor_of(f, i), &everything, &list),
                         may ? ERR_NONE : ERR_DENIED);
        assert_int_equal(list.count, may ? 2 : 0);
    }
}

static void looks_past_the_scope_and_comes_back(void **state)
{
    struct fixture *f = *state;
    struct organization_overview_list list;
    (void)db_enter(f->db, (struct db_scope){DB_ORGANIZATION, f->own.id});
    assert_int_equal(organization_overview(f->db, platform(f), &everything, &list), ERR_NONE);
    assert_int_equal(list.count, 2);
    struct db_scope scope = db_enter(f->db, (struct db_scope){.reach = DB_IDENTITY});
    assert_int_equal(scope.reach, DB_ORGANIZATION);
    assert_true(uuid_equal(&scope.organization_id, &f->own.id));
}

static void finds_parts_of_names(void **state)
{
    struct fixture *f = *state;
    static const struct {
        const char *search;
        int count;
    } cases[] = {{"contoso", 1}, {"TO", 1}, {"o", 3}, {"%", 1}, {"100% o", 1}, {"_", 0}, {"!", 0}};
    struct organization_overview_list list;
    struct uuid id;
    assert_int_equal(organization_create(f->db, &f->command, "100% Organic", &id), ERR_NONE);
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        struct organization_overview_filter filter = {.search = cases[i].search, .after = ""};
        assert_int_equal(organization_overview(f->db, platform(f), &filter, &list), ERR_NONE);
        assert_int_equal(list.count, cases[i].count);
    }
}

static void pages_show_each_once(void **state)
{
    struct fixture *f = *state;
    enum { MADE = 60 };
    for (int i = 0; i < MADE; i++) { /* two of each name */
        struct uuid id;
        assert_int_equal(
            organization_create(f->db, &f->command, arena_printf(f->arena, "Row %02d", i / 2), &id),
            ERR_NONE);
    }
    struct organization_overview_filter filter = {.search = "row", .after = ""};
    struct organization_overview_list list = {.has_more = true};
    int count = 0;
    for (int page = 0; list.has_more; page++) {
        assert_int_equal(organization_overview(f->db, platform(f), &filter, &list), ERR_NONE);
        for (int i = 0; i < list.count; i++)
            assert_string_equal(list.items[i].name,
                                arena_printf(f->arena, "Row %02d", (count + i) / 2));
        count += list.count;
        filter.after = list.items[list.count - 1].name;
        filter.after_id = list.items[list.count - 1].id;
        assert_in_range(page, 0, 1);
    }
    assert_int_equal(count, MADE);
}

#define WITH(test) cmocka_unit_test_setup_teardown(test, fixture_open, fixture_close)

int main(void)
{
    const struct CMUnitTest tests[] = {
        WITH(counts_what_is_in_each),
        WITH(is_for_those_who_may_enter),
        WITH(looks_past_the_scope_and_comes_back),
        WITH(finds_parts_of_names),
        WITH(pages_show_each_once),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
