#ifndef TESTS_PAGES_SHELL_CROSSING_WORLD_H
#define TESTS_PAGES_SHELL_CROSSING_WORLD_H

#include "answers.h"
#include "carries.h"
#include "data/account/user_new.h"
#include "data/approval/approval.h"
#include "data/card/card.h"
#include "data/closing/closing.h"
#include "data/hold/legal_hold.h"
#include "data/organization/organization.h"
#include "data/register/register.h"
#include "data/release/protected_label.h"
#include "data/review/review_snapshot.h"
#include "data/run/run_import.h"
#include "data/stop/stop.h"
#include "data/trail/audit_saved.h"
#include "data/usage/usage.h"
#include "endpoints.h"
#include "factors.h"
#include "imports.h"
#include "overrides.h"
#include "provisions.h"
#include "rich.h"
#include "runs.h"
#include "sso.h"
#include "tokens.h"
#include "webhooks.h"

/* For crossing.c: what Contoso has, with unmistakable marks in every column that holds a name or a
 * text. */

#define MARK     "zqvwkx"
#define NONSENSE "xkqzwv" /* of the same length: nobody has it */
/* The customer's own name is for those who look after all of them. */
#define TRADE_NAME "Wvqxkz Ltd"

enum { IDS_MAX = 40, LINKS_MAX = 160, FORMS_MAX = 400 };

struct world {
    struct fixture *f;
    struct uuid ids[IDS_MAX]; /* of what is Contoso's */
    int id_count;
    int persona; /* who is asking */
    char (*links)[256];
    int link_count;
    int64_t outside_count; /* of events of those who entered, or -1 if not counted since */
};

static void swap_sides(struct fixture *f)
{
    struct fixture_organization own = f->own;
    f->own = f->other;
    f->other = own;
}

static void add_id(struct world *w, const struct uuid *id)
{
    assert_true(w->id_count < IDS_MAX);
    w->ids[w->id_count++] = *id;
}

/* ---- what Contoso has --------------------------------------------------------------------- */

static void plant_label(struct world *w, int kind)
{
    struct problem problem;
    struct label_change label = {.record_id = w->ids[kind],
                                 .label = MARK "label",
                                 .to_version = 1,
                                 .reason = MARK " reason"};
    assert_int_equal(label_move(w->f->db, actor_of(w->f, PERSONA_CUSTOMER_ADMIN), rich_stores[kind],
                                &label, &problem),
                     ERR_NONE);
}

static void plant_prompt(struct world *w)
{
    struct fixture *f = w->f;
    struct prompt_draft draft = draft_of(MARK "box/" MARK "prompt", MARK " {{" MARK "_variable}}");
    struct problem problem;
    struct record_saved saved;
    draft.description = MARK " description";
    draft.tags = MARK "tag";
    draft.message = MARK " message";
    draft.settings = "{\"stop\":[\"" MARK "\"]}";
    assert_int_equal(
        prompt_create(f->db, actor_of(f, PERSONA_CUSTOMER_ADMIN), &draft, &saved, &problem),
        ERR_NONE);
    add_id(w, &saved.id);
}

static void plant_agent(struct world *w)
{
    struct fixture *f = w->f;
    struct agent_draft draft = agent_draft_of(
        f, MARK "box/" MARK "agent",
        "{\"model\":{\"provider\":\"" MARK "provider\",\"name\":\"" MARK
        "model\"},\"prompt\":{\"name\":\"" MARK "box/" MARK "prompt\",\"label\":\"" MARK
        "label\"},\"metadata\":{\"" MARK "\":\"" MARK "\"}}");
    struct agent_problem problem;
    struct record_saved saved;
    draft.description = MARK " description";
    draft.tags = MARK "tag";
    draft.message = MARK " message";
    assert_int_equal(
        agent_create(f->db, actor_of(f, PERSONA_CUSTOMER_ADMIN), &draft, &saved, &problem),
        ERR_NONE);
    add_id(w, &saved.id);
}

static void plant_team(struct world *w)
{
    struct fixture *f = w->f;
    struct team_member member = {
        .agent_id = w->ids[1], .role = TEAM_WORKER, .agent_label = MARK "label"};
    struct team_draft draft = {.name = MARK "box/" MARK "team",
                               .description = MARK " description",
                               .tags = MARK "tag",
                               .message = MARK " message",
                               .plan = {.kind = TEAM_ROUND_ROBIN,
                                        .members = &member,
                                        .member_count = 1,
                                        .termination = {.max_turns = 9, .text = MARK " stop"}}};
    struct team_problem problem;
    struct record_saved saved;
    assert_int_equal(
        team_create(f->db, actor_of(f, PERSONA_CUSTOMER_ADMIN), &draft, &saved, &problem),
        ERR_NONE);
    add_id(w, &saved.id);
}

static void plant_set(struct world *w)
{
    struct fixture *f = w->f;
    struct set_draft draft =
        set_draft_of(f, MARK "box/" MARK "set",
                     "[{\"id\":\"" MARK "-1\",\"name\":\"" MARK " case\",\"variables\":{\"" MARK
                     "_variable\":\"" MARK "\"},\"expected\":\"" MARK
                     "\",\"checks\":[{\"type\":\"contains\",\"value\":\"" MARK
                     " never\"}],\"note\":\"" MARK "\"}]",
                     "{\"for\":{\"kind\":\"prompt\",\"name\":\"" MARK "box/" MARK
                     "prompt\"},\"judge\":{\"prompt\":{\"name\":\"" MARK "box/" MARK
                     "prompt\",\"label\":\"" MARK "label\"}}}");
    struct problem problem;
    struct record_saved saved;
    draft.description = MARK " description";
    draft.tags = MARK "tag";
    draft.message = MARK " message";
    assert_int_equal(
        set_create(f->db, actor_of(f, PERSONA_CUSTOMER_ADMIN), &draft, &saved, &problem), ERR_NONE);
    add_id(w, &saved.id);
}

/* A label, a proposal that was rejected and one that waits, comments, and who follows. */
static void plant_talk(struct world *w, const struct record_store *store, const struct uuid *id)
{
    struct fixture *f = w->f;
    const struct actor *admin = actor_of(f, PERSONA_CUSTOMER_ADMIN);
    const struct actor *developer = actor_of(f, PERSONA_ENTERPRISE_TEAM);
    struct problem problem;
    struct uuid made;
    struct label_change label = {
        .record_id = *id, .label = MARK "guarded", .to_version = 1, .reason = MARK " reason"};
    assert_int_equal(label_propose(f->db, developer, store, &label, &made, &problem), ERR_NONE);
    assert_int_equal(label_proposal_reject(f->db, admin, store, &made, MARK " rejected", &problem),
                     ERR_NONE);
    assert_int_equal(label_propose(f->db, developer, store, &label, &made, &problem), ERR_NONE);
    add_id(w, &made);
    struct record_comment_draft said = {.record_id = *id, .body = MARK " said"};
    assert_int_equal(record_comment_add(f->db, admin, store, &said, &made, &problem), ERR_NONE);
    add_id(w, &made);
    assert_int_equal(record_follow(f->db, admin, store, id, true, &problem), ERR_NONE);
    assert_int_equal(record_follow_folder(f->db, admin, store->kind, MARK "box", true, &problem),
                     ERR_NONE);
}

static void plant_people(struct world *w)
{
    struct fixture *f = w->f;
    struct problem problem;
    struct user_invitation invitation;
    struct uuid id;
    struct user_new person = {.organization_id = f->own.id,
                              .email = MARK "@contoso.example",
                              .full_name = MARK " Person",
                              .persona = PERSONA_PRODUCT_MANAGER};
    assert_int_equal(
        user_invite(f->db, actor_of(f, PERSONA_CUSTOMER_ADMIN), &person, &invitation, &problem),
        ERR_NONE);
    add_id(w, &invitation.user_id);
    struct invitation_request_draft asked = {MARK " Asked", MARK "@asked.example",
                                             PERSONA_PRODUCT_MANAGER, MARK " launch"};
    assert_int_equal(invitation_request_create(f->db, actor_of(f, PERSONA_PRODUCT_MANAGER), &asked,
                                               &id, &problem),
                     ERR_NONE);
    add_id(w, &id);
    add_id(w, &f->own.users[PERSONA_CUSTOMER_ADMIN].id);
    add_id(w, &f->own.id);
}

static void plant_session(struct world *w)
{
    struct fixture *f = w->f;
    char token[TOKEN_TEXT_LEN];
    struct session_client client = {.address = MARK " address", .agent = MARK " browser"};
    assert_int_equal(db_begin(f->db), ERR_NONE);
    enum err err =
        session_create(f->db, &f->own.id, &f->own.users[PERSONA_CUSTOMER_ADMIN].id, &client, token);
    assert_int_equal(db_finish(f->db, err), ERR_NONE);
}

static void plant_webhook(struct world *w)
{
    struct webhook_draft draft = webhooks_draft();
    struct webhook_made made;
    draft.url = "https://hooks.example.org/" MARK;
    draft.description = MARK " endpoint";
    draft.folder = MARK "box";
    made = webhooks_make(w->f, &draft);
    struct uuid message_id = webhooks_fail(w->f, &made.id);
    assert_int_equal(webhook_rotate(w->f->db, webhooks_admin(w->f), &made.id, &made), ERR_NONE);
    fixture_begin(w->f);
    (void)db_enter(w->f->db, (struct db_scope){DB_ORGANIZATION, w->f->own.id});
    assert_int_equal(db_begin(w->f->db), ERR_NONE);
    enum err err = db_change(w->f->db,
                             "UPDATE webhook_deliveries SET kind = 'prompt', record_id = $1, "
                             "record_name = $2, label = $3 WHERE organization_id = $4",
                             db_uuid(&w->ids[0]), db_text(MARK "box/" MARK "prompt"),
                             db_text(MARK "label"), db_uuid(&w->f->own.id));
    assert_int_equal(db_finish(w->f->db, err), ERR_NONE);
    fixture_begin(w->f);
    add_id(w, &made.id);
    add_id(w, &message_id);
}

/* A run of a case, which fails. */
static void plant_run(struct world *w, const struct uuid *endpoint_id)
{
    const struct runs runs = {*endpoint_id, w->ids[RECORD_PROMPT], w->ids[RECORD_SET]};
    struct run_draft draft = runs_draft(&runs);
    draft.model = MARK "-1";
    draft.case_ids = MARK "-1";
    draft.max_tokens = 100;
    runs_judge(w->f, MARK "judges", MARK "-1", &draft);
    draft.judge.label = MARK "label";
    struct uuid id = runs_start(w->f, PERSONA_CUSTOMER_ADMIN, &draft);
    (void)runs_drive(w->f, &id, runs_judged);
    runs_say(w->f, &runs.prompt, &id, MARK " is right");
    add_id(w, &id);
}

/* A run that another program made of the same case. */
static void plant_imported(struct world *w)
{
    static const char text[] =
        "{\"version\":3,\"timestamp\":\"2026-01-02\",\"results\":[{\"promptIdx\":0,\"testIdx\":0,"
        "\"provider\":\"" MARK "\",\"vars\":{\"" MARK "_variable\":\"" MARK
        "\"},\"testCase\":{\"description\":\"" MARK
        "-1\"},\"success\":true,\"response\":{\"output\":\"" MARK " says\"}}]}";
    const struct run_import_draft draft = {.store = &prompt_store,
                                           .record_id = w->ids[RECORD_PROMPT],
                                           .set_id = w->ids[RECORD_SET],
                                           .file_name = MARK ".json",
                                           .bytes = {text, strlen(text)},
                                           .column = -1};
    struct uuid id;
    struct problem problem;
    fixture_begin(w->f);
    assert_int_equal(
        run_import(w->f->db, actor_of(w->f, PERSONA_CUSTOMER_ADMIN), &draft, &id, &problem),
        ERR_NONE);
    add_id(w, &id);
    fixture_begin(w->f);
}

/* One that waits to be carried to a runner. */
static void plant_carried(struct world *w)
{
    struct carry carry = {.runs = {{{0}}, w->ids[RECORD_PROMPT], w->ids[RECORD_SET]}};
    carry.runner_id = runners_plant(w->f, MARK " runner", &carry.key);
    struct run_draft draft = carries_draft(&carry);
    draft.endpoint_name = MARK " hall";
    draft.model = MARK "-1";
    draft.is_judge_known = true;
    struct uuid id = runs_start(w->f, PERSONA_CUSTOMER_ADMIN, &draft);
    add_id(w, &carry.runner_id);
    add_id(w, &id);
}

static void plant_override(struct world *w)
{
    const struct record_store *store = rich_stores[RECORD_PROMPT];
    struct uuid *record_id = &w->ids[RECORD_PROMPT];
    struct uuid id = override_make(w->f, store, record_id, MARK "ruled", MARK " fire");
    override_review(w->f, store, record_id, &id, MARK " review");
    add_id(w, &id);
    fixture_begin(w->f);
}

static void plant_endpoint(struct world *w)
{
    struct endpoint_draft draft = endpoints_draft();
    struct problem problem;
    draft.name = MARK " models";
    draft.url = "https://models.example.org/" MARK;
    draft.models = MARK "-1";
    draft.secret = "sk-" MARK;
    struct uuid id = endpoints_make(w->f, &draft);
    assert_int_equal(endpoints_price(w->f, &id, 1, MARK "-1,2026-01-01,1,2", &problem), ERR_NONE);
    const struct endpoint_call_draft call = {id, MARK "-1", 1,
                                             .request = "{\"model\":\"" MARK "-1\"}",
                                             .given = "{\"variables\":{\"" MARK "\":\"\"}}"};
    struct uuid batch_id = endpoints_answer(w->f, &call, &w->f->own.id, MARK " answers");
    fixture_begin(w->f);
    add_id(w, &id);
    add_id(w, &batch_id);
    endpoints_partial(w->f, &batch_id, MARK " begins");
    plant_run(w, &id);
    plant_imported(w);
    plant_carried(w);
    plant_override(w);
}

static void plant_factor(struct world *w)
{
    char secret[TOTP_SECRET_LEN], token[TOKEN_TEXT_LEN];
    struct recovery_codes codes;
    factor_enrol(w->f, &w->f->own.users[PERSONA_INDIVIDUAL_DEVELOPER], secret, token, &codes);
    factor_add_passkey(w->f, &w->f->own.users[PERSONA_ENTERPRISE_TEAM], MARK " key");
    provisions_adopt(w->f, &w->f->own.users[PERSONA_ENTERPRISE_TEAM], MARK " id");
    sso_set_up(w->f);
    sso_link_person(w->f, &w->f->own.users[PERSONA_ENTERPRISE_TEAM]);
    sso_plant_document(w->f, "[]");
    plant_webhook(w);
    plant_endpoint(w);
}

/* What administrators ask, hold and write down. Platform Admins decide about it as well, and read
 * why: so the words are none of those that they must not see. */
static void plant_administration(struct world *w)
{
    struct fixture *f = w->f;
    const struct actor *admin = actor_of(f, PERSONA_CUSTOMER_ADMIN);
    struct problem problem;
    struct uuid id;
    struct approval_draft asked = {
        .kind = APPROVAL_HOLD_RELEASE,
        .subject_id = w->ids[0],
        .asked = MARK,
        .what = json_pack("{s:s, s:{s:s}}", "url", "/settings/holds", "facts", "Of", MARK " fact"),
        .reason = MARK " request"};
    assert_int_equal(approval_request(f->db, admin, &asked, &id, &problem), ERR_NONE);
    assert_int_equal(
        approval_reject(f->db, actor_of(f, FIXTURE_SUPERUSER), &id, MARK " declined", &problem),
        ERR_NONE);
    add_id(w, &id);
    struct legal_hold_draft hold = {LEGAL_HOLD_PERSON, f->own.users[PERSONA_DEVOPS_ENGINEER].id,
                                    MARK " lawsuit"};
    assert_int_equal(legal_hold_place(f->db, admin, &hold, &id, &problem), ERR_NONE);
    add_id(w, &id);
    struct stop_draft stop = {w->ids[1], 1, MARK " lies"};
    assert_int_equal(stop_begin(f->db, admin, rich_stores[RECORD_AGENT], &stop, &id, &problem),
                     ERR_NONE);
    add_id(w, &id);
    struct register_draft entry = {
        .record_id = w->ids[1],
        .texts = {MARK " purpose", MARK " data", MARK " people", MARK " risk"},
        .risk = RISK_LIMITED,
        .oversight_id = f->own.users[PERSONA_CUSTOMER_ADMIN].id};
    assert_int_equal(register_save(f->db, admin, rich_stores[RECORD_AGENT], &entry, &problem),
                     ERR_NONE);
    assert_int_equal(audit_saved_add(f->db, admin, MARK " filter", "action=prompt.&" MARK "=1"),
                     ERR_NONE);
    fixture_begin(f);
    assert_int_equal(review_prepare(f->db, admin, MARK " note", &id), ERR_NONE);
    add_id(w, &id);
    fixture_begin(f);
}

static void plant_card(struct world *w)
{
    struct fixture *f = w->f;
    struct problem problem = {0};
    struct card_settings settings = {.slug = MARK "-card",
                                     .provider_url = "https://" MARK ".example",
                                     .is_public = true,
                                     .is_signed = true};
    assert_int_equal(card_set(f->db, actor_of(f, PERSONA_CUSTOMER_ADMIN), rich_stores[RECORD_AGENT],
                              &w->ids[1], &settings, &problem),
                     ERR_NONE);
    fixture_begin(f);
}

/* A person of the other customer asked for an address that nobody could reach. */
static void plant_mail(struct world *w)
{
    struct fixture *f = w->f;
    struct problem problem;
    struct mail_claimed mail;
    mail_switch(f->db, true);
    assert_int_equal(address_change_ask(f->db, actor_of(f, PERSONA_ENTERPRISE_TEAM),
                                        MARK "@new.example", &problem),
                     ERR_NONE);
    fixture_begin(f);
    while (mail_claim(f->db, &mail) == ERR_NONE) {
        add_id(w, &mail.id);
        assert_int_equal(mail_report(f->db, &mail, MAIL_REFUSED, "550 no " MARK), ERR_NONE);
        fixture_begin(f);
    }
    mail_switch(f->db, false);
    fixture_begin(f);
}

static void plant_rest(struct world *w)
{
    struct fixture *f = w->f;
    struct uuid import =
        upload(f, "[{\"name\": \"" MARK "imported\", \"prompt\": \"" MARK " text\"}]", false);
    add_id(w, &import);
    struct import checked;
    assert_int_equal(import_check(f->db, manager(f), &import, CLOCK_MINUTE, &checked), ERR_NONE);
    fixture_begin(f);
    assert_int_equal(
        organization_rename(f->db, actor_of(f, FIXTURE_SUPERUSER), &f->own.id, TRADE_NAME),
        ERR_NONE);
    struct problem problem;
    struct uuid id;
    assert_int_equal(closing_request(f->db, actor_of(f, FIXTURE_SUPERUSER), &f->own.id,
                                     MARK " leaving", &id, &problem),
                     ERR_NONE);
    struct audit_filter filter = {.action = "prompt.create", .limit = 1};
    struct audit_list list;
    assert_int_equal(audit_list(f->db, actor_of(f, PERSONA_CUSTOMER_ADMIN), &filter, &list),
                     ERR_NONE);
    add_id(w, &list.entries[0].id);
    fixture_begin(f);
}

static void plant_served(struct world *w)
{
    struct usage_notes *usage = usage_create();
    struct uuid token_id = uuid_make();
    struct usage_served served = {
        .kind = RECORD_PROMPT, .record_id = w->ids[RECORD_PROMPT], .version = 1};
    usage_set_label(&served, MARK "label");
    usage_note(usage, &w->f->own.id, &token_id, &served);
    usage_settle(usage, true);
    fixture_begin(w->f);
    usage_write(usage, w->f->db, w->f->arena);
    fixture_begin(w->f);
}

static void plant_tokens(struct world *w)
{
    const struct actor *actor = actor_of(w->f, PERSONA_CUSTOMER_ADMIN);
    struct uuid id = tokens_account(w->f, actor, MARK "bot");
    struct api_token_made made = tokens_make(w->f, actor, MARK " token", &id, MARK);
    add_id(w, &id);
    add_id(w, &made.id);
    keep_answer(w->f, actor, &made.id, MARK " answer");
}

static void plant(struct world *w)
{
    swap_sides(w->f);
    struct problem problem;
    fixture_begin(w->f);
    assert_int_equal(protected_label_set(w->f->db, actor_of(w->f, PERSONA_CUSTOMER_ADMIN),
                                         MARK "guarded", true, &problem),
                     ERR_NONE);
    plant_prompt(w);
    plant_label(w, RECORD_PROMPT);
    plant_agent(w);
    plant_label(w, RECORD_AGENT);
    plant_team(w);
    plant_label(w, RECORD_TEAM);
    plant_set(w);
    plant_label(w, RECORD_SET);
    for (int kind = 0; kind < RECORD_KIND_COUNT; kind++)
        plant_talk(w, rich_stores[kind], &w->ids[kind]);
    plant_people(w);
    plant_session(w);
    plant_factor(w);
    plant_administration(w);
    plant_mail(w);
    plant_card(w);
    plant_rest(w);
    plant_tokens(w);
    plant_served(w);
    swap_sides(w->f);
}

#endif
