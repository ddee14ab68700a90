#include "test.h"

#include "kinds.h"

/* Records archived by the dozen; their tags are in record_tag.c. */

static struct record_bulk_result archive(struct fixture *f, const struct record_store *store,
                                         const struct actor *actor, const struct uuid *ids,
                                         int count)
{
    struct record_bulk_result result;
    struct record_selection selection = {ids, count};
    assert_int_equal(record_archive_many(f->db, actor, store, &selection, &result), ERR_NONE);
    return result;
}

static void what_may_not_be_archived_is_told_apart(void **state)
{
    struct fixture *f = *state;
    const struct actor *actor = actor_of(f, PERSONA_INDIVIDUAL_DEVELOPER);
    for (int kind = 0; kind < RECORD_KIND_COUNT; kind++) {
        const struct kind_maker *maker = &kind_makers[kind];
        struct uuid ids[6];
        ids[0] = kind_make(f, maker, PERSONA_INDIVIDUAL_DEVELOPER, "mine");
        ids[1] = kind_make(f, maker, PERSONA_PRODUCT_MANAGER, "not-mine");
        ids[2] = kind_make(f, maker, PERSONA_INDIVIDUAL_DEVELOPER, "archived");
        ids[4] = ids[0];
        ids[5] = uuid_make();
        assert_int_equal(kind_try_make(f, maker, &f->other.users[PERSONA_PRODUCT_MANAGER].actor,
                                       "foreign", &ids[3]),
                         ERR_NONE);
        assert_int_equal(kind_archive(f, maker, PERSONA_INDIVIDUAL_DEVELOPER, &ids[2]), ERR_NONE);
        struct record_bulk_result result = archive(f, maker->store, actor, ids, 6);
        assert_int_equal(result.count, 5); /* the repetition is left out */
        assert_int_equal(result.items[0].outcome, RECORD_CHANGED);
        assert_string_equal(result.items[0].name, "mine");
        assert_int_equal(result.items[1].outcome, RECORD_DENIED);
        assert_string_equal(result.items[1].name, "not-mine");
        assert_int_equal(result.items[2].outcome, RECORD_UNCHANGED);
        assert_int_equal(result.items[3].outcome, RECORD_NOT_FOUND);
        assert_null(result.items[3].name);
        assert_int_equal(result.items[4].outcome, RECORD_NOT_FOUND);
        assert_int_equal(result.changed_count, 1);
        assert_int_equal(result.refused_count, 3);
        assert_true(get_head(f, maker->store, &ids[0])->archived_at > 0);
        assert_int_equal(get_head(f, maker->store, &ids[0])->version, 1);
        assert_int_equal(get_head(f, maker->store, &ids[1])->archived_at, 0);
        assert_int_equal(kind_events(f, maker, "archive", "success"), 2);
        assert_int_equal(kind_events(f, maker, "archive", "refusal"), 1);
    }
}

static void an_agent_of_a_team_is_refused_with_its_name(void **state)
{
    struct fixture *f = *state;
    const struct actor *actor = actor_of(f, PERSONA_DEVOPS_ENGINEER);
    struct uuid ids[] = {make_agent(f, PERSONA_PRODUCT_MANAGER, "free", AGENT_CONFIG),
                         make_agent(f, PERSONA_PRODUCT_MANAGER, "used", AGENT_CONFIG)};
    struct uuid team = make_team(f, PERSONA_PRODUCT_MANAGER, "The team", &ids[1], NULL, 1);
    struct record_bulk_result result = archive(f, &agent_store, actor, ids, 2);
    assert_int_equal(result.changed_count, 1);
    assert_int_equal(result.refused_count, 1);
    assert_int_equal(result.items[0].outcome, RECORD_CHANGED);
    assert_string_equal(result.items[0].name, "free");
    assert_int_equal(result.items[1].outcome, RECORD_REFUSED);
    assert_non_null(strstr(result.items[1].reason, "The team"));
    assert_true(get_agent(f, &ids[0]).archived_at != 0);
    assert_int_equal(get_agent(f, &ids[1]).archived_at, 0);
    /* Once the team is archived, its member may be. */
    assert_int_equal(archive(f, &team_store, actor, &team, 1).changed_count, 1);
    assert_int_equal(archive(f, &agent_store, actor, &ids[1], 1).changed_count, 1);
}

static void rights_are_asked_for_each(void **state)
{
    struct fixture *f = *state;
    for (int kind = 0; kind < RECORD_KIND_COUNT; kind++) {
        const struct kind_maker *maker = &kind_makers[kind];
        const enum record_outcome devops = maker->devops ? RECORD_CHANGED : RECORD_DENIED;
        struct uuid ids[] = {kind_make(f, maker, PERSONA_INDIVIDUAL_DEVELOPER, "own"),
                             kind_make(f, maker, PERSONA_PRODUCT_MANAGER, "theirs")};
        struct record_bulk_result result =
            archive(f, maker->store, actor_of(f, PERSONA_PLATFORM_ADMIN), ids, 2);
        assert_int_equal(result.refused_count, 2);
        assert_int_equal(result.items[0].outcome, RECORD_DENIED);
        result = archive(f, maker->store, &f->other.users[PERSONA_CUSTOMER_ADMIN].actor, ids, 2);
        assert_int_equal(result.items[0].outcome, RECORD_NOT_FOUND);
        assert_null(result.items[0].name);
        assert_int_equal(result.items[1].outcome, RECORD_NOT_FOUND);
        assert_int_equal(get_head(f, maker->store, &ids[1])->archived_at, 0);
        result = archive(f, maker->store, actor_of(f, PERSONA_DEVOPS_ENGINEER), ids, 2);
        assert_int_equal(result.items[0].outcome, devops);
        assert_int_equal(result.items[1].outcome, devops);
        result = archive(f, maker->store, actor_of(f, PERSONA_CUSTOMER_ADMIN), ids, 2);
        assert_int_equal(result.items[0].outcome,
                         maker->devops ? RECORD_UNCHANGED : RECORD_CHANGED);
        assert_int_equal(kind_events(f, maker, "archive", "success"), 2);
    }
}

static void a_selection_has_a_size(void **state)
{
    struct fixture *f = *state;
    struct uuid ids[RECORD_BULK_MAX + 1] = {{{0}}};
    const struct actor *actor = actor_of(f, PERSONA_CUSTOMER_ADMIN);
    for (int kind = 0; kind < RECORD_KIND_COUNT; kind++) {
        const struct record_store *store = kind_makers[kind].store;
        struct record_bulk_result result;
        assert_int_equal(
            record_archive_many(f->db, actor, store, &(struct record_selection){ids, 0}, &result),
            ERR_INVALID);
        assert_int_equal(record_archive_many(f->db, actor, store,
                                             &(struct record_selection){ids, RECORD_BULK_MAX + 1},
                                             &result),
                         ERR_INVALID);
        assert_int_equal(record_archive_many(f->db, actor, store,
                                             &(struct record_selection){ids, RECORD_BULK_MAX},
                                             &result),
                         ERR_NONE);
        assert_int_equal(result.count, 1);
    }
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_open, fixture_close)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(what_may_not_be_archived_is_told_apart),
        TEST(an_agent_of_a_team_is_refused_with_its_name),
        TEST(rights_are_asked_for_each),
        TEST(a_selection_has_a_size),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
