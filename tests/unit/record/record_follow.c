#include "test.h"

#include "data/comment/record_follow.h"
#include "data/edit/record_folder.h"
#include "kinds.h"

/* Following records and folders. */

static enum err follow(struct fixture *f, const struct kind_maker *maker, const struct actor *actor,
                       const struct uuid *id, bool follows)
{
    struct problem problem;
    enum err err = record_follow(f->db, actor, maker->store, id, follows, &problem);
    if (err == ERR_DENIED)
        assert_non_null(problem.message);
    return err;
}

static bool is_followed(struct fixture *f, const struct kind_maker *maker, int persona,
                        const struct uuid *id)
{
    bool follows = false;
    assert_int_equal(
        record_follow_get(f->db, actor_of(f, persona), get_head(f, maker->store, id), &follows),
        ERR_NONE);
    return follows;
}

static void a_person_follows_a_record_until_they_end_it(void **state)
{
    struct fixture *f = *state;
    const int petra = PERSONA_PRODUCT_MANAGER;
    for (int kind = 0; kind < RECORD_KIND_COUNT; kind++) {
        const struct kind_maker *maker = &kind_makers[kind];
        struct uuid id = kind_make(f, maker, petra, "followed");
        struct uuid other = kind_make(f, maker, petra, "another");
        assert_false(is_followed(f, maker, petra, &id));
        assert_int_equal(follow(f, maker, actor_of(f, petra), &id, true), ERR_NONE);
        assert_int_equal(follow(f, maker, actor_of(f, petra), &id, true), ERR_NONE);
        assert_true(is_followed(f, maker, petra, &id));
        assert_false(is_followed(f, maker, petra, &other));
        assert_false(is_followed(f, maker, PERSONA_DEVOPS_ENGINEER, &id));
        assert_int_equal(kind_events(f, maker, "follow", "success"), 1);
        assert_int_equal(follow(f, maker, actor_of(f, petra), &id, false), ERR_NONE);
        assert_int_equal(follow(f, maker, actor_of(f, petra), &id, false), ERR_NONE);
        assert_false(is_followed(f, maker, petra, &id));
        assert_int_equal(kind_events(f, maker, "unfollow", "success"), 1);
    }
}

static enum err follow_folder(struct fixture *f, const struct actor *actor, const char *folder,
                              bool follows)
{
    struct problem problem;
    return record_follow_folder(f->db, actor, &record_kinds[RECORD_PROMPT], folder, follows,
                                &problem);
}

static bool is_folder_followed(struct fixture *f, int persona, const struct record_kind *kind,
                               const char *folder)
{
    bool follows = false;
    assert_int_equal(record_follow_folder_get(f->db, actor_of(f, persona), kind, folder, &follows),
                     ERR_NONE);
    return follows;
}

static void a_person_follows_a_folder_of_a_kind(void **state)
{
    struct fixture *f = *state;
    const struct actor *petra = actor_of(f, PERSONA_PRODUCT_MANAGER);
    const struct record_kind *prompts = &record_kinds[RECORD_PROMPT];
    assert_int_equal(follow_folder(f, petra, "support/email", true), ERR_NONE);
    assert_int_equal(follow_folder(f, petra, "support/email", true), ERR_NONE);
    assert_true(is_folder_followed(f, PERSONA_PRODUCT_MANAGER, prompts, "support/email"));
    assert_false(is_folder_followed(f, PERSONA_PRODUCT_MANAGER, prompts, "support"));
    assert_false(is_folder_followed(f, PERSONA_PRODUCT_MANAGER, &record_kinds[RECORD_AGENT],
                                    "support/email"));
    assert_false(is_folder_followed(f, PERSONA_ENTERPRISE_TEAM, prompts, "support/email"));
    assert_int_equal(fixture_count_events(f, "prompt.follow", "success"), 1);
    assert_int_equal(follow_folder(f, petra, "support/email", false), ERR_NONE);
    assert_false(is_folder_followed(f, PERSONA_PRODUCT_MANAGER, prompts, "support/email"));
    assert_int_equal(fixture_count_events(f, "prompt.unfollow", "success"), 1);
    static const char *const none[] = {"", "/", "a/", "/a", "a//b", "..", "a\nb", "\xff"};
    for (size_t i = 0; i < COUNT_OF(none); i++)
        assert_int_equal(follow_folder(f, petra, none[i], true), ERR_INVALID);
}

/* Its news would be looked up record by record. What grows afterwards is cut in the news. */
static void a_folder_of_very_many_is_not_followed(void **state)
{
    struct fixture *f = *state;
    const struct actor *petra = actor_of(f, PERSONA_PRODUCT_MANAGER);
    struct problem problem;
    (void)kind_make(f, &kind_makers[RECORD_PROMPT], PERSONA_PRODUCT_MANAGER, "large/inner/one");
    static const char more[] = "UPDATE record_counts SET record_count = 1001 "
                               "WHERE dimension = 'folder' AND value = 'large/inner'";
    static const char fewer[] = "UPDATE record_counts SET record_count = 1000 "
                                "WHERE dimension = 'folder' AND value = 'large/inner'";
    fixture_script(f, more, more);
    fixture_begin(f);
    assert_int_equal(
        record_follow_folder(f->db, petra, &record_kinds[RECORD_PROMPT], "large", true, &problem),
        ERR_INVALID);
    assert_string_equal(problem.message, "This folder has more than 1000 prompts. Follow a folder "
                                         "in it, or single ones.");
    assert_false(
        is_folder_followed(f, PERSONA_PRODUCT_MANAGER, &record_kinds[RECORD_PROMPT], "large"));
    fixture_script(f, fewer, fewer);
    fixture_begin(f);
    assert_int_equal(follow_folder(f, petra, "large", true), ERR_NONE);
    fixture_script(f, more, more);
    fixture_begin(f);
    assert_int_equal(follow_folder(f, petra, "large", false), ERR_NONE);
}

static void a_folder_is_followed_under_its_new_name(void **state)
{
    struct fixture *f = *state;
    const struct actor *petra = actor_of(f, PERSONA_PRODUCT_MANAGER);
    const struct record_kind *prompts = &record_kinds[RECORD_PROMPT];
    struct record_folder_plan plan;
    struct problem problem;
    static const char *const followed[] = {"old", "old/below", "older", "new"};
    (void)kind_make(f, &kind_makers[RECORD_PROMPT], PERSONA_PRODUCT_MANAGER, "old/below/one");
    for (size_t i = 0; i < COUNT_OF(followed); i++)
        assert_int_equal(follow_folder(f, petra, followed[i], true), ERR_NONE);
    assert_int_equal(record_folder_move(f->db, petra, &prompt_store,
                                        &(struct record_folder_draft){"old", "new"}, 1, &plan,
                                        &problem),
                     ERR_NONE);
    assert_false(is_folder_followed(f, PERSONA_PRODUCT_MANAGER, prompts, "old"));
    assert_false(is_folder_followed(f, PERSONA_PRODUCT_MANAGER, prompts, "old/below"));
    assert_true(is_folder_followed(f, PERSONA_PRODUCT_MANAGER, prompts, "older"));
    assert_true(is_folder_followed(f, PERSONA_PRODUCT_MANAGER, prompts, "new"));
    assert_true(is_folder_followed(f, PERSONA_PRODUCT_MANAGER, prompts, "new/below"));
    /* into itself */
    assert_int_equal(record_folder_move(f->db, petra, &prompt_store,
                                        &(struct record_folder_draft){"new", "new/deep"}, 1, &plan,
                                        &problem),
                     ERR_NONE);
    assert_false(is_folder_followed(f, PERSONA_PRODUCT_MANAGER, prompts, "new"));
    assert_true(is_folder_followed(f, PERSONA_PRODUCT_MANAGER, prompts, "new/deep/below"));
}

static void only_members_follow(void **state)
{
    struct fixture *f = *state;
    for (int kind = 0; kind < RECORD_KIND_COUNT; kind++) {
        const struct kind_maker *maker = &kind_makers[kind];
        struct uuid id = kind_make(f, maker, PERSONA_PRODUCT_MANAGER, "members");
        for (int persona = 0; persona < FIXTURE_USER_COUNT; persona++)
            assert_int_equal(follow(f, maker, actor_of(f, persona), &id, true), ERR_NONE);
        struct actor visitor = fixture_inside(&f->other.users[FIXTURE_SUPERUSER], &f->own);
        assert_false(record_follow_is_possible(&visitor));
        assert_int_equal(follow(f, maker, &visitor, &id, true), ERR_DENIED);
        struct actor command = f->command;
        command.organization_id = f->own.id;
        assert_int_equal(follow(f, maker, &command, &id, true), ERR_DENIED);
        const struct actor *stranger = &f->other.users[PERSONA_CUSTOMER_ADMIN].actor;
        assert_int_equal(follow(f, maker, stranger, &id, true), ERR_NOT_FOUND);
    }
    struct actor visitor = fixture_inside(&f->other.users[FIXTURE_SUPERUSER], &f->own);
    assert_int_equal(follow_folder(f, &visitor, "support", true), ERR_DENIED);
}

static void nobody_follows_what_is_deleted(void **state)
{
    struct fixture *f = *state;
    for (int kind = 0; kind < RECORD_KIND_COUNT; kind++) {
        const struct kind_maker *maker = &kind_makers[kind];
        struct problem problem;
        struct uuid id = kind_make(f, maker, PERSONA_PRODUCT_MANAGER, "gone");
        assert_int_equal(follow(f, maker, actor_of(f, PERSONA_DEVOPS_ENGINEER), &id, true),
                         ERR_NONE);
        assert_int_equal(record_delete(f->db, actor_of(f, PERSONA_CUSTOMER_ADMIN), maker->store,
                                       &id, "gone", &problem),
                         ERR_NONE);
        assert_int_equal(
            fixture_count(f, "SELECT count(*) FROM record_follows WHERE record_id = $1", &id), 0);
    }
}

int main(void)
{
#define TEST(test) cmocka_unit_test_setup_teardown(test, fixture_open, fixture_close)
    const struct CMUnitTest tests[] = {
        TEST(a_person_follows_a_record_until_they_end_it),
        TEST(a_person_follows_a_folder_of_a_kind),
        TEST(a_folder_of_very_many_is_not_followed),
        TEST(a_folder_is_followed_under_its_new_name),
        TEST(only_members_follow),
        TEST(nobody_follows_what_is_deleted),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
