#ifndef TESTS_EVERYTHING_H
#define TESTS_EVERYTHING_H

#include "answers.h"
#include "base/clock.h"
#include "carries.h"
#include "data/account/account_change.h"
#include "data/account/user_new.h"
#include "data/edit/record_tag_many.h"
#include "data/evidence/evidence_rule_set.h"
#include "data/inbox/inbox_mail.h"
#include "data/prompt/prompt_shape.h"
#include "data/release/label_override.h"
#include "data/review/review_snapshot.h"
#include "data/run/run_verdict.h"
#include "data/session/factor_rule.h"
#include "data/sign_in/session_sign_in.h"
#include "data/sign_in/user_factor.h"
#include "data/stop/stop.h"
#include "data/trail/audit_saved.h"
#include "data/transfer/import_check.h"
#include "data/transfer/import_upload.h"
#include "data/trial/trial_class.h"
#include "data/usage/usage.h"
#include "endpoints.h"
#include "factors.h"
#include "fixture.h"
#include "provisions.h"
#include "retention.h"
#include "rich.h"
#include "runs.h"
#include "sso.h"
#include "tokens.h"
#include "webhooks.h"

/* A row in every table, for tests that look at all of them. */

static inline void everything_make_import(struct fixture *f)
{
    static const char document[] =
        "{\"rostrum\": 1, \"kind\": \"organization\", \"prompts\": [{\"name\": \"Brought\", "
        "\"versions\": [{\"version\": 1, \"body\": \"x\"}]}]}";
    const struct actor *actor = actor_of(f, PERSONA_CUSTOMER_ADMIN);
    struct import_draft draft = {"acme.json", {document, strlen(document)}, false};
    struct import import;
    struct problem problem;
    struct uuid id;
    assert_int_equal(import_create(f->db, actor, &draft, &id, &problem), ERR_NONE);
    fixture_begin(f);
    assert_int_equal(import_check(f->db, actor, &id, CLOCK_MINUTE, &import), ERR_NONE);
    fixture_begin(f);
}

static inline void everything_make_identity(struct fixture *f)
{
    struct sign_in result;
    struct user_invitation invitation;
    struct problem problem;
    const struct fixture_user *user = &f->own.users[PERSONA_CUSTOMER_ADMIN];
    struct session_client client = {.address = "127.0.0.1", .agent = "test"};
    struct user_new user_new = {
        .email = arena_printf(f->arena, "invited-to-%s@example.com", f->own.name),
        .full_name = "Invited",
        .persona = PERSONA_PRODUCT_MANAGER,
    };
    assert_int_equal(user_invite(f->db, &user->actor, &user_new, &invitation, &problem), ERR_NONE);
    fixture_begin(f);
    assert_int_equal(session_sign_in(f->db, user->email, FIXTURE_PASSWORD, &client, &result),
                     ERR_NONE);
    fixture_begin(f);
    db_note_client(f->db, client.address); /* what is counted of it */
    assert_int_equal(session_sign_in(f->db, user->email, "wrong", &client, &result), ERR_DENIED);
    fixture_begin(f);
}

/* A token of a service account and one of an agent, which were used, and the answer to a request.
 */
static inline void everything_make_tokens(struct fixture *f)
{
    const struct actor *admin = actor_of(f, PERSONA_CUSTOMER_ADMIN);
    struct problem problem;
    struct uuid account_id = tokens_account(f, admin, "bot");
    struct api_token_made made = tokens_make(f, admin, "of the bot", &account_id, "");
    struct api_token_new of_agent = {
        .owner = TOKEN_OF_AGENT,
        .owner_id = make_agent(f, PERSONA_CUSTOMER_ADMIN, "Keyed", AGENT_CONFIG),
        .name = "of the agent",
        .scopes = SCOPE_PROMPTS_READ,
        .folder = "",
        .days = 1};
    keep_answer(f, admin, &made.id, "{}");
    assert_int_equal(db_begin(f->db), ERR_NONE);
    db_note_audit(f->db, &f->own.id);
    assert_int_equal(
        db_finish(f->db, db_change(f->db,
                                   "INSERT INTO api_token_uses (organization_id, "
                                   "token_id, last_used_at) VALUES ($1, $2, $3)",
                                   db_uuid(&f->own.id), db_uuid(&made.id), db_time(clock_now()))),
        ERR_NONE);
    assert_int_equal(api_token_create(f->db, admin, &of_agent, &made, &problem), ERR_NONE);
    (void)tokens_make(f, admin, "own", NULL, "");
    rich_make_mail(f);
    assert_int_equal(inbox_mail_choose(f->db, admin, INBOX_MAIL_NEVER), ERR_NONE);
}

/* A test run with its results. */
static inline void everything_make_run(struct fixture *f, const struct uuid *endpoint)
{
    struct runs runs = runs_plant_at(f, endpoint);
    struct run_draft draft = runs_draft(&runs);
    draft.max_tokens = 100;
    struct uuid id = runs_start(f, PERSONA_PRODUCT_MANAGER, &draft);
    struct test_run run = runs_drive(f, &id, runs_echo);
    struct test_result result;
    struct problem problem;
    struct record_head head = {
        .store = &prompt_store, .id = runs.prompt, .organization_id = f->own.id};
    const struct run_verdict_draft verdict = {.passed = false, .note = "It is too short."};
    assert_int_equal(result_get(f->db, &run, 0, &result), ERR_NONE);
    assert_int_equal(run_verdict_give(f->db, actor_of(f, PERSONA_PRODUCT_MANAGER), &head, &run,
                                      &result, &verdict, &problem),
                     ERR_NONE);
    fixture_begin(f);
    (void)carries_plant(f, &runs, PERSONA_PRODUCT_MANAGER);
    fixture_begin(f);
}

static inline void everything_make_factors(struct fixture *f)
{
    const struct factor_rule rule = {.who = FACTOR_WHO_ADMINS, .grace_days = 7};
    const struct fixture_user *kept = &f->own.users[PERSONA_INDIVIDUAL_DEVELOPER];
    const struct fixture_user *lost = &f->own.users[PERSONA_DEVOPS_ENGINEER];
    char secret[TOTP_SECRET_LEN], token[TOKEN_TEXT_LEN];
    struct recovery_codes codes;
    factor_enrol(f, kept, secret, token, &codes);
    factor_add_passkey(f, kept, "Laptop");
    (void)factor_step(f, kept);
    factor_enrol(f, lost, secret, token, &codes);
    const struct actor *admin = actor_of(f, PERSONA_CUSTOMER_ADMIN);
    assert_int_equal(user_factor_remove(f->db, admin, &lost->id), ERR_NONE);
    fixture_begin(f);
    assert_int_equal(db_begin(f->db), ERR_NONE);
    db_note_audit(f->db, &f->own.id);
    assert_int_equal(
        db_finish(f->db, account_change_note(f->db, admin, &f->own.id, &lost->id, ACCOUNT_ADDRESS)),
        ERR_NONE);
    fixture_begin(f);
    assert_int_equal(factor_rule_set(f->db, admin, &rule), ERR_NONE);
    sso_set_up(f);
    sso_link_person(f, kept);
    sso_plant_document(f, "[]");
    struct uuid webhook = webhooks_plant(f);
    (void)webhooks_fail(f, &webhook);
    struct uuid endpoint = endpoints_plant(f);
    struct problem problem;
    assert_int_equal(endpoints_price(f, &endpoint, 1, "m,2026-01-01,1,2", &problem), ERR_NONE);
    (void)endpoints_call(f, &endpoint, &f->own.id);
    struct record_head head = {
        .store = &prompt_store, .id = uuid_make(), .organization_id = f->own.id};
    assert_int_equal(trial_class_set(f->db, admin, &head, "restricted", &problem), ERR_NONE);
    fixture_begin(f);
    everything_make_run(f, &endpoint);
    assert_int_equal(db_begin_alone(f->db), ERR_NONE);
    assert_int_equal(
        db_finish(f->db,
                  db_change(f->db,
                            "INSERT INTO sso_returns (organization_id, state_hash, used_at) "
                            "VALUES ($1, $2, $3)",
                            db_uuid(&f->own.id), db_bytes("a hash", 6), db_time(clock_now()))),
        ERR_NONE);
    fixture_begin(f);
}

/* A label with a rule, moved without its evidence. */
static inline void everything_make_evidence(struct fixture *f, const struct rich *rich)
{
    const struct actor *admin = actor_of(f, PERSONA_CUSTOMER_ADMIN);
    struct evidence_rule_draft rule = {.kind = agent_store.kind,
                                       .store = &agent_store,
                                       .record_id = rich->ids[RECORD_AGENT],
                                       .label = "proven",
                                       .min_pass_permille = 950};
    struct label_change change = {.record_id = rich->ids[RECORD_AGENT],
                                  .label = "proven",
                                  .to_version = 1,
                                  .reason = "It can't wait"};
    struct problem problem;
    assert_int_equal(evidence_rule_set(f->db, admin, &rule, &problem), ERR_NONE);
    assert_int_equal(label_override(f->db, admin, &agent_store, &change, &problem), ERR_NONE);
    fixture_begin(f);
}

/* A version that is stopped, and one that a program was served. */
static inline void everything_make_servings(struct fixture *f, const struct rich *rich)
{
    static const struct uuid nobody;
    struct stop_draft draft = {rich->ids[RECORD_PROMPT], 1, "It promises refunds"};
    struct usage_served served = {RECORD_PROMPT, rich->ids[RECORD_PROMPT], 2, "", USAGE_API};
    struct usage_notes *usage = usage_create();
    struct problem problem;
    struct uuid id;
    assert_int_equal(stop_begin(f->db, actor_of(f, PERSONA_CUSTOMER_ADMIN), &prompt_store, &draft,
                                &id, &problem),
                     ERR_NONE);
    fixture_begin(f);
    usage_note(usage, &f->own.id, &nobody, &served);
    usage_settle(usage, true);
    usage_write(usage, f->db, f->arena);
    fixture_begin(f);
}

/* A row for every foreign key. */
static inline void everything_make(struct fixture *f, struct rich *rich)
{
    struct problem problem;
    rich_make(f, rich);
    assert_int_equal(label_proposal_approve(f->db, actor_of(f, PERSONA_CUSTOMER_ADMIN),
                                            rich_stores[RECORD_PROMPT],
                                            &rich->proposals[RECORD_PROMPT], "", &problem),
                     ERR_NONE);
    fixture_begin(f);
    put_label(f, &team_store, &rich->ids[RECORD_TEAM], "beta", 0, 1);
    for (int kind = 0; kind < RECORD_KIND_COUNT; kind++) {
        struct record_tag_change change = {rich_stores[kind], "shared", true};
        struct record_selection selection = {.ids = &rich->ids[kind], .count = 1};
        struct record_bulk_result result;
        assert_int_equal(record_tag_many(f->db, actor_of(f, PERSONA_CUSTOMER_ADMIN), &change,
                                         &selection, &result),
                         ERR_NONE);
    }
    fixture_begin(f);
    everything_make_import(f);
    everything_make_identity(f);
    everything_make_factors(f);
    everything_make_tokens(f);
    provisions_adopt(f, &f->own.users[PERSONA_PRODUCT_MANAGER], "00u7");
    (void)retention_make_rows(f);
    struct uuid review;
    assert_int_equal(review_prepare(f->db, actor_of(f, PERSONA_CUSTOMER_ADMIN), "", &review),
                     ERR_NONE);
    fixture_begin(f);
    assert_int_equal(
        audit_saved_add(f->db, actor_of(f, PERSONA_CUSTOMER_ADMIN), "Mine", "action=prompt."),
        ERR_NONE);
    fixture_begin(f);
    everything_make_evidence(f, rich);
    everything_make_servings(f, rich);
}

#endif
