#include "test.h"

#include <string.h>

#include "data/approval/approval_expire.h"
#include "data/release/label_proposal.h"
#include "data/webhook/webhook_body.h"
#include "data/webhook/webhook_sweep.h"
#include "prompts.h"
#include "webhooks.h"

/* The queue of webhooks: what is in it, who gets it, and what becomes of it. */

static void enter_own(struct fixture *f)
{
    fixture_begin(f);
    (void)db_enter(f->db, (struct db_scope){DB_ORGANIZATION, f->own.id});
}

static int64_t count(struct fixture *f, const char *sql)
{
    enter_own(f);
    return fixture_count(f, sql, &f->own.id);
}

/* Sets what only time brings: moments of the own organization's rows. */
static void change(struct fixture *f, const char *sql, int64_t time)
{
    enter_own(f);
    assert_int_equal(db_begin(f->db), ERR_NONE);
    assert_int_equal(db_finish(f->db, db_change(f->db, sql, db_uuid(&f->own.id), db_time(time))),
                     ERR_NONE);
}

static void make_due(struct fixture *f)
{
    change(f,
           "UPDATE webhook_deliveries SET due_at = $2 WHERE organization_id = $1 "
           "AND ended_at IS NULL",
           clock_now() - CLOCK_SECOND);
    change(f, "UPDATE webhook_health SET free_at = $2 WHERE organization_id = $1",
           clock_now() - CLOCK_SECOND);
}

#define COUNT_OF_ALL   "SELECT count(*) FROM webhook_deliveries WHERE organization_id = $1"
#define COUNT_OF_STATE COUNT_OF_ALL " AND state = "

static void each_change_is_queued_for_who_wants_to_hear_of_it(void **state)
{
    struct fixture *f = *state;
    struct webhook_draft draft = webhooks_draft();
    (void)webhooks_plant(f);
    draft.events = WEBHOOK_BIT(WEBHOOK_LABEL_MOVED);
    draft.kinds = WEBHOOK_BIT(RECORD_AGENT);
    (void)webhooks_make(f, &draft);
    draft.kinds = WEBHOOK_EVERY_KIND;
    draft.folder = "support";
    struct uuid in_folder = webhooks_make(f, &draft).id;
    struct uuid deep = make_prompt(f, PERSONA_CUSTOMER_ADMIN, "support/eu/greeting", "a");
    enter_own(f);
    struct uuid beside = make_prompt(f, PERSONA_CUSTOMER_ADMIN, "supporters/greeting", "b");
    assert_int_equal(count(f, COUNT_OF_ALL " AND event = 'version.created' AND version = 1"), 2);
    assert_int_equal(count(f, COUNT_OF_ALL), 2);
    enter_own(f);
    assert_int_equal(move_label(f, PERSONA_CUSTOMER_ADMIN, &deep, "beta", 0, 1), ERR_NONE);
    enter_own(f);
    assert_int_equal(move_label(f, PERSONA_CUSTOMER_ADMIN, &beside, "beta", 0, 1), ERR_NONE);
    assert_int_equal(count(f, COUNT_OF_ALL " AND event = 'label.moved' AND label = 'beta' "
                                           "AND from_version IS NULL AND version = 1"),
                     3);
    enter_own(f);
    int64_t folder_count = 0;
    struct db_result row;
    assert_int_equal(db_select(f->db, &row,
                               "SELECT count(*) FROM webhook_deliveries WHERE organization_id = $1 "
                               "AND webhook_id = $2 AND record_name = 'support/eu/greeting'",
                               db_uuid(&f->own.id), db_uuid(&in_folder)),
                     ERR_NONE);
    folder_count = db_get_int(&row, 0, 0);
    assert_int_equal(folder_count, 1);
    enter_own(f);
    assert_int_equal(archive_prompt(f, PERSONA_CUSTOMER_ADMIN, &beside), ERR_NONE);
    assert_int_equal(count(f, COUNT_OF_ALL " AND event = 'record.archived'"), 1);
}

static struct uuid propose(struct fixture *f, const struct uuid *record_id)
{
    struct uuid id;
    struct problem problem;
    const struct label_change change = {
        .record_id = *record_id, .label = "production", .to_version = 1, .reason = "because"};
    enter_own(f);
    assert_int_equal(label_propose(f->db, actor_of(f, PERSONA_PRODUCT_MANAGER), &prompt_store,
                                   &change, &id, &problem),
                     ERR_NONE);
    return id;
}

#define COUNT_OF_DECIDED                                                                           \
    COUNT_OF_ALL " AND event = 'proposal.decided' AND label = 'production' AND version = 1 "       \
                 "AND proposal_state = "

static void proposals_are_told_whatever_becomes_of_them(void **state)
{
    struct fixture *f = *state;
    struct problem problem;
    int count_of_expired = 0;
    (void)webhooks_plant(f);
    struct uuid record_id = make_prompt(f, PERSONA_CUSTOMER_ADMIN, "greeting", "a");
    (void)propose(f, &record_id);
    assert_int_equal(count(f, COUNT_OF_ALL " AND event = 'proposal.opened' "
                                           "AND proposal_state = 'open' AND version = 1"),
                     1);
    const struct actor timer = {
        .kind = ACTOR_COMMAND, .is_active = true, .organization_id = f->own.id};
    clock_travel(clock_now() + 15 * CLOCK_DAY);
    enter_own(f);
    assert_int_equal(approval_expire(f->db, &timer, &count_of_expired), ERR_NONE);
    assert_int_equal(count_of_expired, 1);
    clock_travel(0);
    assert_int_equal(count(f, COUNT_OF_DECIDED "'expired' AND actor_kind = 'command' "
                                               "AND actor_id IS NULL"),
                     1);
    struct uuid id = propose(f, &record_id);
    enter_own(f);
    assert_int_equal(
        label_proposal_reject(f->db, webhooks_admin(f), &prompt_store, &id, "no", &problem),
        ERR_NONE);
    assert_int_equal(count(f, COUNT_OF_DECIDED "'rejected' AND actor_kind = 'user'"), 1);
    id = propose(f, &record_id);
    enter_own(f);
    assert_int_equal(
        label_proposal_approve(f->db, webhooks_admin(f), &prompt_store, &id, "", &problem),
        ERR_NONE);
    assert_int_equal(count(f, COUNT_OF_DECIDED "'approved'"), 1);
    assert_int_equal(count(f, COUNT_OF_ALL " AND event = 'label.moved'"), 1);
}

static void what_is_rolled_back_or_changes_no_version_is_not_told(void **state)
{
    struct fixture *f = *state;
    (void)webhooks_plant(f);
    struct uuid id = make_prompt(f, PERSONA_CUSTOMER_ADMIN, "greeting", "a");
    assert_int_equal(count(f, COUNT_OF_ALL), 1);
    enter_own(f);
    assert_int_equal(move_label(f, PERSONA_INDIVIDUAL_DEVELOPER, &id, "production", 0, 1),
                     ERR_DENIED);
    enter_own(f);
    struct prompt_draft draft = draft_from(f, &id);
    struct problem problem;
    struct record_saved saved;
    draft.description = "Only a property";
    assert_int_equal(
        prompt_update(f->db, actor_of(f, PERSONA_CUSTOMER_ADMIN), &draft, &saved, &problem),
        ERR_NONE);
    assert_int_equal(count(f, COUNT_OF_ALL), 1);
}

static void another_organization_hears_nothing(void **state)
{
    struct fixture *f = *state;
    struct webhook_made made;
    struct problem problem;
    const struct webhook_draft draft = webhooks_draft();
    fixture_begin(f);
    (void)db_enter(f->db, (struct db_scope){DB_ORGANIZATION, f->other.id});
    assert_int_equal(webhook_create(f->db, &f->other.users[PERSONA_CUSTOMER_ADMIN].actor, &draft,
                                    &made, &problem),
                     ERR_NONE);
    enter_own(f);
    (void)make_prompt(f, PERSONA_CUSTOMER_ADMIN, "greeting", "a");
    fixture_begin(f);
    (void)db_enter(f->db, (struct db_scope){DB_ORGANIZATION, f->other.id});
    assert_int_equal(fixture_count(f, COUNT_OF_ALL, &f->other.id), 0);
}

static void a_delivery_is_claimed_once_with_its_endpoint(void **state)
{
    struct fixture *f = *state;
    struct webhook_claimed claimed, other;
    const struct webhook_draft draft = webhooks_draft();
    struct webhook_made made = webhooks_make(f, &draft);
    webhooks_test(f, &made.id);
    assert_int_equal(webhooks_claim(f, &claimed), ERR_NONE);
    assert_string_equal(claimed.webhook.url, draft.url);
    assert_string_equal(claimed.webhook.secret, made.secret);
    assert_string_equal(claimed.slug, "northwind");
    assert_int_equal(claimed.delivery.attempt_count, 1);
    struct webhook_claimed kept = claimed;
    assert_int_equal(webhooks_claim(f, &other), ERR_NOT_FOUND);
    fixture_begin(f);
    assert_int_equal(webhooks_report(f, &kept, 204), ERR_NONE);
    assert_int_equal(count(f, COUNT_OF_STATE "'delivered' AND status = 204 "
                                             "AND ended_at IS NOT NULL"),
                     1);
    assert_int_equal(webhooks_claim(f, &other), ERR_NOT_FOUND);
    fixture_begin(f);
    assert_int_equal(webhooks_report(f, &kept, 500), ERR_NOT_FOUND);
    assert_int_equal(count(f, COUNT_OF_STATE "'delivered'"), 1);
}

static enum err claim_in_process(struct fixture *f, int index, void *context)
{
    struct webhook_claimed claimed;
    (void)index, (void)context;
    return webhook_claim(f->db, &claimed);
}

static void of_four_senders_one_asks_an_endpoint(void **state)
{
    struct fixture *f = *state;
    enum err results[4];
    (void)webhooks_plant(f);
    for (int i = 0; i < 4; i++) {
        char name[] = "greeting 0";
        name[9] = (char)('0' + i);
        enter_own(f);
        (void)make_prompt(f, PERSONA_CUSTOMER_ADMIN, name, "a");
    }
    fixture_race(f, 4, claim_in_process, NULL, results);
    int got = 0;
    for (int i = 0; i < 4; i++) {
        assert_true(results[i] == ERR_NONE || results[i] == ERR_NOT_FOUND);
        got += results[i] == ERR_NONE;
    }
    assert_int_equal(got, 1);
    assert_int_equal(count(f, COUNT_OF_STATE "'sending' AND attempt_count = 1"), 1);
    assert_int_equal(count(f, COUNT_OF_STATE "'waiting' AND attempt_count = 0"), 3);
}

static void endpoints_take_turns(void **state)
{
    struct fixture *f = *state;
    struct webhook_claimed first, second;
    struct uuid one = webhooks_plant(f);
    struct uuid two = webhooks_plant(f);
    enter_own(f);
    (void)make_prompt(f, PERSONA_CUSTOMER_ADMIN, "greeting", "a");
    enter_own(f);
    (void)make_prompt(f, PERSONA_CUSTOMER_ADMIN, "farewell", "a");
    assert_int_equal(webhooks_claim(f, &first), ERR_NONE);
    struct uuid first_id = first.webhook.id;
    assert_int_equal(webhooks_claim(f, &second), ERR_NONE);
    assert_false(uuid_equal(&first_id, &second.webhook.id));
    assert_true(uuid_equal(&first_id, &one) || uuid_equal(&first_id, &two));
}

/* The sender's claim ran out: it is dead. */
static void what_a_dead_sender_had_is_sent_again(void **state)
{
    struct fixture *f = *state;
    struct webhook_claimed lost, again;
    struct uuid id = webhooks_plant(f);
    webhooks_test(f, &id);
    assert_int_equal(webhooks_claim(f, &lost), ERR_NONE);
    struct uuid message_id = lost.delivery.message_id;
    assert_int_equal(webhooks_claim(f, &again), ERR_NOT_FOUND);
    make_due(f);
    assert_int_equal(webhooks_claim(f, &again), ERR_NONE);
    assert_true(uuid_equal(&again.delivery.message_id, &message_id));
    assert_int_equal(again.delivery.attempt_count, 2);
    change(f,
           "UPDATE webhook_deliveries SET attempt_count = 10 WHERE organization_id = $1 "
           "AND created_at <= $2",
           clock_now());
    make_due(f);
    assert_int_equal(webhooks_claim(f, &again), ERR_NOT_FOUND);
    assert_int_equal(count(f, COUNT_OF_STATE "'failed' AND outcome = 'lost'"), 1);
}

static void what_fails_is_tried_ten_times_later_and_later(void **state)
{
    struct fixture *f = *state;
    struct webhook_claimed claimed;
    struct uuid id = webhooks_plant(f);
    webhooks_test(f, &id);
    clock_stand(clock_now());
    for (int attempt = 1; attempt <= WEBHOOK_ATTEMPTS; attempt++) {
        make_due(f);
        assert_int_equal(webhooks_claim(f, &claimed), ERR_NONE);
        assert_int_equal(claimed.delivery.attempt_count, attempt);
        int64_t before = clock_now();
        assert_int_equal(webhooks_report(f, &claimed, attempt % 2 == 0 ? 500 : 0), ERR_NONE);
        if (attempt == WEBHOOK_ATTEMPTS)
            break;
        struct db_result row;
        enter_own(f);
        assert_int_equal(db_select(f->db, &row,
                                   "SELECT due_at FROM webhook_deliveries "
                                   "WHERE organization_id = $1 AND state = 'waiting'",
                                   db_uuid(&f->own.id)),
                         ERR_NONE);
        assert_int_equal(row.row_count, 1);
        int64_t pause = db_get_time(&row, 0, 0) - before;
        int64_t least = webhook_pause(attempt);
        assert_true(pause >= least && pause <= least + least / 10 + CLOCK_SECOND);
        assert_int_equal(webhooks_claim(f, &claimed), ERR_NOT_FOUND);
    }
    assert_int_equal(count(f, COUNT_OF_STATE "'failed' AND attempt_count = 10"), 1);
    assert_int_equal(count(f, "SELECT failure_count FROM webhook_health "
                              "WHERE organization_id = $1 AND failing_since IS NOT NULL"),
                     10);
    make_due(f);
    assert_int_equal(webhooks_claim(f, &claimed), ERR_NOT_FOUND);
}

static void one_success_forgets_the_failures(void **state)
{
    struct fixture *f = *state;
    struct uuid id = webhooks_plant(f);
    webhooks_test(f, &id);
    (void)webhooks_attempt(f, 500);
    make_due(f);
    (void)webhooks_attempt(f, 200);
    assert_int_equal(count(f, "SELECT count(*) FROM webhook_health WHERE organization_id = $1 "
                              "AND failure_count = 0 AND failing_since IS NULL "
                              "AND delivered_at IS NOT NULL"),
                     1);
}

static void five_days_of_failures_disable_an_endpoint(void **state)
{
    struct fixture *f = *state;
    struct webhook_claimed claimed;
    struct uuid id = webhooks_plant(f);
    webhooks_test(f, &id);
    (void)webhooks_attempt(f, 500);
    change(f, "UPDATE webhook_health SET failing_since = $2 WHERE organization_id = $1",
           clock_now() - WEBHOOK_PATIENCE + CLOCK_MINUTE);
    make_due(f);
    (void)webhooks_attempt(f, 500);
    assert_int_equal(fixture_count_events(f, "webhook.stop", "success"), 0);
    change(f, "UPDATE webhook_health SET failing_since = $2 WHERE organization_id = $1",
           clock_now() - WEBHOOK_PATIENCE - CLOCK_MINUTE);
    make_due(f);
    (void)webhooks_attempt(f, 500);
    assert_int_equal(fixture_count_events(f, "webhook.stop", "success"), 1);
    assert_int_equal(count(f, "SELECT count(*) FROM webhooks WHERE organization_id = $1 "
                              "AND disabled_reason = 'failing'"),
                     1);
    make_due(f);
    assert_int_equal(webhooks_claim(f, &claimed), ERR_NOT_FOUND);
    enter_own(f);
    (void)make_prompt(f, PERSONA_CUSTOMER_ADMIN, "greeting", "a");
    assert_int_equal(count(f, COUNT_OF_ALL), 1);
    bool has_more = false;
    fixture_begin(f);
    assert_int_equal(webhook_sweep(f->db, &has_more), ERR_NONE);
    assert_true(has_more);
    fixture_begin(f);
    assert_int_equal(webhook_sweep(f->db, &has_more), ERR_NONE);
    assert_false(has_more);
    assert_int_equal(count(f, COUNT_OF_STATE "'failed' AND outcome = 'disabled'"), 1);
}

static void an_answer_of_410_disables_at_once(void **state)
{
    struct fixture *f = *state;
    struct uuid id = webhooks_plant(f);
    webhooks_test(f, &id);
    (void)webhooks_attempt(f, 410);
    assert_int_equal(count(f, "SELECT count(*) FROM webhooks WHERE organization_id = $1 "
                              "AND disabled_reason = 'gone'"),
                     1);
    assert_int_equal(count(f, COUNT_OF_STATE "'failed'"), 1);
}

static void what_is_old_or_nobodys_is_deleted(void **state)
{
    struct fixture *f = *state;
    bool has_more = false;
    struct uuid id = webhooks_plant(f);
    webhooks_test(f, &id);
    fixture_begin(f);
    assert_int_equal(webhook_forget_old(f->db, &has_more), ERR_NONE);
    assert_int_equal(count(f, COUNT_OF_ALL), 1);
    change(f, "UPDATE webhook_deliveries SET created_at = $2 WHERE organization_id = $1",
           clock_now() - WEBHOOK_KEPT - CLOCK_MINUTE);
    fixture_begin(f);
    assert_int_equal(webhook_forget_old(f->db, &has_more), ERR_NONE);
    assert_true(has_more);
    assert_int_equal(count(f, COUNT_OF_ALL), 0);
    webhooks_test(f, &id);
    enter_own(f);
    assert_int_equal(webhook_delete(f->db, webhooks_admin(f), &id), ERR_NONE);
    struct webhook_claimed claimed;
    assert_int_equal(webhooks_claim(f, &claimed), ERR_NOT_FOUND);
    assert_int_equal(count(f, COUNT_OF_ALL), 1);
    fixture_begin(f);
    assert_int_equal(webhook_forget_old(f->db, &has_more), ERR_NONE);
    assert_int_equal(count(f, COUNT_OF_ALL), 0);
}

static void the_body_is_the_same_whenever_it_is_sent(void **state)
{
    struct fixture *f = *state;
    struct webhook_claimed claimed;
    (void)webhooks_plant(f);
    struct uuid id = make_prompt(f, PERSONA_CUSTOMER_ADMIN, "a \"quoted\" & \\ \xe2\x9c\x93", "x");
    assert_int_equal(webhooks_claim(f, &claimed), ERR_NONE);
    struct text body =
        webhook_body(db_arena(f->db), &claimed.delivery, "https://r.example", claimed.slug);
    struct text again =
        webhook_body(db_arena(f->db), &claimed.delivery, "https://r.example", claimed.slug);
    char text[UUID_TEXT_LEN], actor[UUID_TEXT_LEN];
    uuid_format(&id, text);
    uuid_format(&webhooks_admin(f)->user_id, actor);
    char expected[1000];
    const char *begin = strstr(body.data, "\"data\"");
    assert_string_equal(body.data, again.data);
    assert_non_null(begin);
    (void)snprintf(expected, sizeof expected,
                   "\"data\":{\"organization\":\"northwind\",\"kind\":\"prompt\",\"id\":\"%s\","
                   "\"name\":\"a \\\"quoted\\\" & \\\\ \xe2\x9c\x93\",\"version\":1,"
                   "\"url\":\"https://r.example/prompts/%s\","
                   "\"actor\":{\"kind\":\"user\",\"id\":\"%s\"}}}",
                   text, text, actor);
    assert_string_equal(begin, expected);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_open, fixture_close)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(each_change_is_queued_for_who_wants_to_hear_of_it),
        TEST(proposals_are_told_whatever_becomes_of_them),
        TEST(what_is_rolled_back_or_changes_no_version_is_not_told),
        TEST(another_organization_hears_nothing),
        TEST(a_delivery_is_claimed_once_with_its_endpoint),
        TEST(of_four_senders_one_asks_an_endpoint),
        TEST(endpoints_take_turns),
        TEST(what_a_dead_sender_had_is_sent_again),
        TEST(what_fails_is_tried_ten_times_later_and_later),
        TEST(one_success_forgets_the_failures),
        TEST(five_days_of_failures_disable_an_endpoint),
        TEST(an_answer_of_410_disables_at_once),
        TEST(what_is_old_or_nobodys_is_deleted),
        TEST(the_body_is_the_same_whenever_it_is_sent),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
