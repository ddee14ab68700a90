#include "test.h"

#include "data/comment/record_comment.h"
#include "data/comment/record_follow.h"
#include "data/db/query.h"
#include "kinds.h"

/* Everything that the table of kinds names is there: tables and their columns, permissions, events.
 */

/* Fails the test if the database does not know the table or a column. */
static void check_columns(struct fixture *f, const char *table, const char *columns,
                          const char *facet)
{
    struct query q;
    struct db_result result;
    query_begin(&q, f->db, "SELECT ");
    query_add(&q, columns);
    query_add(&q, facet);
    query_add(&q, " FROM ");
    query_add(&q, table);
    query_bind(&q, " WHERE organization_id = ", db_uuid(&f->own.id));
    query_add(&q, " LIMIT 1");
    if (query_run(&q, &result) != ERR_NONE)
        fail_msg("%s: %s%s", table, columns, facet);
}

static void every_table_of_a_kind_has_the_columns_of_all(void **state)
{
    struct fixture *f = *state;
    for (int i = 0; i < RECORD_KIND_COUNT; i++) {
        const struct record_kind *kind = &record_kinds[i];
        check_columns(f, kind->table,
                      "id, name, name_key, sort_key, folder, description, version, version_count, "
                      "revision, owner_id, marks, archived_at, created_at, updated_at, ",
                      kind->facet);
        check_columns(f, kind->versions, "id, record_id, version, message, author_id, created_at, ",
                      kind->facet);
        check_columns(f, kind->labels, "record_id, label, version, ", "updated_at");
        check_columns(f, kind->tags, "record_id, tag, tag_key, ", "position");
        check_columns(f, kind->words, "record_id, ", "word");
        assert_non_null(kind->columns[0]);
        for (int part = 0; part < RECORD_PARTS_MAX && kind->columns[part] != NULL; part++)
            check_columns(f, kind->versions, "record_id, ", kind->columns[part]);
    }
}

static void every_kind_is_found_by_its_name_and_path(void **state)
{
    (void)state;
    for (int i = 0; i < RECORD_KIND_COUNT; i++) {
        const struct record_kind *kind = &record_kinds[i];
        assert_int_equal(kind->id, i);
        assert_ptr_equal(record_kind_find(kind->name), kind);
        assert_ptr_equal(record_kind_of_path(kind->plural), kind);
        assert_ptr_equal(kind_makers[i].store->kind, kind);
        assert_string_equal(kind->path + 1, kind->plural);
        assert_int_equal(kind->path[0], '/');
        assert_string_equal(strchr(kind->one, ' ') + 1, kind->noun);
        for (int other = 0; other < i; other++)
            assert_string_not_equal(record_kinds[other].name, kind->name);
    }
    assert_null(record_kind_find("prompts"));
    assert_null(record_kind_find(""));
    assert_null(record_kind_of_path("prompt"));
}

/* Each permission is of its own kind: it allows what it should to someone, and to nobody of
 * another organization. */
static void every_permission_of_a_kind_is_somebodys(void **state)
{
    struct fixture *f = *state;
    const struct actor *admin = actor_of(f, PERSONA_CUSTOMER_ADMIN);
    const struct actor *stranger = &f->other.users[PERSONA_CUSTOMER_ADMIN].actor;
    const struct policy_target target = {f->own.id, admin->user_id, NULL};
    bool is_used[PERMISSION_COUNT] = {false};
    for (int i = 0; i < RECORD_KIND_COUNT; i++) {
        const struct record_kind *kind = &record_kinds[i];
        const enum permission permissions[] = {kind->see, kind->read, kind->create, kind->change,
                                               kind->remove};
        for (size_t at = 0; at < COUNT_OF(permissions); at++) {
            assert_false(is_used[permissions[at]]);
            is_used[permissions[at]] = true;
            assert_true(policy_allows(admin, permissions[at], &target));
            assert_false(policy_allows(stranger, permissions[at], &target));
        }
    }
}

/* Said, edited, deleted; followed and no longer. */
static void talk_about(struct fixture *f, const struct kind_maker *maker, const struct uuid *id)
{
    const struct actor *admin = actor_of(f, PERSONA_CUSTOMER_ADMIN);
    struct problem problem;
    struct uuid comment_id;
    struct record_comment_draft draft = {.record_id = *id, .body = "One"};
    assert_int_equal(record_comment_add(f->db, admin, maker->store, &draft, &comment_id, &problem),
                     ERR_NONE);
    struct record_comment_edit edit = {*id, comment_id, 1, "Two"};
    assert_int_equal(record_comment_edit(f->db, admin, maker->store, &edit, &problem), ERR_NONE);
    assert_int_equal(record_comment_delete(f->db, admin, maker->store, id, &comment_id, &problem),
                     ERR_NONE);
    assert_int_equal(record_follow(f->db, admin, maker->store, id, true, &problem), ERR_NONE);
    assert_int_equal(record_follow(f->db, admin, maker->store, id, false, &problem), ERR_NONE);
}

static int64_t events_of(struct fixture *f, const char *action)
{
    char copy[64]; /* counting begins a request */
    (void)snprintf(copy, sizeof copy, "%s", action);
    return fixture_count_events(f, copy, "success");
}

/* Every verb writes the event that the table names, once. */
static void every_event_of_a_kind_is_written(void **state)
{
    struct fixture *f = *state;
    const struct actor *admin = actor_of(f, PERSONA_CUSTOMER_ADMIN);
    for (int i = 0; i < RECORD_KIND_COUNT; i++) {
        const struct kind_maker *maker = &kind_makers[i];
        const struct record_kind *kind = maker->store->kind;
        int64_t created = events_of(f, kind->event.create);
        struct record_saved saved;
        struct problem problem;
        if (i == RECORD_TEAM)
            (void)kind_member(f, admin);
        created = events_of(f, kind->event.create);
        struct uuid id = kind_make_versions(f, maker, "noted", 2);
        struct record_restore_draft draft = {id, 1, get_head(f, maker->store, &id)->revision};
        assert_int_equal(
            record_restore_version(f->db, admin, maker->store, &draft, &saved, &problem), ERR_NONE);
        assert_int_equal(
            record_transfer(f->db, admin, maker->store, &id, &admin->user_id, &problem), ERR_NONE);
        assert_int_equal(kind_archive(f, maker, PERSONA_CUSTOMER_ADMIN, &id), ERR_NONE);
        assert_int_equal(record_restore(f->db, admin, maker->store, &id, &problem), ERR_NONE);
        talk_about(f, maker, &id);
        assert_int_equal(record_delete(f->db, admin, maker->store, &id, "noted", &problem),
                         ERR_NONE);
        assert_int_equal(events_of(f, kind->event.create), created + 1);
        const char *const once[] = {
            kind->event.update,  kind->event.restore_version, kind->event.archive,
            kind->event.restore, kind->event.transfer,        kind->event.remove,
            kind->event.comment, kind->event.edit_comment,    kind->event.delete_comment,
            kind->event.follow,  kind->event.unfollow};
        for (size_t at = 0; at < COUNT_OF(once); at++)
            if (events_of(f, once[at]) != 1)
                fail_msg("%s: %d", once[at], (int)events_of(f, once[at]));
    }
}

static void every_version_is_counted_for_its_day(void **state)
{
    struct fixture *f = *state;
    for (int i = 0; i < RECORD_KIND_COUNT; i++) {
        const struct record_kind *kind = &record_kinds[i];
        struct db_result result;
        (void)kind_make_versions(f, &kind_makers[i], "counted", 3);
        assert_int_equal(db_select(f->db, &result,
                                   "SELECT event_count FROM daily_counts "
                                   "WHERE organization_id = $1 AND noun = $2",
                                   db_uuid(&f->own.id), db_text(kind->version_noun)),
                         ERR_NONE);
        assert_int_equal(result.row_count, 1);
        assert_int_equal(db_get_int(&result, 0, 0), 3);
    }
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_open, fixture_close)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(every_table_of_a_kind_has_the_columns_of_all),
        TEST(every_kind_is_found_by_its_name_and_path),
        TEST(every_permission_of_a_kind_is_somebodys),
        TEST(every_event_of_a_kind_is_written),
        TEST(every_version_is_counted_for_its_day),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
