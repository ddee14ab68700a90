#include "test.h"

#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "data/approval/approval.h"
#include "data/audit/audit.h"
#include "fixture.h"

/* Asking a second person, deciding, and where it waits. */

enum { ASKER, DECIDER }; /* jars */

static const struct uuid subject = {{7}};

static void use(struct fixture *f, int jar)
{
    fixture_use_jar(f, jar);
}

static void sign_in_both(struct fixture *f)
{
    use(f, DECIDER);
    fixture_sign_in(f, &f->own.users[FIXTURE_SUPERUSER]);
    use(f, ASKER);
    fixture_sign_in(f, &f->own.users[PERSONA_CUSTOMER_ADMIN]);
}

static const char *asked(struct fixture *f, const char *rest)
{
    static char path[128];
    static char id_text[UUID_TEXT_LEN];
    struct uuid id;
    struct problem problem;
    if (rest == NULL) {
        const struct fixture_user *user = &f->own.users[PERSONA_CUSTOMER_ADMIN];
        struct approval_draft draft = {
            .kind = APPROVAL_RETENTION_RUN,
            .subject_id = subject,
            .asked = "run 1",
            .what = json_pack("{s:s, s:{s:s, s:{s:s}}}", "url", "/settings/organization", "facts",
                              "Rows", "12 <b>", "Started by", "user", user->id_text),
            .reason = "Quarterly & clean",
        };
        fixture_begin(f);
        assert_int_equal(approval_request(f->db, &user->actor, &draft, &id, &problem), ERR_NONE);
        fixture_begin(f);
        uuid_format(&id, id_text);
        rest = "";
    }
    (void)snprintf(path, sizeof path, "/approvals/%s%s", id_text, rest);
    return path;
}

static void a_request_is_approved_by_the_other_administrator(void **state)
{
    struct fixture *f = *state;
    sign_in_both(f);
    const char *path = asked(f, NULL);
    struct response *response = fixture_get(f, path);
    fixture_assert_status(response, 200);
    fixture_assert_has(response, "Live retention run");
    fixture_assert_has(response, "Quarterly &amp; clean");
    fixture_assert_has(response, "<dt>Rows</dt><dd dir=\"auto\">12 &lt;b&gt;</dd>");
    fixture_assert_has(response, "<dt>Started by</dt><dd dir=\"auto\">Ada Admin of Northwind</dd>");
    fixture_assert_has(response, "This is your request");
    fixture_assert_has_not(response, ">Approve</button>");
    fixture_assert_has_not(response, "Nobody else can approve this");
    fixture_assert_status(fixture_post(f, asked(f, "/approve"), ""), 403);
    fixture_assert_has_not(fixture_get(f, "/inbox"), asked(f, ""));
    /* the other one */
    use(f, DECIDER);
    fixture_assert_has(fixture_get(f, "/inbox"), asked(f, ""));
    fixture_assert_has(fixture_get(f, "/approvals"), "Waits for approval");
    fixture_assert_has(fixture_get(f, asked(f, "")), ">Approve</button>");
    response = fixture_post(f, asked(f, "/approve"), "reason=Fine");
    fixture_assert_status(response, 303);
    response = fixture_get(f, asked(f, ""));
    fixture_assert_has(response, "Fine");
    fixture_assert_has(response, "href=\"/settings/organization\">Carry it out</a>");
    fixture_assert_has_not(fixture_get(f, "/inbox"), asked(f, ""));
    /* and it comes back to who asked */
    use(f, ASKER);
    fixture_assert_has(fixture_get(f, "/inbox"), asked(f, ""));
    fixture_assert_status(fixture_post(f, asked(f, "/withdraw"), ""), 303);
    fixture_assert_has(fixture_get(f, asked(f, "")), "Withdrawn");
    fixture_assert_has_not(fixture_get(f, "/inbox"), asked(f, ""));
}

static void a_rejection_needs_a_reason(void **state)
{
    struct fixture *f = *state;
    sign_in_both(f);
    (void)asked(f, NULL);
    use(f, DECIDER);
    struct response *response = fixture_post(f, asked(f, "/reject"), "reason=");
    fixture_assert_status(response, 422);
    fixture_assert_has(response, "Say why.");
    fixture_assert_status(fixture_post(f, asked(f, "/reject"), "reason=Too+early"), 303);
    response = fixture_get(f, asked(f, ""));
    fixture_assert_has(response, "Rejected");
    fixture_assert_has(response, "Too early");
    response = fixture_post(f, asked(f, "/approve"), "reason=");
    fixture_assert_status(response, 422);
    fixture_assert_has(response, "rejected already");
}

static void the_only_administrator_is_told_to_invite_a_second(void **state)
{
    struct fixture *f = *state;
    sign_in_both(f);
    (void)asked(f, NULL);
    fixture_begin(f);
    assert_int_equal(db_begin(f->db), ERR_NONE);
    assert_int_equal(db_change(f->db, "UPDATE users SET is_active = $1 WHERE id <> $2",
                               db_bool(false), db_uuid(&f->own.users[PERSONA_CUSTOMER_ADMIN].id)),
                     ERR_NONE);
    assert_int_equal(
        audit_record(f->db, &f->own.users[PERSONA_CUSTOMER_ADMIN].actor,
                     &(struct audit_event){.action = "test.alone", .record_type = "user"}),
        ERR_NONE);
    assert_int_equal(db_finish(f->db, ERR_NONE), ERR_NONE);
    fixture_assert_has(fixture_get(f, asked(f, "")), "Nobody else can approve this");
}

#define EACH(test) cmocka_unit_test_setup_teardown(test, fixture_open_app, fixture_close)

int main(void)
{
    const struct CMUnitTest tests[] = {
        EACH(a_request_is_approved_by_the_other_administrator),
        EACH(a_rejection_needs_a_reason),
        EACH(the_only_administrator_is_told_to_invite_a_second),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
