#include "test.h"

#include <string.h>

#include "data/account/user_reset.h"
#include "data/sign_in/user_factor.h"
#include "factors.h"

/* Who may remove somebody's second factor, and who hears of it. */

static const struct fixture_user *own(struct fixture *f, int persona)
{
    return &f->own.users[persona];
}

static void an_administrator_helps_and_the_person_hears_of_it(void **state)
{
    struct fixture *f = *state;
    const struct fixture_user *admin = own(f, PERSONA_CUSTOMER_ADMIN);
    const struct fixture_user *product = own(f, PERSONA_PRODUCT_MANAGER);
    char secret[TOTP_SECRET_LEN], token[TOKEN_TEXT_LEN];
    struct recovery_codes codes;
    struct session session;
    struct user_reset found;
    assert_int_equal(user_factor_remove(f->db, &admin->actor, &product->id), ERR_CONFLICT);
    factor_enrol(f, product, secret, token, &codes);
    assert_int_equal(user_factor_remove(f->db, &admin->actor, &product->id), ERR_NONE);
    fixture_begin(f);
    assert_int_equal(session_find(f->db, token, &session), ERR_NOT_FOUND);
    session = factor_session(f, product, token);
    assert_true(session.has_reset);
    assert_int_equal(user_reset_find(f->db, &session, RESET_FACTOR, &found), ERR_NONE);
    assert_string_equal(found.by_name, admin->full_name);
    assert_in_range(found.used_at, clock_now() - CLOCK_MINUTE, clock_now());
    assert_int_equal(user_reset_find(f->db, &session, RESET_PASSWORD, &found), ERR_NONE);
    assert_int_equal(found.used_at, 0);
    assert_int_equal(fixture_count(f,
                                   "SELECT count(*) FROM factor_removals WHERE "
                                   "organization_id = $1 AND removed_by <> user_id",
                                   &f->own.id),
                     1); /* which approvals look at: tests/unit/record/label_sides.c */
    assert_int_equal(user_reset_acknowledge(f->db, &product->actor), ERR_NONE);
    fixture_begin(f);
    assert_int_equal(session_find(f->db, token, &session), ERR_NONE);
    assert_false(session.has_reset);
    assert_int_equal(fixture_count_events(f, "user.factor_remove", "success"), 1);
}

static void nobody_else_removes_it(void **state)
{
    struct fixture *f = *state;
    const struct fixture_user *admin = own(f, PERSONA_CUSTOMER_ADMIN);
    char secret[TOTP_SECRET_LEN], token[TOKEN_TEXT_LEN];
    struct recovery_codes codes;
    factor_enrol(f, own(f, PERSONA_PRODUCT_MANAGER), secret, token, &codes);
    factor_enrol(f, own(f, FIXTURE_SUPERUSER), secret, token, &codes);
    factor_enrol(f, admin, secret, token, &codes);
    const struct uuid *product = &own(f, PERSONA_PRODUCT_MANAGER)->id;
    static const int others[] = {PERSONA_INDIVIDUAL_DEVELOPER, PERSONA_ENTERPRISE_TEAM,
                                 PERSONA_DEVOPS_ENGINEER, PERSONA_PRODUCT_MANAGER};
    for (size_t i = 0; i < COUNT_OF(others); i++) {
        assert_int_equal(user_factor_remove(f->db, &own(f, others[i])->actor, product), ERR_DENIED);
        fixture_begin(f);
    }
    /* nor oneself by this way, nor somebody with more rights, nor from another organization */
    assert_int_equal(user_factor_remove(f->db, &admin->actor, &admin->id), ERR_DENIED);
    fixture_begin(f);
    assert_int_equal(user_factor_remove(f->db, &admin->actor, &own(f, FIXTURE_SUPERUSER)->id),
                     ERR_DENIED);
    fixture_begin(f);
    struct actor stranger = f->other.users[PERSONA_CUSTOMER_ADMIN].actor;
    (void)db_enter(f->db, (struct db_scope){DB_ORGANIZATION, f->other.id});
    assert_int_equal(user_factor_remove(f->db, &stranger, product), ERR_NOT_FOUND);
    fixture_begin(f);
    struct actor inside = fixture_inside(&f->other.users[PERSONA_PLATFORM_ADMIN], &f->own);
    (void)db_enter(f->db, (struct db_scope){DB_ORGANIZATION, f->own.id});
    assert_int_equal(user_factor_remove(f->db, &inside, product), ERR_DENIED);
    fixture_begin(f);
    assert_int_equal(fixture_count(f,
                                   "SELECT count(*) FROM authenticator_apps "
                                   "WHERE organization_id = $1",
                                   &f->own.id),
                     3);
    assert_int_equal(fixture_count_events(f, "user.factor_remove", "refusal"), 7);
}

static void a_command_helps_whoever_has_the_address(void **state)
{
    struct fixture *f = *state;
    const struct fixture_user *product = own(f, PERSONA_PRODUCT_MANAGER);
    char secret[TOTP_SECRET_LEN], token[TOKEN_TEXT_LEN];
    struct recovery_codes codes;
    struct user_reset found;
    factor_enrol(f, product, secret, token, &codes);
    assert_int_equal(user_factor_remove_email(f->db, &product->actor, product->email), ERR_DENIED);
    assert_int_equal(user_factor_remove_email(f->db, &f->command, "nobody@northwind.example"),
                     ERR_NOT_FOUND);
    fixture_begin(f);
    assert_int_equal(user_factor_remove_email(f->db, &f->command, product->email), ERR_NONE);
    fixture_begin(f);
    assert_int_equal(user_factor_remove_email(f->db, &f->command, product->email), ERR_CONFLICT);
    struct session session = factor_session(f, product, token);
    assert_int_equal(user_reset_find(f->db, &session, RESET_FACTOR, &found), ERR_NONE);
    assert_null(found.by_name);
    assert_true(found.used_at > 0);
}

static int tear_down(void **state)
{
    clock_travel(0);
    return fixture_close(state);
}

#define WITH(test) cmocka_unit_test_setup_teardown(test, fixture_open, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        WITH(an_administrator_helps_and_the_person_hears_of_it),
        WITH(nobody_else_removes_it),
        WITH(a_command_helps_whoever_has_the_address),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
