#include "test.h"

#include <stdlib.h>

#include "crypt/signed_note.h"
#include "data/account/user_change.h"
#include "data/audit/audit.h"
#include "data/audit/audit_sequence.h"
#include "data/retention/retention_nobody.h"
#include "data/retention/retention_timer.h"
#include "data/user/erasure_ledger.h"
#include "prompts.h"
#include "retention.h"
#include "webhooks.h"

/* What retention deletes, and what it leaves alone. */

enum { YEAR_DAYS = 366 };

static void wait_days(int days)
{
    clock_travel(clock_now() + days * CLOCK_DAY);
}

static int64_t count_versions(struct fixture *f, const struct uuid *id)
{
    return fixture_count(f, "SELECT count(*) FROM prompt_versions WHERE record_id = $1", id);
}

static struct uuid make_versions(struct fixture *f, const char *name, int count)
{
    struct uuid id = make_prompt(f, PERSONA_CUSTOMER_ADMIN, name, "Version 1");
    for (int i = 2; i <= count; i++) {
        char body[32];
        (void)snprintf(body, sizeof body, "Version %d", i);
        fixture_begin(f);
        (void)save_body(f, &id, body);
    }
    return id;
}

/* From the dry run to the end, by those who may. */
static struct retention_run carry_out(struct fixture *f)
{
    struct uuid id;
    struct problem problem;
    struct retention_run dry = retention_dry(f);
    retention_approve(f, &dry.id);
    struct fixture timer = retention_connect(f);
    assert_int_equal(retention_live(&timer, &dry.id, &id, &problem), ERR_NONE);
    struct retention_run live = retention_step_some(&timer, &id, 1000);
    assert_int_equal(live.state, RETENTION_DONE);
    assert_int_equal(live.deleted_count, dry.due_count);
    retention_disconnect(&timer);
    fixture_begin(f);
    return live;
}

static void old_versions_go_and_those_that_something_refers_to_stay(void **state)
{
    struct fixture *f = *state;
    struct uuid id = make_versions(f, "old", 4);
    struct uuid user =
        make_prompt(f, PERSONA_CUSTOMER_ADMIN, "user", "@@@prompt:name=old|version=2@@@");
    fixture_begin(f);
    assert_int_equal(move_label(f, PERSONA_CUSTOMER_ADMIN, &id, "staging", 0, 1), ERR_NONE);
    retention_set_rules(f, "versions", 30);
    struct retention_run dry = retention_dry(f);
    assert_int_equal(dry.due_count, 0); /* not old enough */
    wait_days(31);
    dry = retention_dry(f);
    assert_int_equal(dry.due_count, 1); /* 3: 1 has a label, 2 is referred to, 4 is the current */
    struct retention_run live = carry_out(f);
    assert_int_equal(live.deleted_count, 1);
    assert_int_equal(count_versions(f, &id), 3);
    assert_int_equal(get_prompt(f, &id).version_count, 3);
    assert_int_equal(get_prompt(f, &id).version, 4);
    assert_int_equal(count_versions(f, &user), 1);
}

static void nobody_deletes_a_version_or_an_event_outside_a_run(void **state)
{
    struct fixture *f = *state;
    static const char *const texts[] = {
        "DELETE FROM prompt_versions WHERE record_id = $1",
        "DELETE FROM audit_events WHERE record_id = $1",
    };
    struct uuid id = make_versions(f, "kept", 3);
    struct fixture timer = retention_connect(f);
    struct fixture *const connections[] = {f, &timer};
    for (size_t c = 0; c < COUNT_OF(connections); c++) {
        for (size_t i = 0; i < COUNT_OF(texts); i++) {
            struct fixture *on = connections[c];
            retention_begin_request(on);
            assert_int_equal(db_begin(on->db), ERR_NONE);
            assert_int_equal(db_change(on->db, texts[i], db_uuid(&id)), ERR_UNAVAILABLE);
            assert_int_equal(db_finish(on->db, ERR_UNAVAILABLE), ERR_UNAVAILABLE);
            (void)!db_end_request(on->db);
            struct uuid request_id = uuid_make();
            db_begin_request(on->db, on->arena, &request_id);
            (void)db_enter(on->db, (struct db_scope){.reach = DB_ALL});
        }
    }
    retention_disconnect(&timer);
    assert_int_equal(count_versions(f, &id), 3);
}

static void what_is_on_hold_stays_until_the_hold_is_released(void **state)
{
    struct fixture *f = *state;
    struct problem problem;
    struct uuid approval_id;
    struct uuid free_id = make_versions(f, "free", 3);
    struct uuid held_id = make_versions(f, "held", 3);
    struct uuid hold = retention_hold(f, "prompt", &held_id);
    retention_set_rules(f, "versions", 30);
    wait_days(31);
    struct retention_run live = carry_out(f);
    assert_int_equal(live.deleted_count, 2);
    assert_int_equal(live.held_count, 2);
    assert_int_equal(count_versions(f, &free_id), 1);
    assert_int_equal(count_versions(f, &held_id), 3);
    assert_int_equal(fixture_count_events(f, "legal_hold.refuse", "refusal"), 1);
    retention_begin_request(f);
    assert_int_equal(legal_hold_release(f->db, retention_admin(f), &hold, &problem), ERR_CONFLICT);
    assert_int_equal(legal_hold_ask_release(f->db, retention_admin(f), &hold, "Case is closed",
                                            &approval_id, &problem),
                     ERR_NONE);
    retention_begin_request(f);
    assert_int_equal(approval_approve(f->db, retention_second(f), &approval_id, "", &problem),
                     ERR_NONE);
    retention_begin_request(f);
    assert_int_equal(legal_hold_release(f->db, retention_admin(f), &hold, &problem), ERR_NONE);
    live = carry_out(f);
    assert_int_equal(live.deleted_count, 2);
    assert_int_equal(count_versions(f, &held_id), 1);
    assert_int_equal(fixture_count_events(f, "legal_hold.release", "success"), 1);
}

/* After the dry run, and after the listing of the live run: the deleting transaction looks again.
 */
static void a_hold_that_is_placed_while_a_run_deletes_is_obeyed(void **state)
{
    struct fixture *f = *state;
    struct uuid run_id;
    struct problem problem;
    struct uuid id = make_versions(f, "late", 4);
    retention_set_rules(f, "versions", 30);
    wait_days(31);
    struct retention_run dry = retention_dry(f);
    retention_approve(f, &dry.id);
    struct fixture timer = retention_connect(f);
    assert_int_equal(retention_live(&timer, &dry.id, &run_id, &problem), ERR_NONE);
    struct retention_run run = {.state = RETENTION_LISTING};
    while (run.state == RETENTION_LISTING)
        run = retention_step_some(&timer, &run_id, 1);
    assert_int_equal(run.state, RETENTION_DELETING);
    fixture_begin(&timer);
    (void)retention_hold(f, LEGAL_HOLD_ORGANIZATION, &f->own.id);
    fixture_begin(f);
    run = retention_step_some(&timer, &run_id, 100);
    assert_int_equal(run.state, RETENTION_DONE);
    assert_int_equal(run.deleted_count, 0);
    assert_int_equal(run.held_count, 3);
    retention_disconnect(&timer);
    fixture_begin(f);
    assert_int_equal(count_versions(f, &id), 4);
}

static void a_live_run_needs_a_dry_run_that_was_approved_and_is_of_today(void **state)
{
    struct fixture *f = *state;
    struct uuid id;
    struct problem problem;
    (void)make_versions(f, "due", 3);
    retention_set_rules(f, "versions", 30);
    wait_days(31);
    struct retention_run dry = retention_dry(f);
    struct fixture timer = retention_connect(f);
    assert_int_equal(retention_live(&timer, &dry.id, &id, &problem), ERR_CONFLICT);
    assert_string_equal(problem.message, "A second person must approve this run first.");
    fixture_begin(&timer);
    retention_approve(f, &dry.id);
    fixture_begin(f);
    int64_t now = clock_now();
    clock_travel(now + 8 * CLOCK_DAY);
    assert_int_equal(retention_live(&timer, &dry.id, &id, &problem), ERR_CONFLICT);
    assert_string_equal(problem.message, "This dry run is older than 7 days. Make a new one.");
    clock_travel(now);
    fixture_begin(&timer);
    retention_set_rules(f, "versions", 29);
    fixture_begin(f);
    assert_int_equal(retention_live(&timer, &dry.id, &id, &problem), ERR_CONFLICT);
    assert_string_equal(problem.message,
                        "The rules have changed since this dry run. Make a new one.");
    retention_disconnect(&timer);
}

static void a_live_run_stops_when_much_more_is_due_than_was_approved(void **state)
{
    struct fixture *f = *state;
    struct uuid id;
    struct problem problem;
    struct uuid prompt = make_versions(f, "due", 3);
    retention_set_rules(f, "versions", 30);
    wait_days(31);
    struct retention_run dry = retention_dry(f);
    retention_approve(f, &dry.id);
    clock_travel(clock_now() - 31 * CLOCK_DAY);
    (void)make_versions(f, "more", 3);
    clock_travel(0);
    wait_days(31);
    fixture_begin(f);
    struct fixture timer = retention_connect(f);
    assert_int_equal(retention_live(&timer, &dry.id, &id, &problem), ERR_NONE);
    struct retention_run run = retention_step_some(&timer, &id, 100);
    assert_int_equal(run.state, RETENTION_STOPPED);
    assert_int_equal(run.deleted_count, 0);
    retention_disconnect(&timer);
    fixture_begin(f);
    assert_int_equal(count_versions(f, &prompt), 3);
    assert_int_equal(fixture_count_events(f, "retention.stop", "success"), 1);
}

/* What the timer finds: nothing, what two people approved, and standing rules once a day. */
static void the_timer_does_what_was_approved_and_no_more(void **state)
{
    struct fixture *f = *state;
    struct retention_task task;
    struct problem problem;
    struct uuid id;
    struct actor timer = retention_timer(f);
    (void)make_versions(f, "due", 3);
    retention_set_rules(f, "versions", 30);
    wait_days(31);
    struct retention_run dry = retention_dry(f);
    retention_begin_request(f);
    assert_int_equal(retention_task_find(f->db, &timer, &task), ERR_NONE);
    assert_int_equal(task.kind, RETENTION_TASK_NONE);
    retention_approve(f, &dry.id);
    retention_begin_request(f);
    assert_int_equal(retention_task_find(f->db, &timer, &task), ERR_NONE);
    assert_int_equal(task.kind, RETENTION_TASK_APPROVED);
    assert_true(uuid_equal(&task.id, &dry.id));
    assert_int_equal(retention_run_begin_live(f->db, &timer, &dry.id, true, &id, &problem),
                     ERR_CONFLICT);
    assert_string_equal(problem.message, "These rules are not standing.");
    struct fixture connection = retention_connect(f);
    assert_int_equal(retention_live(&connection, &dry.id, &id, &problem), ERR_NONE);
    retention_begin_request(&connection);
    assert_int_equal(retention_task_find(connection.db, &timer, &task), ERR_NONE);
    assert_int_equal(task.kind, RETENTION_TASK_RESUME);
    assert_true(uuid_equal(&task.id, &id));
    assert_int_equal(retention_step_some(&connection, &id, 100).deleted_count, 2);
    retention_disconnect(&connection);
    retention_begin_request(f);
    assert_int_equal(retention_rules_ask(f->db, retention_admin(f), "Daily", &id, &problem),
                     ERR_NONE);
    assert_int_equal(retention_rules_switch_on(f->db, retention_admin(f), &problem), ERR_CONFLICT);
    retention_begin_request(f);
    assert_int_equal(approval_approve(f->db, retention_second(f), &id, "", &problem), ERR_NONE);
    retention_begin_request(f);
    assert_int_equal(retention_rules_switch_on(f->db, retention_admin(f), &problem), ERR_NONE);
    assert_int_equal(retention_task_find(f->db, &timer, &task), ERR_NONE);
    assert_int_equal(task.kind, RETENTION_TASK_STANDING);
    retention_set_rules(f, "versions", 31);
    retention_begin_request(f);
    assert_int_equal(retention_task_find(f->db, &timer, &task), ERR_NONE);
    assert_int_equal(task.kind, RETENTION_TASK_NONE); /* another version */
}

static void an_archived_record_goes_with_everything_about_it(void **state)
{
    struct fixture *f = *state;
    struct problem problem;
    (void)webhooks_plant(f);
    struct uuid id = make_versions(f, "gone", 2);
    struct uuid used = make_versions(f, "used", 1);
    (void)make_prompt(f, PERSONA_CUSTOMER_ADMIN, "user", "@@@prompt:name=used|version=1@@@");
    fixture_begin(f);
    assert_int_equal(move_label(f, PERSONA_CUSTOMER_ADMIN, &id, "staging", 0, 1), ERR_NONE);
    fixture_begin(f);
    struct record_archive_draft draft = {id, true};
    assert_int_equal(record_archive(f->db, retention_admin(f), &prompt_store, &draft, &problem),
                     ERR_NONE);
    draft.id = used;
    assert_int_equal(record_archive(f->db, retention_admin(f), &prompt_store, &draft, &problem),
                     ERR_NONE);
    retention_set_rules(f, "archived", 30);
    wait_days(31);
    struct retention_run live = carry_out(f);
    assert_int_equal(live.deleted_count, 1);
    assert_int_equal(count_versions(f, &id), 0);
    assert_int_equal(count_versions(f, &used), 1);
    assert_int_equal(fixture_count(f, "SELECT count(*) FROM prompts WHERE id = $1", &id), 0);
    assert_int_equal(fixture_count(f, "SELECT count(*) FROM label_moves WHERE record_id = $1", &id),
                     0);
    assert_int_equal(fixture_count(f,
                                   "SELECT count(*) FROM webhook_deliveries WHERE record_id = $1 "
                                   "AND event = 'record.deleted' AND actor_kind = 'command'",
                                   &id),
                     1);
}

/* What is left of a record whose versions go: the current one can be read, and it stays archived.
 */
static void assert_goes(struct fixture *f, const struct uuid *id)
{
    struct problem problem;
    fixture_begin(f);
    struct prompt prompt = get_prompt(f, id);
    assert_memory_equal(prompt.body.data, "last", 4);
    assert_int_equal(prompt.version_count, count_versions(f, id));
    retention_begin_request(f);
    assert_int_equal(record_restore(f->db, retention_admin(f), &prompt_store, id, &problem),
                     ERR_CONFLICT);
    assert_non_null(strstr(problem.message, "is deleting this prompt"));
}

static void an_archived_record_of_many_versions_goes_in_small_transactions(void **state)
{
    enum { VERSIONS = 450, AT_ONCE = 200 };
    struct fixture *f = *state;
    struct problem problem;
    struct uuid live_id;
    struct uuid id = make_versions(f, "large", VERSIONS - 1);
    fixture_begin(f);
    (void)save_body(f, &id, "last");
    struct record_archive_draft draft = {id, true};
    fixture_begin(f);
    assert_int_equal(record_archive(f->db, retention_admin(f), &prompt_store, &draft, &problem),
                     ERR_NONE);
    retention_set_rules(f, "archived", 30);
    wait_days(31);
    struct retention_run dry = retention_dry(f);
    assert_int_equal(dry.due_count, 1);
    retention_approve(f, &dry.id);
    struct fixture timer = retention_connect(f);
    assert_int_equal(retention_live(&timer, &dry.id, &live_id, &problem), ERR_NONE);
    int64_t left = VERSIONS;
    int steps = 0;
    struct retention_run run = {.ended_at = 0};
    while (run.ended_at == 0) {
        run = retention_step_some(&timer, &live_id, 1);
        fixture_begin(f);
        int64_t now_left = count_versions(f, &id);
        assert_true(left - now_left <= AT_ONCE);
        if (now_left != left && now_left > 0)
            assert_goes(f, &id);
        steps += now_left != left;
        left = now_left;
    }
    assert_int_equal(left, 0);
    assert_true(steps >= 3);
    assert_int_equal(run.deleted_count, 1);
    retention_begin_request(f);
    assert_int_equal(fixture_count(f, "SELECT count(*) FROM prompts WHERE id = $1", &id), 0);
    assert_int_equal(
        fixture_count(f, "SELECT count(*) FROM record_sizes WHERE record_id = $1", &id), 0);
    retention_disconnect(&timer);
    fixture_begin(f);
}

static void events_go_and_their_numbers_and_hashes_stay(void **state)
{
    struct fixture *f = *state;
    struct uuid id = make_versions(f, "quiet", 5);
    retention_set_rules(f, "audit", 400);
    fixture_begin(f);
    audit_sequence_written(f->db, f->arena);
    struct uuid request_id = uuid_make();
    db_begin_request(f->db, f->arena, &request_id);
    (void)db_enter(f->db, (struct db_scope){.reach = DB_ALL});
    int64_t numbers = fixture_count(
        f, "SELECT count(*) FROM audit_sequence WHERE organization_id = $1", &f->own.id);
    wait_days(401);
    struct retention_run live = carry_out(f);
    assert_true(live.deleted_count >= 5);
    assert_int_equal(
        fixture_count(f, "SELECT count(*) FROM audit_events WHERE record_id = $1", &id), 0);
    assert_true(fixture_count(f,
                              "SELECT count(*) FROM audit_sequence WHERE organization_id = $1 "
                              "AND leaf_hash IS NOT NULL",
                              &f->own.id) >= numbers);
}

static void a_person_who_left_becomes_unreadable_and_is_noted(void **state)
{
    struct fixture *f = *state;
    struct erasure *erasures = NULL;
    int count = 0;
    char ledger[128];
    const struct fixture_user *user = &f->own.users[PERSONA_INDIVIDUAL_DEVELOPER];
    const struct fixture_user *owner = &f->own.users[PERSONA_PRODUCT_MANAGER];
    (void)make_prompt(f, PERSONA_PRODUCT_MANAGER, "owned", "Text");
    fixture_begin(f);
    assert_int_equal(user_deactivate(f->db, retention_admin(f), &user->id), ERR_NONE);
    assert_int_equal(user_deactivate(f->db, retention_admin(f), &owner->id), ERR_NONE);
    retention_set_rules(f, "people", 365);
    wait_days(YEAR_DAYS);
    struct retention_run live = carry_out(f);
    assert_int_equal(live.deleted_count, 1);
    assert_int_equal(fixture_count(f,
                                   "SELECT count(*) FROM users WHERE id = $1 AND full_name IS NULL "
                                   "AND email IS NULL AND erased_at IS NOT NULL",
                                   &user->id),
                     1);
    assert_int_equal(fixture_count(f,
                                   "SELECT count(*) FROM users WHERE id = $1 AND erased_at IS NULL",
                                   &owner->id),
                     1); /* who still owns something */
    (void)snprintf(ledger, sizeof ledger, "%s/erasures.jsonl", f->dir);
    assert_int_equal(erasure_ledger_read(f->arena, ledger, &erasures, &count), ERR_NONE);
    assert_int_equal(count, 1);
    assert_true(uuid_equal(&erasures[0].user_id, &user->id));
}

static void a_run_ends_with_a_certificate_that_anybody_can_check(void **state)
{
    struct fixture *f = *state;
    struct note_key key;
    const struct note_key *signer = NULL;
    const char *text = NULL;
    (void)make_versions(f, "proof", 3);
    retention_set_rules(f, "versions", 30);
    wait_days(31);
    struct retention_run live = carry_out(f);
    assert_int_equal(note_key_of(f->keyring, NULL, &key), ERR_NONE);
    retention_begin_request(f);
    assert_int_equal(retention_run_get(f->db, retention_admin(f), &live.id, &live), ERR_NONE);
    assert_int_equal(signed_note_open(f->arena, &key, 1, live.certificate, &text, &signer),
                     ERR_NONE);
    assert_non_null(strstr(text, live.manifest_hash));
    assert_non_null(strstr(text, "\"deleted\": 2"));
    struct retention_line_list lines;
    assert_int_equal(retention_line_list(f->db, retention_admin(f), &live.id, 0, &lines), ERR_NONE);
    assert_int_equal(lines.count, 2);
    assert_string_equal(lines.items[0].outcome, "deleted");
    assert_string_equal(lines.items[0].name, "proof");
}

static void rules_outside_the_bounds_of_a_preset_are_refused_with_the_reason(void **state)
{
    struct fixture *f = *state;
    struct retention_rules rules;
    struct problem problem;
    fixture_begin(f);
    assert_int_equal(retention_rules_get(f->db, retention_admin(f), &rules), ERR_NONE);
    assert_int_equal(rules.version, 0);
    rules.set.presets = 1U << PRESET_HIPAA;
    assert_int_equal(retention_rules_save(f->db, retention_admin(f), &rules.set, 0, &problem),
                     ERR_INVALID);
    assert_string_equal(problem.field, "audit");
    assert_non_null(strstr(problem.message, "at least 2192 days (45 CFR 164.316(b)(2)(i))"));
    retention_rule_set_fit(&rules.set);
    assert_int_equal(retention_rules_save(f->db, retention_admin(f), &rules.set, 0, &problem),
                     ERR_NONE);
    assert_int_equal(retention_rules_save(f->db, retention_admin(f), &rules.set, 0, &problem),
                     ERR_STALE);
    assert_int_equal(retention_rules_get(f->db, retention_admin(f), &rules), ERR_NONE);
    assert_int_equal(rules.version, 1);
    assert_int_equal(rules.set.rules[RETENTION_SECURITY].days, 2192);
    assert_int_equal(
        retention_rules_get(f->db, &f->own.users[PERSONA_PRODUCT_MANAGER].actor, &rules),
        ERR_DENIED);
}

/* ---- evidence ------------------------------------------------------------------------------ */

enum { LINES = 1234 };

static void add_lines(struct fixture *f, const struct uuid *run_id)
{
    retention_begin_request(f);
    assert_int_equal(db_begin(f->db), ERR_NONE);
    for (int i = 1; i <= LINES; i++)
        db_change_later(f->db,
                        "INSERT INTO retention_lines (organization_id, run_id, position, kind, "
                        "noun, row_id, number, clock_at, outcome) "
                        "VALUES ($1, $2, $3, 'sessions', 'session', $2, 0, $4, 'due')",
                        db_uuid(&f->own.id), db_uuid(run_id), db_int(i), db_time(clock_now()));
    assert_int_equal(db_finish(f->db, ERR_NONE), ERR_NONE);
}

static int64_t count_lines(struct fixture *f, const struct uuid *run_id)
{
    retention_begin_request(f);
    return fixture_count(f, "SELECT count(*) FROM retention_lines WHERE run_id = $1", run_id);
}

static void the_evidence_of_a_large_run_goes_in_small_transactions(void **state)
{
    enum { EIGHT_YEARS = 8 * 366 };
    struct fixture *f = *state;
    struct uuid id;
    struct problem problem;
    struct uuid old = retention_dry(f).id;
    add_lines(f, &old);
    wait_days(EIGHT_YEARS);
    retention_set_rules(f, "evidence", 2557);
    struct retention_run dry = retention_dry(f);
    assert_int_equal(dry.due_count, 1);
    retention_approve(f, &dry.id);
    struct fixture timer = retention_connect(f);
    assert_int_equal(retention_live(&timer, &dry.id, &id, &problem), ERR_NONE);
    struct retention_run run = {.ended_at = 0};
    int64_t left = LINES;
    int steps = 0;
    while (run.ended_at == 0) {
        run = retention_step_some(&timer, &id, 1);
        int64_t now_left = count_lines(&timer, &old);
        assert_true(left - now_left <= RETENTION_BATCH);
        steps += now_left != left;
        left = now_left;
    }
    assert_int_equal(left, 0);
    assert_int_equal(steps, 3);
    assert_int_equal(run.deleted_count, dry.due_count);
    assert_int_equal(
        fixture_count(&timer, "SELECT count(*) FROM retention_runs WHERE id = $1", &old), 0);
    retention_disconnect(&timer);
    fixture_begin(f);
}

static void dry_runs_of_a_month_ago_are_forgotten_with_all_their_lines(void **state)
{
    struct fixture *f = *state;
    struct actor timer = retention_timer(f);
    struct uuid old = retention_dry(f).id;
    add_lines(f, &old);
    wait_days(31);
    struct uuid young = retention_dry(f).id;
    retention_begin_request(f);
    assert_int_equal(retention_forget_dry(f->db, retention_admin(f)), ERR_DENIED);
    assert_int_equal(retention_forget_dry(f->db, &timer), ERR_NONE);
    assert_int_equal(count_lines(f, &old), 0);
    static const char runs[] = "SELECT count(*) FROM retention_runs WHERE id = $1";
    assert_int_equal(fixture_count(f, runs, &old), 0);
    assert_int_equal(fixture_count(f, runs, &young), 1);
}

/* ---- what belongs to no organization --------------------------------------------------------- */

static const struct uuid nobody;

static void enter_nobody(struct fixture *f)
{
    fixture_begin(f);
    (void)db_enter(f->db, (struct db_scope){DB_ORGANIZATION, nobody});
}

static void add_events_of_nobody(struct fixture *f, int count)
{
    static const char *const actions[] = {"session.sign_in", "user.create", "record.export"};
    for (int i = 0; i < count; i++) {
        struct audit_event event = {.action = actions[i % (int)COUNT_OF(actions)],
                                    .record_type = "session"};
        enter_nobody(f);
        assert_int_equal(audit_record_alone(f->db, NULL, &event), ERR_NONE);
    }
    enter_nobody(f);
    audit_sequence_written(f->db, f->arena);
    struct uuid request_id = uuid_make();
    db_begin_request(f->db, f->arena, &request_id);
}

static int64_t count_events_of_nobody(struct fixture *f)
{
    enter_nobody(f);
    return fixture_count(f, "SELECT count(*) FROM audit_events WHERE organization_id = $1",
                         &nobody);
}

static void events_of_no_organization_are_pruned_by_the_default_rules(void **state)
{
    struct fixture *f = *state;
    int64_t due = 0, pruned = 0;
    struct actor timer_actor = f->command;
    add_events_of_nobody(f, 9);
    int64_t before = count_events_of_nobody(f);
    assert_int_equal(retention_nobody_count(f->db, &timer_actor, &due), ERR_NONE);
    assert_int_equal(due, 0); /* not old enough */
    wait_days(401);
    add_events_of_nobody(f, 3);
    enter_nobody(f);
    assert_int_equal(retention_nobody_count(f->db, &timer_actor, &due), ERR_NONE);
    assert_int_equal(due, before);
    assert_int_equal(retention_nobody_prune(f->db, retention_admin(f), &pruned), ERR_DENIED);
    struct fixture timer = retention_connect(f);
    enter_nobody(&timer);
    assert_int_equal(retention_nobody_prune(timer.db, &timer_actor, &pruned), ERR_NONE);
    assert_int_equal(pruned, due);
    assert_int_equal(retention_nobody_prune(timer.db, &timer_actor, &pruned), ERR_NONE);
    assert_int_equal(pruned, 0);
    retention_disconnect(&timer);
    assert_int_equal(count_events_of_nobody(f), 4); /* the young ones, and that of the run */
    assert_true(fixture_count(f,
                              "SELECT count(*) FROM audit_sequence WHERE organization_id = $1 "
                              "AND leaf_hash IS NOT NULL",
                              &nobody) >= before);
    assert_int_equal(fixture_count(f,
                                   "SELECT count(*) FROM installation WHERE name = 'retention' "
                                   "AND created_at IS NOT NULL AND $1 = $1",
                                   &nobody),
                     0);
}

static void nobody_else_prunes_them(void **state)
{
    struct fixture *f = *state;
    int64_t count = 0;
    if (!f->is_postgres)
        return;
    add_events_of_nobody(f, 2);
    wait_days(401);
    enter_nobody(f);
    assert_int_equal(retention_nobody_prune(f->db, &f->command, &count), ERR_UNAVAILABLE);
    (void)!db_end_request(f->db);
    struct uuid request_id = uuid_make();
    db_begin_request(f->db, f->arena, &request_id);
    assert_true(count_events_of_nobody(f) >= 2);
}

static int close_now(void **state)
{
    clock_travel(0);
    return fixture_close(state);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_open, close_now)
    const struct CMUnitTest tests[] = {
        TEST(old_versions_go_and_those_that_something_refers_to_stay),
        TEST(nobody_deletes_a_version_or_an_event_outside_a_run),
        TEST(what_is_on_hold_stays_until_the_hold_is_released),
        TEST(a_hold_that_is_placed_while_a_run_deletes_is_obeyed),
        TEST(a_live_run_needs_a_dry_run_that_was_approved_and_is_of_today),
        TEST(a_live_run_stops_when_much_more_is_due_than_was_approved),
        TEST(the_timer_does_what_was_approved_and_no_more),
        TEST(an_archived_record_goes_with_everything_about_it),
        TEST(an_archived_record_of_many_versions_goes_in_small_transactions),
        TEST(events_go_and_their_numbers_and_hashes_stay),
        TEST(a_person_who_left_becomes_unreadable_and_is_noted),
        TEST(a_run_ends_with_a_certificate_that_anybody_can_check),
        TEST(the_evidence_of_a_large_run_goes_in_small_transactions),
        TEST(dry_runs_of_a_month_ago_are_forgotten_with_all_their_lines),
        TEST(events_of_no_organization_are_pruned_by_the_default_rules),
        TEST(nobody_else_prunes_them),
        TEST(rules_outside_the_bounds_of_a_preset_are_refused_with_the_reason),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
