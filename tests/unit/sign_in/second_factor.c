#include "test.h"

#include <ctype.h>
#include <string.h>

#include "factors.h"

static const struct fixture_user *developer(struct fixture *f)
{
    return &f->own.users[PERSONA_INDIVIDUAL_DEVELOPER];
}

/* The password is right: what comes next. */
static struct sign_in give_password(struct fixture *f, const struct fixture_user *user)
{
    struct sign_in result;
    enum err err = ERR_UNAVAILABLE;
    FIXTURE_PATIENTLY(
        f, err, session_sign_in(f->db, user->email, FIXTURE_PASSWORD, &factor_client, &result));
    assert_int_equal(err, ERR_NONE);
    return result;
}

static enum err enter(struct fixture *f, const struct sign_in *step, const char *code)
{
    struct sign_in_end end;
    fixture_begin(f);
    enum err err = sign_in_step_finish(f->db, step->token, code, &factor_client, &end);
    fixture_begin(f);
    return err;
}

static void an_app_makes_signing_in_two_steps(void **state)
{
    struct fixture *f = *state;
    char secret[TOTP_SECRET_LEN], code[TOTP_DIGITS + 1];
    char older[TOKEN_TEXT_LEN], token[TOKEN_TEXT_LEN];
    struct recovery_codes codes;
    struct session session;
    struct sign_in_end end;
    (void)factor_session(f, developer(f), older);
    factor_enrol(f, developer(f), secret, token, &codes);
    assert_int_equal(session_find(f->db, older, &session), ERR_NOT_FOUND);
    assert_int_equal(session_find(f->db, token, &session), ERR_NONE);
    assert_int_equal(session.factor, FACTOR_APP);
    struct sign_in step = give_password(f, developer(f));
    assert_true(step.needs_code);
    fixture_begin(f);
    assert_int_equal(session_find(f->db, step.token, &session), ERR_NOT_FOUND);
    assert_int_equal(session_find(f->db, token, &session), ERR_NONE); /* older ones go on */
    assert_int_equal(sign_in_step_find(f->db, step.token), ERR_NONE);
    factor_code(secret, 1, code);
    fixture_begin(f);
    assert_int_equal(sign_in_step_finish(f->db, step.token, code, &factor_client, &end), ERR_NONE);
    assert_int_equal(end.codes_left, -1);
    assert_string_equal(end.email, developer(f)->email);
    fixture_begin(f);
    assert_int_equal(session_find(f->db, end.token, &session), ERR_NONE);
    assert_int_equal(session.factor, FACTOR_APP);
    assert_int_equal(sign_in_step_find(f->db, step.token), ERR_NOT_FOUND);
    assert_int_equal(fixture_count_events(f, "user.factor_add", "success"), 1);
    assert_int_equal(fixture_count_events(f, "session.password", "success"), 1);
}

static void each_code_is_good_once(void **state)
{
    struct fixture *f = *state;
    char secret[TOTP_SECRET_LEN], token[TOKEN_TEXT_LEN];
    char now[TOTP_DIGITS + 1], next[TOTP_DIGITS + 1], before[TOTP_DIGITS + 1];
    struct recovery_codes codes;
    factor_enrol(f, developer(f), secret, token, &codes);
    struct sign_in step = factor_step(f, developer(f));
    factor_code(secret, 0, now);
    assert_int_equal(enter(f, &step, now), ERR_DENIED); /* it set the app up */
    factor_wait(3);
    factor_code(secret, -1, before);
    factor_code(secret, 0, now);
    factor_code(secret, 1, next);
    assert_int_equal(enter(f, &step, now), ERR_NONE);
    step = factor_step(f, developer(f));
    assert_int_equal(enter(f, &step, now), ERR_DENIED);
    assert_int_equal(enter(f, &step, before), ERR_DENIED); /* older than one that was used */
    assert_int_equal(enter(f, &step, next), ERR_NONE);
    assert_int_equal(enter(f, &step, next), ERR_NOT_FOUND); /* the step is over as well */
    assert_int_equal(fixture_count_events(f, "session.second_factor", "failure"), 3);
}

struct race {
    struct sign_in steps[4];
    char code[RECOVERY_TEXT_LEN];
};

static enum err enter_at_once(struct fixture *f, int index, void *context)
{
    const struct race *race = context;
    struct sign_in_end end;
    return sign_in_step_finish(f->db, race->steps[index].token, race->code, &factor_client, &end);
}

static void assert_one_wins(struct fixture *f, struct race *race)
{
    enum err results[COUNT_OF(race->steps)];
    int won = 0;
    fixture_race(f, COUNT_OF(results), enter_at_once, race, results);
    for (size_t i = 0; i < COUNT_OF(results); i++)
        won += results[i] == ERR_NONE;
    assert_int_equal(won, 1);
}

static void of_those_who_send_the_same_code_one_comes_in(void **state)
{
    struct fixture *f = *state;
    char secret[TOTP_SECRET_LEN], token[TOKEN_TEXT_LEN];
    struct recovery_codes codes;
    struct race race;
    factor_enrol(f, developer(f), secret, token, &codes);
    for (size_t i = 0; i < COUNT_OF(race.steps); i++)
        race.steps[i] = factor_step(f, developer(f));
    factor_code(secret, 1, race.code);
    assert_one_wins(f, &race);
    for (size_t i = 0; i < COUNT_OF(race.steps); i++)
        race.steps[i] = factor_step(f, developer(f));
    memcpy(race.code, codes.codes[4], sizeof race.code);
    assert_one_wins(f, &race);
}

static void of_two_who_end_the_same_step_one_comes_in(void **state)
{
    struct fixture *f = *state;
    char secret[TOTP_SECRET_LEN], token[TOKEN_TEXT_LEN];
    struct recovery_codes codes;
    struct race race;
    factor_enrol(f, developer(f), secret, token, &codes);
    race.steps[0] = factor_step(f, developer(f));
    for (size_t i = 1; i < COUNT_OF(race.steps); i++)
        race.steps[i] = race.steps[0];
    factor_code(secret, 1, race.code);
    assert_one_wins(f, &race);
}

static void a_recovery_code_is_good_once_and_counted(void **state)
{
    struct fixture *f = *state;
    char secret[TOTP_SECRET_LEN], token[TOKEN_TEXT_LEN];
    struct recovery_codes codes, renewed;
    struct second_factor factor;
    struct session session;
    struct sign_in_end end;
    factor_enrol(f, developer(f), secret, token, &codes);
    assert_int_equal(second_factor_get(f->db, &developer(f)->actor, &factor), ERR_NONE);
    assert_int_equal(factor.codes_left, RECOVERY_CODE_COUNT);
    struct sign_in step = factor_step(f, developer(f));
    assert_int_equal(enter(f, &step, "AAAAAA-AAAAAA-AAAAAA-AAAAAA"), ERR_DENIED);
    char typed[RECOVERY_TEXT_LEN];
    memcpy(typed, codes.codes[9], sizeof typed);
    for (size_t i = 0; typed[i] != '\0'; i++) /* as people type it */
        typed[i] = typed[i] == '-' ? ' ' : (char)tolower(typed[i]);
    fixture_begin(f);
    assert_int_equal(sign_in_step_finish(f->db, step.token, typed, &factor_client, &end), ERR_NONE);
    assert_int_equal(end.codes_left, RECOVERY_CODE_COUNT - 1);
    fixture_begin(f);
    assert_int_equal(session_find(f->db, end.token, &session), ERR_NONE);
    assert_int_equal(session.factor, FACTOR_RECOVERY);
    step = factor_step(f, developer(f));
    assert_int_equal(enter(f, &step, codes.codes[9]), ERR_DENIED);
    assert_int_equal(second_factor_renew_codes(f->db, &session, &renewed), ERR_NONE);
    assert_int_equal(enter(f, &step, codes.codes[1]), ERR_DENIED);
    assert_int_equal(enter(f, &step, renewed.codes[1]), ERR_NONE);
    assert_int_equal(fixture_count_events(f, "user.recovery_use", "success"), 2);
    assert_int_equal(fixture_count_events(f, "user.recovery_codes", "success"), 1);
}

static void a_step_ends_with_its_time_its_tries_and_the_persons_changes(void **state)
{
    struct fixture *f = *state;
    char secret[TOTP_SECRET_LEN], token[TOKEN_TEXT_LEN], code[TOTP_DIGITS + 1];
    struct recovery_codes codes;
    struct session session;
    factor_enrol(f, developer(f), secret, token, &codes);
    struct sign_in step = factor_step(f, developer(f));
    clock_travel(clock_now() + SIGN_IN_STEP_LIFETIME);
    factor_code(secret, 0, code);
    assert_int_equal(enter(f, &step, code), ERR_NOT_FOUND);
    step = factor_step(f, developer(f));
    for (int i = 0; i < SIGN_IN_STEP_TRIES; i++)
        assert_int_equal(enter(f, &step, "000000"), ERR_DENIED);
    fixture_forget_attempts(f);
    assert_int_equal(enter(f, &step, code), ERR_NOT_FOUND);
    step = factor_step(f, developer(f));
    assert_int_equal(session_find(f->db, token, &session), ERR_NONE);
    assert_int_equal(second_factor_remove(f->db, &session, &factor_client, token), ERR_NONE);
    assert_int_equal(enter(f, &step, code), ERR_NOT_FOUND);
    step.token[TOKEN_TEXT_LEN - 2] ^= 1;
    assert_int_equal(enter(f, &step, code), ERR_NOT_FOUND);
    assert_int_equal(enter(f, &(struct sign_in){.token = "no token"}, code), ERR_NOT_FOUND);
}

static void a_person_is_tried_so_often_in_a_while(void **state)
{
    struct fixture *f = *state;
    char secret[TOTP_SECRET_LEN], token[TOKEN_TEXT_LEN], code[TOTP_DIGITS + 1];
    struct recovery_codes codes;
    factor_enrol(f, developer(f), secret, token, &codes);
    struct sign_in step = factor_step(f, developer(f));
    for (int i = 0; i < SIGN_IN_STEP_TRIES; i++)
        assert_int_equal(enter(f, &step, "000000"), ERR_DENIED);
    step = factor_step(f, developer(f)); /* the password once more gives no more tries */
    factor_code(secret, 1, code);
    assert_int_equal(enter(f, &step, code), ERR_LIMITED);
    clock_travel(clock_now() + 16 * CLOCK_MINUTE);
    step = factor_step(f, developer(f));
    factor_code(secret, 0, code);
    assert_int_equal(enter(f, &step, code), ERR_NONE);
    step = factor_step(f, developer(f)); /* and begins anew */
    assert_int_equal(enter(f, &step, "000000"), ERR_DENIED);
    assert_int_equal(enter(f, &step, "000000"), ERR_DENIED);
}

static void a_replacement_takes_the_place_of_the_app(void **state)
{
    struct fixture *f = *state;
    char old_secret[TOTP_SECRET_LEN], secret[TOTP_SECRET_LEN], token[TOKEN_TEXT_LEN];
    char code[TOTP_DIGITS + 1];
    struct recovery_codes codes, none;
    factor_enrol(f, developer(f), old_secret, token, &codes);
    factor_enrol(f, developer(f), secret, token, &none);
    assert_string_equal(none.codes[0], ""); /* those of before go on */
    struct sign_in step = factor_step(f, developer(f));
    factor_code(old_secret, 1, code);
    assert_int_equal(enter(f, &step, code), ERR_DENIED);
    assert_int_equal(enter(f, &step, codes.codes[0]), ERR_NONE);
    assert_int_equal(fixture_count_events(f, "user.factor_replace", "success"), 1);
    assert_int_equal(fixture_count(f,
                                   "SELECT count(*) FROM authenticator_apps "
                                   "WHERE organization_id = $1",
                                   &f->own.id),
                     1);
}

static void a_wrong_code_sets_nothing_up(void **state)
{
    struct fixture *f = *state;
    char secret[TOTP_SECRET_LEN], token[TOKEN_TEXT_LEN];
    struct recovery_codes codes;
    struct second_factor factor;
    struct session session = factor_session(f, developer(f), token);
    totp_secret_make(secret);
    struct app_enrolment enrolment = {secret, "12345", factor_client};
    assert_int_equal(second_factor_add_app(f->db, &session, &enrolment, token, &codes), ERR_DENIED);
    assert_int_equal(second_factor_renew_codes(f->db, &session, &codes), ERR_CONFLICT);
    assert_int_equal(second_factor_remove(f->db, &session, &factor_client, token), ERR_CONFLICT);
    fixture_begin(f);
    assert_int_equal(second_factor_get(f->db, &developer(f)->actor, &factor), ERR_NONE);
    assert_int_equal(factor.app_added_at, 0);
    assert_int_equal(factor.codes_made_at, 0);
    assert_int_equal(fixture_count_events(f, "user.factor_add", "failure"), 1);
}

static int set_up(void **state)
{
    return fixture_open(state);
}

static int tear_down(void **state)
{
    clock_travel(0);
    return fixture_close(state);
}

#define WITH(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        WITH(an_app_makes_signing_in_two_steps),
        WITH(each_code_is_good_once),
        WITH(of_those_who_send_the_same_code_one_comes_in),
        WITH(of_two_who_end_the_same_step_one_comes_in),
        WITH(a_recovery_code_is_good_once_and_counted),
        WITH(a_step_ends_with_its_time_its_tries_and_the_persons_changes),
        WITH(a_person_is_tried_so_often_in_a_while),
        WITH(a_replacement_takes_the_place_of_the_app),
        WITH(a_wrong_code_sets_nothing_up),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
