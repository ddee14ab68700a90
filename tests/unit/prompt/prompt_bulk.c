#include "test.h"

#include "data/prompt/prompt_bulk.h"
#include "prompts.h"

static void a_tag_comes_and_goes_with_a_version_each(void **state)
{
    struct fixture *f = *state;
    struct uuid ids[] = {make_prompt(f, PERSONA_PRODUCT_MANAGER, "one", "x"),
                         make_prompt(f, PERSONA_PRODUCT_MANAGER, "two", "x")};
    struct record_selection selection = {ids, 2};
    struct record_bulk_result result;
    const struct actor *actor = actor_of(f, PERSONA_ENTERPRISE_TEAM);
    struct prompt_tag_change change = {"shared", true};
    assert_int_equal(prompt_bulk_tag(f->db, actor, &selection, &change, &result), ERR_NONE);
    assert_int_equal(result.changed_count, 2);
    assert_int_equal(result.items[0].outcome, RECORD_CHANGED);
    assert_string_equal(result.items[0].name, "one");
    struct prompt prompt = get_prompt(f, &ids[1]);
    assert_int_equal(prompt.version, 2);
    assert_string_equal(prompt.message, "Added tag shared");
    assert_string_equal(prompt.tags.tags[0], "shared");
    assert_int_equal(prompt_bulk_tag(f->db, actor, &selection, &change, &result), ERR_NONE);
    assert_int_equal(result.changed_count, 0);
    assert_int_equal(result.refused_count, 0);
    assert_int_equal(result.items[0].outcome, RECORD_UNCHANGED);
    change.is_added = false;
    assert_int_equal(prompt_bulk_tag(f->db, actor, &selection, &change, &result), ERR_NONE);
    assert_int_equal(result.changed_count, 2);
    assert_int_equal(get_prompt(f, &ids[0]).tags.count, 0);
    assert_int_equal(fixture_count_events(f, "prompt.update", "success"), 4);
}

static void what_may_not_be_changed_is_told_apart(void **state)
{
    struct fixture *f = *state;
    struct prompt_draft foreign = draft_of("foreign", "x");
    struct problem problem;
    struct uuid ids[5];
    ids[0] = make_prompt(f, PERSONA_INDIVIDUAL_DEVELOPER, "mine", "x");
    ids[1] = make_prompt(f, PERSONA_PRODUCT_MANAGER, "not-mine", "x");
    ids[2] = make_prompt(f, PERSONA_INDIVIDUAL_DEVELOPER, "archived", "x");
    ids[4] = ids[0];
    assert_int_equal(prompt_create(f->db, &f->other.users[PERSONA_PRODUCT_MANAGER].actor, &foreign,
                                   &ids[3], &problem),
                     ERR_NONE);
    const struct actor *actor = actor_of(f, PERSONA_INDIVIDUAL_DEVELOPER);
    assert_int_equal(prompt_archive(f->db, actor, &ids[2]), ERR_NONE);
    struct record_bulk_result result;
    struct prompt_tag_change change = {"t", true};
    struct record_selection selection = {ids, 5};
    assert_int_equal(prompt_bulk_tag(f->db, actor, &selection, &change, &result), ERR_NONE);
    assert_int_equal(result.count, 4); /* the repetition is left out */
    assert_int_equal(result.items[0].outcome, RECORD_CHANGED);
    assert_int_equal(result.items[1].outcome, RECORD_DENIED);
    assert_int_equal(result.items[2].outcome, RECORD_REFUSED);
    assert_int_equal(result.items[3].outcome, RECORD_NOT_FOUND);
    assert_null(result.items[3].name);
    assert_int_equal(result.changed_count, 1);
    assert_int_equal(result.refused_count, 3);
    assert_int_equal(get_prompt(f, &ids[0]).tags.count, 1);
    assert_int_equal(get_prompt(f, &ids[1]).tags.count, 0);
    assert_int_equal(fixture_count_events(f, "prompt.update", "refusal"), 1);
    assert_int_equal(prompt_bulk_archive(f->db, actor, &selection, &result), ERR_NONE);
    assert_int_equal(result.items[0].outcome, RECORD_CHANGED);
    assert_int_equal(result.items[1].outcome, RECORD_DENIED);
    assert_int_equal(result.items[2].outcome, RECORD_UNCHANGED);
    assert_int_equal(result.items[3].outcome, RECORD_NOT_FOUND);
    assert_true(get_prompt(f, &ids[0]).archived_at > 0);
    assert_int_equal(fixture_count_events(f, "prompt.archive", "success"), 2);
    assert_int_equal(fixture_count_events(f, "prompt.archive", "refusal"), 1);
}

static void bad_selections_and_tags_are_refused(void **state)
{
    struct fixture *f = *state;
    struct uuid ids[RECORD_BULK_MAX + 1] = {{{0}}};
    struct record_bulk_result result;
    const struct actor *actor = actor_of(f, PERSONA_CUSTOMER_ADMIN);
    ids[0] = make_prompt(f, PERSONA_PRODUCT_MANAGER, "one", "x");
    assert_int_equal(prompt_bulk_archive(f->db, actor, &(struct record_selection){ids, 0}, &result),
                     ERR_INVALID);
    assert_int_equal(prompt_bulk_archive(f->db, actor,
                                         &(struct record_selection){ids, RECORD_BULK_MAX + 1},
                                         &result),
                     ERR_INVALID);
    assert_int_equal(prompt_bulk_tag(f->db, actor, &(struct record_selection){ids, 1},
                                     &(struct prompt_tag_change){"a,b", true}, &result),
                     ERR_INVALID);
    assert_non_null(prompt_bulk_tag_problem("a,b"));
    assert_null(prompt_bulk_tag_problem("fine"));
}

static void a_prompt_with_50_tags_takes_no_more(void **state)
{
    struct fixture *f = *state;
    struct uuid id = make_prompt(f, PERSONA_PRODUCT_MANAGER, "full", "x");
    struct prompt_draft draft = draft_from(f, &id);
    struct problem problem;
    struct record_bulk_result result;
    struct buf tags;
    int64_t version = 0;
    const struct actor *actor = actor_of(f, PERSONA_CUSTOMER_ADMIN);
    buf_init(&tags, f->arena);
    for (int i = 0; i < TAG_LIST_MAX; i++)
        buf_printf(&tags, "tag-%d,", i);
    draft.tags = tags.data;
    assert_int_equal(prompt_update(f->db, actor, &draft, &version, &problem), ERR_NONE);
    assert_int_equal(prompt_bulk_tag(f->db, actor, &(struct record_selection){&id, 1},
                                     &(struct prompt_tag_change){"more", true}, &result),
                     ERR_NONE);
    assert_int_equal(result.items[0].outcome, RECORD_REFUSED);
    assert_int_equal(get_prompt(f, &id).tags.count, TAG_LIST_MAX);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_open, fixture_close)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_tag_comes_and_goes_with_a_version_each),
        TEST(what_may_not_be_changed_is_told_apart),
        TEST(bad_selections_and_tags_are_refused),
        TEST(a_prompt_with_50_tags_takes_no_more),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
