#include "test.h"

#include <string.h>

#include "base/clock.h"
#include "data/account/security_notice.h"
#include "data/mail/mail_queue.h"
#include "data/sign_in/user_factor.h"
#include "data/user/user_access.h"
#include "factors.h"
#include "tokens.h"

/* People hear of what changed in how they sign in: by mail that is queued with the change, and on
 * their own page where there is no mail. */

static const struct fixture_user *developer(struct fixture *f)
{
    return &f->own.users[PERSONA_INDIVIDUAL_DEVELOPER];
}

/* Mails of a kind that wait for the developer. */
static int64_t waiting(struct fixture *f, enum mail_kind kind)
{
    struct db_result result;
    fixture_begin(f);
    (void)db_enter(f->db, (struct db_scope){DB_ORGANIZATION, f->own.id});
    assert_int_equal(db_select(f->db, &result,
                               "SELECT count(*) FROM mails WHERE organization_id = $1 "
                               "AND user_id = $2 AND kind = $3 AND state = 'waiting'",
                               db_uuid(&f->own.id), db_uuid(&developer(f)->id),
                               db_text(mail_kinds[kind].name)),
                     ERR_NONE);
    return db_get_int(&result, 0, 0);
}

static void sign_in(struct fixture *f, bool is_new_device)
{
    char token[TOKEN_TEXT_LEN];
    struct session_client client = factor_client;
    client.is_new_device = is_new_device;
    fixture_begin(f);
    assert_int_equal(db_begin_alone(f->db), ERR_NONE);
    enum err err = session_create(f->db, &f->own.id, &developer(f)->id, &client, token);
    assert_int_equal(db_finish(f->db, err), ERR_NONE);
}

static void a_sign_in_from_a_new_device_is_told(void **state)
{
    struct fixture *f = *state;
    sign_in(f, false);
    assert_int_equal(waiting(f, MAIL_NEW_DEVICE), 0);
    sign_in(f, true);
    assert_int_equal(waiting(f, MAIL_NEW_DEVICE), 1);
}

static void each_change_of_a_factor_is_told(void **state)
{
    struct fixture *f = *state;
    char secret[TOTP_SECRET_LEN], token[TOKEN_TEXT_LEN];
    struct recovery_codes codes;
    struct session session;
    factor_enrol(f, developer(f), secret, token, &codes);
    assert_int_equal(waiting(f, MAIL_FACTOR_ADDED), 1);
    factor_add_passkey(f, developer(f), "laptop");
    assert_int_equal(waiting(f, MAIL_FACTOR_ADDED), 2);
    session = factor_session(f, developer(f), token);
    assert_int_equal(second_factor_renew_codes(f->db, &session, &codes), ERR_NONE);
    assert_int_equal(waiting(f, MAIL_CODES_RENEWED), 1);
    session = factor_session(f, developer(f), token);
    assert_int_equal(second_factor_remove(f->db, &session, &factor_client, token), ERR_NONE);
    assert_int_equal(waiting(f, MAIL_FACTOR_REMOVED), 1);
    struct passkey_list list;
    session = factor_session(f, developer(f), token);
    assert_int_equal(passkey_list(f->db, &session.actor, &list), ERR_NONE);
    assert_int_equal(list.count, 1);
    assert_int_equal(passkey_remove(f->db, &session, &list.items[0].id, &factor_client, token),
                     ERR_NONE);
    assert_int_equal(waiting(f, MAIL_FACTOR_REMOVED), 2);
    factor_add_passkey(f, developer(f), "phone");
    assert_int_equal(
        user_factor_remove(f->db, &f->own.users[PERSONA_CUSTOMER_ADMIN].actor, &developer(f)->id),
        ERR_NONE);
    assert_int_equal(waiting(f, MAIL_FACTOR_REMOVED), 3);
}

static void a_used_recovery_code_and_a_new_token_are_told(void **state)
{
    struct fixture *f = *state;
    char secret[TOTP_SECRET_LEN], token[TOKEN_TEXT_LEN];
    struct recovery_codes codes;
    enum session_factor factor;
    struct user_record record;
    int codes_left = 0;
    factor_enrol(f, developer(f), secret, token, &codes);
    assert_int_equal(user_record_find(f->db, &f->own.id, &developer(f)->id, &record), ERR_NONE);
    assert_int_equal(db_begin(f->db), ERR_NONE);
    assert_int_equal(
        db_finish(f->db, second_factor_use(f->db, &record, codes.codes[0], &factor, &codes_left)),
        ERR_NONE);
    assert_int_equal(waiting(f, MAIL_RECOVERY_CODE_USED), 1);
    (void)tokens_make(f, &developer(f)->actor, "Night job", NULL, "");
    assert_int_equal(waiting(f, MAIL_TOKEN_MADE), 1);
    /* and of one that they answer for, whoever makes it */
    fixture_begin(f);
    struct service_account_new account_new = {"Bot", PERSONA_PRODUCT_MANAGER, developer(f)->id};
    struct uuid account;
    struct problem problem;
    const struct actor *admin = &f->own.users[PERSONA_CUSTOMER_ADMIN].actor;
    assert_int_equal(service_account_create(f->db, admin, &account_new, &account, &problem),
                     ERR_NONE);
    (void)tokens_make(f, admin, "Deploy", &account, "");
    assert_int_equal(waiting(f, MAIL_TOKEN_MADE), 2);
}

/* What fails tells nobody. */
static void a_change_that_is_rolled_back_takes_its_mail_with_it(void **state)
{
    struct fixture *f = *state;
    char token[TOKEN_TEXT_LEN];
    struct session_client client = factor_client;
    client.is_new_device = true;
    fixture_begin(f);
    assert_int_equal(db_begin_alone(f->db), ERR_NONE);
    assert_int_equal(session_create(f->db, &f->own.id, &developer(f)->id, &client, token),
                     ERR_NONE);
    assert_int_equal(db_finish(f->db, ERR_CONFLICT), ERR_CONFLICT);
    assert_int_equal(waiting(f, MAIL_NEW_DEVICE), 0);
}

static const struct security_notice *find(const struct security_notice_list *list,
                                          const char *action)
{
    for (int i = 0; i < list->count; i++)
        if (strcmp(list->items[i].action, action) == 0)
            return &list->items[i];
    fail_msg("%s is not in the list", action);
    return NULL;
}

static void everything_is_on_the_own_page_for_thirty_days_without_mail(void **state)
{
    struct fixture *f = *state;
    char token[TOKEN_TEXT_LEN];
    int64_t count = 0;
    struct security_notice_list list;
    const struct fixture_user *admin = &f->own.users[PERSONA_CUSTOMER_ADMIN];
    struct session session = factor_session(f, developer(f), token);
    assert_int_equal(security_notice_list(f->db, &session, &list), ERR_NONE);
    assert_int_equal(list.count, 0);
    sign_in(f, true);
    factor_add_passkey(f, developer(f), "laptop");
    (void)tokens_make(f, &developer(f)->actor, "Night job", NULL, "");
    fixture_begin(f);
    assert_int_equal(user_revoke_tokens(f->db, &admin->actor, &developer(f)->id, &count), ERR_NONE);
    session = factor_session(f, developer(f), token);
    assert_int_equal(security_notice_list(f->db, &session, &list), ERR_NONE);
    assert_int_equal(list.count, 4);
    assert_true(find(&list, "session.new_device")->is_own);
    assert_true(find(&list, "user.passkey_add")->is_own);
    assert_true(find(&list, "token.create")->is_own);
    assert_false(find(&list, "user.revoke_tokens")->is_own);
    assert_string_equal(find(&list, "user.revoke_tokens")->by_name, admin->full_name);
    assert_true(list.items[0].at >= list.items[3].at);
    assert_int_equal(waiting(f, MAIL_TOKEN_MADE), 0);
    /* another's own are theirs */
    struct session other = factor_session(f, admin, token);
    assert_int_equal(security_notice_list(f->db, &other, &list), ERR_NONE);
    assert_int_equal(list.count, 0);
    clock_travel(clock_now() + SECURITY_NOTICES_SHOWN + CLOCK_DAY);
    session = factor_session(f, developer(f), token);
    assert_int_equal(security_notice_list(f->db, &session, &list), ERR_NONE);
    assert_int_equal(list.count, 0);
    clock_travel(0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_sign_in_from_a_new_device_is_told, fixture_open_mail,
                                        fixture_close),
        cmocka_unit_test_setup_teardown(each_change_of_a_factor_is_told, fixture_open_mail,
                                        fixture_close),
        cmocka_unit_test_setup_teardown(a_used_recovery_code_and_a_new_token_are_told,
                                        fixture_open_mail, fixture_close),
        cmocka_unit_test_setup_teardown(a_change_that_is_rolled_back_takes_its_mail_with_it,
                                        fixture_open_mail, fixture_close),
        cmocka_unit_test_setup_teardown(everything_is_on_the_own_page_for_thirty_days_without_mail,
                                        fixture_open, fixture_close),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
