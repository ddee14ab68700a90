#include "test.h"

#include <string.h>

#include "data/audit/audit_checkpoint.h"
#include "data/audit/audit_sequence.h"
#include "data/mail/mail_outbox.h"
#include "data/mail/mail_queue.h"
#include "data/watch/watch.h"
#include "endpoints.h"
#include "imports.h"
#include "runs.h"
#include "webhooks.h"

/* What the operator watches in the database: each number is what was done. */

static void look(struct fixture *f, int64_t values[WATCH_COUNT])
{
    fixture_begin(f);
    struct db_scope before = db_enter(f->db, (struct db_scope){.reach = DB_IDENTITY});
    assert_int_equal(watch_read(f->db, values), ERR_NONE);
    assert_int_equal(db_enter(f->db, before).reach, DB_IDENTITY);
}

/* Since a moment ago. */
static void assert_just_now(int64_t time)
{
    assert_in_range(clock_now() - time, 0, 100 * CLOCK_SECOND);
}

static void number_and_sign(struct fixture *f, const struct uuid *id)
{
    struct audit_checkpoint newest;
    fixture_begin(f);
    (void)db_enter(f->db, (struct db_scope){.reach = DB_ALL});
    assert_int_equal(audit_sequence_all(f->db), ERR_NONE);
    fixture_begin(f);
    (void)db_enter(f->db, (struct db_scope){.reach = DB_ALL});
    assert_int_equal(audit_checkpoint_make(f->db, id, &newest), ERR_NONE);
}

static void events_are_unsigned_until_a_checkpoint(void **state)
{
    struct fixture *f = *state;
    int64_t before[WATCH_COUNT], added[WATCH_COUNT], now[WATCH_COUNT];
    struct uuid nobody = {{0}};
    number_and_sign(f, &nobody);
    number_and_sign(f, &f->other.id);
    number_and_sign(f, &f->own.id);
    look(f, before);
    assert_int_equal(before[WATCH_UNSIGNED], 0);
    assert_int_equal(before[WATCH_UNSIGNED_SINCE], 0);
    assert_int_equal(before[WATCH_UNNUMBERED], 0);
    assert_just_now(before[WATCH_CHECKPOINT_AT]);
    (void)webhooks_plant(f); /* one event */
    look(f, added);
    assert_int_equal(added[WATCH_UNSIGNED] + added[WATCH_UNNUMBERED], 1);
    assert_just_now(added[WATCH_UNSIGNED_SINCE] + added[WATCH_UNNUMBERED_SINCE]);
    number_and_sign(f, &f->own.id);
    look(f, now);
    assert_int_equal(now[WATCH_UNSIGNED], 0);
    assert_int_equal(now[WATCH_UNNUMBERED], 0);
    assert_true(now[WATCH_CHECKPOINT_AT] > before[WATCH_CHECKPOINT_AT]);
}

static void mail_waits_until_it_is_sent(void **state)
{
    struct fixture *f = *state;
    int64_t values[WATCH_COUNT];
    struct mail_claimed mail;
    fixture_begin(f);
    (void)db_enter(f->db, (struct db_scope){DB_ORGANIZATION, f->own.id});
    assert_int_equal(db_begin_alone(f->db), ERR_NONE);
    const struct uuid *to = &f->own.users[PERSONA_INDIVIDUAL_DEVELOPER].id;
    assert_int_equal(
        db_finish(f->db, notice_queue(f->db, &f->own.id, to, MAIL_TOKEN_MADE, "deploy", NULL)),
        ERR_NONE);
    look(f, values);
    assert_int_equal(values[WATCH_MAILS], 1);
    assert_just_now(values[WATCH_MAIL_DUE_AT]);
    fixture_begin(f);
    assert_int_equal(mail_claim(f->db, &mail), ERR_NONE);
    assert_int_equal(mail_report(f->db, &mail, MAIL_SENT, ""), ERR_NONE);
    look(f, values);
    assert_int_equal(values[WATCH_MAILS], 0);
    assert_int_equal(values[WATCH_MAIL_DUE_AT], 0);
}

static void calls_of_models_wait(void **state)
{
    struct fixture *f = *state;
    int64_t values[WATCH_COUNT];
    struct uuid batch_id, id = endpoints_plant(f);
    struct problem problem;
    const struct endpoint_call_draft call = {id, "gpt-5", 1, .request = "{}"};
    const struct endpoint_batch batch = {"prompt", f->own.id, &call, 1};
    endpoints_begin(f);
    assert_int_equal(endpoint_call_queue(f->db, endpoints_admin(f), &batch, &batch_id, &problem),
                     ERR_NONE);
    look(f, values);
    assert_int_equal(values[WATCH_CALLS], 1);
    assert_just_now(values[WATCH_CALL_DUE_AT]);
}

static void a_run_waits_until_a_worker_looks_at_it(void **state)
{
    struct fixture *f = *state;
    int64_t values[WATCH_COUNT];
    struct runs runs = runs_plant(f);
    const struct run_draft draft = runs_draft(&runs);
    (void)runs_start(f, PERSONA_PRODUCT_MANAGER, &draft);
    look(f, values);
    assert_int_equal(values[WATCH_RUNS], 1);
    assert_just_now(values[WATCH_RUN_DUE_AT]);
    fixture_script(f, "UPDATE test_runs SET feed_due_at = 1",
                   "SET rostrum.scope = 'all'; UPDATE test_runs SET feed_due_at = to_timestamp(1)");
    look(f, values);
    assert_in_range(values[WATCH_RUN_DUE_AT], 1, CLOCK_SECOND);
    fixture_script(f, "UPDATE test_runs SET state = 'canceled', ended_at = 2",
                   "SET rostrum.scope = 'all'; UPDATE test_runs SET state = 'canceled', "
                   "ended_at = to_timestamp(2)");
    look(f, values);
    assert_int_equal(values[WATCH_RUNS], 0);
    assert_int_equal(values[WATCH_RUN_DUE_AT], 0);
}

static void webhooks_wait_unless_they_are_disabled(void **state)
{
    struct fixture *f = *state;
    int64_t values[WATCH_COUNT];
    struct uuid first = webhooks_plant(f), second = webhooks_plant(f);
    webhooks_test(f, &first);
    webhooks_test(f, &second);
    look(f, values);
    assert_int_equal(values[WATCH_WEBHOOKS], 2);
    assert_just_now(values[WATCH_WEBHOOK_DUE_AT]);
    (void)webhooks_attempt(f, 200);
    look(f, values);
    assert_int_equal(values[WATCH_WEBHOOKS], 1);
    (void)webhooks_attempt(f, 500); /* tried again later: it waits, and is not overdue */
    look(f, values);
    assert_int_equal(values[WATCH_WEBHOOKS], 1);
    assert_true(values[WATCH_WEBHOOK_DUE_AT] > clock_now());
    fixture_script(f, "UPDATE webhooks SET disabled_at = 1, disabled_reason = 'person'",
                   "UPDATE webhooks SET disabled_at = now(), disabled_reason = 'person'");
    look(f, values);
    assert_int_equal(values[WATCH_WEBHOOKS], 0);
}

static void an_import_waits_while_it_is_looked_at(void **state)
{
    struct fixture *f = *state;
    int64_t values[WATCH_COUNT];
    static const char document[] = "{\"rostrum\": 1, \"kind\": \"organization\", \"prompts\": "
                                   "[{\"name\": \"a/b\", \"body\": \"x\"}]}";
    struct uuid id = upload(f, document, false);
    look(f, values);
    assert_int_equal(values[WATCH_IMPORTS], 1);
    assert_just_now(values[WATCH_IMPORT_SINCE]);
    (void)check_all(f, &id);
    look(f, values);
    assert_int_equal(values[WATCH_IMPORTS], 0);
    assert_int_equal(values[WATCH_IMPORT_SINCE], 0);
}

static void the_schema_is_that_of_the_program(void **state)
{
    struct fixture *f = *state;
    int64_t values[WATCH_COUNT];
    look(f, values);
    assert_in_range(values[WATCH_SCHEMA], 30, 1000);
    assert_int_equal(values[WATCH_BACKUP_AT], 0);
    if (f->is_postgres) /* one message, and the one that begins */
        assert_in_range(db_work(f->db).trips, 1, 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(events_are_unsigned_until_a_checkpoint, fixture_open,
                                        fixture_close),
        cmocka_unit_test_setup_teardown(mail_waits_until_it_is_sent, fixture_open_mail,
                                        fixture_close),
        cmocka_unit_test_setup_teardown(calls_of_models_wait, fixture_open, fixture_close),
        cmocka_unit_test_setup_teardown(a_run_waits_until_a_worker_looks_at_it, fixture_open,
                                        fixture_close),
        cmocka_unit_test_setup_teardown(webhooks_wait_unless_they_are_disabled, fixture_open,
                                        fixture_close),
        cmocka_unit_test_setup_teardown(an_import_waits_while_it_is_looked_at, fixture_open,
                                        fixture_close),
        cmocka_unit_test_setup_teardown(the_schema_is_that_of_the_program, fixture_open,
                                        fixture_close),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
