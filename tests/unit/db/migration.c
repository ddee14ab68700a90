#include "test.h"

#include <stdio.h>

#include "data/db/migration.h"
#include "data/identity/user.h"
#include "rich.h"

/* A database with data that an earlier version of the program made is brought to the schema of this
 * one, from every state that there was: by a role that owns it, and nothing in it is lost. */

enum { PROFILE = 3 }; /* a migration */

/* Takes a migration back, in both engines' words; the first one is never taken back. */
static const char *const undo[] = {
    NULL,
    "DROP TABLE proposal_news; DROP INDEX audit_events_content;",
    "DROP TABLE invitation_requests; ALTER TABLE user_seen DROP COLUMN visit_at; "
    "ALTER TABLE user_seen DROP COLUMN previous_visit_at; ALTER TABLE users DROP COLUMN time_zone;",
    "DROP TABLE inbox_reads; DROP TABLE folder_follows; DROP TABLE record_follows; "
    "DROP TABLE comment_mentions; DROP TABLE comments;",
};

static void take_back(struct fixture *f, int number)
{
    char script[1024];
    (void)snprintf(script, sizeof script, "%s DELETE FROM schema_migrations WHERE number = %d;",
                   undo[number - 1], number);
    fixture_script(f, script, script);
}

static void migrate(struct fixture *f, int expected)
{
    int applied = 0;
    struct fixture owner = *f;
    assert_int_equal(fixture_reconnect(&owner, true), ERR_NONE);
    fixture_begin(&owner);
    assert_int_equal(migration_check(owner.db), ERR_STALE);
    assert_int_equal(migration_apply(owner.db, &applied), ERR_NONE);
    assert_int_equal(applied, expected);
    assert_int_equal(migration_check(owner.db), ERR_NONE);
    (void)!db_end_request(owner.db);
    arena_destroy(owner.arena);
    db_close(owner.db);
}

/* Who was there before has no zone of their own, and may choose one. */
static void check_zone(struct fixture *f)
{
    const struct fixture_user *user = &f->own.users[PERSONA_PRODUCT_MANAGER];
    struct user found;
    assert_int_equal(user_get(f->db, &user->actor, &user->id, &found), ERR_NONE);
    assert_string_equal(found.time_zone, "UTC");
    fixture_set_time_zone(f, user, "Asia/Kolkata");
}

/* The record is whole, and what the migrations added can be used by the application. */
static void check_data(struct fixture *f, struct rich *rich, int from)
{
    for (int kind = 0; kind < RECORD_KIND_COUNT; kind++) {
        const struct record_head *head = get_head(f, rich_stores[kind], &rich->ids[kind]);
        assert_true(head->version >= 2);
        assert_string_equal(head->owner_name, "Ada Admin of Northwind");
    }
    check_zone(f);
    if (from < PROFILE) /* the addresses of before: their table is a new one */
        rich_make_requests(f);
    rich_make_talk(f, rich);
    fixture_begin(f);
}

static void every_earlier_state_with_data_is_brought_to_this_one(void **state)
{
    struct fixture *f = *state;
    struct rich rich;
    assert_int_equal(COUNT_OF(undo), migration_text_count);
    rich_make(f, &rich);
    for (int from = migration_text_count - 1; from >= 1; from--) {
        for (int number = migration_text_count; number > from; number--)
            take_back(f, number);
        migrate(f, migration_text_count - from);
        check_data(f, &rich, from);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(every_earlier_state_with_data_is_brought_to_this_one,
                                        fixture_open, fixture_close),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
