#include "test.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "data/audit/audit.h"
#include "data/db/db_self.h"
#include "fixture.h"

/* The database file is unlinked or replaced while the program has it open, as by a restore or a
 * careless mv: what would be written then is never read again, so it must not be acknowledged. */

static const char form[] = "name=kept&description=&body=Hello&type=text&tags=&message=";

static const char *path_of(const struct fixture *f, const char *ending)
{
    static char paths[4][128];
    static int next;
    char *path = paths[next++ % 4];
    (void)snprintf(path, sizeof paths[0], "%s/rostrum.db%s", f->dir, ending);
    return path;
}

static void copy(const char *from, const char *to)
{
    char bytes[65536];
    int in = open(from, O_RDONLY);
    int out = open(to, O_WRONLY | O_CREAT | O_EXCL, 0600);
    assert_true(in >= 0 && out >= 0);
    for (ssize_t len; (len = read(in, bytes, sizeof bytes)) > 0;)
        assert_int_equal(write(out, bytes, (size_t)len), len);
    close(in);
    close(out);
}

static void move_away(const struct fixture *f, const char *ending)
{
    char kept[160];
    (void)snprintf(kept, sizeof kept, "%s.kept", path_of(f, ending));
    assert_int_equal(rename(path_of(f, ending), kept), 0);
}

static void move_back(const struct fixture *f, const char *ending)
{
    char kept[160];
    (void)snprintf(kept, sizeof kept, "%s.kept", path_of(f, ending));
    assert_int_equal(rename(kept, path_of(f, ending)), 0);
}

/* Another file with the same content in its place: a copy, as a restore would put there. */
static void replace(const struct fixture *f, const char *ending)
{
    char kept[160];
    (void)snprintf(kept, sizeof kept, "%s.kept", path_of(f, ending));
    move_away(f, ending);
    copy(kept, path_of(f, ending));
}

static int64_t count_prompts(struct fixture *f)
{
    return fixture_count(f, "SELECT count(*) FROM prompts WHERE organization_id = $1", &f->own.id);
}

static void assert_nothing_is_acknowledged(struct fixture *f, const char *what)
{
    print_message("# %s\n", what);
    int64_t before = count_prompts(f);
    struct response *response = fixture_post(f, "/prompts/new", form);
    fixture_assert_status(response, 503);
    assert_non_null(fixture_header(response, "Retry-After"));
    fixture_assert_status(fixture_get(f, "/readyz"), 503);
    fixture_assert_status(fixture_get(f, "/healthz"), 200);
    fixture_assert_status(fixture_get(f, "/prompts"), 200); /* what was read before goes on */
    assert_int_equal(count_prompts(f), before);
}

static void a_file_that_is_not_in_its_place_takes_no_change(void **state)
{
    struct fixture *f = *state;
    static const char *const endings[] = {"", "-wal", "-shm", ".lock"};
    fixture_sign_in(f, &f->own.users[PERSONA_PRODUCT_MANAGER]);
    fixture_assert_status(fixture_get(f, "/readyz"), 200);
    for (size_t i = 0; i < COUNT_OF(endings); i++) {
        move_away(f, endings[i]);
        assert_nothing_is_acknowledged(f, endings[i][0] == '\0' ? "database removed" : endings[i]);
        move_back(f, endings[i]);
        replace(f, endings[i]);
        assert_nothing_is_acknowledged(f, endings[i][0] == '\0' ? "database replaced" : endings[i]);
        move_back(f, endings[i]);
    }
    fixture_assert_status(fixture_get(f, "/readyz"), 200);
    fixture_assert_status(fixture_post(f, "/prompts/new", form), 303); /* nothing was lost */
    assert_int_equal(count_prompts(f), 1);
}

/* Between the first check and the commit. */
static void a_file_that_is_replaced_during_a_change_takes_none(void **state)
{
    struct fixture *f = *state;
    struct audit_event event = {.action = "test.change", .record_type = "organization"};
    assert_int_equal(db_begin(f->db), ERR_NONE);
    assert_int_equal(db_change(f->db, "UPDATE organizations SET name = $1 WHERE id = $2",
                               db_text("Lost"), db_uuid(&f->own.id)),
                     ERR_NONE);
    event.organization_id = f->own.id;
    assert_int_equal(audit_record(f->db, &f->command, &event), ERR_NONE);
    replace(f, "");
    assert_int_equal(db_finish(f->db, ERR_NONE), ERR_UNAVAILABLE);
    assert_true(db_has_failed(f->db));
    assert_false(db_may_retry(f->db));
    assert_int_equal(db_check_place(f->db), ERR_UNAVAILABLE);
    assert_int_equal(db_end_request(f->db), ERR_UNAVAILABLE);
    struct uuid id = uuid_make();
    db_begin_request(f->db, f->arena, &id);
    assert_int_equal(db_begin(f->db), ERR_UNAVAILABLE);
    move_back(f, "");
    (void)!db_end_request(f->db);
    db_begin_request(f->db, f->arena, &id);
    assert_int_equal(db_check_place(f->db), ERR_NONE);
}

#define ON_SQLITE(test, setup)                                                                     \
    cmocka_unit_test_prestate_setup_teardown(test, setup, fixture_close,                           \
                                             (void *)(uintptr_t)fixture_sqlite)

int main(void)
{
    const struct CMUnitTest tests[] = {
        ON_SQLITE(a_file_that_is_not_in_its_place_takes_no_change, fixture_open_app),
        ON_SQLITE(a_file_that_is_replaced_during_a_change_takes_none, fixture_open),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
