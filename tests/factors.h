#ifndef TESTS_FACTORS_H
#define TESTS_FACTORS_H

#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "data/sign_in/passkey.h"
#include "data/sign_in/second_factor.h"
#include "data/sign_in/session_sign_in.h"
#include "data/user/user_record.h"
#include "fixture.h"
#include "otp.h"

/* People with a second factor. Codes are those of this process's clock, which clock_travel moves.
 */

static const struct session_client factor_client = {.address = "203.0.113.9",
                                                    .agent = "Factors/1.0"};

/* The code that the app shows so many steps from now. */
static inline void factor_code(const char *secret, int64_t steps, char code[TOTP_DIGITS + 1])
{
    otp_code(secret, clock_now() / (TOTP_STEP_S * CLOCK_SECOND) + steps, code);
}

/* Another step begins: no code of before was used in it. */
static inline void factor_wait(int64_t steps)
{
    clock_travel(clock_now() + steps * TOTP_STEP_S * CLOCK_SECOND);
}

/* A session of the person, as begun without the cost of a hash. */
static inline struct session factor_session(struct fixture *f, const struct fixture_user *user,
                                            char token[TOKEN_TEXT_LEN])
{
    struct session session;
    fixture_begin(f);
    assert_int_equal(db_begin(f->db), ERR_NONE);
    enum err err =
        session_create(f->db, &user->actor.organization_id, &user->id, &factor_client, token);
    assert_int_equal(db_finish(f->db, err), ERR_NONE);
    assert_int_equal(session_find(f->db, token, &session), ERR_NONE);
    return session;
}

/* Sets up an app for the person with a code of now; token is of the session that goes on. */
static inline void factor_enrol(struct fixture *f, const struct fixture_user *user,
                                char secret[TOTP_SECRET_LEN], char token[TOKEN_TEXT_LEN],
                                struct recovery_codes *codes)
{
    char code[TOTP_DIGITS + 1];
    struct session session = factor_session(f, user, token);
    totp_secret_make(secret);
    factor_code(secret, 0, code);
    struct app_enrolment enrolment = {secret, code, factor_client};
    assert_int_equal(second_factor_add_app(f->db, &session, &enrolment, token, codes), ERR_NONE);
    fixture_begin(f);
}

/* The person gave the right password, without its cost. */
static inline struct sign_in factor_step(struct fixture *f, const struct fixture_user *user)
{
    struct sign_in result;
    struct user_record record;
    fixture_begin(f);
    assert_int_equal(user_record_find(f->db, &user->actor.organization_id, &user->id, &record),
                     ERR_NONE);
    assert_int_equal(db_begin(f->db), ERR_NONE);
    assert_int_equal(db_finish(f->db, sign_in_begin(f->db, &record, &factor_client, &result)),
                     ERR_NONE);
    assert_true(result.needs_code);
    fixture_begin(f);
    return result;
}

/* The jar in use gets the cookie of somebody who gave the right password. */
static inline void factor_give_step(struct fixture *f, const struct fixture_user *user)
{
    struct sign_in result = factor_step(f, user);
    f->jar->count = 1;
    (void)snprintf(f->jar->cookies[0].name, sizeof f->jar->cookies[0].name, "presession");
    (void)snprintf(f->jar->cookies[0].value, sizeof f->jar->cookies[0].value, "%s", result.token);
    f->jar->csrf[0] = '\0';
}

/* A passkey that no device has, as if its answer had been checked. */
static inline void factor_add_passkey(struct fixture *f, const struct fixture_user *user,
                                      const char *name)
{
    char token[TOKEN_TEXT_LEN], id[SECRET_TEXT_LEN];
    struct recovery_codes codes;
    struct session session = factor_session(f, user, token);
    secret_make(id);
    struct passkey_made made = {.id = {id, strlen(id)},
                                .key = {.algorithm = -7, .public_key = {id, strlen(id)}}};
    memcpy(made.challenge_hash, id, HASH_LEN);
    const struct passkey_new passkey = {&made, name, factor_client};
    assert_int_equal(passkey_add(f->db, &session, &passkey, token, &codes), ERR_NONE);
    fixture_begin(f);
}

/* What the page of a new app shows: its key, and "enrolment=…" for the form, of at least 600
 * characters. */
static inline void factor_read_page(struct fixture *f, const struct response *response,
                                    char secret[TOTP_SECRET_LEN], char *form)
{
    const char *shown = fixture_between(f, response, "id=\"secret\" readonly value=\"", "\"");
    const char *enrolment = fixture_between(f, response, "name=\"enrolment\" value=\"", "\"");
    size_t len = 0;
    assert_non_null(shown);
    assert_non_null(enrolment);
    for (; *shown != '\0' && len < TOTP_SECRET_LEN - 1; shown++)
        if (*shown != ' ')
            secret[len++] = *shown;
    secret[len] = '\0';
    (void)snprintf(form, 600, "enrolment=%s", enrolment);
}

#endif
