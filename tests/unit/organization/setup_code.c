#include "test.h"

#include <ctype.h>
#include <string.h>

#include "data/organization/setup_code.h"
#include "fixture.h"

static void a_code_forgives_typing(void **state)
{
    struct fixture *f = *state;
    char code[CODE_TEXT_LEN];
    assert_int_equal(setup_code_create(f->db, &f->command, code), ERR_NONE);
    assert_int_equal(setup_code_check(f->db, code), ERR_NONE);
    char typed[CODE_TEXT_LEN * 2] = "";
    size_t len = 0;
    for (const char *p = code; *p != '\0'; p++) {
        char c = (char)tolower((unsigned char)*p);
        if (c != '-')
            typed[len++] = c == '0' ? 'o' : c == '1' ? 'l' : c;
    }
    assert_int_equal(setup_code_check(f->db, typed), ERR_NONE);
    typed[0] = typed[0] == 'a' ? 'b' : 'a';
    assert_int_equal(setup_code_check(f->db, typed), ERR_NOT_FOUND);
}

static void a_new_code_ends_the_older_one(void **state)
{
    struct fixture *f = *state;
    char first[CODE_TEXT_LEN];
    char second[CODE_TEXT_LEN];
    assert_int_equal(setup_code_create(f->db, &f->command, first), ERR_NONE);
    assert_int_equal(setup_code_create(f->db, &f->command, second), ERR_NONE);
    assert_int_equal(setup_code_check(f->db, first), ERR_NOT_FOUND);
    assert_int_equal(setup_code_check(f->db, second), ERR_NONE);
    assert_int_equal(fixture_count_events(f, "organization.setup_code", "success"), 2);
    clock_travel(clock_now() + SETUP_CODE_LIFETIME);
    assert_int_equal(setup_code_check(f->db, second), ERR_NOT_FOUND);
}

static void only_a_command_makes_one(void **state)
{
    struct fixture *f = *state;
    char code[CODE_TEXT_LEN];
    for (int i = 0; i < FIXTURE_USER_COUNT; i++)
        assert_int_equal(setup_code_create(f->db, &f->own.users[i].actor, code), ERR_DENIED);
    assert_int_equal(setup_code_create(f->db, &f->command, code), ERR_CONFLICT);
    assert_int_equal(fixture_count_events(f, "organization.setup_code", "success"), 0);
}

static enum err use(struct fixture *f, const char *code)
{
    assert_int_equal(db_begin(f->db), ERR_NONE);
    enum err err = setup_code_use(f->db, code);
    db_note_audit(f->db, &f->own.id);
    return db_finish(f->db, err);
}

static void a_code_is_good_for_one_use(void **state)
{
    struct fixture *f = *state;
    char code[CODE_TEXT_LEN];
    assert_int_equal(setup_code_create(f->db, &f->command, code), ERR_NONE);
    assert_int_equal(use(f, "AAAAA-AAAAA-AAAAA-AAAAA"), ERR_NOT_FOUND);
    assert_int_equal(use(f, code), ERR_NONE);
    assert_int_equal(use(f, code), ERR_NOT_FOUND);
    assert_int_equal(setup_code_check(f->db, code), ERR_NOT_FOUND);
}

#define WITH(test)  cmocka_unit_test_setup_teardown(test, fixture_open, fixture_close)
#define EMPTY(test) cmocka_unit_test_setup_teardown(test, fixture_open_empty, fixture_close)

int main(void)
{
    const struct CMUnitTest tests[] = {
        EMPTY(a_code_forgives_typing),
        EMPTY(a_new_code_ends_the_older_one),
        EMPTY(a_code_is_good_for_one_use),
        WITH(only_a_command_makes_one),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
