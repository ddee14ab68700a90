#include "test.h"

#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "data/account/user_new.h"
#include "data/account/user_reset.h"
#include "data/approval/approval.h"
#include "data/sign_in/session_sign_in.h"
#include "data/sign_in/user_password.h"
#include "data/sso/sso_begin.h"
#include "factors.h"
#include "sso.h"

/* The provider of an organization, who is linked to it, and what follows for passwords and
 * approvals.
 */

static const struct session_client client = {.address = "203.0.113.5", .agent = "Sso/1.0"};

static const struct actor *own(struct fixture *f, int persona)
{
    return &f->own.users[persona].actor;
}

static enum err set(struct fixture *f, const struct actor *actor, struct sso_settings settings,
                    struct problem *problem)
{
    fixture_begin(f);
    return sso_provider_set(f->db, actor, &settings, problem);
}

static struct sso_provider get(struct fixture *f)
{
    struct sso_provider provider;
    fixture_begin(f);
    assert_int_equal(sso_provider_get(f->db, own(f, PERSONA_CUSTOMER_ADMIN), &provider), ERR_NONE);
    return provider;
}

static void it_is_set_changed_and_taken_away(void **state)
{
    struct fixture *f = *state;
    struct problem problem;
    struct sso_provider provider;
    const struct actor *admin = own(f, PERSONA_CUSTOMER_ADMIN);
    assert_int_equal(sso_provider_get(f->db, admin, &provider), ERR_NOT_FOUND);
    sso_set_up(f);
    provider = get(f);
    assert_string_equal(provider.issuer, SSO_ISSUER);
    assert_string_equal(provider.client_id, "client of the test");
    assert_null(provider.client_secret);
    assert_null(provider.subject_key);
    struct sso_settings changed = sso_settings(provider.revision);
    changed.client_secret = "";
    changed.client_id = "another";
    changed.trusts_factor = true;
    assert_int_equal(set(f, admin, changed, &problem), ERR_NONE);
    fixture_begin(f);
    (void)db_enter(f->db, (struct db_scope){DB_ORGANIZATION, f->own.id});
    assert_int_equal(sso_provider_find(f->db, &f->own.id, &provider), ERR_NONE);
    assert_string_equal(provider.client_secret, "secret of the test"); /* kept */
    assert_true(provider.trusts_factor);
    assert_int_equal(fixture_count_events(f, "organization.sso", "success"), 2);
    assert_int_equal(set(f, admin, changed, &problem), ERR_STALE);
    fixture_begin(f);
    assert_int_equal(sso_provider_remove(f->db, admin), ERR_NONE);
    fixture_begin(f);
    assert_int_equal(sso_provider_remove(f->db, admin), ERR_NOT_FOUND);
    assert_int_equal(fixture_count_events(f, "organization.sso_off", "success"), 1);
}

static void nobody_else_may_set_it(void **state)
{
    struct fixture *f = *state;
    struct problem problem;
    static const int people[] = {PERSONA_INDIVIDUAL_DEVELOPER, PERSONA_DEVOPS_ENGINEER,
                                 PERSONA_PRODUCT_MANAGER, PERSONA_ENTERPRISE_TEAM};
    for (size_t i = 0; i < COUNT_OF(people); i++)
        assert_int_equal(set(f, own(f, people[i]), sso_settings(0), &problem), ERR_DENIED);
    assert_int_equal(fixture_count_events(f, "organization.sso", "refusal"), COUNT_OF(people));
    /* from outside, the provider would be the way to everything in it */
    struct actor outside = f->other.users[FIXTURE_SUPERUSER].actor;
    outside.organization_id = f->own.id;
    fixture_begin(f);
    (void)db_enter(f->db, (struct db_scope){DB_ORGANIZATION, f->own.id});
    const struct sso_settings settings = sso_settings(0);
    assert_int_equal(sso_provider_set(f->db, &outside, &settings, &problem), ERR_DENIED);
}

static void what_is_typed_must_fit(void **state)
{
    struct fixture *f = *state;
    struct problem problem;
    const struct actor *admin = own(f, PERSONA_CUSTOMER_ADMIN);
    static const char *const issuers[] = {"http://login.example.org", "login.example.org",
                                          "https://a@login.example.org",
                                          "https://login.example.org?a=b", ""};
    struct sso_settings settings = sso_settings(0);
    for (size_t i = 0; i < COUNT_OF(issuers); i++) {
        settings.issuer = issuers[i];
        assert_int_equal(set(f, admin, settings, &problem), ERR_INVALID);
        assert_string_equal(problem.field, "issuer");
    }
    settings = sso_settings(0);
    settings.client_id = "";
    assert_int_equal(set(f, admin, settings, &problem), ERR_INVALID);
    assert_string_equal(problem.field, "client_id");
    settings = sso_settings(0);
    settings.client_secret = "";
    assert_int_equal(set(f, admin, settings, &problem), ERR_INVALID);
    assert_string_equal(problem.field, "client_secret");
}

static int64_t count_links(struct fixture *f)
{
    return fixture_count(f, "SELECT count(*) FROM sso_accounts WHERE organization_id = $1",
                         &f->own.id);
}

/* A secret never goes to another issuer, and nobody is someone else's namesake there. */
static void another_issuer_begins_anew(void **state)
{
    struct fixture *f = *state;
    struct problem problem;
    const struct actor *admin = own(f, PERSONA_CUSTOMER_ADMIN);
    sso_set_up(f);
    sso_link_person(f, &f->own.users[PERSONA_PRODUCT_MANAGER]);
    sso_plant_document(f, "[]");
    assert_int_equal(count_links(f), 1);
    struct sso_settings other = sso_settings(1);
    other.issuer = "https://other.example.org";
    other.client_secret = "";
    assert_int_equal(set(f, admin, other, &problem), ERR_INVALID);
    assert_string_equal(problem.field, "client_secret");
    other.client_secret = "new";
    assert_int_equal(set(f, admin, other, &problem), ERR_NONE);
    assert_int_equal(count_links(f), 0);
    assert_int_equal(fixture_count(f,
                                   "SELECT count(*) FROM sso_documents "
                                   "WHERE organization_id = $1",
                                   &f->own.id),
                     0);
}

static enum sso_refusal find(struct fixture *f, const char *subject, const char *email,
                             bool is_verified)
{
    struct sso_provider provider;
    struct sso_account account;
    const struct id_token token = {subject, email, is_verified};
    fixture_begin(f);
    (void)db_enter(f->db, (struct db_scope){DB_ORGANIZATION, f->own.id});
    assert_int_equal(sso_provider_find(f->db, &f->own.id, &provider), ERR_NONE);
    assert_int_equal(sso_account_find(f->db, &provider, &token, &account), ERR_NONE);
    return account.refusal;
}

static void a_verified_address_links_and_the_subject_decides_afterwards(void **state)
{
    struct fixture *f = *state;
    const struct fixture_user *person = &f->own.users[PERSONA_PRODUCT_MANAGER];
    sso_set_up(f);
    assert_int_equal(find(f, "7", person->email, false), SSO_REFUSED_UNVERIFIED);
    assert_int_equal(find(f, "7", "nobody@northwind.example", true), SSO_REFUSED_UNKNOWN);
    assert_int_equal(find(f, "7", "", true), SSO_REFUSED_UNKNOWN);
    /* of another customer */
    assert_int_equal(find(f, "7", f->other.users[PERSONA_PRODUCT_MANAGER].email, true),
                     SSO_REFUSED_UNKNOWN);
    assert_int_equal(find(f, person->id_text, person->email, true), SSO_REFUSED_NOT);
    sso_link_person(f, person);
    assert_int_equal(fixture_count_events(f, "user.sso_link", "success"), 1);
    assert_int_equal(find(f, person->id_text, "changed@example.org", false), SSO_REFUSED_NOT);
    assert_int_equal(find(f, "7", person->email, true), SSO_REFUSED_OTHER);
}

/* Whoever administers an organization does not become more than they are. */
static void rights_beyond_the_organization_never_come_in(void **state)
{
    struct fixture *f = *state;
    sso_set_up(f);
    assert_int_equal(find(f, "7", f->own.users[FIXTURE_SUPERUSER].email, true),
                     SSO_REFUSED_PASSWORD);
    assert_int_equal(find(f, "7", f->own.users[PERSONA_PLATFORM_ADMIN].email, true),
                     SSO_REFUSED_PASSWORD);
}

static void an_account_is_unlinked_by_itself_and_by_administrators(void **state)
{
    struct fixture *f = *state;
    struct sso_link link;
    const struct fixture_user *person = &f->own.users[PERSONA_PRODUCT_MANAGER];
    const struct actor *admin = own(f, PERSONA_CUSTOMER_ADMIN);
    sso_set_up(f);
    sso_link_person(f, person);
    assert_int_equal(sso_link_get(f->db, &person->actor, &person->id, &link), ERR_NONE);
    assert_in_range(link.linked_at, clock_now() - CLOCK_MINUTE, clock_now());
    assert_int_equal(sso_unlink(f->db, own(f, PERSONA_DEVOPS_ENGINEER), &person->id), ERR_DENIED);
    fixture_begin(f);
    assert_int_equal(sso_unlink(f->db, &person->actor, &person->id), ERR_NONE);
    fixture_begin(f);
    assert_int_equal(sso_unlink(f->db, &person->actor, &person->id), ERR_NOT_FOUND);
    sso_link_person(f, person);
    assert_int_equal(sso_unlink(f->db, admin, &person->id), ERR_NONE);
    assert_int_equal(count_links(f), 0);
    assert_int_equal(fixture_count_events(f, "user.sso_unlink", "success"), 2);
    assert_int_equal(fixture_count_events(f, "user.sso_unlink", "refusal"), 1);
}

/* ---- only by SSO ---------------------------------------------------------------------------- */

static enum err set_only(struct fixture *f, const struct actor *actor, struct problem *problem)
{
    struct sso_settings settings = sso_settings(get(f).revision);
    settings.client_secret = "";
    settings.is_only = true;
    return set(f, actor, settings, problem);
}

static void nobody_locks_themselves_out(void **state)
{
    struct fixture *f = *state;
    struct problem problem;
    const struct actor *admin = own(f, PERSONA_CUSTOMER_ADMIN);
    sso_set_up(f);
    assert_int_equal(set_only(f, admin, &problem), ERR_INVALID);
    assert_string_equal(problem.field, "is_only");
    sso_link_person(f, &f->own.users[PERSONA_PRODUCT_MANAGER]); /* no administrator */
    assert_int_equal(set_only(f, admin, &problem), ERR_INVALID);
    assert_int_equal(set_only(f, own(f, FIXTURE_SUPERUSER), &problem), ERR_INVALID);
    sso_link_person(f, &f->own.users[PERSONA_CUSTOMER_ADMIN]);
    clock_travel(clock_now() + CLOCK_DAY + CLOCK_MINUTE); /* too long ago */
    assert_int_equal(set_only(f, admin, &problem), ERR_INVALID);
    sso_link_person(f, &f->own.users[PERSONA_CUSTOMER_ADMIN]);
    assert_int_equal(set_only(f, admin, &problem), ERR_NONE);
    /* another secret must be shown to work as well */
    struct sso_settings changed = sso_settings(get(f).revision);
    changed.is_only = true;
    clock_travel(clock_now() + CLOCK_MINUTE);
    assert_int_equal(set(f, admin, changed, &problem), ERR_INVALID);
    assert_string_equal(problem.field, "is_only");
}

static void only(struct fixture *f)
{
    struct problem problem;
    sso_set_up(f);
    sso_link_person(f, &f->own.users[PERSONA_CUSTOMER_ADMIN]);
    assert_int_equal(set_only(f, own(f, PERSONA_CUSTOMER_ADMIN), &problem), ERR_NONE);
    fixture_begin(f);
}

static enum err sign_in(struct fixture *f, const struct fixture_user *user)
{
    struct sign_in result;
    enum err err = ERR_NONE;
    fixture_forget_attempts(f);
    FIXTURE_PATIENTLY(f, err,
                      session_sign_in(f->db, user->email, FIXTURE_PASSWORD, &client, &result));
    return err;
}

static void passwords_and_links_are_refused_but_for_wide_rights(void **state)
{
    struct fixture *f = *state;
    struct user_link link;
    struct user user;
    struct sign_in result;
    struct problem problem;
    const struct fixture_user *person = &f->own.users[PERSONA_PRODUCT_MANAGER];
    fixture_begin(f);
    assert_int_equal(user_link(f->db, own(f, PERSONA_CUSTOMER_ADMIN), &person->id, &link),
                     ERR_NONE);
    only(f);
    assert_int_equal(sign_in(f, person), ERR_DENIED);
    assert_int_equal(sign_in(f, &f->own.users[PERSONA_CUSTOMER_ADMIN]), ERR_DENIED);
    assert_int_equal(sign_in(f, &f->own.users[FIXTURE_SUPERUSER]), ERR_NONE);
    assert_int_equal(sign_in(f, &f->own.users[PERSONA_PLATFORM_ADMIN]), ERR_NONE);
    assert_int_equal(sign_in(f, &f->other.users[PERSONA_PRODUCT_MANAGER]), ERR_NONE);
    /* the link from before */
    const struct user_accept accept = {LINK_PASSWORD_RESET, link.token, NULL,
                                       "velvet harbor 91 tunnel"};
    fixture_begin(f);
    assert_int_equal(user_get_by_link(f->db, LINK_PASSWORD_RESET, link.token, &user), ERR_NONE);
    assert_true(user.is_sso_only);
    fixture_begin(f);
    assert_int_equal(user_accept(f->db, &accept, &client, &result, &problem), ERR_NOT_FOUND);
    fixture_begin(f);
    assert_int_equal(user_link(f->db, own(f, PERSONA_CUSTOMER_ADMIN), &person->id, &link),
                     ERR_CONFLICT);
    /* the operator's way back */
    fixture_begin(f);
    assert_int_equal(sso_provider_remove_slug(f->db, own(f, FIXTURE_SUPERUSER), SSO_SLUG),
                     ERR_DENIED);
    assert_int_equal(sso_provider_remove_slug(f->db, &f->command, "nobody"), ERR_NOT_FOUND);
    fixture_begin(f);
    (void)db_enter(f->db, (struct db_scope){.reach = DB_ALL});
    assert_int_equal(sso_provider_remove_slug(f->db, &f->command, SSO_SLUG), ERR_NONE);
    assert_int_equal(sign_in(f, person), ERR_NONE);
}

/* Whoever was invited has accepted once they came, and their link is worth nothing. */
static void coming_in_accepts_an_invitation(void **state)
{
    struct fixture *f = *state;
    struct user_invitation invitation;
    struct problem problem;
    struct user user;
    const struct user_new user_new = {.email = "new@northwind.example",
                                      .full_name = "New Person",
                                      .persona = PERSONA_PRODUCT_MANAGER};
    sso_set_up(f);
    assert_int_equal(
        user_invite(f->db, own(f, PERSONA_CUSTOMER_ADMIN), &user_new, &invitation, &problem),
        ERR_NONE);
    struct fixture_user person = {.id = invitation.user_id, .email = "new@northwind.example"};
    uuid_format(&person.id, person.id_text);
    sso_link_person(f, &person);
    assert_int_equal(user_get_by_link(f->db, LINK_INVITATION, invitation.token, &user),
                     ERR_NOT_FOUND);
    assert_int_equal(sign_in(f, &person), ERR_DENIED); /* no password is theirs */
    assert_int_equal(fixture_count(f,
                                   "SELECT count(*) FROM users WHERE id = $1 AND "
                                   "hashed_password IS NOT NULL",
                                   &person.id),
                     1);
}

static struct sign_in begin(struct fixture *f, int who, bool is_factor)
{
    struct sign_in result;
    struct user_record record;
    struct session_client by_sso = client;
    by_sso.is_sso = true;
    by_sso.is_sso_factor = is_factor;
    fixture_begin(f);
    (void)db_enter(f->db, (struct db_scope){DB_ORGANIZATION, f->own.id});
    assert_int_equal(user_record_find(f->db, &f->own.id, &f->own.users[who].id, &record), ERR_NONE);
    assert_int_equal(db_begin_alone(f->db), ERR_NONE);
    assert_int_equal(db_finish(f->db, sign_in_begin(f->db, &record, &by_sso, &result)), ERR_NONE);
    fixture_begin(f);
    return result;
}

static void a_second_factor_is_asked_for_unless_the_provider_does(void **state)
{
    struct fixture *f = *state;
    char secret[TOTP_SECRET_LEN], token[TOKEN_TEXT_LEN], code[TOTP_DIGITS + 1];
    struct recovery_codes codes;
    struct sign_in_end end;
    struct session session;
    factor_enrol(f, &f->own.users[PERSONA_PRODUCT_MANAGER], secret, token, &codes);
    struct sign_in result = begin(f, PERSONA_PRODUCT_MANAGER, false);
    assert_true(result.needs_code);
    assert_int_equal(fixture_count_events(f, "session.sso", "success"), 1);
    factor_wait(1);
    factor_code(secret, 0, code);
    assert_int_equal(sign_in_step_finish(f->db, result.token, code, &client, &end), ERR_NONE);
    fixture_begin(f);
    assert_int_equal(session_find(f->db, end.token, &session), ERR_NONE);
    assert_true(session.is_sso); /* after the second step as well */
    assert_int_equal(session.factor, FACTOR_APP);
    result = begin(f, PERSONA_PRODUCT_MANAGER, true);
    assert_false(result.needs_code);
    assert_int_equal(session_find(f->db, result.token, &session), ERR_NONE);
    assert_true(session.is_sso_factor);
}

/* ---- approvals ------------------------------------------------------------------------------ */

static struct uuid ask(struct fixture *f, int who)
{
    struct uuid id;
    struct problem problem;
    const struct approval_draft draft = {.kind = APPROVAL_RETENTION_RUN,
                                         .subject_id = uuid_make(),
                                         .asked = "x",
                                         .what = json_pack("{s:s}", "url", "/settings/retention"),
                                         .reason = "Because"};
    fixture_begin(f);
    assert_int_equal(approval_request(f->db, own(f, who), &draft, &id, &problem), ERR_NONE);
    fixture_begin(f);
    return id;
}

/* A session as it begins when the provider vouches for someone. */
static void come_in(struct fixture *f, int who)
{
    char token[TOKEN_TEXT_LEN];
    struct session_client by_sso = client;
    by_sso.is_sso = true;
    fixture_begin(f);
    (void)db_enter(f->db, (struct db_scope){DB_ORGANIZATION, f->own.id});
    assert_int_equal(db_begin_alone(f->db), ERR_NONE);
    assert_int_equal(
        db_finish(f->db, session_create(f->db, &f->own.id, &f->own.users[who].id, &by_sso, token)),
        ERR_NONE);
    fixture_begin(f);
}

static void whoever_changed_the_provider_is_not_approved_through_it(void **state)
{
    struct fixture *f = *state;
    struct problem problem;
    const struct sso_settings settings = sso_settings(0);
    const struct actor *admin = own(f, PERSONA_CUSTOMER_ADMIN);
    assert_int_equal(set(f, own(f, FIXTURE_SUPERUSER), settings, &problem), ERR_NONE);
    struct uuid id = ask(f, FIXTURE_SUPERUSER);
    come_in(f, PERSONA_CUSTOMER_ADMIN);
    assert_int_equal(approval_approve(f->db, admin, &id, "", &problem), ERR_DENIED);
    assert_string_equal(problem.message,
                        "Whoever asks changed the sign-in provider within the last 7 days, and you "
                        "signed in through it: another person must decide about it.");
    /* taking the provider away, or the link, takes nothing back */
    fixture_begin(f);
    assert_int_equal(sso_provider_remove(f->db, own(f, FIXTURE_SUPERUSER)), ERR_NONE);
    fixture_begin(f);
    assert_int_equal(approval_approve(f->db, admin, &id, "", &problem), ERR_DENIED);
    clock_travel(clock_now() + USER_RESET_SILENCE + CLOCK_MINUTE);
    id = ask(f, FIXTURE_SUPERUSER);
    come_in(f, PERSONA_CUSTOMER_ADMIN);
    assert_int_equal(approval_approve(f->db, admin, &id, "", &problem), ERR_NONE);
}

static void whoever_came_with_a_password_approves(void **state)
{
    struct fixture *f = *state;
    struct problem problem;
    const struct sso_settings settings = sso_settings(0);
    assert_int_equal(set(f, own(f, FIXTURE_SUPERUSER), settings, &problem), ERR_NONE);
    struct uuid id = ask(f, FIXTURE_SUPERUSER);
    assert_int_equal(approval_approve(f->db, own(f, PERSONA_CUSTOMER_ADMIN), &id, "", &problem),
                     ERR_NONE);
}

/* ---- leaving -------------------------------------------------------------------------------- */

static void a_browser_leaves_with_what_it_must_bring_back(void **state)
{
    struct fixture *f = *state;
    struct turns turns = {.fd = -1};
    struct sso_away away;
    struct sso_start start = {
        .redirect_uri = "https://r.example/x", .next = "/prompts", .turns = &turns};
    sso_set_up(f);
    sso_plant_document(f, "[]");
    assert_int_equal(sso_look(f->db, "nobody"), ERR_NOT_FOUND);
    assert_int_equal(sso_look(f->db, SSO_SLUG), ERR_NONE);
    assert_int_equal(sso_begin(f->db, SSO_SLUG, &start), ERR_NONE);
    assert_true(text_starts_with(start.url, SSO_ISSUER "/auth?response_type=code&"));
    assert_int_equal(sso_away_open(f->db, start.cookie, &away), ERR_NONE);
    assert_string_equal(away.next, "/prompts");
    assert_non_null(
        strstr(start.url, arena_printf(f->arena, "&state=%s&nonce=%s&", away.state, away.nonce)));
    assert_null(strstr(start.url, away.verifier)); /* its hash alone */
    /* sealed, unchanged, and not for ever */
    assert_null(strstr(start.cookie, away.state));
    for (size_t i = 0; i < strlen(start.cookie); i += 5) {
        struct sso_away changed;
        char *cookie = arena_strdup(f->arena, start.cookie);
        cookie[i] = cookie[i] == 'A' ? 'B' : 'A';
        assert_int_equal(sso_away_open(f->db, cookie, &changed), ERR_DENIED);
    }
    assert_int_equal(sso_away_open(f->db, "", &away), ERR_DENIED);
    clock_travel(clock_now() + SSO_AWAY);
    assert_int_equal(sso_away_open(f->db, start.cookie, &away), ERR_DENIED);
}

#define WITH_DATA(test) cmocka_unit_test_setup_teardown(test, fixture_open, fixture_close)

int main(void)
{
    const struct CMUnitTest tests[] = {
        WITH_DATA(it_is_set_changed_and_taken_away),
        WITH_DATA(nobody_else_may_set_it),
        WITH_DATA(what_is_typed_must_fit),
        WITH_DATA(another_issuer_begins_anew),
        WITH_DATA(a_verified_address_links_and_the_subject_decides_afterwards),
        WITH_DATA(rights_beyond_the_organization_never_come_in),
        WITH_DATA(an_account_is_unlinked_by_itself_and_by_administrators),
        WITH_DATA(nobody_locks_themselves_out),
        WITH_DATA(passwords_and_links_are_refused_but_for_wide_rights),
        WITH_DATA(coming_in_accepts_an_invitation),
        WITH_DATA(a_second_factor_is_asked_for_unless_the_provider_does),
        WITH_DATA(whoever_changed_the_provider_is_not_approved_through_it),
        WITH_DATA(whoever_came_with_a_password_approves),
        WITH_DATA(a_browser_leaves_with_what_it_must_bring_back),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
