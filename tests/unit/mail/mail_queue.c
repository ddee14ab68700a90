#include "test.h"

#include <string.h>

#include "base/clock.h"
#include "data/audit/audit.h"
#include "data/mail/mail_outbox.h"
#include "data/mail/mail_queue.h"
#include "data/user/user_erase.h"
#include "fixture.h"

/* The queue of mail: one sender gets a mail, what fails is tried again later and later, and nobody
 * gets the same one again and again. */

static const struct fixture_user *developer(struct fixture *f)
{
    return &f->own.users[PERSONA_INDIVIDUAL_DEVELOPER];
}

static void enter_own(struct fixture *f)
{
    fixture_begin(f);
    (void)db_enter(f->db, (struct db_scope){DB_ORGANIZATION, f->own.id});
}

/* A notice to the developer. */
static void queue_one(struct fixture *f, const char *what)
{
    enter_own(f);
    assert_int_equal(db_begin_alone(f->db), ERR_NONE);
    assert_int_equal(db_finish(f->db, notice_queue(f->db, &f->own.id, &developer(f)->id,
                                                   MAIL_TOKEN_MADE, what, NULL)),
                     ERR_NONE);
}

static enum err claim(struct fixture *f, struct mail_claimed *mail)
{
    fixture_begin(f);
    return mail_claim(f->db, mail);
}

static int64_t count(struct fixture *f, const char *sql)
{
    enter_own(f);
    return fixture_count(f, sql, &f->own.id);
}

static void nothing_is_queued_without_a_server(void **state)
{
    struct fixture *f = *state;
    queue_one(f, "deploy");
    assert_int_equal(count(f, "SELECT count(*) FROM mails WHERE organization_id = $1"), 0);
}

static void a_mail_is_claimed_once_and_says_whom_it_is_for(void **state)
{
    struct fixture *f = *state;
    struct mail_claimed mail, other;
    queue_one(f, "deploy \"<b>\"");
    assert_int_equal(claim(f, &mail), ERR_NONE);
    assert_string_equal(mail.to, developer(f)->email);
    assert_string_equal(mail.full_name, developer(f)->full_name);
    assert_string_equal(mail.organization, "Northwind");
    assert_int_equal(mail.kind, MAIL_TOKEN_MADE);
    assert_string_equal(json_string_value(json_object_get(mail.facts, "what")), "deploy \"<b>\"");
    struct mail_claimed kept = mail;
    assert_int_equal(claim(f, &other), ERR_NOT_FOUND);
    fixture_begin(f);
    assert_int_equal(mail_report(f->db, &kept, MAIL_SENT, ""), ERR_NONE);
    assert_int_equal(count(f, "SELECT count(*) FROM mails WHERE organization_id = $1 "
                              "AND state = 'sent' AND content IS NULL AND ended_at IS NOT NULL"),
                     1);
    assert_int_equal(claim(f, &other), ERR_NOT_FOUND);
}

static enum err claim_in_process(struct fixture *f, int index, void *context)
{
    struct mail_claimed mail;
    (void)index, (void)context;
    return mail_claim(f->db, &mail);
}

static void of_four_senders_one_gets_a_mail(void **state)
{
    struct fixture *f = *state;
    enum err results[4];
    queue_one(f, "deploy");
    fixture_race(f, 4, claim_in_process, NULL, results);
    int got = 0;
    for (int i = 0; i < 4; i++) {
        assert_true(results[i] == ERR_NONE || results[i] == ERR_NOT_FOUND);
        got += results[i] == ERR_NONE;
    }
    assert_int_equal(got, 1);
    assert_int_equal(count(f, "SELECT count(*) FROM mails WHERE organization_id = $1 "
                              "AND state = 'sending' AND attempt_count = 1"),
                     1);
}

static void what_fails_for_now_is_tried_later_and_later_until_it_is_too_old(void **state)
{
    struct fixture *f = *state;
    struct mail_claimed mail;
    int64_t pause = MAIL_FIRST_PAUSE, start = clock_now(), now = start;
    int attempts = 0;
    queue_one(f, "deploy");
    while (count(f, "SELECT count(*) FROM mails WHERE organization_id = $1 "
                    "AND state = 'waiting'") > 0) {
        assert_int_equal(claim(f, &mail), ERR_NONE);
        assert_int_equal(mail_report(f->db, &mail, MAIL_LATER, "451 later"), ERR_NONE);
        attempts++;
        clock_stand(now + pause - CLOCK_SECOND);
        assert_int_equal(claim(f, &mail), ERR_NOT_FOUND);
        now += pause + pause / 4 + CLOCK_SECOND;
        clock_stand(now);
        pause = pause * 2 > MAIL_LONGEST_PAUSE ? MAIL_LONGEST_PAUSE : pause * 2;
    }
    assert_in_range(attempts, 40, 60); /* two days, at most an hour and a quarter apart */
    assert_in_range(now - start, 46 * CLOCK_HOUR, 50 * CLOCK_HOUR);
    assert_int_equal(count(f, "SELECT count(*) FROM mails WHERE organization_id = $1 "
                              "AND state = 'dead' AND reason IS NOT NULL AND content IS NOT NULL"),
                     1);
    clock_travel(0);
}

static void what_is_refused_is_dead_at_once(void **state)
{
    struct fixture *f = *state;
    struct mail_claimed mail;
    queue_one(f, "deploy");
    assert_int_equal(claim(f, &mail), ERR_NONE);
    assert_int_equal(mail_report(f->db, &mail, MAIL_REFUSED, "550 no such user"), ERR_NONE);
    assert_int_equal(count(f, "SELECT count(*) FROM mails WHERE organization_id = $1 "
                              "AND state = 'dead'"),
                     1);
}

static void a_sender_that_dies_has_its_mail_sent_once_more_and_no_more(void **state)
{
    struct fixture *f = *state;
    struct mail_claimed first, second, third;
    int64_t now = clock_now();
    clock_stand(now);
    queue_one(f, "deploy");
    assert_int_equal(claim(f, &first), ERR_NONE); /* and dies */
    struct mail_claimed late = first;
    clock_stand(now + MAIL_CLAIM + CLOCK_SECOND);
    assert_int_equal(claim(f, &second), ERR_NONE); /* and dies */
    fixture_begin(f);
    assert_int_equal(mail_report(f->db, &late, MAIL_LATER, "too late to say"), ERR_NOT_FOUND);
    clock_stand(now + 2 * MAIL_CLAIM + 2 * CLOCK_SECOND);
    assert_int_equal(claim(f, &third), ERR_NOT_FOUND);
    assert_int_equal(count(f, "SELECT count(*) FROM mails WHERE organization_id = $1 "
                              "AND state = 'dead' AND attempt_count = 3 AND loss_count = 2"),
                     1);
    clock_travel(0);
}

static void a_mail_that_is_too_old_is_not_sent(void **state)
{
    struct fixture *f = *state;
    struct mail_claimed mail;
    int64_t now = clock_now();
    clock_stand(now);
    queue_one(f, "deploy");
    clock_stand(now + mail_kinds[MAIL_TOKEN_MADE].lifetime_us + CLOCK_SECOND);
    assert_int_equal(claim(f, &mail), ERR_NOT_FOUND);
    assert_int_equal(count(f, "SELECT count(*) FROM mails WHERE organization_id = $1 "
                              "AND state = 'dead'"),
                     1);
    clock_stand(now + MAIL_KEPT + CLOCK_DAY);
    fixture_begin(f);
    assert_int_equal(mail_forget_old(f->db), ERR_NONE);
    assert_int_equal(count(f, "SELECT count(*) FROM mails WHERE organization_id = $1"), 0);
    clock_travel(0);
}

static void erasing_a_person_erases_their_mail(void **state)
{
    struct fixture *f = *state;
    bool was_there = false;
    queue_one(f, "deploy");
    enter_own(f);
    assert_int_equal(db_begin(f->db), ERR_NONE);
    enum err err = user_erase_inside(f->db, &f->own.id, &developer(f)->id, &was_there);
    if (err == ERR_NONE)
        err = audit_record(f->db, &f->command,
                           &(struct audit_event){.action = "user.erase",
                                                 .record_type = "user",
                                                 .record_id = developer(f)->id,
                                                 .organization_id = f->own.id});
    assert_int_equal(db_finish(f->db, err), ERR_NONE);
    assert_true(was_there);
    assert_int_equal(count(f, "SELECT count(*) FROM mails WHERE organization_id = $1"), 0);
    queue_one(f, "after"); /* there is no one left to tell */
    assert_int_equal(count(f, "SELECT count(*) FROM mails WHERE organization_id = $1"), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(nothing_is_queued_without_a_server, fixture_open,
                                        fixture_close),
        cmocka_unit_test_setup_teardown(a_mail_is_claimed_once_and_says_whom_it_is_for,
                                        fixture_open_mail, fixture_close),
        cmocka_unit_test_setup_teardown(of_four_senders_one_gets_a_mail, fixture_open_mail,
                                        fixture_close),
        cmocka_unit_test_setup_teardown(
            what_fails_for_now_is_tried_later_and_later_until_it_is_too_old, fixture_open_mail,
            fixture_close),
        cmocka_unit_test_setup_teardown(what_is_refused_is_dead_at_once, fixture_open_mail,
                                        fixture_close),
        cmocka_unit_test_setup_teardown(a_sender_that_dies_has_its_mail_sent_once_more_and_no_more,
                                        fixture_open_mail, fixture_close),
        cmocka_unit_test_setup_teardown(a_mail_that_is_too_old_is_not_sent, fixture_open_mail,
                                        fixture_close),
        cmocka_unit_test_setup_teardown(erasing_a_person_erases_their_mail, fixture_open_mail,
                                        fixture_close),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
