#include "test.h"

#include "data/record/record_version.h"
#include "data/release/label_history.h"
#include "kinds.h"

/* Versions of every kind: what makes one and what does not; and numbers that were left out. */

static struct record_version get_version(struct fixture *f, const struct kind_maker *maker,
                                         const struct uuid *id, int64_t number)
{
    struct record_version version;
    enum err err = record_version_get(f->db, actor_of(f, PERSONA_CUSTOMER_ADMIN),
                                      get_head(f, maker->store, id), number, &version);
    if (err != ERR_NONE)
        fail_msg("%s version %d: %s", maker->store->kind->name, (int)number, err_name(err));
    return version;
}

static enum err try_version(struct fixture *f, const struct kind_maker *maker, int who,
                            const struct uuid *id, int64_t number)
{
    struct record_version version;
    return record_version_get(f->db, actor_of(f, who), get_head(f, maker->store, id), number,
                              &version);
}

static bool says(const struct record_version *version, const char *text)
{
    for (int i = 0; i < RECORD_PARTS_MAX; i++)
        if (version->content.parts[i].data != NULL &&
            strstr(version->content.parts[i].data, text) != NULL)
            return true;
    return false;
}

static enum err restore(struct fixture *f, const struct kind_maker *maker, const struct uuid *id,
                        int64_t number, struct record_saved *saved)
{
    struct record_restore_draft draft = {*id, number, get_head(f, maker->store, id)->revision};
    struct problem problem;
    return record_restore_version(f->db, actor_of(f, PERSONA_CUSTOMER_ADMIN), maker->store, &draft,
                                  saved, &problem);
}

/* ---- what makes a version ----------------------------------------------------------------- */

/* What a save of one field does: it is a change, and makes a version or not. */
static void check_save(struct fixture *f, const struct kind_maker *maker,
                       const struct record_draft *draft, const char *text, bool is_version)
{
    const struct record_head *before = get_head(f, maker->store, &draft->id);
    struct record_saved saved = kind_save_draft(f, maker, draft, text);
    const struct record_head *after = get_head(f, maker->store, &draft->id);
    assert_true(saved.is_changed);
    assert_int_equal(saved.is_new_version, is_version);
    assert_int_equal(saved.version, after->version);
    assert_int_equal(saved.revision, after->revision);
    assert_int_equal(after->revision, before->revision + 1);
    assert_int_equal(after->version, before->version + is_version);
    assert_int_equal(after->version_count, before->version_count + is_version);
    assert_int_equal(after->saved_at == before->saved_at, !is_version);
    assert_true(after->updated_at > before->updated_at);
}

static void contents_and_messages_make_versions_and_properties_do_not(void **state)
{
    struct fixture *f = *state;
    for (int kind = 0; kind < RECORD_KIND_COUNT; kind++) {
        const struct kind_maker *maker = &kind_makers[kind];
        struct uuid id = kind_make(f, maker, PERSONA_PRODUCT_MANAGER, "properties");
        struct record_draft draft = kind_draft(f, maker, &id);
        draft.name = "folder/renamed";
        check_save(f, maker, &draft, NULL, false);
        draft = kind_draft(f, maker, &id);
        draft.description = "described";
        check_save(f, maker, &draft, NULL, false);
        draft = kind_draft(f, maker, &id);
        draft.tags = "tagged";
        check_save(f, maker, &draft, NULL, false);
        draft = kind_draft(f, maker, &id);
        check_save(f, maker, &draft, "two", true);
        draft = kind_draft(f, maker, &id);
        draft.message = "only a message";
        check_save(f, maker, &draft, NULL, true);
        draft = kind_draft(f, maker, &id);
        struct record_saved saved = kind_save_draft(f, maker, &draft, NULL);
        assert_false(saved.is_changed || saved.is_new_version);
        const struct record_head *head = get_head(f, maker->store, &id);
        assert_int_equal(head->revision, 6);
        assert_string_equal(head->folder, "folder");
        assert_string_equal(head->description, "described");
        assert_string_equal(head->tags.tags[0], "tagged");
        assert_string_equal(head->message, "only a message");
        struct record_version version = get_version(f, maker, &id, 3);
        assert_true(says(&version, "two"));
        assert_int_equal(kind_events(f, maker, "update", "success"), 5);
    }
}

/* The lock is the revision: whatever changed since, a form that does not know of it is stale. */
static void every_change_makes_forms_stale(void **state)
{
    struct fixture *f = *state;
    const struct actor *admin = actor_of(f, PERSONA_CUSTOMER_ADMIN);
    for (int kind = 0; kind < RECORD_KIND_COUNT; kind++) {
        const struct kind_maker *maker = &kind_makers[kind];
        struct uuid id = kind_make(f, maker, PERSONA_PRODUCT_MANAGER, "stale");
        struct problem problem;
        struct record_bulk_result result;
        struct record_draft form = kind_draft(f, maker, &id);
        form.description = "mine";
        struct record_tag_change tag = {maker->store, "t", true};
        assert_int_equal(
            record_tag_many(f->db, admin, &tag, &(struct record_selection){&id, 1}, &result),
            ERR_NONE);
        assert_int_equal(kind_try_save(f, maker, &form, NULL, &problem), ERR_STALE);
        form.based_on_revision = get_head(f, maker->store, &id)->revision;
        assert_int_equal(
            record_transfer(f->db, admin, maker->store, &id, &admin->user_id, &problem), ERR_NONE);
        assert_int_equal(kind_try_save(f, maker, &form, NULL, &problem), ERR_STALE);
        form.based_on_revision = get_head(f, maker->store, &id)->revision;
        assert_int_equal(kind_archive(f, maker, PERSONA_CUSTOMER_ADMIN, &id), ERR_NONE);
        assert_int_equal(record_restore(f->db, admin, maker->store, &id, &problem), ERR_NONE);
        assert_int_equal(kind_try_save(f, maker, &form, NULL, &problem), ERR_STALE);
        struct record_restore_draft restored = {id, 1, form.based_on_revision};
        struct record_saved saved;
        assert_int_equal(
            record_restore_version(f->db, admin, maker->store, &restored, &saved, &problem),
            ERR_STALE);
        assert_string_equal(get_head(f, maker->store, &id)->description, "");
    }
}

/* ---- reading ------------------------------------------------------------------------------ */

static void versions_are_listed_in_pages_and_read(void **state)
{
    struct fixture *f = *state;
    enum { COUNT = RECORD_VERSION_LIMIT + 3 };
    for (int kind = 0; kind < RECORD_KIND_COUNT; kind++) {
        const struct kind_maker *maker = &kind_makers[kind];
        struct uuid id = kind_make_versions(f, maker, "many", COUNT);
        const struct record_head *head = get_head(f, maker->store, &id);
        struct record_version_list list;
        int64_t expected = COUNT;
        assert_int_equal(head->version_count, COUNT);
        assert_int_equal(record_version_list(f->db, head, 0, &list), ERR_NONE);
        assert_int_equal(list.count, RECORD_VERSION_LIMIT);
        for (int i = 0; i < list.count; i++, expected--) {
            assert_int_equal(list.versions[i].version, expected);
            assert_int_equal(list.versions[i].previous, expected - 1);
            assert_null(list.versions[i].content.parts[0].data);
        }
        assert_string_equal(list.versions[0].author_name, "Ada Admin of Northwind");
        assert_int_equal(list.next_before, 4);
        assert_int_equal(record_version_list(f->db, head, list.next_before, &list), ERR_NONE);
        assert_int_equal(list.count, 3);
        assert_int_equal(list.next_before, 0);
        assert_int_equal(list.versions[2].version, 1);
        assert_int_equal(list.versions[2].previous, 0);
        assert_string_equal(list.versions[2].author_name, "Petra Product of Northwind");
        struct record_version version = get_version(f, maker, &id, 17);
        assert_true(says(&version, "text 17"));
        assert_int_equal(version.previous, 16);
        assert_int_equal(version.next, 18);
        assert_int_equal(get_version(f, maker, &id, 0).version, COUNT);
    }
}

static void only_who_may_read_gets_a_version(void **state)
{
    struct fixture *f = *state;
    for (int kind = 0; kind < RECORD_KIND_COUNT; kind++) {
        const struct kind_maker *maker = &kind_makers[kind];
        struct uuid id = kind_make_versions(f, maker, "read", 2);
        assert_int_equal(try_version(f, maker, PERSONA_INDIVIDUAL_DEVELOPER, &id, 1), ERR_NONE);
        assert_int_equal(try_version(f, maker, PERSONA_PLATFORM_ADMIN, &id, 1), ERR_DENIED);
        assert_int_equal(try_version(f, maker, PERSONA_CUSTOMER_ADMIN, &id, 3), ERR_NOT_FOUND);
        assert_int_equal(try_version(f, maker, PERSONA_CUSTOMER_ADMIN, &id, -1), ERR_NOT_FOUND);
    }
}

static void an_old_version_comes_back_as_a_new_one(void **state)
{
    struct fixture *f = *state;
    for (int kind = 0; kind < RECORD_KIND_COUNT; kind++) {
        const struct kind_maker *maker = &kind_makers[kind];
        struct uuid id = kind_make_versions(f, maker, "restored", 3);
        struct record_draft draft = kind_draft(f, maker, &id);
        struct record_saved saved;
        draft.description = "stays";
        (void)kind_save_draft(f, maker, &draft, NULL);
        assert_int_equal(restore(f, maker, &id, 2, &saved), ERR_NONE);
        assert_int_equal(saved.version, 4);
        struct record_version second = get_version(f, maker, &id, 2);
        struct record_version fourth = get_version(f, maker, &id, 4);
        assert_true(record_content_equal(&second.content, &fourth.content));
        assert_true(says(&fourth, "text 2"));
        assert_string_equal(fourth.message, "Restored version 2");
        assert_string_equal(get_head(f, maker->store, &id)->description, "stays");
        assert_int_equal(kind_events(f, maker, "restore_version", "success"), 1);
    }
}

/* ---- versions 1 and 3 only ---------------------------------------------------------------- */

/* As an import makes it: the current version first, with its number, and then the older one. */
static struct uuid make_1_and_3(struct fixture *f, const struct kind_maker *maker)
{
    struct record_draft draft = {
        .name = "gaps", .description = "", .tags = "", .message = "", .number = 3};
    struct record_saved saved = kind_save_draft(f, maker, &draft, "three");
    struct record_head *head = arena_alloc(f->arena, maker->store->size);
    const struct actor *actor = actor_of(f, PERSONA_CUSTOMER_ADMIN);
    assert_int_equal(record_load(f->db, actor, maker->store, &saved.id, maker->store->kind->see,
                                 RECORD_WHOLE, head),
                     ERR_NONE);
    struct problem problem;
    struct work work = work_begin(f->db, actor, &problem);
    struct record_fields fields = {
        .name = head->name, .message = "the old", .content = head->content};
    assert_int_equal(db_begin(f->db), ERR_NONE);
    assert_int_equal(record_version_insert(&work, head, 1, &fields,
                                           &(struct record_version_sealed){.parts = {{0}}},
                                           head->created_at),
                     ERR_NONE);
    record_version_count(f->db, head, 1);
    db_note_audit(f->db, &f->own.id);
    assert_int_equal(db_finish(f->db, ERR_NONE), ERR_NONE);
    return saved.id;
}

static void numbers_that_were_left_out_have_no_place(void **state)
{
    struct fixture *f = *state;
    for (int kind = 0; kind < RECORD_KIND_COUNT; kind++) {
        const struct kind_maker *maker = &kind_makers[kind];
        struct uuid id = make_1_and_3(f, maker);
        const struct record_head *head = get_head(f, maker->store, &id);
        struct record_version_list list;
        assert_int_equal(head->version, 3);
        assert_int_equal(head->version_count, 2);
        assert_int_equal(record_version_list(f->db, head, 0, &list), ERR_NONE);
        assert_int_equal(list.count, 2);
        assert_int_equal(list.versions[0].version, 3);
        assert_int_equal(list.versions[0].previous, 1);
        assert_int_equal(list.versions[1].version, 1);
        assert_int_equal(list.versions[1].previous, 0);
        assert_string_equal(list.versions[1].message, "the old");
        assert_int_equal(get_version(f, maker, &id, 3).previous, 1);
        assert_int_equal(get_version(f, maker, &id, 3).next, 0);
        assert_int_equal(get_version(f, maker, &id, 1).previous, 0);
        assert_int_equal(get_version(f, maker, &id, 1).next, 3);
        assert_int_equal(get_version(f, maker, &id, 0).version, 3);
        assert_int_equal(try_version(f, maker, PERSONA_CUSTOMER_ADMIN, &id, 2), ERR_NOT_FOUND);
    }
}

static void numbers_that_were_left_out_get_no_label_and_do_not_return(void **state)
{
    struct fixture *f = *state;
    const int who = PERSONA_CUSTOMER_ADMIN;
    for (int kind = 0; kind < RECORD_KIND_COUNT; kind++) {
        const struct kind_maker *maker = &kind_makers[kind];
        struct uuid id = make_1_and_3(f, maker);
        struct record_saved saved;
        struct label_answer answer;
        assert_int_equal(kind_move_label(f, maker, who, &id, "beta", 0, 2), ERR_INVALID);
        assert_int_equal(kind_move_label(f, maker, who, &id, "beta", 0, 1), ERR_NONE);
        assert_int_equal(restore(f, maker, &id, 2, &saved), ERR_NOT_FOUND);
        /* The next number follows the current one. */
        assert_int_equal(kind_save_text(f, maker, &id, "four"), 4);
        const struct record_head *head = get_head(f, maker->store, &id);
        assert_int_equal(head->version_count, 3);
        assert_int_equal(get_version(f, maker, &id, 3).next, 4);
        assert_int_equal(restore(f, maker, &id, 1, &saved), ERR_NONE);
        assert_int_equal(saved.version, 5);
        assert_int_equal(get_head(f, maker->store, &id)->version_count, 4);
        assert_int_equal(label_at(f->db, head, "beta", INT64_MAX / 2, &answer), ERR_NONE);
        assert_int_equal(answer.version, 1);
    }
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_open, fixture_close)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(contents_and_messages_make_versions_and_properties_do_not),
        TEST(every_change_makes_forms_stale),
        TEST(versions_are_listed_in_pages_and_read),
        TEST(only_who_may_read_gets_a_version),
        TEST(an_old_version_comes_back_as_a_new_one),
        TEST(numbers_that_were_left_out_have_no_place),
        TEST(numbers_that_were_left_out_get_no_label_and_do_not_return),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
