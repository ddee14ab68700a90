#ifndef TESTS_PAGES_SHELL_EVENT_ROWS_H
#define TESTS_PAGES_SHELL_EVENT_ROWS_H

#include "base/buf.h"
#include "base/clock.h"
#include "data/account/user_change.h"
#include "data/account/user_new.h"
#include "data/approval/approval.h"
#include "data/approval/approval_expire.h"
#include "data/closing/closing.h"
#include "data/sign_in/user_password.h"
#include "data/trail/audit_saved.h"
#include "event_cards.h"
#include "event_endpoints.h"
#include "event_evidence.h"
#include "event_factors.h"
#include "event_reviews.h"
#include "event_runs.h"
#include "event_stops.h"
#include "event_tokens.h"
#include "event_webhooks.h"
#include "imports.h"
#include "rich.h"

/* Which events each POST route leaves, and what must be there before. */

/* ---- what some need beforehand ------------------------------------------------------------- */

static const struct record_store *store_of(const struct walk *walk)
{
    return rich_stores[walk->kind->id];
}

static void with_label(struct walk *walk)
{
    put_label(walk->f, store_of(walk), &walk->rich.ids[walk->kind->id], "standing", 0, 1);
}

static void without_uses(struct walk *walk)
{
    walk->rich.ids[walk->kind->id] = make_alone(walk, "Alone");
}

/* The folder's form stands in its address. */
static void in_folder(struct walk *walk)
{
    (void)make_alone(walk, "Alone/one");
    (void)snprintf(walk->path, sizeof walk->path, "%s/folder?folder=Alone&to=Moved&count=1",
                   walk->kind->path);
    walk->has_path = true;
}

static void archived(struct walk *walk)
{
    struct problem problem;
    without_uses(walk);
    struct record_archive_draft draft = {walk->rich.ids[walk->kind->id], true};
    assert_int_equal(record_archive(walk->f->db, actor_of(walk->f, PERSONA_CUSTOMER_ADMIN),
                                    store_of(walk), &draft, &problem),
                     ERR_NONE);
}

static const struct uuid *colleague(const struct walk *walk)
{
    return &walk->f->own.users[PERSONA_DEVOPS_ENGINEER].id;
}

static void deactivated(struct walk *walk)
{
    assert_int_equal(
        user_deactivate(walk->f->db, actor_of(walk->f, PERSONA_CUSTOMER_ADMIN), colleague(walk)),
        ERR_NONE);
}

static void with_records(struct walk *walk)
{
    (void)make_agent(walk->f, PERSONA_DEVOPS_ENGINEER, "To be handed over", AGENT_CONFIG);
}

static void set_token(struct walk *walk, const char *where, const char *token)
{
    (void)snprintf(walk->path, sizeof walk->path, "%s%s", where, token);
    nobody(walk);
}

static void invited(struct walk *walk)
{
    struct problem problem;
    struct user_invitation invitation;
    struct user_new user_new = {.organization_id = walk->f->own.id,
                                .full_name = "Nora New",
                                .email = "nora@northwind.example",
                                .persona = PERSONA_PRODUCT_MANAGER};
    assert_int_equal(user_invite(walk->f->db, actor_of(walk->f, PERSONA_CUSTOMER_ADMIN), &user_new,
                                 &invitation, &problem),
                     ERR_NONE);
    set_token(walk, "/invite/", invitation.token);
}

static void forgotten(struct walk *walk)
{
    struct user_link link;
    assert_int_equal(
        user_link(walk->f->db, actor_of(walk->f, PERSONA_CUSTOMER_ADMIN), colleague(walk), &link),
        ERR_NONE);
    set_token(walk, "/reset/", link.token);
}

/* The link of the mail that a colleague who asked for an address gets. */
static void asked_for_address(struct walk *walk, enum mail_kind kind, const char *where)
{
    struct fixture *f = walk->f;
    struct mail_claimed mail = {.kind = MAIL_KIND_COUNT};
    struct problem problem;
    mail_switch(f->db, true);
    assert_int_equal(address_change_ask(f->db, actor_of(f, PERSONA_DEVOPS_ENGINEER),
                                        "else@northwind.example", &problem),
                     ERR_NONE);
    while (mail.kind != kind)
        assert_int_equal(mail_claim(f->db, &mail), ERR_NONE);
    const char *link = json_string_value(json_object_get(mail.facts, "link"));
    set_token(walk, where, strrchr(link, '/') + 1);
}

static void to_confirm(struct walk *walk)
{
    asked_for_address(walk, MAIL_ADDRESS_CONFIRM, "/address/confirm/");
}

static void to_undo(struct walk *walk)
{
    asked_for_address(walk, MAIL_ADDRESS_ASKED, "/address/undo/");
}

static void with_mail(struct walk *walk)
{
    mail_switch(walk->f->app.db, true);
}

static void set_dead_mail(struct walk *walk, const char *rest)
{
    struct db_result result;
    char text[UUID_TEXT_LEN];
    assert_int_equal(db_select(walk->f->db, &result,
                               "SELECT id FROM mails WHERE organization_id = $1 AND state = 'dead' "
                               "LIMIT 1",
                               db_uuid(&walk->f->own.id)),
                     ERR_NONE);
    struct uuid id = db_get_uuid(&result, 0, 0);
    uuid_format(&id, text);
    (void)snprintf(walk->path, sizeof walk->path, "/settings/mail/%s/%s", text, rest);
    walk->has_path = true;
}

static void undelivered(struct walk *walk)
{
    set_dead_mail(walk, "send");
}

static void undelivered_to_discard(struct walk *walk)
{
    set_dead_mail(walk, "discard");
}

static void with_another_session(struct walk *walk)
{
    struct uuid id;
    struct db_result result;
    char text[UUID_TEXT_LEN];
    fixture_use_jar(walk->f, 2);
    fixture_sign_in(walk->f, &walk->f->own.users[walk->persona]);
    fixture_use_jar(walk->f, 0);
    assert_int_equal(db_select(walk->f->db, &result,
                               "SELECT id FROM sessions WHERE user_id = $1 ORDER BY created_at "
                               "DESC LIMIT 1",
                               db_uuid(&walk->f->own.users[walk->persona].id)),
                     ERR_NONE);
    id = db_get_uuid(&result, 0, 0);
    uuid_format(&id, text);
    (void)snprintf(walk->path, sizeof walk->path, "/account/sessions/%s/revoke", text);
}

static void asked(struct walk *walk)
{
    struct invitation_request_list list;
    char text[UUID_TEXT_LEN];
    assert_int_equal(invitation_request_list_waiting(
                         walk->f->db, actor_of(walk->f, PERSONA_CUSTOMER_ADMIN), &list),
                     ERR_NONE);
    uuid_format(&list.items[0].id, text);
    (void)snprintf(walk->path, sizeof walk->path, "/users/requests/%s/decline", text);
}

static void set_filter(struct walk *walk, const char *rest)
{
    struct audit_saved_list list;
    char text[UUID_TEXT_LEN];
    const struct actor *actor = actor_of(walk->f, PERSONA_CUSTOMER_ADMIN);
    assert_int_equal(audit_saved_add(walk->f->db, actor, "Mine", "action=agent."), ERR_NONE);
    assert_int_equal(audit_saved_list(walk->f->db, actor, &list), ERR_NONE);
    uuid_format(&list.items[0].id, text);
    (void)snprintf(walk->path, sizeof walk->path, "/audit/views/%s%s", text, rest);
}

static void filter_to_rename(struct walk *walk)
{
    set_filter(walk, "/rename");
}

static void filter_to_delete(struct walk *walk)
{
    set_filter(walk, "/delete");
}

static const char import_document[] = "[{\"name\": \"imported\", \"prompt\": \"x\"}]";

static void set_import(struct walk *walk, const char *rest, bool is_checked)
{
    char text[UUID_TEXT_LEN];
    struct uuid id = upload(walk->f, import_document, false);
    if (is_checked)
        (void)check_all(walk->f, &id);
    uuid_format(&id, text);
    (void)snprintf(walk->path, sizeof walk->path, "/import/%s%s", text, rest);
}

static void uploaded_to_check(struct walk *walk)
{
    set_import(walk, "/check", false);
}

static void uploaded_to_discard(struct walk *walk)
{
    set_import(walk, "/discard", false);
}

static void checked_to_start(struct walk *walk)
{
    set_import(walk, "/start", true);
}

/* One that is done; of many records, one that is not. */
static void started_to_undo(struct walk *walk)
{
    struct problem problem;
    struct uuid id = upload(walk->f, import_document, false);
    (void)check_all(walk->f, &id);
    assert_int_equal(start(walk->f, &id, &problem), ERR_NONE);
    char text[UUID_TEXT_LEN];
    uuid_format(&id, text);
    (void)snprintf(walk->path, sizeof walk->path, "/import/%s/undo", text);
}

static void started_to_stop(struct walk *walk)
{
    struct fixture *f = walk->f;
    struct problem problem;
    struct import import;
    struct buf document;
    struct arena *arena = arena_create(1 << 20);
    buf_init(&document, arena);
    for (int i = 0; i < 300; i++)
        buf_printf(&document, "%s{\"name\": \"stop/%d\", \"prompt\": \"x\"}", i == 0 ? "[" : ",",
                   i);
    buf_add_text(&document, "]");
    struct uuid id = upload(f, document.data, false);
    arena_destroy(arena);
    (void)check_all(f, &id);
    fixture_begin(f);
    assert_int_equal(import_start(f->db, manager(f), &id, 0, &import, &problem), ERR_NONE);
    char text[UUID_TEXT_LEN];
    uuid_format(&id, text);
    (void)snprintf(walk->path, sizeof walk->path, "/import/%s/stop", text);
}

static void other_organization(struct walk *walk)
{
    char text[UUID_TEXT_LEN];
    uuid_format(&walk->f->other.id, text);
    (void)snprintf(walk->path, sizeof walk->path, "/organizations/%s/enter", text);
}

static void entered(struct walk *walk)
{
    fixture_sign_in(walk->f, &walk->f->own.users[walk->persona]);
    fixture_enter(walk->f, &walk->f->other);
}

/* ---- trust: approvals, erasures, holds, retention, organizations --------------------------- */

/* Somebody posts a form, in a jar of their own; the walk goes on as who asks. */
static void by(struct walk *walk, int user, const char *path, const char *form)
{
    struct fixture *f = walk->f;
    fixture_use_jar(f, 2);
    fixture_sign_in(f, &f->own.users[user]);
    int status = fixture_post_patiently(f, path, form)->status;
    fixture_use_jar(f, 0);
    if (status >= 400)
        print_error("POST %s answered %d\n", path, status);
    assert_true(status < 400);
}

static void approve_newest(struct walk *walk, enum approval_kind_id kind,
                           const struct uuid *subject_id)
{
    struct fixture *f = walk->f;
    struct problem problem;
    struct approval approval;
    const struct actor *second = actor_of(
        f, walk->persona == FIXTURE_SUPERUSER ? PERSONA_CUSTOMER_ADMIN : FIXTURE_SUPERUSER);
    fixture_begin(f);
    assert_int_equal(approval_find(f->db, second, kind, subject_id, &approval), ERR_NONE);
    fixture_begin(f);
    assert_int_equal(approval_approve(f->db, second, &approval.id, "", &problem), ERR_NONE);
    fixture_begin(f);
}

static void asked_to_be_erased(struct walk *walk)
{
    by(walk, walk->persona, "/account/data/erase", "");
}

static const struct uuid *set_erasure(struct walk *walk, const char *rest)
{
    struct fixture *f = walk->f;
    static struct uuid id;
    struct problem problem;
    char text[UUID_TEXT_LEN];
    struct erasure_draft draft = {*colleague(walk), f->own.users[PERSONA_CUSTOMER_ADMIN].id,
                                  "By letter"};
    fixture_begin(f);
    assert_int_equal(
        erasure_request(f->db, actor_of(f, PERSONA_CUSTOMER_ADMIN), &draft, &id, &problem),
        ERR_NONE);
    fixture_begin(f);
    uuid_format(&id, text);
    (void)snprintf(walk->path, sizeof walk->path, "/settings/erasure/%s%s", text, rest);
    return &id;
}

static void erasure_to_search(struct walk *walk)
{
    (void)set_erasure(walk, "/search");
}

static void erasure_to_cancel(struct walk *walk)
{
    (void)set_erasure(walk, "/cancel");
}

static void erasure_to_carry_out(struct walk *walk)
{
    by(walk, PERSONA_CUSTOMER_ADMIN, "/settings/erasure", "days=0");
    const struct uuid *id = set_erasure(walk, "/erase");
    struct erasure_case erasure = {.scan_ended_at = 0};
    while (erasure.scan_ended_at == 0) {
        fixture_begin(walk->f);
        assert_int_equal(erasure_scan(walk->f->db, actor_of(walk->f, PERSONA_CUSTOMER_ADMIN), id,
                                      CLOCK_MINUTE, &erasure),
                         ERR_NONE);
    }
    approve_newest(walk, APPROVAL_ERASURE, colleague(walk));
}

static void finding_to_review(struct walk *walk)
{
    char text[UUID_TEXT_LEN];
    struct uuid id;
    struct db_result result;
    fixture_begin(walk->f);
    assert_int_equal(db_select(walk->f->db, &result,
                               "SELECT id FROM erasure_findings WHERE erasure_id = $1 ORDER BY id "
                               "LIMIT 1",
                               db_uuid(&walk->rich.erasure_id)),
                     ERR_NONE);
    assert_int_equal(result.row_count, 1);
    id = db_get_uuid(&result, 0, 0);
    uuid_format(&id, text);
    (void)snprintf(walk->own_form, sizeof walk->own_form, "finding=%s", text);
}

static void asked_for_superuser(struct walk *walk)
{
    char path[PATH_LEN];
    (void)snprintf(path, sizeof path, "/users/%s/superuser",
                   walk->f->own.users[PERSONA_DEVOPS_ENGINEER].id_text);
    by(walk, walk->persona, path, "reason=Helps");
    approve_newest(walk, APPROVAL_SUPERUSER, colleague(walk));
}

static void set_hold(struct walk *walk, const char *rest)
{
    char text[UUID_TEXT_LEN], path[PATH_LEN];
    struct uuid id = retention_hold(walk->f, LEGAL_HOLD_PERSON, colleague(walk));
    uuid_format(&id, text);
    (void)snprintf(walk->path, sizeof walk->path, "/settings/holds/%s%s", text, rest);
    if (strcmp(rest, "/release") != 0)
        return;
    (void)snprintf(path, sizeof path, "/settings/holds/%s/ask", text);
    by(walk, PERSONA_CUSTOMER_ADMIN, path, "reason=Closed");
    approve_newest(walk, APPROVAL_HOLD_RELEASE, &id);
}

static void hold_to_ask_about(struct walk *walk)
{
    set_hold(walk, "/ask");
}

static void hold_to_release(struct walk *walk)
{
    set_hold(walk, "/release");
}

#define RULES                                                                                      \
    "versions=30&archived=30&people=365&sessions=30&audit=400&security=400&imports=30&exports=400" \
    "&evidence=2557&outputs=365&version=0&versions_on=1&do=save"

static void with_rules(struct walk *walk)
{
    by(walk, walk->persona, "/settings/retention", RULES);
}

/* Of a version that is due. */
static void set_run(struct walk *walk, const char *rest, int batches)
{
    struct fixture *f = walk->f;
    char text[UUID_TEXT_LEN];
    struct uuid id = make_prompt(f, PERSONA_CUSTOMER_ADMIN, "Old/one", "x");
    fixture_begin(f);
    (void)save_body(f, &id, "y");
    clock_travel(clock_now() + 31 * CLOCK_DAY);
    with_rules(walk);
    fixture_sign_in(f, &f->own.users[walk->persona]);
    fixture_begin(f);
    assert_int_equal(retention_run_begin_dry(f->db, actor_of(f, PERSONA_CUSTOMER_ADMIN), &id),
                     ERR_NONE);
    (void)retention_step_some(f, &id, batches);
    uuid_format(&id, text);
    (void)snprintf(walk->path, sizeof walk->path, "/settings/retention/runs/%s%s", text, rest);
    fixture_begin(f);
    int expired = 0; /* while the time went by: noted by whoever is first */
    struct actor timer = retention_timer(f);
    assert_int_equal(approval_expire(f->db, &timer, &expired), ERR_NONE);
    assert_true(expired > 0);
    fixture_begin(f);
}

static void run_to_continue(struct walk *walk)
{
    set_run(walk, "/continue", 0);
}

static void run_to_ask_for(struct walk *walk)
{
    set_run(walk, "/ask", 1000);
}

/* A customer that somebody asked to close, that somebody else approved, that was begun. */
enum closing_step { CLOSING_ASKED, CLOSING_APPROVED, CLOSING_BEGUN };

static void set_closing(struct walk *walk, enum closing_step step, const char *rest)
{
    struct fixture *f = walk->f;
    struct problem problem;
    struct uuid id;
    char text[UUID_TEXT_LEN];
    const struct fixture_organization *of = &f->other;
    const struct actor *admin = &of->users[PERSONA_CUSTOMER_ADMIN].actor;
    fixture_begin(f);
    assert_int_equal(closing_request(f->db, admin, &of->id, "Unpaid", &id, &problem), ERR_NONE);
    fixture_begin(f);
    if (step >= CLOSING_APPROVED)
        assert_int_equal(
            approval_approve(f->db, &of->users[FIXTURE_SUPERUSER].actor, &id, "", &problem),
            ERR_NONE);
    fixture_begin(f);
    if (step >= CLOSING_BEGUN)
        assert_int_equal(closing_begin(f->db, admin, &of->id, &problem), ERR_NONE);
    fixture_begin(f);
    uuid_format(&of->id, text);
    (void)snprintf(walk->path, sizeof walk->path, "/organizations/%s/closing%s", text, rest);
}

static void closing_to_begin(struct walk *walk)
{
    set_closing(walk, CLOSING_APPROVED, "/begin");
}

static void closing_to_cancel(struct walk *walk)
{
    set_closing(walk, CLOSING_BEGUN, "/cancel");
}

static void closing_to_run(struct walk *walk)
{
    struct fixture *f = walk->f;
    set_closing(walk, CLOSING_BEGUN, "/run");
    clock_travel(clock_now() + 31 * CLOCK_DAY);
    fixture_sign_in(f, &f->own.users[walk->persona]);
}

static void of_customer(struct walk *walk, const char *rest)
{
    char text[UUID_TEXT_LEN];
    uuid_format(&walk->f->other.id, text);
    (void)snprintf(walk->path, sizeof walk->path, "/organizations/%s%s", text, rest);
}

static void customer_to_rename(struct walk *walk)
{
    of_customer(walk, "/rename");
}

static void customer_to_suspend(struct walk *walk)
{
    of_customer(walk, "/suspend");
}

static void customer_to_limit(struct walk *walk)
{
    of_customer(walk, "/limits");
}

static void customer_to_resume(struct walk *walk)
{
    char path[PATH_LEN];
    of_customer(walk, "/suspend");
    (void)snprintf(path, sizeof path, "%s", walk->path);
    by(walk, PERSONA_PLATFORM_ADMIN, path, "reason=Unpaid");
    of_customer(walk, "/resume");
}

/* ---- the table ----------------------------------------------------------------------------- */

/* Who asks; nothing else is a Customer Admin. */
#define AS(who)  .persona = (who) + 1
#define PASSWORD "password=velvet+harbor+91+tunnel"
#define CURRENT  "current_password=gravel+lantern+52+orbit"
#define CONFIG                                                                                     \
    "%7B%22model%22%3A%7B%22provider%22%3A%22openai%22%2C%22name%22%3A%22gpt-4.1%22%7D%7D"

static const struct row rows[] = {
    {"/inbox/read", "", "", .prepare = NULL}, /* that something was read changes nothing */
    {"/inbox/news/read", "until=1", "", .prepare = NULL},     /* likewise */
    {"/theme", "theme=dark&return=%2F", "", .prepare = NULL}, /* a cookie */
    {"*/{id}/preview", "version=1", "", .prepare = NULL},     /* shows something */
    {"/import", "text=%5B%7B%22name%22%3A%22new%22%2C%22prompt%22%3A%22x%22%7D%5D", "",
     .prepare = NULL}, /* only prepares: what it changes counts */
    {"/import/{id}/check", "", "", .prepare = uploaded_to_check},
    {"/import/{id}/discard", "", "", .prepare = uploaded_to_discard},
    {"/import/{id}/start", "", "prompt.create import.apply", .prepare = checked_to_start},
    {"/import/{id}/stop", "", "import.apply", .prepare = started_to_stop},
    {"/import/{id}/undo", "", "prompt.delete import.undo", .prepare = started_to_undo},

    {"/login", "email=%E&password=gravel+lantern+52+orbit", "session.sign_in", .prepare = nobody},
    {"/logout", "", "session.sign_out", .prepare = NULL},
    /* who has come in this way is signed in: a session is a write of its own */
    {"/invite/{token}", "full_name=Nora+New&" PASSWORD, "user.accept~ session.sign_in~",
     .prepare = invited},
    {"/reset/{token}", PASSWORD, "user.password_reset session.sign_in", .prepare = forgotten,
     AS(PERSONA_DEVOPS_ENGINEER)},
    {"/account", "full_name=Other+Name&version=1&email=%E", "user.update", .prepare = NULL},
    {"/account/password", CURRENT "&" PASSWORD, "user.password_change session.sign_in",
     .prepare = NULL},
    {"/login/code", "", "user.recovery_use session.sign_in", .prepare = between_two_steps},
    {"/login/continue", "", "", .prepare = NULL}, /* goes on, and changes nothing */
    {"/settings/sso",
     "issuer=https%3A%2F%2Flogin.example.org&client_id=a&client_secret=b&revision=0",
     "organization.sso", .prepare = NULL},
    {"/settings/webhooks/new",
     "url=https%3A%2F%2Fh.example.org&events=label.moved&kinds=prompt&revision=0", "webhook.create",
     .prepare = NULL},
    {"/settings/webhooks/{id}/edit",
     "url=https%3A%2F%2Fh.example.org&events=label.moved&kinds=prompt&revision=1", "webhook.update",
     .prepare = with_webhook},
    {"/settings/webhooks/{id}/rotate", "", "webhook.rotate", .prepare = with_webhook},
    {"/settings/webhooks/{id}/delete", "", "webhook.delete", .prepare = with_webhook},
    {"/settings/webhooks/{id}/test", "", "webhook.test", .prepare = with_webhook},
    {"/settings/webhooks/{id}/enable", "", "webhook.enable", .prepare = with_webhook_off},
    {"/settings/webhooks/{id}/disable", "", "webhook.disable", .prepare = with_webhook},
    {"/settings/webhooks/{id}/deliveries/{id}/resend", "", "webhook.resend",
     .prepare = with_webhook_failed},
    EVENT_ENDPOINT_ROWS EVENT_RUN_ROWS{"/settings/agent-cards/key", "kid=", "organization.card_key",
                                       .prepare = with_card_key},
    {"/settings/agent-cards/keys/{id}/withdraw", "", "organization.card_key_withdraw",
     .prepare = with_old_card_key},
    {"/settings/sso/check", "", "", .prepare = NULL}, /* there is none to ask */
    {"/settings/sso/off", "", "organization.sso_off", .prepare = with_sso},
    {"/account/sso/unlink", "", "user.sso_unlink", .prepare = with_own_link},
    {"/users/{id}/sso/unlink", "", "user.sso_unlink", .prepare = with_colleague_link},
    {"/login/sso/callback", "state=a&code=b", "session.sign_in?~^", .prepare = nobody},
    {"/settings/second-factor", "who=all&days=14", "organization.factor_rule", .prepare = NULL},
    {"/account/second-factor", "", "user.factor_add session.sign_in", .prepare = scanned},
    {"/account/second-factor/remove", "", "user.factor_remove session.sign_in",
     .prepare = with_factor},
    {"/account/passkeys/new", "", "user.passkey_add session.sign_in", .prepare = passkey_made},
    {"/login/passkey", "", "session.sign_in", .prepare = passkey_signed},
    {"/account/passkeys/{id}/rename", "name=Phone", "user.passkey_rename",
     .prepare = passkey_to_rename},
    {"/account/passkeys/{id}/remove", "", "user.passkey_remove session.sign_in",
     .prepare = passkey_to_remove},
    {"/account/recovery-codes", "", "user.recovery_codes", .prepare = with_factor},
    {"/account/recovery-codes/download", "codes=A", "", .prepare = NULL}, /* says it back */
    {"/users/{id}/second-factor/remove", "", "user.factor_remove",
     .prepare = colleague_with_factor},
    {"/reset", "email=nobody%40northwind.example", "", .prepare = with_mail}, /* reset_request.c */
    {"/address/confirm/{token}", "", "user.confirm_address~", .prepare = to_confirm},
    {"/address/undo/{token}", "", "user.undo_address~", .prepare = to_undo},
    {"/account/mail", "inbox=never", "user.choose_mail", .prepare = NULL},
    {"/account/address/cancel", "", "user.cancel_address", .prepare = NULL},
    {"/settings/mail/test", "", "mail.test", .prepare = with_mail},
    {"/settings/mail/{id}/send", "", "mail.send_again", .prepare = undelivered},
    {"/settings/mail/{id}/discard", "", "mail.discard", .prepare = undelivered_to_discard},
    {"/account/reset-seen", "", "", .prepare = NULL}, /* there is none: user_reset.c has one */
    {"/account/sessions/{id}/revoke", "", "session.revoke", .prepare = with_another_session},
    {"/account/sessions/revoke-others", "", "session.revoke", .prepare = with_another_session},
    {"/account/tokens/new", "name=laptop&scopes=prompts%3Aread&folder=&days=30", "token.create",
     .prepare = NULL},
    {"/account/tokens/{id}/rotate", "overlap=24&days=30", "token.rotate",
     .prepare = own_token_to_rotate},
    {"/account/tokens/{id}/revoke", "", "token.revoke", .prepare = own_token_to_revoke},
    {"/settings/tokens/new", "name=production&scopes=prompts%3Aread&folder=&days=30",
     "token.create", .prepare = account_that_needs_a_token},
    {"/settings/tokens/{id}/rotate", "overlap=24&days=30", "token.rotate",
     .prepare = token_to_rotate},
    {"/settings/tokens/{id}/revoke", "", "token.revoke", .prepare = token_to_revoke},
    {"/settings/service-accounts/new", "name=bot&user_persona=Product+Manager",
     "service_account.create", .prepare = account_to_create},
    {"/settings/service-accounts/{id}", "", "service_account.appoint",
     .prepare = account_to_appoint},
    {"/settings/service-accounts/{id}/deactivate", "", "service_account.deactivate",
     .prepare = account_to_deactivate},

    {"/users/new", "full_name=New+One&email=new%40one.example&user_persona=Product+Manager",
     "user.invite", .prepare = NULL},
    {"/users/many", "list=New+Two%2Ctwo%40one.example%2CProduct+Manager&act=invite", "user.invite",
     .prepare = NULL},
    {"/users/ask",
     "full_name=New+One&email=new%40one.example&user_persona=Product+Manager&reason=Because",
     "user.request_invitation", AS(PERSONA_PRODUCT_MANAGER)},
    {"/users/requests/{id}/decline", "", "user.decline_invitation", .prepare = asked},
    {"/users/{id}/edit",
     "full_name=Other&version=1&email=other%40one.example&"
     "user_persona=Product+Manager",
     "user.update", .prepare = NULL},
    {"/users/{id}/deactivate", "", "user.deactivate", .prepare = NULL},
    {"/users/{id}/activate", "", "user.activate", .prepare = deactivated},
    /* of each record, and of the person */
    {"/users/{id}/hand-over", "to_id=%A", "agent.transfer user.hand_over", .prepare = with_records},
    {"/users/{id}/link", "", "user.link", .prepare = NULL},
    {"/users/{id}/sessions/end", "", "user.end_sessions", .prepare = colleague_signed_in},
    {"/users/{id}/tokens/revoke", "", "user.revoke_tokens", .prepare = colleague_with_token},
    {"/settings/access/prepare", "", "", .prepare = NULL}, /* nothing counts before it is signed */
    {"/settings/access/{id}/sign", "note=All", "access.review", .prepare = review_to_sign},
    {"/settings/access/remind", "days=180", "access.remind", .prepare = NULL},

    {"*/bulk", "ids=%I&do=tag&tag=bulk", "K.update", .prepare = NULL},
    {"*/follow-folder", "folder=New", "K.follow", .prepare = NULL},
    {"*/unfollow-folder", "folder=Rich", "K.unfollow", AS(FIXTURE_SUPERUSER)},
    {"*/folder", "", "K.update", .prepare = in_folder},
    {"/prompts/new", "name=New&description=&type=text&body=x&tags=&message=", "prompt.create",
     .prepare = NULL},
    {"/agents/new", "name=New&config=" CONFIG, "agent.create", .prepare = NULL},
    {"/agents/import", "text=" CONFIG, "", .prepare = NULL},
    {"/teams/new", "name=New&description=&kind=round_robin&members=%M&pin=&role=worker&max_turns=9",
     "team.create", .prepare = NULL},
    {"/sets/new", "name=New&draft=%5B%7B%7D%5D&do=save", "set.create", .prepare = NULL},
    {"/sets/{id}/edit", "revision=%R&name=New&draft=%5B%5D&do=save", "set.update", .prepare = NULL},
    {"/sets/{id}/import", "revision=%R&message=More&cases=%5B%7B%22name%22%3A%22New%22%7D%5D",
     "set.update", .prepare = NULL},
    {"/prompts/{id}/edit", "revision=%R&name=Rich%2Fanswer&description=&body=y&tags=&message=",
     "prompt.update", .prepare = NULL},
    {"/agents/{id}/edit", "revision=%R&name=New&config=" CONFIG, "agent.update", .prepare = NULL},
    {"/teams/{id}/edit",
     "revision=%R&name=New&description=&tags=&message=&kind=round_robin&"
     "members=%M&pin=&role=worker&max_turns=9",
     "team.update", .prepare = NULL},
    {"*/{id}/versions/{n}/restore", "revision=%R", "K.restore_version", .prepare = NULL},
    {"*/{id}/releases/move", "label=walked&to_version=1&reason=&seen=%S", "label.move",
     .prepare = NULL},
    {"*/{id}/releases/remove", "label=standing&reason=&seen=standing%3A1", "label.move",
     .prepare = with_label},
    {"*/{id}/releases/propose", "label=staging&to_version=2&reason=&seen=%S", "label.propose",
     AS(PERSONA_INDIVIDUAL_DEVELOPER)},
    /* the decision, and what it did */
    {"*/{id}/releases/{id}/approve", "reason=&compared=1", "label.approve label.move",
     .prepare = NULL},
    {"*/{id}/releases/{id}/reject", "reason=no", "label.reject", .prepare = NULL},
    {"*/{id}/releases/{id}/withdraw", "", "label.withdraw", AS(PERSONA_INDIVIDUAL_DEVELOPER)},
    EVIDENCE_ROWS,
    {"*/{id}/comments", "body=Said", "K.comment", .prepare = NULL},
    {"*/{id}/comments/{id}/edit", "body=Said&revision=2", "K.edit_comment", AS(FIXTURE_SUPERUSER)},
    {"*/{id}/comments/{id}/delete", "", "K.delete_comment", .prepare = NULL},
    {"*/{id}/follow", "", "K.follow", .prepare = NULL},
    {"*/{id}/unfollow", "", "K.unfollow", AS(FIXTURE_SUPERUSER)},
    {"*/{id}/stops", "version=1&reason=It+lies", "K.stop", .prepare = NULL},
    {"*/{id}/stops/{id}/ask", "reason=Mended", "approval.request", .prepare = stop_to_ask_about},
    {"*/{id}/stops/{id}/confirm", "", "approval.approve approval.use K.resume",
     .prepare = stop_to_confirm},
    {"*/{id}/stops/{id}/resume", "", "approval.use K.resume", .prepare = stop_to_resume},
    {"*/{id}/archive", "accept=1", "K.archive", .prepare = without_uses},
    {"*/{id}/restore", "", "K.restore", .prepare = archived},
    {"*/{id}/delete", "name=Alone", "K.delete", .prepare = archived},
    {"*/{id}/proof", "label=latest", "K.prove", .prepare = NULL},
    {"*/{id}/transfer", "owner_id=%U", "K.transfer", .prepare = NULL},

    {"/export", "prompts=1&agents=1&teams=1&sets=1", "organization.export", .prepare = NULL},
    {"/starters", "names=Product+discovery+interviewer",
     "prompt.create label.move agent.create import.apply", .prepare = NULL},
    {"/audit/views", "name=Mine&action=prompt.", "audit.save_view", .prepare = NULL},
    {"/audit/views/{id}/rename", "name=Other", "audit.rename_view", .prepare = filter_to_rename},
    {"/audit/views/{id}/delete", "", "audit.delete_view", .prepare = filter_to_delete},
    {"/audit/export", "format=csv", "audit.download", .prepare = NULL},
    {"/settings/organization/sessions",
     "idle_minutes=60&hours=8&admin_idle_minutes=15&admin_hours=4", "organization.session_ends",
     .prepare = NULL},
    {"/settings/organization", "do=rename&name=Southwind", "organization.rename", .prepare = NULL},
    {"/settings/organization", "do=programs&programs=propose", "organization.label_rule",
     .prepare = NULL},
    {"/settings/organization", "do=widening&widening=admins", "organization.widening",
     .prepare = NULL},
    /* in the log of each of the two organizations */
    {"/organizations/{id}/enter", "", "organization.enter organization.enter^",
     .prepare = other_organization, AS(PERSONA_PLATFORM_ADMIN)},
    {"/organizations/leave", "", "organization.leave organization.leave^", .prepare = entered,
     AS(PERSONA_PLATFORM_ADMIN)},

    {"/account/data", "", "user.export", .prepare = NULL},
    {"/account/data/erase", "", "user.ask_erasure", AS(PERSONA_PRODUCT_MANAGER)},
    {"/account/data/keep", "", "user.cancel_erasure", .prepare = asked_to_be_erased,
     AS(PERSONA_PRODUCT_MANAGER)},
    {"/users/{id}/data", "", "user.export", .prepare = NULL},
    /* the case, and what the second administrator is asked */
    {"/users/{id}/erase", "reason=By+letter&hand_over_to=%A",
     "approval.request user.request_erasure", .prepare = NULL},
    {"/settings/erasure", "days=3", "organization.erasure_grace", .prepare = NULL},
    {"/settings/erasure/{id}/search", "", "", .prepare = erasure_to_search}, /* only looks */
    {"/settings/erasure/{id}/review", "", "user.review_erasure", .prepare = finding_to_review},
    {"/settings/erasure/{id}/cancel", "", "approval.withdraw user.cancel_erasure",
     .prepare = erasure_to_cancel},
    {"/settings/erasure/{id}/erase", "", "user.hand_over approval.use user.erase",
     .prepare = erasure_to_carry_out},
    {"/users/{id}/superuser", "", "approval.use user.update", .prepare = asked_for_superuser,
     AS(FIXTURE_SUPERUSER)},
    {"/approvals/{id}/approve", "", "approval.approve", .prepare = NULL},
    {"/approvals/{id}/reject", "reason=Too+early", "approval.reject", .prepare = NULL},
    {"/approvals/{id}/withdraw", "", "approval.withdraw", AS(FIXTURE_SUPERUSER)},

    {"/settings/retention", RULES, "retention.rules", .prepare = NULL},
    {"/settings/retention/timer", "do=ask&reason=Daily", "approval.request", .prepare = with_rules},
    /* that it began, and what its first batch found */
    {"/settings/retention/preview", "", "retention.preview retention.list", .prepare = NULL},
    {"/settings/retention/runs/{id}/continue", "", "retention.list", .prepare = run_to_continue},
    {"/settings/retention/runs/{id}/ask", "reason=Yearly", "approval.request",
     .prepare = run_to_ask_for},
    {"/settings/holds", "kind=prompt&name=Rich%2Fanswer&reason=Case+7", "legal_hold.place",
     .prepare = NULL},
    {"/settings/holds/{id}/ask", "reason=Closed", "approval.request", .prepare = hold_to_ask_about},
    {"/settings/holds/{id}/release", "", "approval.use legal_hold.release",
     .prepare = hold_to_release},

    {"/organizations/new", "name=Third&full_name=Tom+Third&email=tom%40third.example",
     "organization.create^ user.invite^", AS(PERSONA_PLATFORM_ADMIN)},
    {"/organizations/{id}/rename", "new_name=Southwind", "organization.rename^",
     .prepare = customer_to_rename, AS(PERSONA_PLATFORM_ADMIN)},
    {"/organizations/{id}/suspend", "reason=Unpaid", "organization.suspend^",
     .prepare = customer_to_suspend, AS(PERSONA_PLATFORM_ADMIN)},
    {"/organizations/{id}/resume", "", "organization.resume^", .prepare = customer_to_resume,
     AS(PERSONA_PLATFORM_ADMIN)},
    {"/organizations/{id}/limits", "records=10&megabytes=10&people=10", "organization.limit^",
     .prepare = customer_to_limit, AS(PERSONA_PLATFORM_ADMIN)},
    {"/organizations/{id}/closing", "reason=Moving", "approval.request", .prepare = NULL},
    {"/organizations/{id}/closing/begin", "", "approval.use^ organization.begin_closing^",
     .prepare = closing_to_begin, AS(PERSONA_PLATFORM_ADMIN)},
    {"/organizations/{id}/closing/cancel", "", "organization.cancel_closing^",
     .prepare = closing_to_cancel, AS(PERSONA_PLATFORM_ADMIN)},
    /* that it began, and what its last step took */
    {"/organizations/{id}/closing/run", "", "organization.close^ organization.purge^",
     .prepare = closing_to_run, AS(PERSONA_PLATFORM_ADMIN)},
    {"*/{id}/card/publish", "slug=carded&provider_url=&is_signed=1&revision=0", "card.publish",
     .prepare = without_uses},
    {"*/{id}/card/remove", "", "card.remove", .prepare = NULL},
    {"*/{id}/register/edit", "revision=2&purpose=Answers&risk_class=minimal", "register.update",
     .prepare = NULL},
    {"/settings/organization/register", "required=1", "organization.require_register",
     .prepare = NULL},
};

#endif
