#include "pages/record/kinds.h"

#include "base/clock.h"
#include "data/approval/approval.h"
#include "data/release/label_proposal.h"

/* The one list of what a second person decides about, whichever table it is in. */

static void propose(struct fixture *f, const char *name, char path[128])
{
    struct problem problem;
    struct uuid id = kinds_make_versions(f, RECORD_PROMPT, name, 2);
    struct uuid proposal_id;
    char text[UUID_TEXT_LEN], rest[128];
    struct label_change change = {.record_id = id,
                                  .label = LABEL_PRODUCTION,
                                  .to_version = 2,
                                  .reason = "tested",
                                  .accepts_uses = true};
    fixture_begin(f);
    assert_int_equal(label_propose(f->db, actor_of(f, PERSONA_PRODUCT_MANAGER), &prompt_store,
                                   &change, &proposal_id, &problem),
                     ERR_NONE);
    fixture_begin(f);
    uuid_format(&proposal_id, text);
    (void)snprintf(rest, sizeof rest, "/releases/%s", text);
    (void)snprintf(path, 128, "%s", kinds_path(RECORD_PROMPT, &id, rest));
}

static void ask(struct fixture *f, const char *asked)
{
    struct uuid id;
    struct problem problem;
    struct approval_draft draft = {.kind = APPROVAL_RETENTION_RUN,
                                   .subject_id = {{7}},
                                   .asked = asked,
                                   .what = json_object(),
                                   .reason = "Clean-up"};
    fixture_begin(f);
    assert_int_equal(
        approval_request(f->db, actor_of(f, PERSONA_CUSTOMER_ADMIN), &draft, &id, &problem),
        ERR_NONE);
    fixture_begin(f);
}

/* How much the navigation says waits there; "" for nothing. */
static const char *waiting(struct fixture *f)
{
    static char count[16];
    struct response *response = fixture_get(f, "/approvals");
    fixture_assert_status(response, 200);
    fixture_assert_has(response, "href=\"/approvals\" aria-current=\"page\"");
    const char *at = strstr(response->body.data, "</svg>Approvals <span class=\"count\">");
    if (at == NULL)
        return "";
    at = strstr(at, "</span>") + strlen("</span>");
    (void)snprintf(count, sizeof count, "%.*s", (int)strcspn(at, "<"), at);
    return count;
}

static void everyone_finds_what_they_may_know_of_in_one_list(void **state)
{
    struct fixture *f = *state;
    char path[128], button[160];
    propose(f, "support/refund", path);
    ask(f, "run 1");
    (void)snprintf(button, sizeof button, "href=\"%s\">Review<", path);
    /* who proposed it sees it, and has nothing to decide about */
    fixture_sign_in(f, &f->own.users[PERSONA_PRODUCT_MANAGER]);
    struct response *response = fixture_get(f, "/approvals");
    fixture_assert_has(response, "Release production v2 of support/refund");
    fixture_assert_has(response, path);
    fixture_assert_has_not(response, button);
    fixture_assert_has_not(response, "Live retention run");
    assert_string_equal(waiting(f), "");
    /* a DevOps Engineer decides about labels alone, on the page that the list leads to */
    fixture_sign_in(f, &f->own.users[PERSONA_DEVOPS_ENGINEER]);
    f->jar->csrf[0] = '\0';
    response = fixture_get(f, "/approvals");
    fixture_assert_has(response, button);
    fixture_assert_has_not(response, "Live retention run");
    assert_string_equal(waiting(f), "1");
    fixture_assert_has(fixture_get(f, path), ">Approve</button>");
    /* an administrator about everything but their own */
    fixture_sign_in(f, &f->own.users[FIXTURE_SUPERUSER]);
    f->jar->csrf[0] = '\0';
    response = fixture_get(f, "/approvals");
    fixture_assert_has(response, button);
    fixture_assert_has(response, "Live retention run");
    assert_string_equal(waiting(f), "2");
    fixture_sign_in(f, &f->own.users[PERSONA_CUSTOMER_ADMIN]);
    assert_string_equal(waiting(f), "1");
    /* who looks after customers knows of no labels */
    fixture_sign_in(f, &f->own.users[PERSONA_PLATFORM_ADMIN]);
    fixture_assert_has_not(fixture_get(f, "/approvals"), "support/refund");
}

static void what_has_expired_says_so_and_a_look_writes_nothing(void **state)
{
    static const char count[] = "SELECT count(*) FROM audit_events WHERE organization_id = $1 "
                                "AND action IN ('label.expire', 'approval.expire')";
    struct fixture *f = *state;
    char path[128];
    propose(f, "support/refund", path);
    ask(f, "run 1");
    clock_travel(clock_now() + 15 * CLOCK_DAY);
    fixture_sign_in(f, &f->own.users[FIXTURE_SUPERUSER]);
    struct response *response = fixture_get(f, "/approvals");
    fixture_assert_has_not(response, "Waits for approval");
    fixture_assert_has_not(response, ">Review<");
    fixture_assert_has(response, ">Expired</span>");
    assert_string_equal(waiting(f), "");
    fixture_assert_has(fixture_get(f, path), ">Expired</span>");
    assert_int_equal(fixture_count(f, count, &f->own.id), 0);
    ask(f, "run 2"); /* whoever writes first notes it */
    assert_int_equal(fixture_count(f, count, &f->own.id), 2);
    fixture_assert_has(fixture_get(f, path), ">Expired</span>");
    fixture_sign_in(f, &f->own.users[PERSONA_PRODUCT_MANAGER]);
    f->jar->csrf[0] = '\0';
    fixture_assert_has(fixture_get(f, "/inbox"), ">Expired</span>");
}

/* More than a page of both, by turns: each once, newest first. */
static void pages_take_the_newest_of_both(void **state)
{
    enum { EACH = 30 };
    struct fixture *f = *state;
    char path[128], name[64];
    int64_t start = clock_now();
    for (int i = 0; i < EACH; i++) {
        clock_travel(start + i * CLOCK_MINUTE);
        (void)snprintf(name, sizeof name, "many/%02d", i);
        propose(f, name, path);
        ask(f, name);
    }
    fixture_sign_in(f, &f->own.users[FIXTURE_SUPERUSER]);
    struct response *response = fixture_get(f, "/approvals");
    const char *next = strstr(response->body.data, "/approvals?before=");
    assert_non_null(next);
    fixture_assert_has(response, "many/29");
    fixture_assert_has(response, "many/05");
    fixture_assert_has_not(response, "many/04");
    (void)snprintf(path, sizeof path, "%.*s", (int)strcspn(next, "\""), next);
    response = fixture_get(f, path);
    fixture_assert_has(response, "many/04");
    fixture_assert_has(response, "many/00");
    fixture_assert_has_not(response, "many/05");
    fixture_assert_has_not(response, "rel=\"next\"");
    int rows = 0;
    for (const char *at = response->body.data; (at = strstr(at, "class=\"primary\"")) != NULL; at++)
        rows++;
    assert_int_equal(rows, 10);
}

#define WITH(test) cmocka_unit_test_setup_teardown(test, fixture_open_app, fixture_close)

int main(void)
{
    const struct CMUnitTest tests[] = {
        WITH(everyone_finds_what_they_may_know_of_in_one_list),
        WITH(what_has_expired_says_so_and_a_look_writes_nothing),
        WITH(pages_take_the_newest_of_both),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
