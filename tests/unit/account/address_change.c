#include "test.h"

#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "data/account/address_change.h"
#include "data/account/address_link.h"
#include "data/account/user_change.h"
#include "data/mail/mail_outbox.h"
#include "data/mail/mail_queue.h"
#include "data/sign_in/session_sign_in.h"
#include "data/user/user.h"
#include "fixture.h"

/* A new address holds when it was confirmed, the old one can take it back, and nobody learns whose
 * address it is. */

static const struct fixture_user *developer(struct fixture *f)
{
    return &f->own.users[PERSONA_INDIVIDUAL_DEVELOPER];
}

static enum err ask(struct fixture *f, const char *email, struct problem *problem)
{
    fixture_begin(f);
    (void)db_enter(f->db, (struct db_scope){DB_ORGANIZATION, f->own.id});
    return address_change_ask(f->db, &developer(f)->actor, email, problem);
}

struct letter {
    enum mail_kind kind;
    char to[128];
    char token[TOKEN_TEXT_LEN];
};

/* The mails that were queued, as their readers get them: what stands behind the last slash. */
static int read_letters(struct fixture *f, struct letter *letters, int max)
{
    struct mail_claimed mail;
    int count = 0;
    fixture_begin(f);
    while (count < max && mail_claim(f->db, &mail) == ERR_NONE) {
        const char *link = json_string_value(json_object_get(mail.facts, "link"));
        letters[count].kind = mail.kind;
        (void)snprintf(letters[count].to, sizeof letters[count].to, "%s", mail.to);
        (void)snprintf(letters[count].token, sizeof letters[count].token, "%s",
                       link == NULL ? "" : strrchr(link, '/') + 1);
        count++;
        assert_int_equal(mail_report(f->db, &mail, MAIL_SENT, ""), ERR_NONE);
        fixture_begin(f);
    }
    return count;
}

static const char *email_of(struct fixture *f)
{
    struct user user;
    fixture_begin(f);
    (void)db_enter(f->db, (struct db_scope){DB_ORGANIZATION, f->own.id});
    assert_int_equal(user_get(f->db, &developer(f)->actor, &developer(f)->id, &user), ERR_NONE);
    return user.email;
}

static enum err sign_in(struct fixture *f, const char *email)
{
    struct sign_in signed_in;
    const struct session_client client = {.address = "127.0.0.1", .agent = "test"};
    fixture_begin(f);
    return session_sign_in(f->db, email, FIXTURE_PASSWORD, &client, &signed_in);
}

static void an_address_changes_when_it_is_confirmed(void **state)
{
    struct fixture *f = *state;
    struct problem problem;
    struct address_change change;
    struct letter letters[4];
    assert_int_equal(ask(f, " new@example.org ", &problem), ERR_NONE);
    assert_string_equal(email_of(f), developer(f)->email);
    assert_int_equal(read_letters(f, letters, 4), 2);
    assert_int_equal(letters[0].kind, MAIL_ADDRESS_CONFIRM);
    assert_string_equal(letters[0].to, "new@example.org");
    assert_int_equal(letters[1].kind, MAIL_ADDRESS_ASKED);
    assert_string_equal(letters[1].to, developer(f)->email);
    /* a link of one purpose is none of the other */
    assert_int_equal(address_change_confirm(f->db, letters[1].token, &change), ERR_NOT_FOUND);
    fixture_begin(f);
    assert_int_equal(address_change_confirm(f->db, letters[0].token, &change), ERR_NONE);
    assert_string_equal(email_of(f), "new@example.org");
    assert_int_equal(sign_in(f, "new@example.org"), ERR_NONE);
    assert_int_equal(sign_in(f, developer(f)->email), ERR_DENIED);
    fixture_begin(f);
    assert_int_equal(address_change_confirm(f->db, letters[0].token, &change), ERR_NOT_FOUND);
    assert_int_equal(read_letters(f, letters, 4), 2);
    assert_int_equal(letters[0].kind, MAIL_ADDRESS_CHANGED);
    assert_string_equal(letters[0].to, developer(f)->email);
    assert_int_equal(letters[1].kind, MAIL_NEW_DEVICE);
    assert_string_equal(letters[1].to, "new@example.org");
    assert_int_equal(fixture_count_events(f, "user.ask_address", "success"), 1);
    assert_int_equal(fixture_count_events(f, "user.confirm_address", "success"), 1);
}

static void the_old_address_takes_it_back_and_a_password_is_chosen(void **state)
{
    struct fixture *f = *state;
    struct problem problem;
    struct address_change change;
    struct letter first[4], second[4], third[4];
    char reset[TOKEN_TEXT_LEN];
    assert_int_equal(ask(f, "thief@example.org", &problem), ERR_NONE);
    assert_int_equal(read_letters(f, first, 4), 2);
    assert_int_equal(address_change_confirm(f->db, first[0].token, &change), ERR_NONE);
    assert_int_equal(read_letters(f, second, 4), 1);
    /* and on to another one, whose old address is the thief's */
    assert_int_equal(ask(f, "den@example.org", &problem), ERR_NONE);
    assert_int_equal(read_letters(f, third, 4), 2);
    assert_int_equal(address_change_confirm(f->db, third[0].token, &change), ERR_NONE);
    clock_travel(clock_now() + 6 * CLOCK_DAY);
    fixture_begin(f);
    assert_int_equal(address_change_undo(f->db, second[0].token, reset), ERR_NONE);
    assert_true(strlen(reset) == TOKEN_TEXT_LEN - 1);
    assert_string_equal(email_of(f), developer(f)->email);
    fixture_begin(f);
    assert_int_equal(address_change_undo(f->db, third[1].token, reset), ERR_NOT_FOUND);
    fixture_begin(f);
    assert_int_equal(address_change_undo(f->db, second[0].token, reset), ERR_NOT_FOUND);
    clock_travel(0);
}

static void an_address_that_is_taken_gets_another_mail_and_nothing_else_differs(void **state)
{
    struct fixture *f = *state;
    struct problem problem;
    struct letter letters[4];
    struct address_change waiting;
    const char *taken = f->other.users[PERSONA_DEVOPS_ENGINEER].email;
    assert_int_equal(ask(f, taken, &problem), ERR_NONE);
    fixture_begin(f);
    (void)db_enter(f->db, (struct db_scope){DB_ORGANIZATION, f->own.id});
    assert_int_equal(address_change_waiting(f->db, &developer(f)->actor, &waiting), ERR_NONE);
    assert_string_equal(waiting.new_email, taken);
    assert_int_equal(read_letters(f, letters, 4), 2);
    assert_int_equal(letters[0].kind, MAIL_ADDRESS_TAKEN);
    assert_string_equal(letters[0].to, taken);
    assert_string_equal(letters[0].token, "");
    assert_int_equal(letters[1].kind, MAIL_ADDRESS_ASKED);
    assert_string_equal(email_of(f), developer(f)->email);
}

static void a_link_dies_when_it_is_old_replaced_or_cancelled(void **state)
{
    struct fixture *f = *state;
    struct problem problem;
    struct address_change change;
    struct letter old[4], new[4];
    char reset[TOKEN_TEXT_LEN];
    assert_int_equal(ask(f, "one@example.org", &problem), ERR_NONE);
    assert_int_equal(read_letters(f, old, 4), 2);
    assert_int_equal(ask(f, "two@example.org", &problem), ERR_NONE);
    assert_int_equal(read_letters(f, new, 4), 2);
    assert_int_equal(address_change_confirm(f->db, old[0].token, &change), ERR_NOT_FOUND);
    fixture_begin(f);
    assert_int_equal(address_change_undo(f->db, new[1].token, reset), ERR_NONE);
    assert_string_equal(reset, "");
    fixture_begin(f);
    assert_int_equal(address_change_confirm(f->db, new[0].token, &change), ERR_NOT_FOUND);
    assert_int_equal(ask(f, "three@example.org", &problem), ERR_NONE);
    assert_int_equal(read_letters(f, old, 4), 2);
    clock_travel(clock_now() + ADDRESS_CONFIRM_LIFETIME + CLOCK_SECOND);
    assert_int_equal(address_change_confirm(f->db, old[0].token, &change), ERR_NOT_FOUND);
    clock_travel(0);
    fixture_begin(f);
    (void)db_enter(f->db, (struct db_scope){DB_ORGANIZATION, f->own.id});
    assert_int_equal(address_change_cancel(f->db, &developer(f)->actor), ERR_NONE);
    fixture_begin(f);
    assert_int_equal(address_change_confirm(f->db, old[0].token, &change), ERR_NOT_FOUND);
    for (int i = 3; i < ADDRESS_CHANGES_PER_DAY; i++)
        assert_int_equal(ask(f, "more@example.org", &problem), ERR_NONE);
    assert_int_equal(ask(f, "too@many.example", &problem), ERR_CONFLICT);
}

static void of_two_who_confirm_the_same_address_one_gets_it(void **state)
{
    struct fixture *f = *state;
    struct problem problem;
    struct address_change change;
    struct letter first[4], second[4];
    assert_int_equal(ask(f, "same@example.org", &problem), ERR_NONE);
    assert_int_equal(read_letters(f, first, 4), 2);
    const struct fixture_user *other = &f->own.users[PERSONA_DEVOPS_ENGINEER];
    (void)db_enter(f->db, (struct db_scope){DB_ORGANIZATION, f->own.id});
    assert_int_equal(address_change_ask(f->db, &other->actor, "same@example.org", &problem),
                     ERR_NONE);
    assert_int_equal(read_letters(f, second, 4), 2);
    assert_int_equal(address_change_confirm(f->db, second[0].token, &change), ERR_NONE);
    fixture_begin(f);
    assert_int_equal(address_change_confirm(f->db, first[0].token, &change), ERR_CONFLICT);
    assert_string_equal(email_of(f), developer(f)->email);
}

static void an_administrators_change_is_told_to_the_old_address(void **state)
{
    struct fixture *f = *state;
    struct problem problem;
    struct user user;
    struct letter letters[4];
    const struct actor *admin = &f->own.users[PERSONA_CUSTOMER_ADMIN].actor;
    fixture_begin(f);
    (void)db_enter(f->db, (struct db_scope){DB_ORGANIZATION, f->own.id});
    assert_int_equal(user_get(f->db, admin, &developer(f)->id, &user), ERR_NONE);
    struct user_change change = {.id = user.id,
                                 .version = user.version,
                                 .full_name = user.full_name,
                                 .email = "set@example.org",
                                 .persona = user.persona};
    assert_int_equal(user_update(f->db, admin, &change, &problem), ERR_NONE);
    assert_int_equal(read_letters(f, letters, 4), 1);
    assert_int_equal(letters[0].kind, MAIL_ADDRESS_SET);
    assert_string_equal(letters[0].to, developer(f)->email);
}

static void without_mail_nobody_can_ask(void **state)
{
    struct problem problem;
    assert_int_equal(ask(*state, "new@example.org", &problem), ERR_CONFLICT);
    assert_string_equal(problem.field, "email");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(an_address_changes_when_it_is_confirmed, fixture_open_mail,
                                        fixture_close),
        cmocka_unit_test_setup_teardown(the_old_address_takes_it_back_and_a_password_is_chosen,
                                        fixture_open_mail, fixture_close),
        cmocka_unit_test_setup_teardown(
            an_address_that_is_taken_gets_another_mail_and_nothing_else_differs, fixture_open_mail,
            fixture_close),
        cmocka_unit_test_setup_teardown(a_link_dies_when_it_is_old_replaced_or_cancelled,
                                        fixture_open_mail, fixture_close),
        cmocka_unit_test_setup_teardown(of_two_who_confirm_the_same_address_one_gets_it,
                                        fixture_open_mail, fixture_close),
        cmocka_unit_test_setup_teardown(an_administrators_change_is_told_to_the_old_address,
                                        fixture_open_mail, fixture_close),
        cmocka_unit_test_setup_teardown(without_mail_nobody_can_ask, fixture_open, fixture_close),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
