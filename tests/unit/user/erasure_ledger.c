#include "test.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "data/audit/audit.h"
#include "data/user/erasure_ledger.h"
#include "data/user/user.h"
#include "data/user/user_erase.h"
#include "fixture.h"

static const char *ledger_of(struct fixture *f)
{
    return arena_printf(f->arena, "%s/erasures.jsonl", f->dir);
}

static struct erasure make_one(int64_t at)
{
    return (struct erasure){uuid_make(), uuid_make(), at};
}

static void append_bytes(const char *path, const char *bytes)
{
    int fd = open(path, O_WRONLY | O_APPEND);
    assert_true(fd >= 0);
    assert_int_equal(write(fd, bytes, strlen(bytes)), strlen(bytes));
    assert_int_equal(close(fd), 0);
}

static void erasures_come_back_in_their_order(void **state)
{
    struct fixture *f = *state;
    const char *path = ledger_of(f);
    struct erasure *found = NULL;
    int count = -1;
    struct stat status;
    assert_int_equal(erasure_ledger_read(f->arena, path, &found, &count), ERR_NONE);
    assert_int_equal(count, 0);
    struct erasure made[] = {make_one(5), make_one(3), make_one(INT64_C(1764403200000000))};
    for (size_t i = 0; i < COUNT_OF(made); i++)
        assert_int_equal(erasure_ledger_append(path, &made[i]), ERR_NONE);
    assert_int_equal(erasure_ledger_read(f->arena, path, &found, &count), ERR_NONE);
    assert_int_equal(count, COUNT_OF(made));
    for (size_t i = 0; i < COUNT_OF(made); i++) {
        assert_true(uuid_equal(&found[i].organization_id, &made[i].organization_id));
        assert_true(uuid_equal(&found[i].user_id, &made[i].user_id));
        assert_int_equal(found[i].erased_at, made[i].erased_at);
    }
    assert_int_equal(stat(path, &status), 0);
    assert_int_equal(status.st_mode & 07777, 0600);
    assert_string_equal(erasure_ledger_path(f->arena, arena_printf(f->arena, "%s/ring", f->dir)),
                        path);
}

static void half_a_line_of_a_crash_is_left_out_and_another_fault_is_refused(void **state)
{
    struct fixture *f = *state;
    const char *path = ledger_of(f);
    struct erasure *found = NULL;
    int count = -1;
    struct erasure made[] = {make_one(1), make_one(2)};
    assert_int_equal(erasure_ledger_append(path, &made[0]), ERR_NONE);
    append_bytes(path, "{\"organization\":\"0199");
    assert_int_equal(erasure_ledger_read(f->arena, path, &found, &count), ERR_NONE);
    assert_int_equal(count, 1);
    assert_int_equal(erasure_ledger_append(path, &made[1]), ERR_NONE);
    assert_int_equal(erasure_ledger_read(f->arena, path, &found, &count), ERR_NONE);
    assert_int_equal(count, 2);
    assert_int_equal(found[1].erased_at, 2);
    append_bytes(path, "{\"organization\":\"x\",\"user\":\"y\",\"erased_at\":1}\n");
    assert_int_equal(erasure_ledger_read(f->arena, path, &found, &count), ERR_INVALID);
    assert_int_equal(erasure_ledger_append("/nonexistent/erasures.jsonl", &made[0]),
                     ERR_UNAVAILABLE);
}

static enum err erase(struct fixture *f, const struct fixture_user *user, bool *was_there)
{
    struct audit_event event = {.action = "user.erase",
                                .record_type = "user",
                                .record_id = user->id,
                                .organization_id = f->own.id};
    (void)db_enter(f->db, (struct db_scope){DB_ORGANIZATION, f->own.id});
    enum err err = db_begin(f->db);
    if (err == ERR_NONE)
        err = user_erase_inside(f->db, &f->own.id, &user->id, was_there);
    if (err == ERR_NONE)
        err = audit_record(f->db, &f->command, &event);
    return db_finish(f->db, err);
}

/* How many rows of the person there are in the tables that hold who they are. */
static int64_t count_rows(struct fixture *f, const struct uuid *id)
{
    static const char *const texts[] = {
        "SELECT count(*) FROM addresses WHERE user_id = $1",
        "SELECT count(*) FROM sessions WHERE user_id = $1",
        "SELECT count(*) FROM one_time_links WHERE user_id = $1",
        "SELECT count(*) FROM user_seen WHERE user_id = $1",
        "SELECT count(*) FROM mails WHERE user_id = $1",
        "SELECT count(*) FROM address_changes WHERE user_id = $1",
        "SELECT count(*) FROM users u JOIN data_keys k ON k.organization_id = u.organization_id "
        "AND k.id = u.data_key_id WHERE u.id = $1",
        "SELECT count(*) FROM users WHERE id = $1 AND (email IS NOT NULL OR full_name IS NOT NULL "
        "OR hashed_password IS NOT NULL OR is_active OR is_superuser OR erased_at IS NULL)",
    };
    int64_t count = 0;
    for (size_t i = 0; i < COUNT_OF(texts); i++)
        count += fixture_count(f, texts[i], id);
    return count;
}

static void an_erased_person_is_unreadable_and_everyone_else_stays(void **state)
{
    struct fixture *f = *state;
    const struct fixture_user *user = &f->own.users[PERSONA_ENTERPRISE_TEAM];
    const struct fixture_user *admin = &f->own.users[PERSONA_CUSTOMER_ADMIN];
    struct user found;
    bool was_there = false;
    int64_t keys =
        fixture_count(f, "SELECT count(*) FROM data_keys WHERE id > $1", &(struct uuid){{0}});
    assert_true(count_rows(f, &user->id) >= 3);
    assert_int_equal(erase(f, user, &was_there), ERR_NONE);
    assert_true(was_there);
    fixture_begin(f);
    assert_int_equal(count_rows(f, &user->id), 0);
    assert_true(count_rows(f, &admin->id) >= 3);
    assert_int_equal(
        fixture_count(f, "SELECT count(*) FROM data_keys WHERE id > $1", &(struct uuid){{0}}),
        keys - 1);
    assert_int_equal(user_get(f->db, &admin->actor, &user->id, &found), ERR_NONE);
    assert_null(found.full_name);
    assert_null(found.email);
    assert_int_equal(erase(f, user, &was_there), ERR_NONE);
    assert_false(was_there);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(erasures_come_back_in_their_order, fixture_open,
                                        fixture_close),
        cmocka_unit_test_setup_teardown(
            half_a_line_of_a_crash_is_left_out_and_another_fault_is_refused, fixture_open,
            fixture_close),
        cmocka_unit_test_setup_teardown(an_erased_person_is_unreadable_and_everyone_else_stays,
                                        fixture_open, fixture_close),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
