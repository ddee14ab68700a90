#include "test.h"

#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "data/listing/record_list.h"
#include "data/prompt/prompt.h"
#include "data/record/record_load.h"
#include "data/release/record_label.h"
#include "data/usage/usage.h"
#include "data/usage/usage_fetcher.h"
#include "data/usage/usage_forget.h"
#include "data/usage/usage_sum.h"
#include "data/usage/usage_warning.h"
#include "fixture.h"
#include "records.h"
#include "tokens.h"

/* Servings are counted in memory and written in batches: exactly, by several processes at once, and
 * within bounded memory. */

static const struct record_kind *const prompts = &record_kinds[RECORD_PROMPT];

static struct uuid make_prompt(struct fixture *f, const char *name)
{
    return records_make(f, prompts,
                        &(struct record_made){.persona = PERSONA_CUSTOMER_ADMIN, .name = name});
}

static struct usage_served served_of(const struct uuid *id, int64_t version, const char *label)
{
    struct usage_served served = {.kind = RECORD_PROMPT, .record_id = *id, .version = version};
    usage_set_label(&served, label);
    return served;
}

/* Notes it so often, as an answer each. */
static void note(struct fixture *f, struct usage_notes *usage, const struct uuid *token_id,
                 const struct usage_served *served, int times)
{
    for (int i = 0; i < times; i++) {
        usage_note(usage, &f->own.id, token_id, served);
        usage_settle(usage, true);
    }
}

static void write_all(struct fixture *f, struct usage_notes *usage)
{
    assert_int_equal(db_end_request(f->db), ERR_NONE);
    usage_write(usage, f->db, f->arena);
    fixture_begin(f);
    (void)db_enter(f->db, (struct db_scope){DB_ORGANIZATION, f->own.id});
}

static int64_t sum_of(struct fixture *f, const char *sql, const struct uuid *id)
{
    struct db_result result;
    assert_int_equal(db_select(f->db, &result, sql, db_uuid(&f->own.id), db_uuid(id)), ERR_NONE);
    return db_get_int(&result, 0, 0);
}

static int64_t served_count(struct fixture *f, const struct uuid *record_id)
{
    return sum_of(f,
                  "SELECT CAST(COALESCE(SUM(serving_count), 0) AS bigint) FROM servings "
                  "WHERE organization_id = $1 AND record_id = $2",
                  record_id);
}

static int64_t row_count(struct fixture *f, const struct uuid *record_id)
{
    return sum_of(f, "SELECT COUNT(*) FROM servings WHERE organization_id = $1 AND record_id = $2",
                  record_id);
}

/* ---- counting ----------------------------------------------------------------------------- */

static void servings_add_up_by_what_they_were(void **state)
{
    struct fixture *f = *state;
    struct usage_notes *usage = usage_create();
    struct uuid id = make_prompt(f, "support/refund");
    struct uuid token = uuid_make(), other = uuid_make();
    struct usage_served live = served_of(&id, 3, "production");
    struct usage_served pinned = served_of(&id, 3, NULL);
    note(f, usage, &token, &live, 5);
    note(f, usage, &other, &live, 2);
    note(f, usage, &token, &pinned, 1);
    live.protocol = USAGE_MCP;
    note(f, usage, &token, &live, 1);
    write_all(f, usage);
    assert_int_equal(served_count(f, &id), 9);
    assert_int_equal(row_count(f, &id), 4);
    note(f, usage, &other, &pinned, 7);
    live.protocol = USAGE_API;
    note(f, usage, &token, &live, 1);
    write_all(f, usage);
    assert_int_equal(served_count(f, &id), 17);
    assert_int_equal(row_count(f, &id), 5);
}

static void days_are_apart(void **state)
{
    struct fixture *f = *state;
    struct usage_notes *usage = usage_create();
    struct uuid id = make_prompt(f, "a"), token = uuid_make();
    struct usage_served live = served_of(&id, 1, "production");
    int64_t midnight = (clock_now() / CLOCK_DAY + 1) * CLOCK_DAY;
    clock_stand(midnight - CLOCK_SECOND);
    note(f, usage, &token, &live, 2);
    clock_stand(midnight + CLOCK_SECOND);
    note(f, usage, &token, &live, 3);
    write_all(f, usage);
    clock_travel(0);
    assert_int_equal(row_count(f, &id), 2);
    assert_int_equal(sum_of(f,
                            "SELECT serving_count FROM servings WHERE organization_id = $1 AND "
                            "record_id = $2 ORDER BY day DESC LIMIT 1",
                            &id),
                     3);
}

static void an_answer_that_was_not_given_does_not_count(void **state)
{
    struct fixture *f = *state;
    struct usage_notes *usage = usage_create();
    struct uuid id = make_prompt(f, "a"), gone = make_prompt(f, "b"), token = uuid_make();
    struct usage_served live = served_of(&id, 1, "production");
    struct usage_served failed = served_of(&gone, 1, "production");
    usage_note(usage, &f->own.id, &token, &live);
    usage_note(usage, &f->own.id, &token, &failed);
    usage_settle(usage, false);
    usage_note(usage, &f->own.id, &token, &live);
    usage_settle(usage, true);
    write_all(f, usage);
    assert_int_equal(served_count(f, &id), 1);
    assert_int_equal(row_count(f, &gone), 0);
}

static void a_record_that_is_gone_has_no_row(void **state)
{
    struct fixture *f = *state;
    struct usage_notes *usage = usage_create();
    struct uuid id = make_prompt(f, "a"), gone = uuid_make(), token = uuid_make();
    struct usage_served live = served_of(&id, 1, "production");
    struct usage_served lost = served_of(&gone, 1, "production");
    note(f, usage, &token, &lost, 3);
    note(f, usage, &token, &live, 3);
    write_all(f, usage);
    assert_int_equal(row_count(f, &gone), 0);
    assert_int_equal(served_count(f, &id), 3);
    assert_int_equal(usage_due_in_ms(usage), -1);
}

/* ---- when --------------------------------------------------------------------------------- */

static void it_is_due_after_the_time_that_the_page_says(void **state)
{
    struct fixture *f = *state;
    struct usage_notes *usage = usage_create();
    struct uuid id = make_prompt(f, "a"), token = uuid_make();
    struct usage_served live = served_of(&id, 1, "production");
    int64_t now = clock_now();
    clock_stand(now);
    assert_int_equal(usage_due_in_ms(usage), -1);
    note(f, usage, &token, &live, 1);
    assert_in_range(usage_due_in_ms(usage), 4000, 5001);
    clock_stand(now + 3 * CLOCK_SECOND);
    note(f, usage, &token, &live, 1); /* the oldest note decides */
    clock_stand(now + USAGE_WRITE_EVERY + CLOCK_SECOND);
    assert_int_equal(usage_due_in_ms(usage), 0);
    assert_true(USAGE_WRITE_EVERY < USAGE_LOST_AT_MOST);
    write_all(f, usage);
    clock_travel(0);
    assert_int_equal(served_count(f, &id), 2);
    assert_int_equal(usage_due_in_ms(usage), -1);
}

static void what_cannot_be_written_is_tried_again(void **state)
{
    struct fixture *f = *state;
    struct usage_notes *usage = usage_create();
    struct uuid id = make_prompt(f, "a"), token = uuid_make();
    struct usage_served live = served_of(&id, 1, "production");
    note(f, usage, &token, &live, 2);
    fixture_script(f, "ALTER TABLE servings RENAME TO hidden;",
                   "ALTER TABLE servings RENAME TO hidden;");
    assert_int_equal(db_end_request(f->db), ERR_NONE);
    usage_write(usage, f->db, f->arena);
    assert_in_range(usage_due_in_ms(usage), 1, 5001);
    struct uuid request_id = uuid_make();
    db_begin_request(f->db, f->arena, &request_id); /* the failure is over */
    fixture_script(f, "ALTER TABLE hidden RENAME TO servings;",
                   "ALTER TABLE hidden RENAME TO servings;");
    note(f, usage, &token, &live, 1);
    usage_write(usage, f->db, f->arena);
    fixture_begin(f);
    (void)db_enter(f->db, (struct db_scope){DB_ORGANIZATION, f->own.id});
    assert_int_equal(served_count(f, &id), 3);
}

/* ---- bounds ------------------------------------------------------------------------------- */

static void many_different_things_are_written_early_and_bounded(void **state)
{
    struct fixture *f = *state;
    struct usage_notes *usage = usage_create();
    struct uuid id = make_prompt(f, "a"), token = uuid_make();
    struct usage_served live = served_of(&id, 1, NULL);
    for (int i = 1; i < USAGE_FULL; i++) {
        live.version = i;
        note(f, usage, &token, &live, 1);
    }
    assert_int_not_equal(usage_due_in_ms(usage), 0);
    live.version = USAGE_FULL;
    note(f, usage, &token, &live, 1);
    assert_int_equal(usage_due_in_ms(usage), 0);
    write_all(f, usage);
    assert_int_equal(served_count(f, &id), USAGE_FULL);
    for (int i = 0; i < USAGE_MAX + 10; i++) { /* one answer with more than there is room for */
        live.version = i + 1;
        usage_note(usage, &f->own.id, &token, &live);
    }
    usage_settle(usage, true);
    write_all(f, usage);
    assert_int_equal(served_count(f, &id), USAGE_FULL + USAGE_MAX);
}

/* ---- at once ------------------------------------------------------------------------------ */

enum { RACERS = 6, RACE_RECORDS = 40, RACE_ROUNDS = 10 };

struct race {
    struct uuid ids[RACE_RECORDS];
    struct uuid token;
};

/* Each notes the records in another order. */
static enum err note_and_write(struct fixture *f, int index, void *context)
{
    struct race *race = context;
    struct usage_notes *usage = usage_create();
    for (int round = 0; round < RACE_ROUNDS; round++) {
        for (int i = 0; i < RACE_RECORDS; i++) {
            struct usage_served live = served_of(
                &race->ids[(i * (2 * index + 1) + round) % RACE_RECORDS], 1, "production");
            note(f, usage, &race->token, &live, 1);
        }
        (void)!db_end_request(f->db);
        int64_t until = 0;
        for (; usage_due_in_ms(usage) >= 0; fixture_wait(&until, "a turn to write"))
            usage_write(usage, f->db, f->arena);
    }
    return ERR_NONE;
}

static void processes_that_write_at_once_lose_nothing(void **state)
{
    struct fixture *f = *state;
    struct race race = {.token = uuid_make()};
    enum err results[RACERS];
    char name[16];
    for (int i = 0; i < RACE_RECORDS; i++) {
        (void)snprintf(name, sizeof name, "p%d", i);
        race.ids[i] = make_prompt(f, name);
    }
    fixture_race(f, RACERS, note_and_write, &race, results);
    for (int i = 0; i < RACERS; i++)
        assert_int_equal(results[i], ERR_NONE);
    fixture_begin(f);
    (void)db_enter(f->db, (struct db_scope){DB_ORGANIZATION, f->own.id});
    for (int i = 0; i < RACE_RECORDS; i++) {
        assert_int_equal(served_count(f, &race.ids[i]), RACERS * RACE_ROUNDS);
        assert_int_equal(row_count(f, &race.ids[i]), 1);
    }
}

/* ---- organizations ------------------------------------------------------------------------ */

static void what_another_organization_names_has_no_row(void **state)
{
    struct fixture *f = *state;
    struct usage_notes *usage = usage_create();
    struct uuid id = make_prompt(f, "a"), token = uuid_make();
    struct usage_served live = served_of(&id, 1, "production");
    note(f, usage, &token, &live, 4);
    usage_note(usage, &f->other.id, &token, &live);
    usage_settle(usage, true);
    write_all(f, usage);
    assert_int_equal(served_count(f, &id), 4);
    (void)db_enter(f->db, (struct db_scope){.reach = DB_ALL});
    assert_int_equal(
        fixture_count(f, "SELECT COUNT(*) FROM servings WHERE organization_id = $1", &f->other.id),
        0);
}

/* ---- who ---------------------------------------------------------------------------------- */

static struct usage_fetcher_list fetchers(struct fixture *f, const struct actor *actor,
                                          const struct uuid *id,
                                          const struct usage_fetch_filter *filter)
{
    struct usage_fetcher_list list;
    struct prompt prompt;
    assert_int_equal(
        record_load(f->db, actor, &prompt_store, id, prompts->see, RECORD_HEAD_ONLY, &prompt),
        ERR_NONE);
    assert_int_equal(usage_fetchers(f->db, actor, &prompt.head, filter, &list), ERR_NONE);
    return list;
}

static void who_fetched_which_version_is_known_by_name(void **state)
{
    struct fixture *f = *state;
    struct usage_notes *usage = usage_create();
    const struct fixture_user *admin = &f->own.users[PERSONA_CUSTOMER_ADMIN];
    const struct fixture_user *developer = &f->own.users[PERSONA_INDIVIDUAL_DEVELOPER];
    struct uuid id = make_prompt(f, "a");
    struct uuid account = tokens_account(f, &admin->actor, "checkout");
    struct api_token_made bot = tokens_make(f, &admin->actor, "checkout-prod", &account, "");
    struct api_token_made own = tokens_make(f, &developer->actor, "laptop", NULL, "");
    struct uuid gone = uuid_make(), nobody = {{0}};
    int64_t now = clock_now();
    struct usage_served old = served_of(&id, 2, NULL), live = served_of(&id, 3, "production");
    clock_stand(now + CLOCK_SECOND);
    note(f, usage, &gone, &old, 1);
    note(f, usage, &nobody, &old, 6);
    clock_stand(now + 2 * CLOCK_SECOND);
    note(f, usage, &own.id, &old, 2);
    clock_stand(now + 3 * CLOCK_SECOND);
    note(f, usage, &bot.id, &live, 3);
    write_all(f, usage);
    clock_travel(0);

    struct usage_fetch_filter all = {.since = now - 30 * CLOCK_DAY};
    struct usage_fetcher_list list = fetchers(f, &admin->actor, &id, &all);
    assert_int_equal(list.count, 4);
    assert_string_equal(list.items[0].owner_name, "checkout");
    assert_string_equal(list.items[0].token_name, "checkout-prod");
    assert_int_equal(list.items[0].version, 3);
    assert_int_equal(list.items[0].serving_count, 3);
    assert_false(list.items[0].is_over);
    assert_string_equal(list.items[1].owner_name, developer->full_name);
    assert_string_equal(list.items[1].token_name, "laptop");
    assert_int_equal(list.items[1].serving_count, 2);
    for (int i = 2; i < 4; i++) {
        bool is_nobody = uuid_is_nil(&list.items[i].token_id);
        assert_null(list.items[i].owner_name);
        assert_int_equal(list.items[i].is_over, !is_nobody);
        assert_int_equal(list.items[i].serving_count, is_nobody ? 6 : 1);
    }
    /* who may not manage others' tokens sees whose they are, and not their names */
    list = fetchers(f, &developer->actor, &id, &all);
    assert_null(list.items[0].token_name);
    assert_string_equal(list.items[0].owner_name, "checkout");
    assert_string_equal(list.items[1].token_name, "laptop");
    struct usage_fetch_filter third = {.since = all.since, .version = 3};
    list = fetchers(f, &admin->actor, &id, &third);
    assert_int_equal(list.count, 1);
    struct usage_fetch_filter later = {.since = now + 2 * CLOCK_DAY};
    list = fetchers(f, &admin->actor, &id, &later);
    assert_int_equal(list.count, 0);
}

/* ---- what pages say ----------------------------------------------------------------------- */

static void load(struct fixture *f, const struct uuid *id, struct prompt *prompt)
{
    assert_int_equal(record_load(f->db, &f->own.users[PERSONA_CUSTOMER_ADMIN].actor, &prompt_store,
                                 id, prompts->see, RECORD_HEAD_ONLY, prompt),
                     ERR_NONE);
}

static void thirty_days_are_summed_up(void **state)
{
    struct fixture *f = *state;
    struct usage_notes *usage = usage_create();
    struct uuid id = make_prompt(f, "a"), token = uuid_make(), other = uuid_make();
    struct uuid nobody = {{0}};
    struct usage_served live = served_of(&id, 3, "production"), old = served_of(&id, 2, NULL);
    struct usage_sum sum;
    struct usage_label_list labels;
    struct usage_day_list days;
    struct prompt prompt;
    int64_t noon = clock_now() / CLOCK_DAY * CLOCK_DAY + CLOCK_DAY / 2;
    clock_travel(noon - 40 * CLOCK_DAY);
    note(f, usage, &other, &old, 100);
    clock_travel(noon - 29 * CLOCK_DAY);
    note(f, usage, &token, &old, 4);
    clock_travel(noon);
    note(f, usage, &token, &live, 2);
    note(f, usage, &other, &live, 1);
    note(f, usage, &nobody, &live, 5);
    write_all(f, usage);
    load(f, &id, &prompt);
    assert_int_equal(usage_sum(f->db, &prompt.head, 0, &sum), ERR_NONE);
    assert_int_equal(sum.serving_count, 12);
    assert_int_equal(sum.token_count, 2);
    assert_in_range(sum.last_ever_at, noon, noon + CLOCK_MINUTE);
    assert_int_equal(sum.archived_last_at, 0);
    assert_int_equal(usage_sum(f->db, &prompt.head, 2, &sum), ERR_NONE);
    assert_int_equal(sum.serving_count, 4);
    assert_int_equal(sum.token_count, 1);
    assert_int_equal(usage_labels(f->db, &prompt.head, &labels), ERR_NONE);
    assert_int_equal(labels.count, 2);
    assert_string_equal(labels.items[0].label, "");
    assert_string_equal(labels.items[1].label, "production");
    assert_int_equal(labels.items[1].serving_count, 8);
    assert_int_equal(usage_days(f->db, &prompt.head, &days), ERR_NONE);
    assert_int_equal(days.count, 2);
    assert_int_equal(days.items[0].day, noon / CLOCK_DAY);
    assert_int_equal(days.items[0].version, 3);
    assert_int_equal(days.items[1].day, usage_first_day());
    assert_int_equal(days.items[1].serving_count, 4);
    clock_travel(0);
}

static void release(struct fixture *f, const struct uuid *id)
{
    struct problem problem;
    struct label_change change = {
        .record_id = *id, .label = LABEL_PRODUCTION, .to_version = 1, .reason = ""};
    assert_int_equal(label_move(f->db, &f->own.users[PERSONA_CUSTOMER_ADMIN].actor, &prompt_store,
                                &change, &problem),
                     ERR_NONE);
}

/* Whom the warnings name, "a b", of one sort. */
static const char *warned(struct fixture *f, enum usage_warning_sort sort)
{
    struct usage_warning_list list;
    struct buf names;
    buf_init(&names, f->arena);
    assert_int_equal(usage_warnings(f->db, &f->own.users[PERSONA_PRODUCT_MANAGER].actor, &list),
                     ERR_NONE);
    for (int i = 0; i < list.count; i++)
        if (list.items[i].sort == sort)
            buf_printf(&names, "%s%s", names.len > 0 ? " " : "", list.items[i].name);
    return names.data == NULL ? "" : names.data;
}

/* The list that shows all of them. */
static const char *unserved(struct fixture *f)
{
    struct record_filter filter = {.stage = RECORD_UNSERVED, .sort = RECORD_SORT_NAME};
    struct record_list list;
    struct buf names;
    buf_init(&names, f->arena);
    assert_int_equal(
        record_list(f->db, &f->own.users[PERSONA_PRODUCT_MANAGER].actor, prompts, &filter, &list),
        ERR_NONE);
    for (int i = 0; i < list.count; i++)
        buf_printf(&names, "%s%s", i > 0 ? " " : "", list.rows[i].name);
    return names.data == NULL ? "" : names.data;
}

static void what_is_live_and_not_served_is_warned_of(void **state)
{
    struct fixture *f = *state;
    struct usage_notes *usage = usage_create();
    struct uuid token = uuid_make();
    int64_t now = clock_now();
    clock_travel(now - 40 * CLOCK_DAY);
    struct uuid served = make_prompt(f, "served"), idle = make_prompt(f, "idle");
    struct uuid part = make_prompt(f, "part"), unreleased = make_prompt(f, "unreleased");
    release(f, &served);
    release(f, &idle);
    release(f, &part);
    struct uuid whole = records_make(f, prompts,
                                     &(struct record_made){.persona = PERSONA_CUSTOMER_ADMIN,
                                                           .name = "whole",
                                                           .words = "@@@prompt:name=part@@@"});
    clock_travel(now);
    struct uuid fresh = make_prompt(f, "fresh");
    release(f, &fresh);
    assert_string_equal(warned(f, USAGE_IDLE), ""); /* no program is served anything here */
    assert_string_equal(unserved(f), "idle served");
    struct usage_served live = served_of(&served, 1, "production");
    struct usage_served other = served_of(&unreleased, 1, NULL);
    note(f, usage, &token, &live, 1);
    note(f, usage, &token, &other, 1);
    write_all(f, usage);
    assert_string_equal(warned(f, USAGE_IDLE), "idle");
    assert_string_equal(unserved(f), "idle");
    live = served_of(&idle, 1, "production");
    note(f, usage, &token, &live, 1);
    write_all(f, usage);
    assert_string_equal(warned(f, USAGE_IDLE), "");
    clock_travel(now + 32 * CLOCK_DAY); /* nothing is served any more at all */
    assert_string_equal(warned(f, USAGE_IDLE), "");
    live = served_of(&whole, 1, "latest");
    note(f, usage, &token, &live, 1);
    write_all(f, usage);
    assert_string_equal(warned(f, USAGE_IDLE), "fresh idle served");
    clock_travel(0);
}

static void what_is_archived_and_served_is_warned_of(void **state)
{
    struct fixture *f = *state;
    struct usage_notes *usage = usage_create();
    struct uuid id = make_prompt(f, "a"), quiet = make_prompt(f, "b"), token = uuid_make();
    struct usage_served served = served_of(&id, 1, NULL), before = served_of(&quiet, 1, NULL);
    struct usage_sum sum;
    struct prompt prompt;
    note(f, usage, &token, &before, 1);
    write_all(f, usage);
    records_archive(f, prompts, &id);
    records_archive(f, prompts, &quiet);
    assert_string_equal(warned(f, USAGE_ARCHIVED), "");
    note(f, usage, &token, &served, 1);
    write_all(f, usage);
    assert_string_equal(warned(f, USAGE_ARCHIVED), "a");
    load(f, &id, &prompt);
    assert_int_equal(usage_sum(f->db, &prompt.head, 0, &sum), ERR_NONE);
    assert_true(sum.archived_last_at > prompt.archived_at);
}

static void what_was_fetched_lately_is_archived_only_knowingly(void **state)
{
    struct fixture *f = *state;
    struct usage_notes *usage = usage_create();
    const struct actor *admin = &f->own.users[PERSONA_CUSTOMER_ADMIN].actor;
    struct uuid id = make_prompt(f, "a"), token = uuid_make();
    struct usage_served served = served_of(&id, 1, NULL);
    struct record_archive_draft draft = {.id = id};
    struct problem problem;
    note(f, usage, &token, &served, 1);
    write_all(f, usage);
    assert_int_equal(record_archive(f->db, admin, &prompt_store, &draft, &problem), ERR_CONFLICT);
    assert_string_equal(problem.field, "accept");
    draft.accepts_uses = true;
    assert_int_equal(record_archive(f->db, admin, &prompt_store, &draft, &problem), ERR_NONE);
}

/* ---- for how long ------------------------------------------------------------------------- */

static void counts_go_after_four_hundred_days(void **state)
{
    struct fixture *f = *state;
    struct usage_notes *usage = usage_create();
    struct uuid id = make_prompt(f, "a"), gone = make_prompt(f, "b"), token = uuid_make();
    struct usage_served served = served_of(&id, 1, NULL), old = served_of(&gone, 1, NULL);
    struct actor command = f->command;
    int64_t now = clock_now();
    clock_travel(now - (USAGE_KEPT_DAYS + 2) * CLOCK_DAY);
    for (int version = 1; version <= 1200; version++) {
        old.version = version;
        note(f, usage, &token, &old, 1);
    }
    note(f, usage, &token, &served, 1);
    clock_travel(now - (USAGE_KEPT_DAYS - 2) * CLOCK_DAY);
    note(f, usage, &token, &served, 1);
    write_all(f, usage);
    clock_travel(now);
    command.organization_id = f->own.id;
    assert_int_equal(usage_forget(f->db, &f->own.users[PERSONA_CUSTOMER_ADMIN].actor), ERR_DENIED);
    assert_int_equal(usage_forget(f->db, &command), ERR_NONE);
    assert_int_equal(row_count(f, &gone), 0);
    assert_int_equal(row_count(f, &id), 1);
    assert_int_equal(sum_of(f,
                            "SELECT COUNT(*) FROM served_records WHERE organization_id = $1 AND "
                            "record_id = $2",
                            &gone),
                     0);
    clock_travel(0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(servings_add_up_by_what_they_were, fixture_open,
                                        fixture_close),
        cmocka_unit_test_setup_teardown(days_are_apart, fixture_open, fixture_close),
        cmocka_unit_test_setup_teardown(an_answer_that_was_not_given_does_not_count, fixture_open,
                                        fixture_close),
        cmocka_unit_test_setup_teardown(a_record_that_is_gone_has_no_row, fixture_open,
                                        fixture_close),
        cmocka_unit_test_setup_teardown(it_is_due_after_the_time_that_the_page_says, fixture_open,
                                        fixture_close),
        cmocka_unit_test_setup_teardown(what_cannot_be_written_is_tried_again, fixture_open,
                                        fixture_close),
        cmocka_unit_test_setup_teardown(many_different_things_are_written_early_and_bounded,
                                        fixture_open, fixture_close),
        cmocka_unit_test_setup_teardown(processes_that_write_at_once_lose_nothing, fixture_open,
                                        fixture_close),
        cmocka_unit_test_setup_teardown(what_another_organization_names_has_no_row, fixture_open,
                                        fixture_close),
        cmocka_unit_test_setup_teardown(who_fetched_which_version_is_known_by_name, fixture_open,
                                        fixture_close),
        cmocka_unit_test_setup_teardown(thirty_days_are_summed_up, fixture_open, fixture_close),
        cmocka_unit_test_setup_teardown(what_is_live_and_not_served_is_warned_of, fixture_open,
                                        fixture_close),
        cmocka_unit_test_setup_teardown(what_is_archived_and_served_is_warned_of, fixture_open,
                                        fixture_close),
        cmocka_unit_test_setup_teardown(what_was_fetched_lately_is_archived_only_knowingly,
                                        fixture_open, fixture_close),
        cmocka_unit_test_setup_teardown(counts_go_after_four_hundred_days, fixture_open,
                                        fixture_close),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
