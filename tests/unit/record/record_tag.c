#include "test.h"

#include "kinds.h"

static struct record_bulk_result tag_many(struct fixture *f, const struct kind_maker *maker,
                                          const struct actor *actor, const char *tag, bool is_added,
                                          const struct uuid *ids, int count)
{
    struct record_bulk_result result;
    struct record_tag_change change = {maker->store, tag, is_added};
    struct record_selection selection = {ids, count};
    assert_int_equal(record_tag_many(f->db, actor, &change, &selection, &result), ERR_NONE);
    return result;
}

/* The tags of a record, as "one,two,". */
static const char *tags_shown(struct fixture *f, const struct kind_maker *maker,
                              const struct uuid *id)
{
    return tags_of(f, &get_head(f, maker->store, id)->tags);
}

static void a_tag_comes_and_goes_and_makes_no_version(void **state)
{
    struct fixture *f = *state;
    const struct actor *actor = actor_of(f, PERSONA_ENTERPRISE_TEAM);
    for (int kind = 0; kind < RECORD_KIND_COUNT; kind++) {
        const struct kind_maker *maker = &kind_makers[kind];
        struct uuid ids[] = {kind_make(f, maker, PERSONA_PRODUCT_MANAGER, "one"),
                             kind_make(f, maker, PERSONA_PRODUCT_MANAGER, "two")};
        struct record_bulk_result result = tag_many(f, maker, actor, "shared", true, ids, 2);
        assert_int_equal(result.changed_count, 2);
        assert_int_equal(result.items[0].outcome, RECORD_CHANGED);
        assert_string_equal(result.items[0].name, "one");
        struct record_head *head = get_head(f, maker->store, &ids[1]);
        assert_int_equal(head->version, 1);
        assert_int_equal(head->version_count, 1);
        assert_int_equal(head->revision, 2);
        assert_string_equal(head->message, "");
        assert_int_equal(head->tags.count, 1);
        assert_string_equal(head->tags.tags[0], "shared");
        result = tag_many(f, maker, actor, "shared", true, ids, 2);
        assert_int_equal(result.changed_count, 0);
        assert_int_equal(result.refused_count, 0);
        assert_int_equal(result.items[0].outcome, RECORD_UNCHANGED);
        assert_int_equal(get_head(f, maker->store, &ids[1])->revision, 2);
        result = tag_many(f, maker, actor, "shared", false, ids, 2);
        assert_int_equal(result.changed_count, 2);
        assert_int_equal(get_head(f, maker->store, &ids[0])->tags.count, 0);
        assert_int_equal(kind_events(f, maker, "update", "success"), 4);
    }
}

/* The spelling that was first used stays; the order is the typed one. */
static void tags_of_every_kind_are_equal_whatever_their_case(void **state)
{
    struct fixture *f = *state;
    const struct actor *actor = actor_of(f, PERSONA_CUSTOMER_ADMIN);
    for (int kind = 0; kind < RECORD_KIND_COUNT; kind++) {
        const struct kind_maker *maker = &kind_makers[kind];
        struct uuid id = kind_make(f, maker, PERSONA_PRODUCT_MANAGER, "tagged");
        struct record_draft draft = kind_draft(f, maker, &id);
        draft.tags = "Zebra, \u00c9t\u00e9,  two words, ZEBRA, e\u0301te\u0301";
        struct record_saved saved = kind_save_draft(f, maker, &draft, NULL);
        assert_true(saved.is_changed);
        assert_false(saved.is_new_version);
        assert_string_equal(tags_shown(f, maker, &id), "Zebra,\u00c9t\u00e9,two words,");
        struct record_bulk_result result = tag_many(f, maker, actor, "zEBRA", true, &id, 1);
        assert_int_equal(result.items[0].outcome, RECORD_UNCHANGED);
        result = tag_many(f, maker, actor, "\u00c9T\u00c9", false, &id, 1);
        assert_int_equal(result.items[0].outcome, RECORD_CHANGED);
        assert_string_equal(tags_shown(f, maker, &id), "Zebra,two words,");
        draft = kind_draft(f, maker, &id);
        draft.tags = "two words,Zebra";
        assert_true(kind_save_draft(f, maker, &draft, NULL).is_changed);
        assert_string_equal(tags_shown(f, maker, &id), "two words,Zebra,");
    }
}

static void what_may_not_be_changed_is_told_apart(void **state)
{
    struct fixture *f = *state;
    const struct actor *actor = actor_of(f, PERSONA_INDIVIDUAL_DEVELOPER);
    for (int kind = 0; kind < RECORD_KIND_COUNT; kind++) {
        const struct kind_maker *maker = &kind_makers[kind];
        struct record_bulk_result result;
        struct uuid ids[5];
        ids[0] = kind_make(f, maker, PERSONA_INDIVIDUAL_DEVELOPER, "mine");
        ids[1] = kind_make(f, maker, PERSONA_PRODUCT_MANAGER, "not-mine");
        ids[2] = kind_make(f, maker, PERSONA_INDIVIDUAL_DEVELOPER, "archived");
        ids[4] = ids[0];
        assert_int_equal(kind_try_make(f, maker, &f->other.users[PERSONA_PRODUCT_MANAGER].actor,
                                       "foreign", &ids[3]),
                         ERR_NONE);
        assert_int_equal(kind_archive(f, maker, PERSONA_INDIVIDUAL_DEVELOPER, &ids[2]), ERR_NONE);
        result = tag_many(f, maker, actor, "t", true, ids, 5);
        assert_int_equal(result.count, 4); /* the repetition is left out */
        assert_int_equal(result.items[0].outcome, RECORD_CHANGED);
        assert_int_equal(result.items[1].outcome, RECORD_DENIED);
        assert_int_equal(result.items[2].outcome, RECORD_REFUSED);
        assert_non_null(strstr(result.items[2].reason, "archived"));
        assert_int_equal(result.items[3].outcome, RECORD_NOT_FOUND);
        assert_null(result.items[3].name);
        assert_int_equal(result.changed_count, 1);
        assert_int_equal(result.refused_count, 3);
        assert_string_equal(tags_shown(f, maker, &ids[0]), "t,");
        assert_string_equal(tags_shown(f, maker, &ids[1]), "");
        assert_int_equal(kind_events(f, maker, "update", "refusal"), 1);
    }
}

static void bad_selections_and_tags_are_refused(void **state)
{
    struct fixture *f = *state;
    struct uuid ids[RECORD_BULK_MAX + 1] = {{{0}}};
    const struct actor *actor = actor_of(f, PERSONA_CUSTOMER_ADMIN);
    static const char *const bad[] = {"a,b", "", " , ", "a\tb", "\xff"};
    for (int kind = 0; kind < RECORD_KIND_COUNT; kind++) {
        const struct kind_maker *maker = &kind_makers[kind];
        struct record_bulk_result result;
        struct record_tag_change change = {maker->store, "fine", true};
        ids[0] = kind_make(f, maker, PERSONA_PRODUCT_MANAGER, "one");
        assert_int_equal(
            record_tag_many(f->db, actor, &change, &(struct record_selection){ids, 0}, &result),
            ERR_INVALID);
        assert_int_equal(record_tag_many(f->db, actor, &change,
                                         &(struct record_selection){ids, RECORD_BULK_MAX + 1},
                                         &result),
                         ERR_INVALID);
        for (size_t i = 0; i < COUNT_OF(bad); i++) {
            change.tag = bad[i];
            assert_int_equal(
                record_tag_many(f->db, actor, &change, &(struct record_selection){ids, 1}, &result),
                ERR_INVALID);
            assert_non_null(record_tag_problem(f->arena, bad[i]));
        }
        assert_string_equal(tags_shown(f, maker, &ids[0]), "");
    }
    assert_null(record_tag_problem(f->arena, "fine"));
}

static void a_record_with_50_tags_takes_no_more(void **state)
{
    struct fixture *f = *state;
    struct buf tags;
    buf_init(&tags, f->arena);
    for (int i = 0; i < TAG_LIST_MAX; i++)
        buf_printf(&tags, "tag-%d,", i);
    for (int kind = 0; kind < RECORD_KIND_COUNT; kind++) {
        const struct kind_maker *maker = &kind_makers[kind];
        struct uuid id = kind_make(f, maker, PERSONA_PRODUCT_MANAGER, "full");
        struct record_draft draft = kind_draft(f, maker, &id);
        draft.tags = tags.data;
        (void)kind_save_draft(f, maker, &draft, NULL);
        struct record_bulk_result result =
            tag_many(f, maker, actor_of(f, PERSONA_CUSTOMER_ADMIN), "more", true, &id, 1);
        assert_int_equal(result.items[0].outcome, RECORD_REFUSED);
        assert_non_null(strstr(result.items[0].reason, "50"));
        assert_int_equal(get_head(f, maker->store, &id)->tags.count, TAG_LIST_MAX);
    }
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_open, fixture_close)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_tag_comes_and_goes_and_makes_no_version),
        TEST(tags_of_every_kind_are_equal_whatever_their_case),
        TEST(what_may_not_be_changed_is_told_apart),
        TEST(bad_selections_and_tags_are_refused),
        TEST(a_record_with_50_tags_takes_no_more),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
