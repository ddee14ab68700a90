#include "test.h"

#include <string.h>

#include "base/clock.h"
#include "data/account/invitation_request.h"
#include "data/inbox/inbox_mail.h"
#include "data/mail/mail_outbox.h"
#include "data/mail/mail_queue.h"
#include "fixture.h"

/* What waits in an inbox is mailed at once, daily or never, as each person chooses. */

static const struct fixture_user *admin(struct fixture *f)
{
    return &f->own.users[PERSONA_CUSTOMER_ADMIN];
}

static void choose(struct fixture *f, enum inbox_mail_choice choice)
{
    enum inbox_mail_choice kept;
    fixture_begin(f);
    (void)db_enter(f->db, (struct db_scope){DB_ORGANIZATION, f->own.id});
    assert_int_equal(inbox_mail_choose(f->db, &admin(f)->actor, choice), ERR_NONE);
    assert_int_equal(inbox_mail_choice_get(f->db, &admin(f)->actor, &kept), ERR_NONE);
    assert_int_equal(kept, choice);
}

/* Someone asks the administrator for an invitation: it waits in the inbox. */
static void ask(struct fixture *f, const char *email)
{
    struct invitation_request_draft draft = {"Asked For", email, PERSONA_PRODUCT_MANAGER, "Soon"};
    struct problem problem;
    struct uuid id;
    fixture_begin(f);
    (void)db_enter(f->db, (struct db_scope){DB_ORGANIZATION, f->own.id});
    assert_int_equal(invitation_request_create(f->db, &f->own.users[PERSONA_PRODUCT_MANAGER].actor,
                                               &draft, &id, &problem),
                     ERR_NONE);
}

static void look(struct fixture *f)
{
    enum err err = ERR_NONE;
    while (err == ERR_NONE) {
        fixture_begin(f);
        err = inbox_mail_look(f->db);
    }
    assert_int_equal(err, ERR_NOT_FOUND);
}

/* How many mails to the administrator there are, and the first line of the last. */
static int count_mails(struct fixture *f, char line[128])
{
    struct mail_claimed mail;
    int count = 0;
    line[0] = '\0';
    fixture_begin(f);
    while (mail_claim(f->db, &mail) == ERR_NONE) {
        assert_int_equal(mail.kind, MAIL_INBOX);
        if (uuid_equal(&mail.user_id, &admin(f)->id)) {
            const json_t *lines = json_object_get(mail.facts, "lines");
            count++;
            (void)strncat(line, json_string_value(json_array_get(lines, 0)), 127);
        }
        assert_int_equal(mail_report(f->db, &mail, MAIL_SENT, ""), ERR_NONE);
        fixture_begin(f);
    }
    return count;
}

static void at_once_means_each_time_when_more_waits(void **state)
{
    struct fixture *f = *state;
    char line[128];
    int64_t now = clock_now();
    choose(f, INBOX_MAIL_AT_ONCE);
    look(f);
    assert_int_equal(count_mails(f, line), 0);
    ask(f, "one@asked.example");
    clock_travel(now + INBOX_MAIL_PAUSE + CLOCK_SECOND);
    look(f);
    assert_int_equal(count_mails(f, line), 1);
    assert_string_equal(line, "1 request for an invitation waits for your decision");
    clock_travel(now + 2 * (INBOX_MAIL_PAUSE + CLOCK_SECOND));
    look(f);
    assert_int_equal(count_mails(f, line), 0); /* the person knows */
    ask(f, "two@asked.example");
    clock_travel(now + 3 * (INBOX_MAIL_PAUSE + CLOCK_SECOND));
    look(f);
    assert_int_equal(count_mails(f, line), 1);
    assert_string_equal(line, "2 requests for invitations wait for your decision");
    clock_travel(0);
}

static void daily_means_once_a_day_and_is_what_nobody_chose(void **state)
{
    struct fixture *f = *state;
    char line[128];
    int64_t day = clock_now() / CLOCK_DAY * CLOCK_DAY + CLOCK_DAY;
    clock_travel(day + 9 * CLOCK_HOUR);
    ask(f, "one@asked.example");
    look(f);
    assert_int_equal(count_mails(f, line), 1);
    ask(f, "two@asked.example");
    clock_travel(day + 30 * CLOCK_HOUR); /* six in the morning */
    look(f);
    assert_int_equal(count_mails(f, line), 0);
    clock_travel(day + 31 * CLOCK_HOUR);
    look(f);
    assert_int_equal(count_mails(f, line), 1);
    clock_travel(0);
}

static void never_means_never(void **state)
{
    struct fixture *f = *state;
    char line[128];
    int64_t now = clock_now();
    choose(f, INBOX_MAIL_NEVER);
    ask(f, "one@asked.example");
    look(f);
    clock_travel(now + 3 * CLOCK_DAY);
    look(f);
    assert_int_equal(count_mails(f, line), 0);
    assert_int_equal(fixture_count_events(f, "user.choose_mail", "success"), 1);
    clock_travel(0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(at_once_means_each_time_when_more_waits, fixture_open_mail,
                                        fixture_close),
        cmocka_unit_test_setup_teardown(daily_means_once_a_day_and_is_what_nobody_chose,
                                        fixture_open_mail, fixture_close),
        cmocka_unit_test_setup_teardown(never_means_never, fixture_open_mail, fixture_close),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
