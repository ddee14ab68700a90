#include "test.h"

#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "data/db/kept.h"
#include "fixture.h"

/* Results that the process keeps: found under their organization, version and key, and nowhere
 * else; wiped when the version moves; within their budget. */

static struct text text_of(const char *text)
{
    return (struct text){text, strlen(text)};
}

static void keep(struct fixture *f, const char *key, const char *value)
{
    kept_store(f->db, text_of(key), text_of(value), clock_now() + CLOCK_MINUTE);
}

static void assert_kept(struct fixture *f, const char *key, const char *value)
{
    struct text found = kept_find(f->db, text_of(key));
    if (value == NULL) {
        assert_null(found.data);
        return;
    }
    assert_non_null(found.data);
    assert_int_equal(found.len, strlen(value));
    assert_memory_equal(found.data, value, found.len);
}

static void what_is_kept_is_found_under_its_own_key_version_and_organization(void **state)
{
    struct fixture *f = *state;
    struct uuid version = uuid_make();
    keep(f, "list", "no version is known");
    assert_kept(f, "list", NULL);
    kept_enter(f->db, &f->own.id, &version);
    assert_kept(f, "list", NULL);
    keep(f, "list", "one");
    keep(f, "list2", "two");
    keep(f, "list", "three");
    assert_kept(f, "list", "three");
    assert_kept(f, "list2", "two");
    assert_kept(f, "lis", NULL);
    kept_enter(f->db, &f->other.id, &version);
    assert_kept(f, "list", NULL);
    kept_enter(f->db, &f->own.id, &version);
    assert_kept(f, "list", "three");
}

static void a_version_that_moves_wipes_what_was_kept_under_it(void **state)
{
    struct fixture *f = *state;
    struct uuid first = uuid_make(), second = uuid_make(), others = uuid_make();
    kept_enter(f->db, &f->other.id, &others);
    keep(f, "list", "another customer's");
    kept_enter(f->db, &f->own.id, &first);
    keep(f, "list", "before");
    kept_enter(f->db, &f->own.id, &second);
    assert_kept(f, "list", NULL);
    kept_enter(f->db, &f->own.id, &first); /* it would never come again */
    assert_kept(f, "list", NULL);
    kept_enter(f->db, &f->other.id, &others);
    assert_kept(f, "list", "another customer's");
}

static void nothing_is_found_after_its_time(void **state)
{
    struct fixture *f = *state;
    struct uuid version = uuid_make();
    kept_enter(f->db, &f->own.id, &version);
    kept_store(f->db, text_of("old"), text_of("yesterday"), clock_now());
    assert_kept(f, "old", NULL);
}

static void a_request_keeps_nothing_before_it_knows_a_version(void **state)
{
    struct fixture *f = *state;
    struct uuid version = uuid_make();
    kept_enter(f->db, &f->own.id, &version);
    keep(f, "list", "one");
    fixture_begin(f);
    assert_kept(f, "list", NULL);
    kept_enter(f->db, &f->own.id, &(struct uuid){{0}});
    assert_kept(f, "list", NULL);
}

/* It would be what the transaction sees, and nobody else may ever. */
static void a_write_transaction_finds_and_keeps_nothing(void **state)
{
    struct fixture *f = *state;
    struct uuid version = uuid_make();
    kept_enter(f->db, &f->own.id, &version);
    keep(f, "list", "one");
    assert_int_equal(db_begin(f->db), ERR_NONE);
    assert_kept(f, "list", NULL);
    keep(f, "other", "uncommitted");
    assert_int_equal(db_finish(f->db, ERR_CONFLICT), ERR_CONFLICT);
    assert_kept(f, "other", NULL);
    assert_kept(f, "list", "one");
}

static void number(char *page, int i)
{
    char text[16];
    (void)snprintf(text, sizeof text, "%015d", i);
    memcpy(page, text, 15);
}

/* 1,500 customers with pages of a list's size: 45 MB, of which the budget holds the newest. */
static void many_customers_stay_in_the_budget(void **state)
{
    struct fixture *f = *state;
    enum { CUSTOMERS = 1500, PAGE = 30000 };
    static struct uuid organizations[CUSTOMERS];
    static char page[PAGE + 1];
    struct uuid version = uuid_make();
    memset(page, 'x', PAGE);
    for (int i = 0; i < CUSTOMERS; i++) {
        organizations[i] = uuid_make();
        number(page, i);
        kept_enter(f->db, &organizations[i], &version);
        keep(f, "list", page);
        fixture_begin(f);
    }
    int found_count = 0;
    bool was_found = false;
    for (int i = 0; i < CUSTOMERS; i++) {
        number(page, i);
        kept_enter(f->db, &organizations[i], &version);
        struct text found = kept_find(f->db, text_of("list"));
        if (was_found)
            assert_non_null(found.data); /* the newest are there without a gap */
        was_found = found.data != NULL;
        found_count += was_found;
        if (was_found)
            assert_memory_equal(found.data, page, PAGE);
        fixture_begin(f);
    }
    assert_in_range(found_count, KEPT_BUDGET / PAGE * 8 / 10, KEPT_BUDGET / PAGE);
}

static void what_was_not_used_longest_makes_room(void **state)
{
    struct fixture *f = *state;
    enum { LONG = 400000, COUNT = 40 };
    static char page[LONG + 1];
    struct uuid version = uuid_make();
    memset(page, 'x', LONG);
    kept_enter(f->db, &f->own.id, &version);
    keep(f, "used", "again and again");
    keep(f, "row", "small, and used once");
    keep(f, "unused", page);
    for (int i = 0; i < COUNT; i++) {
        char key[16];
        (void)snprintf(key, sizeof key, "page %d", i);
        keep(f, key, page);
        assert_kept(f, "used", "again and again");
    }
    assert_kept(f, "unused", NULL);
    assert_kept(f, "page 0", NULL);
    assert_kept(f, "page 39", page);
    assert_kept(f, "row", "small, and used once"); /* large ones have only pushed out each other */
}

/* Rows of very many people make room for each other, too, and leave pages their share. */
static void rows_leave_room_for_pages(void **state)
{
    struct fixture *f = *state;
    enum { PAGE = 30000, PAGES = 20, ROWS = 20000, ROW = 1500 };
    static char page[PAGE + 1];
    static char row[ROW + 1];
    struct uuid version = uuid_make();
    char key[16];
    memset(page, 'x', PAGE);
    memset(row, 'y', ROW);
    kept_enter(f->db, &f->own.id, &version);
    for (int i = 0; i < PAGES; i++) {
        (void)snprintf(key, sizeof key, "page %d", i);
        keep(f, key, page);
    }
    for (int i = 0; i < ROWS; i++) {
        (void)snprintf(key, sizeof key, "row %d", i);
        keep(f, key, row);
    }
    for (int i = 0; i < PAGES; i++) {
        (void)snprintf(key, sizeof key, "page %d", i);
        assert_kept(f, key, page);
    }
    assert_kept(f, "row 0", NULL);
    assert_kept(f, "row 19999", row);
}

static void what_is_too_long_is_not_kept(void **state)
{
    struct fixture *f = *state;
    static char page[KEPT_LEN_MAX + 1];
    struct uuid version = uuid_make();
    memset(page, 'x', KEPT_LEN_MAX);
    kept_enter(f->db, &f->own.id, &version);
    keep(f, "long", page);
    assert_kept(f, "long", NULL);
    page[KEPT_LEN_MAX - 4] = '\0';
    keep(f, "long", page);
    assert_kept(f, "long", page);
}

/* A server of the same name may be another one, or an older state. */
static void a_new_connection_begins_with_nothing(void **state)
{
    struct fixture *f = *state;
    struct uuid version = uuid_make();
    kept_enter(f->db, &f->own.id, &version);
    (void)fixture_count(f, "SELECT count(*) FROM users WHERE id = $1", &f->own.id);
    keep(f, "list", "one");
    fixture_begin(f);
    struct pg_conn *admin = fixture_admin(
        f, "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '%s' "
           "AND pid <> pg_backend_pid()");
    fixture_admin_close(admin);
    (void)fixture_count(f, "SELECT count(*) FROM users WHERE id = $1", &f->own.id);
    kept_enter(f->db, &f->own.id, &version);
    assert_kept(f, "list", NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define WITH_DATA(test) cmocka_unit_test_setup_teardown(test, fixture_open, fixture_close)
        WITH_DATA(what_is_kept_is_found_under_its_own_key_version_and_organization),
        WITH_DATA(a_version_that_moves_wipes_what_was_kept_under_it),
        WITH_DATA(nothing_is_found_after_its_time),
        WITH_DATA(a_request_keeps_nothing_before_it_knows_a_version),
        WITH_DATA(a_write_transaction_finds_and_keeps_nothing),
        WITH_DATA(many_customers_stay_in_the_budget),
        WITH_DATA(what_was_not_used_longest_makes_room),
        WITH_DATA(rows_leave_room_for_pages),
        WITH_DATA(what_is_too_long_is_not_kept),
        cmocka_unit_test_prestate_setup_teardown(a_new_connection_begins_with_nothing, fixture_open,
                                                 fixture_close,
                                                 (void *)(uintptr_t)fixture_postgres),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
