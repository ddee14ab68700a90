#include "test.h"

#include "fixture.h"

/* Changes that nobody waits for: they are carried out in their order, and none without the others.
 */

static void protect_later(struct fixture *f, const struct uuid *organization_id, const char *label)
{
    db_change_later(f->db, "INSERT INTO protected_labels (organization_id, label) VALUES ($1, $2)",
                    db_uuid(organization_id), db_text(label));
}

static int64_t protected_count(struct fixture *f, const struct uuid *organization_id)
{
    fixture_begin(f);
    (void)db_enter(f->db, (struct db_scope){.reach = DB_ALL});
    int64_t count = fixture_count(f,
                                  "SELECT count(*) FROM protected_labels WHERE organization_id = "
                                  "$1 AND label <> 'production'",
                                  organization_id);
    fixture_begin(f);
    return count;
}

static void begin(struct fixture *f)
{
    fixture_begin(f);
    (void)db_enter(f->db, (struct db_scope){DB_ORGANIZATION, f->own.id});
    assert_int_equal(db_begin(f->db), ERR_NONE);
    db_note_audit(f->db, &f->own.id);
}

static void what_is_sent_later_is_there_after_the_commit(void **state)
{
    struct fixture *f = *state;
    int64_t before = protected_count(f, &f->own.id);
    begin(f);
    protect_later(f, &f->own.id, "one");
    protect_later(f, &f->own.id, "two");
    assert_int_equal(db_finish(f->db, ERR_NONE), ERR_NONE);
    assert_int_equal(protected_count(f, &f->own.id), before + 2);
}

static void a_question_sees_what_was_to_come_later(void **state)
{
    struct fixture *f = *state;
    struct db_result result;
    begin(f);
    protect_later(f, &f->own.id, "one");
    assert_int_equal(db_select(f->db, &result,
                               "SELECT label FROM protected_labels WHERE organization_id = $1 "
                               "AND label = $2",
                               db_uuid(&f->own.id), db_text("one")),
                     ERR_NONE);
    assert_int_equal(result.row_count, 1);
    protect_later(f, &f->own.id, "two");
    assert_int_equal(db_finish(f->db, ERR_CONFLICT), ERR_CONFLICT);
    assert_int_equal(protected_count(f, &f->own.id), 0);
}

static void many_are_sent_in_parts(void **state)
{
    struct fixture *f = *state;
    begin(f);
    for (int i = 0; i < 100; i++)
        protect_later(f, &f->own.id, arena_printf(f->arena, "label-%d", i));
    assert_int_equal(db_finish(f->db, ERR_NONE), ERR_NONE);
    assert_int_equal(protected_count(f, &f->own.id), 100);
}

/* The commit is refused with what goes before it, and the next transaction gets its turn. */
static void a_change_that_is_refused_refuses_all(void **state)
{
    struct fixture *f = *state;
    begin(f);
    protect_later(f, &f->own.id, "same");
    protect_later(f, &f->own.id, "same");
    protect_later(f, &f->own.id, "other");
    assert_int_equal(db_finish(f->db, ERR_NONE), ERR_CONFLICT);
    assert_int_equal(db_end_request(f->db), ERR_NONE);
    assert_int_equal(protected_count(f, &f->own.id), 0);

    struct fixture second = *f;
    assert_int_equal(fixture_reconnect(&second, false), ERR_NONE);
    begin(&second);
    protect_later(&second, &f->own.id, "other");
    assert_int_equal(db_finish(second.db, ERR_NONE), ERR_NONE);
    assert_int_equal(db_end_request(second.db), ERR_NONE);
    arena_destroy(second.arena);
    db_close(second.db);

    begin(f);
    protect_later(f, &f->own.id, "same");
    assert_int_equal(db_finish(f->db, ERR_NONE), ERR_NONE);
    assert_int_equal(protected_count(f, &f->own.id), 2);
}

static void a_refused_change_is_told_by_what_is_asked_next(void **state)
{
    struct fixture *f = *state;
    struct db_result result = {0};
    begin(f);
    protect_later(f, &f->own.id, "same");
    protect_later(f, &f->own.id, "same");
    (void)!db_select(f->db, &result, "SELECT label FROM protected_labels WHERE label = $1",
                     db_text("same"));
    assert_int_equal(db_finish(f->db, ERR_NONE), ERR_CONFLICT);
    assert_int_equal(protected_count(f, &f->own.id), 0);
}

/* Each in the scope in which it was asked, whatever comes between. */
static void each_keeps_its_scope(void **state)
{
    struct fixture *f = *state;
    begin(f);
    protect_later(f, &f->own.id, "own");
    struct db_scope before = db_enter(f->db, (struct db_scope){DB_ORGANIZATION, f->other.id});
    protect_later(f, &f->other.id, "other");
    (void)db_enter(f->db, before);
    protect_later(f, &f->own.id, "again");
    assert_int_equal(db_finish(f->db, ERR_NONE), ERR_NONE);
    assert_int_equal(protected_count(f, &f->own.id), 2);
    assert_int_equal(protected_count(f, &f->other.id), 1);
}

static void a_change_outside_its_scope_is_refused(void **state)
{
    struct fixture *f = *state;
    if (!f->is_postgres)
        return; /* SQLite has no scopes */
    begin(f);
    protect_later(f, &f->other.id, "other");
    assert_int_equal(db_finish(f->db, ERR_NONE), ERR_UNAVAILABLE);
    db_forgive(f->db);
    assert_int_equal(protected_count(f, &f->other.id), 0);
}

/* A part of a joined change that fails dooms the whole, and says so itself. */
static void a_part_tells_what_was_refused_in_it(void **state)
{
    struct fixture *f = *state;
    begin(f);
    db_join(f->db);
    assert_int_equal(db_begin(f->db), ERR_NONE);
    protect_later(f, &f->own.id, "one");
    assert_int_equal(db_finish(f->db, ERR_NONE), ERR_NONE);
    assert_int_equal(db_begin(f->db), ERR_NONE);
    protect_later(f, &f->own.id, "one");
    enum err err = db_finish(f->db, ERR_NONE);
    assert_int_equal(db_finish(f->db, db_part(f->db, err)), ERR_CONFLICT);
    assert_int_equal(protected_count(f, &f->own.id), 0);
}

int main(void)
{
#define TEST(test) cmocka_unit_test_setup_teardown(test, fixture_open, fixture_close)
    const struct CMUnitTest tests[] = {
        TEST(what_is_sent_later_is_there_after_the_commit),
        TEST(a_question_sees_what_was_to_come_later),
        TEST(many_are_sent_in_parts),
        TEST(a_change_that_is_refused_refuses_all),
        TEST(a_refused_change_is_told_by_what_is_asked_next),
        TEST(each_keeps_its_scope),
        TEST(a_change_outside_its_scope_is_refused),
        TEST(a_part_tells_what_was_refused_in_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
