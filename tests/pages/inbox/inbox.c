#include "pages/prompt/prompt.h"

#include <stdlib.h>

/* The inbox: what waits for each person, its number on every page, and marking it as read. */

static const char review[] = "id=\"review-title\"";
static const char decision[] = "id=\"decision-title\"";
static const char import[] = "id=\"import-title\"";
static const char empty[] = "You&#39;re all caught up";

static const char *count_in(struct fixture *f, const struct response *response)
{
    const char *count = fixture_between(
        f, response, "</svg>Inbox <span class=\"count\"><span class=\"sr\">(</span>", "<");
    return count == NULL ? "" : count;
}

/* The number in the navigation of a page, and as many rows in the inbox. */
static void assert_waits(struct fixture *f, const char *count)
{
    static const char *const pages[] = {"/help", "/prompts", "/account", "/inbox"};
    for (size_t i = 0; i < COUNT_OF(pages); i++)
        assert_string_equal(count_in(f, fixture_get(f, pages[i])), count);
    int rows = 0;
    const struct response *response = fixture_get(f, "/inbox");
    for (const char *at = response->body.data; (at = strstr(at, "<li data-row>")) != NULL; at++)
        rows++;
    assert_int_equal(rows, atoi(count));
    if (rows == 0)
        fixture_assert_has(response, "all caught up");
    else
        fixture_assert_has_not(response, "all caught up");
}

static struct prompt_address propose(struct fixture *f, int persona, const char *name)
{
    sign_in_as(f, PERSONA_PRODUCT_MANAGER);
    struct prompt_address made = create_prompt(f, name, "body=Hello");
    sign_in_as(f, persona);
    fixture_assert_status(
        post_below(f, made, "/releases/propose",
                   "label=production&to_version=1&reason=Tested+it&seen=&compared=1"),
        303);
    return made;
}

/* The address of the newest proposal's own page. */
static const char *review_path(struct fixture *f)
{
    const char *rest =
        fixture_between(f, fixture_get(f, "/inbox"), "<a class=\"btn small\" href=\"", "\"");
    assert_non_null(rest);
    static char path[256];
    (void)snprintf(path, sizeof path, "%s", rest);
    return path;
}

static void decide(struct fixture *f, int persona, const char *how, const char *reason)
{
    char path[300], form[128];
    sign_in_as(f, persona);
    (void)snprintf(path, sizeof path, "%s/%s", review_path(f), how);
    (void)snprintf(form, sizeof form, "reason=%s%s", reason,
                   strcmp(how, "approve") == 0 ? "&compared=1" : "");
    fixture_assert_status(fixture_post(f, path, form), 303);
}

static void a_proposal_waits_for_those_who_may_decide(void **state)
{
    static const bool may_decide[FIXTURE_USER_COUNT] = {[PERSONA_DEVOPS_ENGINEER] = true,
                                                        [PERSONA_PRODUCT_MANAGER] = true,
                                                        [PERSONA_CUSTOMER_ADMIN] = true,
                                                        [FIXTURE_SUPERUSER] = true};
    struct fixture *f = *state;
    struct prompt_address made = propose(f, PERSONA_INDIVIDUAL_DEVELOPER, "support%2Fgreeting");
    char link[256];
    for (int persona = 0; persona < FIXTURE_USER_COUNT; persona++) {
        sign_in_as(f, persona);
        assert_waits(f, may_decide[persona] ? "1" : "");
        fixture_sign_in(f, &f->other.users[persona]);
        assert_waits(f, "");
    }
    sign_in_as(f, PERSONA_PRODUCT_MANAGER);
    struct response *response = fixture_get(f, "/inbox");
    fixture_assert_has(response, review);
    fixture_assert_has(response, "<span>v1 for production</span>");
    fixture_assert_has(response, "Tested it");
    fixture_assert_has(response, f->own.users[PERSONA_INDIVIDUAL_DEVELOPER].full_name);
    (void)snprintf(link, sizeof link, "<a class=\"line-name\" href=\"%s\"", made.text);
    fixture_assert_has(response, link);
    fixture_assert_has_not(response, "/approve");
    (void)snprintf(link, sizeof link, "%s/releases/", made.text);
    assert_int_equal(strncmp(review_path(f), link, strlen(link)), 0);
}

/* Their own proposal is for others to decide. */
static void nobody_reviews_their_own(void **state)
{
    struct fixture *f = *state;
    (void)propose(f, PERSONA_PRODUCT_MANAGER, "one");
    sign_in_as(f, PERSONA_PRODUCT_MANAGER);
    assert_waits(f, "");
    sign_in_as(f, PERSONA_DEVOPS_ENGINEER);
    assert_waits(f, "1");
}

static void a_decision_waits_until_it_is_marked_as_read(void **state)
{
    struct fixture *f = *state;
    char form[128];
    (void)propose(f, PERSONA_INDIVIDUAL_DEVELOPER, "one");
    (void)propose(f, PERSONA_INDIVIDUAL_DEVELOPER, "two");
    decide(f, PERSONA_DEVOPS_ENGINEER, "approve", "Fine+by+me");
    assert_waits(f, "1");
    decide(f, PERSONA_DEVOPS_ENGINEER, "reject", "Too+long");
    assert_waits(f, "");
    sign_in_as(f, PERSONA_INDIVIDUAL_DEVELOPER);
    assert_waits(f, "2");
    struct response *response = fixture_get(f, "/inbox");
    fixture_assert_has(response, decision);
    fixture_assert_has(response, "<span class=\"chip state \">Approved</span>");
    fixture_assert_has(response, "<span class=\"chip state bad\">Rejected</span>");
    fixture_assert_has(response, "Fine by me");
    fixture_assert_has(response, "Too long");
    fixture_assert_has(response, f->own.users[PERSONA_DEVOPS_ENGINEER].full_name);
    const char *id = fixture_between(f, response, "name=\"id\" value=\"", "\"");
    (void)snprintf(form, sizeof form, "source=decision&id=%s", id);
    /* another's inbox is another's */
    sign_in_as(f, PERSONA_PRODUCT_MANAGER);
    fixture_assert_redirect(fixture_post(f, "/inbox/read", form), "/inbox");
    fixture_sign_in(f, &f->other.users[PERSONA_INDIVIDUAL_DEVELOPER]);
    fixture_assert_redirect(fixture_post(f, "/inbox/read", ""), "/inbox");
    sign_in_as(f, PERSONA_INDIVIDUAL_DEVELOPER);
    assert_waits(f, "2");
    fixture_assert_redirect(fixture_post(f, "/inbox/read", form), "/inbox");
    assert_waits(f, "1");
    fixture_assert_redirect(fixture_post(f, "/inbox/read", form), "/inbox"); /* read already */
    assert_waits(f, "1");
    fixture_assert_redirect(fixture_post(f, "/inbox/read", ""), "/inbox");
    assert_waits(f, "");
}

static void a_withdrawal_is_no_news(void **state)
{
    struct fixture *f = *state;
    (void)propose(f, PERSONA_INDIVIDUAL_DEVELOPER, "one");
    char path[300];
    sign_in_as(f, PERSONA_DEVOPS_ENGINEER);
    (void)snprintf(path, sizeof path, "%s/withdraw", review_path(f));
    sign_in_as(f, PERSONA_INDIVIDUAL_DEVELOPER);
    fixture_assert_status(fixture_post(f, path, ""), 303);
    assert_waits(f, "");
    sign_in_as(f, PERSONA_DEVOPS_ENGINEER);
    assert_waits(f, "");
}

static void marking_as_read_needs_a_source_that_is_read(void **state)
{
    struct fixture *f = *state;
    sign_in_as(f, PERSONA_PRODUCT_MANAGER);
    fixture_assert_status(fixture_post(f, "/inbox/read", "id=01890000-0000-7000-8000-000000000001"),
                          422);
    fixture_assert_status(
        fixture_post(f, "/inbox/read", "source=review&id=01890000-0000-7000-8000-000000000001"),
        422);
    fixture_assert_status(
        fixture_post(f, "/inbox/read", "source=other&id=01890000-0000-7000-8000-000000000001"),
        422);
}

static void an_import_waits_until_it_is_applied(void **state)
{
    struct fixture *f = *state;
    char path[128];
    sign_in_as(f, PERSONA_PRODUCT_MANAGER);
    struct response *response = fixture_post(
        f, "/import",
        "text=%5B%7B%22name%22%3A%22brought%22%2C%22prompt%22%3A%22Hi%22%7D%5D&existing=version");
    fixture_assert_status(response, 303);
    (void)snprintf(path, sizeof path, "%s", fixture_header(response, "Location"));
    assert_waits(f, "1");
    response = fixture_get(f, "/inbox");
    fixture_assert_has(response, import);
    fixture_assert_has(response, path);
    fixture_assert_has(response, "Ready to apply: 1 change");
    sign_in_as(f, PERSONA_CUSTOMER_ADMIN);
    assert_waits(f, "");
    sign_in_as(f, PERSONA_PRODUCT_MANAGER);
    char discard[160];
    (void)snprintf(discard, sizeof discard, "%s/discard", path);
    fixture_assert_status(fixture_post(f, discard, ""), 303);
    assert_waits(f, "");
}

static void a_request_for_an_invitation_waits_for_administrators(void **state)
{
    struct fixture *f = *state;
    sign_in_as(f, PERSONA_PRODUCT_MANAGER);
    fixture_assert_status(
        fixture_post(f, "/users/ask",
                     "full_name=Nora+New&email=nora%40example.com&user_persona=DevOps+Engineer"
                     "&reason=Runs+releases"),
        303);
    assert_waits(f, "");
    fixture_sign_in(f, &f->other.users[PERSONA_CUSTOMER_ADMIN]);
    assert_waits(f, "");
    sign_in_as(f, PERSONA_CUSTOMER_ADMIN);
    assert_waits(f, "1");
    struct response *response = fixture_get(f, "/inbox");
    fixture_assert_has(response, "Requests for invitations");
    fixture_assert_has(response, "Nora New");
    fixture_assert_has(response, "Runs releases");
    fixture_assert_has(response, f->own.users[PERSONA_PRODUCT_MANAGER].full_name);
    fixture_assert_has(response, "href=\"/users#requests\">Review");
    fixture_assert_has(fixture_get(f, "/users"), "id=\"requests\"");
}

/* The main part of a page may be kept; the number never is. */
static void the_number_is_no_part_of_what_is_kept(void **state)
{
    struct fixture *f = *state;
    struct prompt_address made = propose(f, PERSONA_INDIVIDUAL_DEVELOPER, "one");
    decide(f, PERSONA_DEVOPS_ENGINEER, "reject", "Too+long");
    sign_in_as(f, PERSONA_INDIVIDUAL_DEVELOPER);
    assert_string_equal(count_in(f, get_below(f, made, "")), "1");
    assert_string_equal(count_in(f, get_below(f, made, "")), "1");
    fixture_assert_redirect(fixture_post(f, "/inbox/read", ""), "/inbox");
    assert_string_equal(count_in(f, get_below(f, made, "")), "");
}

static void who_entered_another_organization_sees_its_inbox(void **state)
{
    struct fixture *f = *state;
    (void)propose(f, PERSONA_INDIVIDUAL_DEVELOPER, "one");
    fixture_sign_in(f, &f->other.users[FIXTURE_SUPERUSER]);
    assert_waits(f, "");
    fixture_enter(f, &f->own);
    assert_waits(f, "1");
    fixture_leave(f);
    assert_waits(f, "");
    fixture_sign_in(f, &f->other.users[PERSONA_PLATFORM_ADMIN]); /* may decide nothing */
    fixture_enter(f, &f->own);
    assert_waits(f, "");
}

static void the_number_ends_at_99(void **state)
{
    struct fixture *f = *state;
    (void)propose(f, PERSONA_INDIVIDUAL_DEVELOPER, "one");
    fixture_script(f,
                   "INSERT INTO label_proposals (organization_id, id, kind, record_id, label, "
                   "to_version, state, proposed_by, created_at) "
                   "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 120) "
                   "SELECT organization_id, randomblob(16), kind, record_id, label, to_version, "
                   "state, proposed_by, created_at FROM label_proposals, n",
                   "SET rostrum.scope TO 'all'; "
                   "INSERT INTO label_proposals (organization_id, id, kind, record_id, label, "
                   "to_version, state, proposed_by, created_at) "
                   "SELECT organization_id, gen_random_uuid(), kind, record_id, label, to_version, "
                   "state, proposed_by, created_at FROM label_proposals, generate_series(1, 120)");
    sign_in_as(f, PERSONA_PRODUCT_MANAGER);
    struct response *response = fixture_get(f, "/inbox");
    assert_string_equal(count_in(f, response), "99+");
    fixture_assert_has(response, "The newest 50.");
}

static void hostile_texts_are_escaped(void **state)
{
    struct fixture *f = *state;
    sign_in_as(f, PERSONA_PRODUCT_MANAGER);
    struct prompt_address made = create_prompt(f, "a%22b%27c%26d", "body=x");
    fixture_assert_status(post_below(f, made, "/releases/propose",
                                     "label=production&to_version=1&seen=&compared=1&reason=%3C"
                                     "script%3Ealert(1)%3C%2Fscript%3E"),
                          303);
    sign_in_as(f, PERSONA_DEVOPS_ENGINEER);
    struct response *response = fixture_get(f, "/inbox");
    fixture_assert_has_not(response, "<script>alert");
    fixture_assert_has(response, "a&quot;b&#39;c&amp;d");
    fixture_assert_has_not(response, empty);
}

int main(void)
{
#define TEST(test) cmocka_unit_test_setup_teardown(test, fixture_open_app, fixture_close)
    const struct CMUnitTest tests[] = {
        TEST(a_proposal_waits_for_those_who_may_decide),
        TEST(nobody_reviews_their_own),
        TEST(a_decision_waits_until_it_is_marked_as_read),
        TEST(a_withdrawal_is_no_news),
        TEST(marking_as_read_needs_a_source_that_is_read),
        TEST(an_import_waits_until_it_is_applied),
        TEST(a_request_for_an_invitation_waits_for_administrators),
        TEST(the_number_is_no_part_of_what_is_kept),
        TEST(who_entered_another_organization_sees_its_inbox),
        TEST(the_number_ends_at_99),
        TEST(hostile_texts_are_escaped),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
