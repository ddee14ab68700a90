#include "test.h"

#include <string.h>

#include "base/clock.h"
#include "data/account/user_new.h"
#include "data/account/user_reset.h"
#include "data/approval/approval.h"
#include "data/sign_in/user_password.h"
#include "fixture.h"

/* What somebody may do with the link that they made for another's account, and who hears of it. */

static const struct session_client client = {.address = "203.0.113.77", .agent = "Fixture/1.0"};

static const struct actor *own(struct fixture *f, int persona)
{
    return &f->own.users[persona].actor;
}

static struct actor inside(struct fixture *f, int persona, const struct uuid *organization_id)
{
    struct actor actor = f->other.users[persona].actor;
    actor.organization_id = *organization_id;
    (void)db_enter(f->db, (struct db_scope){DB_ORGANIZATION, *organization_id});
    return actor;
}

/* The person's password is set through a link of whoever makes it. */
static void reset(struct fixture *f, int by, int whose, char token[TOKEN_TEXT_LEN])
{
    struct user_link link;
    struct problem problem;
    fixture_begin(f);
    assert_int_equal(user_link(f->db, own(f, by), &f->own.users[whose].id, &link), ERR_NONE);
    struct user_accept input = {LINK_PASSWORD_RESET, link.token, NULL, "velvet harbor 91 tunnel"};
    enum err err = ERR_NONE;
    struct sign_in result;
    FIXTURE_PATIENTLY(f, err, user_accept(f->db, &input, &client, &result, &problem));
    assert_int_equal(err, ERR_NONE);
    memcpy(token, result.token, TOKEN_TEXT_LEN);
    fixture_begin(f);
}

static void nobody_from_outside_makes_a_link(void **state)
{
    struct fixture *f = *state;
    static const int people[] = {PERSONA_PLATFORM_ADMIN, FIXTURE_SUPERUSER};
    struct user_link link;
    struct user_invitation invitation;
    struct problem problem;
    struct user_new user_new = {.email = "own@other.example",
                                .full_name = "Somebody Else",
                                .persona = PERSONA_CUSTOMER_ADMIN};
    for (size_t i = 0; i < COUNT_OF(people); i++) {
        fixture_begin(f);
        struct actor actor = inside(f, people[i], &f->own.id);
        assert_int_equal(user_link(f->db, &actor, &f->own.users[PERSONA_CUSTOMER_ADMIN].id, &link),
                         ERR_DENIED);
        assert_int_equal(user_invite(f->db, &actor, &user_new, &invitation, &problem), ERR_DENIED);
    }
    assert_int_equal(fixture_count_events(f, "user.link", "refusal"), COUNT_OF(people));
    assert_int_equal(fixture_count_events(f, "user.invite", "refusal"), COUNT_OF(people));
}

/* Until somebody of it can sign in, whoever made the organization helps its first administrator. */
static void an_organization_without_people_is_helped_from_outside(void **state)
{
    struct fixture *f = *state;
    struct user_link link;
    struct user_invitation invitation;
    struct problem problem;
    struct user_new admin = {.email = "first@fabrikam.example", .full_name = "First Admin"};
    fixture_begin(f);
    assert_int_equal(user_invite_first(f->db, &f->other.users[PERSONA_PLATFORM_ADMIN].actor,
                                       "Fabrikam", &admin, &invitation, &problem),
                     ERR_NONE);
    fixture_begin(f);
    struct actor actor = inside(f, PERSONA_PLATFORM_ADMIN, &invitation.organization_id);
    assert_int_equal(user_link(f->db, &actor, &invitation.user_id, &link), ERR_NONE);
    assert_int_equal(link.purpose, LINK_INVITATION);
}

static void a_command_helps_whoever_is_locked_out(void **state)
{
    struct fixture *f = *state;
    struct user_link link;
    struct user user;
    fixture_begin(f);
    assert_int_equal(user_link_email(f->db, &f->command, "nobody@northwind.example", &link),
                     ERR_NOT_FOUND);
    assert_int_equal(user_link_email(f->db, &f->command, "no address", &link), ERR_NOT_FOUND);
    assert_int_equal(
        user_link_email(f->db, own(f, FIXTURE_SUPERUSER), "admin@northwind.example", &link),
        ERR_DENIED);
    fixture_begin(f);
    (void)db_enter(f->db, (struct db_scope){.reach = DB_ALL});
    assert_int_equal(user_link_email(f->db, &f->command, " Admin@Northwind.example", &link),
                     ERR_NONE);
    assert_int_equal(user_get_by_link(f->db, LINK_PASSWORD_RESET, link.token, &user), ERR_NONE);
    assert_true(uuid_equal(&user.id, &f->own.users[PERSONA_CUSTOMER_ADMIN].id));
    assert_int_equal(fixture_count_events(f, "user.link", "success"), 1);
}

static struct session find(struct fixture *f, const char *token)
{
    struct session session;
    fixture_begin(f);
    assert_int_equal(session_find(f->db, token, &session), ERR_NONE);
    return session;
}

static void whoever_was_reset_is_told_until_they_acknowledge_it(void **state)
{
    struct fixture *f = *state;
    char token[TOKEN_TEXT_LEN];
    struct user_reset found;
    reset(f, PERSONA_CUSTOMER_ADMIN, PERSONA_PRODUCT_MANAGER, token);
    struct session session = find(f, token);
    assert_true(session.has_reset);
    assert_int_equal(user_reset_find(f->db, &session, RESET_PASSWORD, &found), ERR_NONE);
    assert_in_range(found.used_at, clock_now() - CLOCK_MINUTE, clock_now());
    assert_string_equal(found.by_name, f->own.users[PERSONA_CUSTOMER_ADMIN].full_name);
    for (int i = 0; i < 2; i++) {
        fixture_begin(f);
        assert_int_equal(user_reset_acknowledge(f->db, own(f, PERSONA_PRODUCT_MANAGER)), ERR_NONE);
    }
    assert_int_equal(fixture_count_events(f, "user.acknowledge_reset", "success"), 1);
    session = find(f, token);
    assert_false(session.has_reset);
    assert_int_equal(user_reset_find(f->db, &session, RESET_PASSWORD, &found), ERR_NONE);
    assert_int_equal(found.used_at, 0);
}

static struct uuid ask(struct fixture *f, int who)
{
    struct uuid id;
    struct problem problem;
    struct approval_draft draft = {.kind = APPROVAL_RETENTION_RUN,
                                   .subject_id = uuid_make(),
                                   .asked = "x",
                                   .what = json_pack("{s:s}", "url", "/settings/retention"),
                                   .reason = "Because"};
    fixture_begin(f);
    assert_int_equal(approval_request(f->db, own(f, who), &draft, &id, &problem), ERR_NONE);
    fixture_begin(f);
    return id;
}

static void whoever_resets_a_password_is_not_approved_with_it(void **state)
{
    struct fixture *f = *state;
    char token[TOKEN_TEXT_LEN];
    struct problem problem;
    reset(f, FIXTURE_SUPERUSER, PERSONA_CUSTOMER_ADMIN, token);
    struct uuid id = ask(f, FIXTURE_SUPERUSER);
    const struct actor *admin = own(f, PERSONA_CUSTOMER_ADMIN);
    assert_int_equal(approval_approve(f->db, admin, &id, "", &problem), ERR_DENIED);
    assert_string_equal(
        problem.message,
        "Whoever asks reset your password within the last 7 days: another person must decide about "
        "it.");
    fixture_begin(f);
    assert_int_equal(approval_reject(f->db, admin, &id, "No", &problem), ERR_NONE);
    assert_int_equal(fixture_count_events(f, "approval.approve", "refusal"), 1);
    clock_travel(clock_now() + USER_RESET_SILENCE + CLOCK_MINUTE);
    id = ask(f, FIXTURE_SUPERUSER);
    assert_int_equal(approval_approve(f->db, admin, &id, "", &problem), ERR_NONE);
}

/* A link that the person did not use, or the account that was made for the purpose. */
static void whoever_makes_a_link_is_not_approved_by_its_account(void **state)
{
    struct fixture *f = *state;
    struct user_invitation invitation;
    struct user_link link;
    struct problem problem;
    struct user_new user_new = {.email = "second@northwind.example",
                                .full_name = "Second Person",
                                .persona = PERSONA_CUSTOMER_ADMIN};
    const struct actor *admin = own(f, PERSONA_CUSTOMER_ADMIN);
    struct uuid id = ask(f, FIXTURE_SUPERUSER);
    assert_int_equal(user_link(f->db, own(f, FIXTURE_SUPERUSER), &admin->user_id, &link), ERR_NONE);
    fixture_begin(f);
    assert_int_equal(approval_approve(f->db, admin, &id, "", &problem), ERR_DENIED);
    assert_string_equal(problem.message, "Whoever asks made a link to reset your password within "
                                         "the last 7 days: another person must decide about it.");
    fixture_begin(f);
    assert_int_equal(
        user_invite(f->db, own(f, FIXTURE_SUPERUSER), &user_new, &invitation, &problem), ERR_NONE);
    struct actor second = *admin;
    second.user_id = invitation.user_id;
    fixture_script(f, "UPDATE one_time_links SET used_at = created_at WHERE is_shown;",
                   "SET rostrum.scope TO 'all'; "
                   "UPDATE one_time_links SET used_at = created_at WHERE is_shown;");
    fixture_begin(f);
    assert_int_equal(approval_approve(f->db, &second, &id, "", &problem), ERR_DENIED);
    assert_string_equal(problem.message, "Whoever asks invited you within the last 7 days: another "
                                         "person must decide about it.");
    clock_travel(clock_now() + USER_RESET_SILENCE + CLOCK_MINUTE);
    id = ask(f, FIXTURE_SUPERUSER);
    assert_int_equal(approval_approve(f->db, &second, &id, "", &problem), ERR_NONE);
}

#define WITH_DATA(test) cmocka_unit_test_setup_teardown(test, fixture_open, fixture_close)

int main(void)
{
    const struct CMUnitTest tests[] = {
        WITH_DATA(nobody_from_outside_makes_a_link),
        WITH_DATA(an_organization_without_people_is_helped_from_outside),
        WITH_DATA(a_command_helps_whoever_is_locked_out),
        WITH_DATA(whoever_was_reset_is_told_until_they_acknowledge_it),
        WITH_DATA(whoever_resets_a_password_is_not_approved_with_it),
        WITH_DATA(whoever_makes_a_link_is_not_approved_by_its_account),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
