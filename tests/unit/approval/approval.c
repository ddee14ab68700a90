#include "test.h"

#include <string.h>

#include "base/clock.h"
#include "data/account/user_change.h"
#include "data/approval/approval.h"
#include "data/approval/approval_expire.h"
#include "data/approval/approval_use.h"
#include "data/approval/superuser_grant.h"
#include "data/audit/audit.h"
#include "data/user/user.h"
#include "fixture.h"

/* What two people must agree on. */

#define ASKED "{\"run\":1}"

static const struct actor *own(struct fixture *f, int persona)
{
    return &f->own.users[persona].actor;
}

static const struct actor *admin(struct fixture *f)
{
    return own(f, PERSONA_CUSTOMER_ADMIN);
}

static const struct actor *second(struct fixture *f)
{
    return own(f, FIXTURE_SUPERUSER);
}

static const struct uuid subject = {{1, 2, 3}};

static enum err ask_for(struct fixture *f, const struct actor *actor, const char *asked,
                        const char *reason, struct uuid *id)
{
    struct problem problem;
    struct approval_draft draft = {
        .kind = APPROVAL_RETENTION_RUN,
        .subject_id = subject,
        .asked = asked,
        .what = json_pack("{s:s, s:{s:s}}", "url", "/settings/retention", "facts", "Rows", "12"),
        .reason = reason,
    };
    fixture_begin(f);
    return approval_request(f->db, actor, &draft, id, &problem);
}

static struct uuid asked(struct fixture *f)
{
    struct uuid id;
    assert_int_equal(ask_for(f, admin(f), ASKED, " Quarterly clean-up ", &id), ERR_NONE);
    return id;
}

static enum err approve(struct fixture *f, const struct actor *actor, const struct uuid *id)
{
    struct problem problem;
    fixture_begin(f);
    return approval_approve(f->db, actor, id, "", &problem);
}

static enum err use(struct fixture *f, const struct actor *actor, const char *what)
{
    struct approval used;
    fixture_begin(f);
    assert_int_equal(db_begin(f->db), ERR_NONE);
    return db_finish(f->db,
                     approval_use(f->db, actor, APPROVAL_RETENTION_RUN, &subject, what, &used));
}

static struct approval get(struct fixture *f, const struct actor *actor, const struct uuid *id)
{
    struct approval approval;
    fixture_begin(f);
    assert_int_equal(approval_get(f->db, actor, id, &approval), ERR_NONE);
    return approval;
}

static void set_time(struct fixture *f, const struct uuid *id, int64_t expires_at)
{
    fixture_begin(f);
    assert_int_equal(db_begin(f->db), ERR_NONE);
    assert_int_equal(db_change_one(f->db, "UPDATE approvals SET expires_at = $1 WHERE id = $2",
                                   db_time(expires_at), db_uuid(id)),
                     ERR_NONE);
    assert_int_equal(audit_record(f->db, admin(f),
                                  &(struct audit_event){.action = "test.time",
                                                        .record_type = "approval",
                                                        .record_id = *id}),
                     ERR_NONE);
    assert_int_equal(db_finish(f->db, ERR_NONE), ERR_NONE);
}

static void a_request_says_what_is_asked_for_and_why(void **state)
{
    struct fixture *f = *state;
    struct uuid id = asked(f);
    struct approval approval = get(f, second(f), &id);
    assert_int_equal(approval.kind->id, APPROVAL_RETENTION_RUN);
    assert_true(uuid_equal(&approval.subject_id, &subject));
    assert_int_equal(approval.state, APPROVAL_WAITING);
    assert_string_equal(approval.what,
                        "{\"url\":\"/settings/retention\",\"facts\":{\"Rows\":\"12\"}}");
    assert_string_equal(approval.reason, "Quarterly clean-up");
    assert_string_equal(approval.requested_by_name, f->own.users[PERSONA_CUSTOMER_ADMIN].full_name);
    assert_true(approval.may_decide && !approval.may_withdraw);
    approval = get(f, admin(f), &id);
    assert_true(!approval.may_decide && approval.may_withdraw);
    assert_int_equal(fixture_count_events(f, "approval.request", "success"), 1);
    /* not twice, not without a reason, not without the right, not by a command */
    struct uuid again;
    assert_int_equal(ask_for(f, second(f), ASKED, "Once more", &again), ERR_CONFLICT);
    assert_int_equal(ask_for(f, admin(f), "{\"run\":2}", "  ", &again), ERR_INVALID);
    assert_int_equal(ask_for(f, own(f, PERSONA_PRODUCT_MANAGER), "{}", "Please", &again),
                     ERR_DENIED);
    assert_int_equal(ask_for(f, &f->command, "{}", "Please", &again), ERR_DENIED);
    assert_int_equal(fixture_count_events(f, "approval.request", "success"), 1);
    assert_int_equal(fixture_count_events(f, "approval.request", "refusal"), 2);
}

static void only_somebody_else_with_the_right_approves(void **state)
{
    struct fixture *f = *state;
    struct uuid id = asked(f);
    assert_int_equal(approve(f, admin(f), &id), ERR_DENIED);
    assert_int_equal(approve(f, own(f, PERSONA_PRODUCT_MANAGER), &id), ERR_NOT_FOUND);
    assert_int_equal(approve(f, &f->other.users[PERSONA_CUSTOMER_ADMIN].actor, &id), ERR_NOT_FOUND);
    assert_int_equal(approve(f, &f->command, &id), ERR_DENIED);
    assert_int_equal(get(f, second(f), &id).state, APPROVAL_WAITING);
    assert_int_equal(approve(f, second(f), &id), ERR_NONE);
    struct approval approval = get(f, admin(f), &id);
    assert_int_equal(approval.state, APPROVAL_APPROVED);
    assert_true(uuid_equal(&approval.decided_by, &second(f)->user_id));
    assert_true(approval.decided_at > 0 && approval.expires_at > approval.decided_at);
    assert_int_equal(approve(f, second(f), &id), ERR_CONFLICT);
    assert_int_equal(fixture_count_events(f, "approval.approve", "success"), 1);
    assert_int_equal(fixture_count_events(f, "approval.approve", "refusal"), 2);
}

static void change_persona(struct fixture *f, int person, enum persona persona)
{
    struct user user;
    struct problem problem;
    const struct fixture_user *changed = &f->own.users[person];
    fixture_begin(f);
    assert_int_equal(user_get(f->db, second(f), &changed->id, &user), ERR_NONE);
    struct user_change change = {.id = user.id,
                                 .version = user.version,
                                 .full_name = user.full_name,
                                 .email = user.email,
                                 .persona = persona};
    assert_int_equal(user_update(f->db, second(f), &change, &problem), ERR_NONE);
}

static void who_has_lost_the_right_meanwhile_decides_nothing(void **state)
{
    struct fixture *f = *state;
    struct uuid id;
    assert_int_equal(ask_for(f, second(f), ASKED, "Clean-up", &id), ERR_NONE);
    /* the actor is what the session said when its request began */
    change_persona(f, PERSONA_CUSTOMER_ADMIN, PERSONA_PRODUCT_MANAGER);
    assert_int_equal(approve(f, admin(f), &id), ERR_DENIED);
    change_persona(f, PERSONA_CUSTOMER_ADMIN, PERSONA_CUSTOMER_ADMIN);
    assert_int_equal(approve(f, admin(f), &id), ERR_NONE);
    /* and what they approved before counts no more */
    change_persona(f, PERSONA_CUSTOMER_ADMIN, PERSONA_PRODUCT_MANAGER);
    assert_int_equal(use(f, second(f), ASKED), ERR_CONFLICT);
    change_persona(f, PERSONA_CUSTOMER_ADMIN, PERSONA_CUSTOMER_ADMIN);
    assert_int_equal(use(f, second(f), ASKED), ERR_NONE);
}

static void an_approval_allows_one_thing_once(void **state)
{
    struct fixture *f = *state;
    struct uuid id = asked(f);
    assert_int_equal(use(f, admin(f), ASKED), ERR_CONFLICT); /* it waits */
    assert_int_equal(approve(f, second(f), &id), ERR_NONE);
    assert_int_equal(use(f, admin(f), "{\"run\":2}"), ERR_CONFLICT); /* something else */
    assert_int_equal(use(f, &f->other.users[PERSONA_CUSTOMER_ADMIN].actor, ASKED), ERR_CONFLICT);
    assert_int_equal(use(f, admin(f), ASKED), ERR_NONE);
    assert_int_equal(get(f, admin(f), &id).state, APPROVAL_USED);
    assert_int_equal(use(f, admin(f), ASKED), ERR_CONFLICT);
    assert_int_equal(fixture_count_events(f, "approval.use", "success"), 1);
    assert_int_equal(ask_for(f, admin(f), ASKED, "Next quarter", &id), ERR_NONE);
}

static void a_rejection_says_why_and_allows_nothing(void **state)
{
    struct fixture *f = *state;
    struct uuid id = asked(f);
    struct problem problem;
    fixture_begin(f);
    assert_int_equal(approval_reject(f->db, second(f), &id, " ", &problem), ERR_INVALID);
    assert_string_equal(problem.field, "reason");
    fixture_begin(f);
    assert_int_equal(approval_reject(f->db, admin(f), &id, "No", &problem), ERR_DENIED);
    fixture_begin(f);
    assert_int_equal(approval_reject(f->db, second(f), &id, "Too early", &problem), ERR_NONE);
    struct approval approval = get(f, admin(f), &id);
    assert_int_equal(approval.state, APPROVAL_REJECTED);
    assert_string_equal(approval.decision_reason, "Too early");
    assert_int_equal(use(f, admin(f), ASKED), ERR_CONFLICT);
    assert_int_equal(fixture_count_events(f, "approval.reject", "success"), 1);
}

static void who_asked_withdraws_also_what_is_approved(void **state)
{
    struct fixture *f = *state;
    struct problem problem;
    struct uuid id = asked(f);
    fixture_begin(f);
    assert_int_equal(approval_withdraw(f->db, second(f), &id, &problem), ERR_DENIED);
    assert_int_equal(approve(f, second(f), &id), ERR_NONE);
    fixture_begin(f);
    assert_int_equal(approval_withdraw(f->db, admin(f), &id, &problem), ERR_NONE);
    assert_int_equal(get(f, admin(f), &id).state, APPROVAL_WITHDRAWN);
    assert_int_equal(use(f, admin(f), ASKED), ERR_CONFLICT);
    assert_int_equal(approve(f, second(f), &id), ERR_CONFLICT);
    assert_int_equal(fixture_count_events(f, "approval.withdraw", "success"), 1);
}

static void what_nobody_decides_or_uses_expires(void **state)
{
    struct fixture *f = *state;
    int count = 0;
    struct uuid first = asked(f);
    set_time(f, &first, clock_now() - 1);
    assert_int_equal(get(f, second(f), &first).state, APPROVAL_EXPIRED);
    assert_int_equal(fixture_count_events(f, "approval.expire", "success"), 0); /* only read */
    assert_int_equal(approve(f, second(f), &first), ERR_CONFLICT);
    assert_int_equal(fixture_count_events(f, "approval.expire", "success"), 1);
    assert_true(get(f, second(f), &first).ended_at > 0);
    struct uuid id = asked(f); /* it may be asked for again */
    assert_int_equal(approve(f, second(f), &id), ERR_NONE);
    set_time(f, &id, clock_now() - 1);
    assert_int_equal(use(f, admin(f), ASKED), ERR_CONFLICT);
    struct actor timer = f->command;
    timer.organization_id = f->own.id;
    fixture_begin(f);
    assert_int_equal(approval_expire(f->db, admin(f), &count), ERR_DENIED);
    fixture_begin(f);
    assert_int_equal(approval_expire(f->db, &timer, &count), ERR_NONE);
    assert_int_equal(count, 1);
    assert_int_equal(fixture_count_events(f, "approval.expire", "success"), 2);
    fixture_begin(f);
    assert_int_equal(approval_expire(f->db, &timer, &count), ERR_NONE);
    assert_int_equal(count, 0);
}

static void a_list_has_only_what_one_may_know_of(void **state)
{
    struct fixture *f = *state;
    struct uuid id = asked(f);
    const struct approval_filter live = {.is_live_only = true, .cursor = ""};
    struct approval_list list;
    fixture_begin(f);
    assert_int_equal(approval_list(f->db, admin(f), &live, &list), ERR_NONE);
    assert_int_equal(list.count, 1);
    fixture_begin(f);
    assert_int_equal(approval_list(f->db, own(f, PERSONA_PRODUCT_MANAGER), &live, &list), ERR_NONE);
    assert_int_equal(list.count, 0);
    assert_int_equal(approve(f, second(f), &id), ERR_NONE);
    assert_int_equal(use(f, admin(f), ASKED), ERR_NONE);
    fixture_begin(f);
    assert_int_equal(approval_list(f->db, admin(f), &live, &list), ERR_NONE);
    assert_int_equal(list.count, 0);
    const struct approval_filter all = {.cursor = ""};
    assert_int_equal(approval_list(f->db, admin(f), &all, &list), ERR_NONE);
    assert_int_equal(list.count, 1);
}

static void it_is_known_whether_anyone_can_approve(void **state)
{
    struct fixture *f = *state;
    int count = 0;
    struct uuid id = asked(f);
    struct approval approval = get(f, admin(f), &id);
    assert_int_equal(approval_count_deciders(f->db, &approval, &count), ERR_NONE);
    assert_int_equal(count, 2); /* the platform administrator and the superuser */
    approval.kind = &approval_kinds[APPROVAL_SUPERUSER];
    approval.subject_id = second(f)->user_id;
    assert_int_equal(approval_count_deciders(f->db, &approval, &count), ERR_NONE);
    assert_int_equal(count, 1);
}

static void superuser_rights_take_another_administrator(void **state)
{
    struct fixture *f = *state;
    struct uuid id;
    struct user user;
    struct problem problem;
    const struct fixture_user *person = &f->own.users[PERSONA_DEVOPS_ENGINEER];
    fixture_begin(f);
    assert_int_equal(superuser_request(f->db, admin(f), &person->id, "On call", &id, &problem),
                     ERR_DENIED);
    fixture_begin(f);
    assert_int_equal(superuser_grant(f->db, second(f), &person->id, &problem), ERR_CONFLICT);
    fixture_begin(f);
    assert_int_equal(superuser_request(f->db, second(f), &person->id, "On call", &id, &problem),
                     ERR_NONE);
    assert_int_equal(approve(f, second(f), &id), ERR_DENIED);
    assert_int_equal(approve(f, &person->actor, &id), ERR_NOT_FOUND);
    assert_string_equal(get(f, admin(f), &id).subject_name, person->full_name);
    assert_int_equal(approve(f, admin(f), &id), ERR_NONE);
    fixture_begin(f);
    assert_int_equal(superuser_grant(f->db, admin(f), &person->id, &problem), ERR_DENIED);
    fixture_begin(f);
    assert_int_equal(superuser_grant(f->db, second(f), &person->id, &problem), ERR_NONE);
    fixture_begin(f);
    assert_int_equal(user_get(f->db, second(f), &person->id, &user), ERR_NONE);
    assert_true(user.is_superuser);
    assert_int_equal(get(f, admin(f), &id).state, APPROVAL_USED);
    assert_int_equal(fixture_count_events(f, "user.update", "success"), 1);
    assert_int_equal(fixture_count_events(f, "user.update", "refusal"), 2);
}

static void who_it_is_about_does_not_approve_it(void **state)
{
    struct fixture *f = *state;
    struct uuid id;
    struct problem problem;
    fixture_begin(f);
    assert_int_equal(superuser_request(f->db, second(f), &admin(f)->user_id, "Help", &id, &problem),
                     ERR_NONE);
    assert_int_equal(approve(f, admin(f), &id), ERR_DENIED);
    assert_int_equal(approve(f, own(f, PERSONA_PLATFORM_ADMIN), &id), ERR_NONE);
}

#define EACH(test) cmocka_unit_test_setup_teardown(test, fixture_open, fixture_close)

int main(void)
{
    const struct CMUnitTest tests[] = {
        EACH(a_request_says_what_is_asked_for_and_why),
        EACH(only_somebody_else_with_the_right_approves),
        EACH(who_has_lost_the_right_meanwhile_decides_nothing),
        EACH(an_approval_allows_one_thing_once),
        EACH(a_rejection_says_why_and_allows_nothing),
        EACH(who_asked_withdraws_also_what_is_approved),
        EACH(what_nobody_decides_or_uses_expires),
        EACH(a_list_has_only_what_one_may_know_of),
        EACH(superuser_rights_take_another_administrator),
        EACH(who_it_is_about_does_not_approve_it),
        EACH(it_is_known_whether_anyone_can_approve),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
