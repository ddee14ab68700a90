#include "test.h"

#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "data/account/invitation_request.h"
#include "data/account/user_new.h"
#include "data/audit/audit.h"
#include "data/user/user.h"
#include "fixture.h"

static const struct actor *own(struct fixture *f, int persona)
{
    return &f->own.users[persona].actor;
}

static const struct actor *manager(struct fixture *f)
{
    return own(f, PERSONA_PRODUCT_MANAGER);
}

static const struct actor *admin(struct fixture *f)
{
    return own(f, PERSONA_CUSTOMER_ADMIN);
}

static struct invitation_request_draft draft_for(const char *email)
{
    return (struct invitation_request_draft){"Nora New", email, PERSONA_DEVOPS_ENGINEER,
                                             "She runs the releases"};
}

static enum err ask(struct fixture *f, const struct actor *actor, const char *email,
                    struct uuid *id, struct problem *problem)
{
    struct invitation_request_draft draft = draft_for(email);
    fixture_begin(f);
    return invitation_request_create(f->db, actor, &draft, id, problem);
}

static struct uuid asked(struct fixture *f, const struct actor *actor, const char *email)
{
    struct uuid id;
    struct problem problem;
    assert_int_equal(ask(f, actor, email, &id, &problem), ERR_NONE);
    fixture_begin(f);
    return id;
}

static struct invitation_request_list waiting_for(struct fixture *f, const struct actor *actor)
{
    struct invitation_request_list list;
    fixture_begin(f);
    assert_int_equal(invitation_request_list_waiting(f->db, actor, &list), ERR_NONE);
    return list;
}

static struct invitation_request_list own_of(struct fixture *f, const struct actor *actor)
{
    struct invitation_request_list list;
    fixture_begin(f);
    assert_int_equal(invitation_request_list_own(f->db, actor, &list), ERR_NONE);
    return list;
}

static void a_request_waits_for_the_administrators(void **state)
{
    struct fixture *f = *state;
    struct uuid first = asked(f, manager(f), " Nora@Example.com ");
    (void)asked(f, own(f, PERSONA_INDIVIDUAL_DEVELOPER), "second@example.com");
    struct invitation_request_list list = waiting_for(f, admin(f));
    assert_int_equal(list.count, 2);
    assert_false(list.has_more);
    const struct invitation_request *request = &list.items[0]; /* the oldest first */
    assert_true(uuid_equal(&request->id, &first));
    assert_string_equal(request->full_name, "Nora New");
    assert_string_equal(request->email, "Nora@Example.com");
    assert_string_equal(request->reason, "She runs the releases");
    assert_int_equal(request->persona, PERSONA_DEVOPS_ENGINEER);
    assert_string_equal(request->state, "waiting");
    assert_string_equal(request->requested_by_name,
                        f->own.users[PERSONA_PRODUCT_MANAGER].full_name);
    assert_int_equal(request->decided_at, 0);
    assert_true(uuid_is_nil(&request->user_id));
    assert_int_equal(fixture_count_events(f, "user.request_invitation", "success"), 2);
    /* only who may invite sees what waits; only who asked sees their own */
    assert_int_equal(waiting_for(f, own(f, FIXTURE_SUPERUSER)).count, 2);
    assert_int_equal(waiting_for(f, manager(f)).count, 0);
    assert_int_equal(waiting_for(f, own(f, PERSONA_DEVOPS_ENGINEER)).count, 0);
    assert_int_equal(waiting_for(f, &f->other.users[PERSONA_CUSTOMER_ADMIN].actor).count, 0);
    assert_int_equal(own_of(f, manager(f)).count, 1);
    assert_int_equal(own_of(f, own(f, PERSONA_DEVOPS_ENGINEER)).count, 0);
    assert_int_equal(own_of(f, admin(f)).count, 0);
}

static void who_may_invite_does_not_ask(void **state)
{
    struct fixture *f = *state;
    struct uuid id;
    struct problem problem;
    for (int persona = 0; persona < PERSONA_COUNT; persona++) {
        char email[32];
        (void)snprintf(email, sizeof email, "n%d@example.com", persona);
        bool may = !persona_is_admin((enum persona)persona);
        assert_int_equal(ask(f, own(f, persona), email, &id, &problem),
                         may ? ERR_NONE : ERR_DENIED);
    }
    assert_int_equal(ask(f, &f->command, "c@example.com", &id, &problem), ERR_DENIED);
    struct actor outside = *own(f, FIXTURE_SUPERUSER); /* who came into the other one */
    outside.organization_id = f->other.id;
    assert_int_equal(ask(f, &outside, "o@example.com", &id, &problem), ERR_DENIED);
    struct actor inactive = *manager(f);
    inactive.is_active = false;
    assert_int_equal(ask(f, &inactive, "i@example.com", &id, &problem), ERR_DENIED);
    fixture_begin(f);
    assert_int_equal(fixture_count_events(f, "user.request_invitation", "refusal"), 5);
}

static void expect_refusal(struct fixture *f, const struct invitation_request_draft *draft,
                           enum err wanted, const char *field)
{
    struct uuid id;
    struct problem problem;
    fixture_begin(f);
    assert_int_equal(invitation_request_create(f->db, manager(f), draft, &id, &problem), wanted);
    assert_string_equal(problem.field, field);
    assert_true(strlen(problem.message) > 10);
}

static void what_is_no_request_is_refused(void **state)
{
    struct fixture *f = *state;
    char long_reason[INVITATION_REQUEST_REASON_MAX + 2];
    memset(long_reason, 'x', sizeof long_reason - 1);
    long_reason[sizeof long_reason - 1] = '\0';
    const struct {
        struct invitation_request_draft draft;
        const char *field;
    } cases[] = {
        {{"", "a@example.com", PERSONA_PRODUCT_MANAGER, "Why"}, "full_name"},
        {{"A", "nowhere", PERSONA_PRODUCT_MANAGER, "Why"}, "email"},
        {{"A", "a@example.com", PERSONA_PLATFORM_ADMIN, "Why"}, "user_persona"},
        {{"A", "a@example.com", PERSONA_PRODUCT_MANAGER, "  "}, "reason"},
        {{"A", "a@example.com", PERSONA_PRODUCT_MANAGER, "two\nlines"}, "reason"},
        {{"A", "a@example.com", PERSONA_PRODUCT_MANAGER, long_reason}, "reason"},
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++)
        expect_refusal(f, &cases[i].draft, ERR_INVALID, cases[i].field);
    assert_int_equal(own_of(f, manager(f)).count, 0);
}

/* Members in whatever state are known; the people of other organizations are nobody here. */
static void members_and_doubles_are_refused(void **state)
{
    struct fixture *f = *state;
    struct invitation_request_draft draft = draft_for(f->own.users[PERSONA_CUSTOMER_ADMIN].email);
    expect_refusal(f, &draft, ERR_CONFLICT, "email");
    draft = draft_for(f->other.users[PERSONA_CUSTOMER_ADMIN].email);
    (void)asked(f, manager(f), draft.email);
    (void)asked(f, manager(f), "nora@example.com");
    draft = draft_for("NORA@example.com");
    expect_refusal(f, &draft, ERR_CONFLICT, "email");
    struct uuid id;
    struct problem problem;
    assert_int_equal(ask(f, own(f, PERSONA_ENTERPRISE_TEAM), "nora@example.com", &id, &problem),
                     ERR_CONFLICT);
    /* the same address may be asked for in each organization */
    (void)asked(f, &f->other.users[PERSONA_PRODUCT_MANAGER].actor, "nora@example.com");
    assert_int_equal(waiting_for(f, admin(f)).count, 2);
}

static void nobody_asks_without_end(void **state)
{
    struct fixture *f = *state;
    for (int i = 0; i < INVITATION_REQUEST_WAITING_MAX; i++) {
        char email[32];
        (void)snprintf(email, sizeof email, "n%d@example.com", i);
        (void)asked(f, manager(f), email);
    }
    struct invitation_request_draft draft = draft_for("one-more@example.com");
    expect_refusal(f, &draft, ERR_CONFLICT, "");
    (void)asked(f, own(f, PERSONA_DEVOPS_ENGINEER), "one-more@example.com");
    struct invitation_request_list list = waiting_for(f, admin(f));
    struct invitation_request request;
    assert_int_equal(invitation_request_decline(f->db, admin(f), &list.items[0].id, &request),
                     ERR_NONE);
    (void)asked(f, manager(f), "and-again@example.com");
}

static void a_declined_request_is_over(void **state)
{
    struct fixture *f = *state;
    struct uuid id = asked(f, manager(f), "nora@example.com");
    struct invitation_request request;
    assert_int_equal(invitation_request_get(f->db, manager(f), &id, &request), ERR_NOT_FOUND);
    assert_int_equal(invitation_request_decline(f->db, manager(f), &id, &request), ERR_DENIED);
    fixture_begin(f);
    const struct actor *elsewhere = &f->other.users[PERSONA_CUSTOMER_ADMIN].actor;
    assert_int_equal(invitation_request_decline(f->db, elsewhere, &id, &request), ERR_NOT_FOUND);
    fixture_begin(f);
    assert_int_equal(invitation_request_get(f->db, admin(f), &id, &request), ERR_NONE);
    assert_string_equal(request.email, "nora@example.com");
    assert_int_equal(invitation_request_decline(f->db, admin(f), &id, &request), ERR_NONE);
    assert_string_equal(request.full_name, "Nora New");
    fixture_begin(f);
    assert_int_equal(invitation_request_decline(f->db, admin(f), &id, &request), ERR_NOT_FOUND);
    fixture_begin(f);
    assert_int_equal(invitation_request_get(f->db, admin(f), &id, &request), ERR_NOT_FOUND);
    assert_int_equal(waiting_for(f, admin(f)).count, 0);
    struct invitation_request_list list = own_of(f, manager(f));
    assert_int_equal(list.count, 1);
    assert_string_equal(list.items[0].state, "declined");
    assert_string_equal(list.items[0].full_name, "Nora New");
    assert_string_equal(list.items[0].decided_by_name,
                        f->own.users[PERSONA_CUSTOMER_ADMIN].full_name);
    assert_true(list.items[0].decided_at >= list.items[0].created_at);
    assert_int_equal(fixture_count_events(f, "user.decline_invitation", "success"), 1);
    assert_int_equal(fixture_count_events(f, "user.decline_invitation", "refusal"), 1);
    (void)asked(f, manager(f), "nora@example.com"); /* it may be asked for again */
}

static struct uuid invite(struct fixture *f, const char *email, const struct uuid *request_id)
{
    struct user_new user_new = {.email = email,
                                .full_name = "Nora New",
                                .persona = PERSONA_DEVOPS_ENGINEER,
                                .request_id = *request_id};
    struct user_invitation invitation;
    struct problem problem;
    fixture_begin(f);
    assert_int_equal(user_invite(f->db, admin(f), &user_new, &invitation, &problem), ERR_NONE);
    fixture_begin(f);
    return invitation.user_id;
}

/* Through the request, with another address than was asked for; or past it, by the address. */
static void an_invitation_answers_the_request(void **state)
{
    struct fixture *f = *state;
    static const struct uuid none;
    struct uuid id = asked(f, manager(f), "nora@example.com");
    (void)asked(f, manager(f), "past@example.com");
    (void)asked(f, manager(f), "other@example.com");
    struct uuid nora = invite(f, "nora.new@example.com", &id);
    struct uuid past = invite(f, "PAST@example.com", &none);
    assert_int_equal(waiting_for(f, admin(f)).count, 1);
    struct invitation_request_list list = own_of(f, manager(f));
    assert_int_equal(list.count, 3);
    assert_string_equal(list.items[0].state, "waiting"); /* the newest first */
    assert_string_equal(list.items[1].state, "invited");
    assert_true(uuid_equal(&list.items[1].user_id, &past));
    assert_string_equal(list.items[2].state, "invited");
    assert_true(uuid_equal(&list.items[2].user_id, &nora));
    /* who they are is the person's own from here on */
    assert_string_equal(list.items[2].full_name, "");
    assert_string_equal(list.items[2].email, "");
    assert_string_equal(list.items[2].reason, "");
    assert_int_equal(fixture_count_events(f, "user.grant_invitation", "success"), 2);
    assert_int_equal(fixture_count_events(f, "user.invite", "success"), 2);
}

int main(void)
{
#define TEST(test) cmocka_unit_test_setup_teardown(test, fixture_open, fixture_close)
    const struct CMUnitTest tests[] = {
        TEST(a_request_waits_for_the_administrators),
        TEST(who_may_invite_does_not_ask),
        TEST(what_is_no_request_is_refused),
        TEST(members_and_doubles_are_refused),
        TEST(nobody_asks_without_end),
        TEST(a_declined_request_is_over),
        TEST(an_invitation_answers_the_request),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
