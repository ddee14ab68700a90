#include "test.h"

#include <stdlib.h>

#include "prompts.h"
#include "retention.h"

/* Retention and legal holds, as administrators set, preview, approve and read them. */

static const char rules_url[] = "/settings/retention";

static const char all_off[] =
    "versions=30&archived=30&people=365&sessions=30&audit=400&security=400&imports=30&exports=400"
    "&evidence=2557&outputs=365";

static void sign_in(struct fixture *f, int user)
{
    fixture_sign_in(f, &f->own.users[user]);
}

static struct response *post_rules(struct fixture *f, int version, const char *more)
{
    char form[512];
    (void)snprintf(form, sizeof form, "%s&version=%d%s", all_off, version, more);
    return fixture_post(f, rules_url, form);
}

/* An old version that is due, after the rules say so. */
static struct uuid make_due(struct fixture *f)
{
    struct uuid id = make_prompt(f, PERSONA_CUSTOMER_ADMIN, "support/old", "One");
    fixture_begin(f);
    (void)save_body(f, &id, "Two");
    fixture_begin(f);
    (void)save_body(f, &id, "Three");
    clock_travel(clock_now() + 31 * CLOCK_DAY);
    sign_in(f, PERSONA_CUSTOMER_ADMIN);
    fixture_assert_redirect(post_rules(f, 0, "&versions_on=1&do=save"), rules_url);
    return id;
}

static const char *start_dry(struct fixture *f)
{
    static char url[128];
    const char *location =
        fixture_header(fixture_post(f, "/settings/retention/preview", ""), "Location");
    assert_non_null(location);
    (void)snprintf(url, sizeof url, "%s", location);
    return url;
}

static void each_kind_has_its_rule_and_each_preset_its_source(void **state)
{
    struct fixture *f = *state;
    sign_in(f, PERSONA_CUSTOMER_ADMIN);
    struct response *page = fixture_get(f, rules_url);
    fixture_assert_status(page, 200);
    for (int i = 0; i < RETENTION_KIND_COUNT; i++)
        fixture_assert_has(page, retention_kinds[i].title);
    for (int p = 0; p < PRESET_COUNT; p++) {
        fixture_assert_has(page, retention_presets[p].title);
        fixture_assert_has(page, retention_presets[p].url);
        fixture_assert_has(page, retention_presets[p].bounds[0].source);
    }
    sign_in(f, PERSONA_PRODUCT_MANAGER);
    fixture_assert_status(fixture_get(f, rules_url), 403);
}

static void a_rule_outside_a_preset_comes_back_with_the_reason(void **state)
{
    struct fixture *f = *state;
    sign_in(f, PERSONA_CUSTOMER_ADMIN);
    struct response *page = post_rules(f, 0, "&audit_on=1&preset_hipaa=1&do=save");
    fixture_assert_status(page, 422);
    fixture_assert_has(page, "id=\"audit-error\"");
    fixture_assert_has(page, "HIPAA asks for at least 2192 days (45 CFR 164.316(b)(2)(i))");
    fixture_assert_has(page, "name=\"preset_hipaa\" value=\"1\" checked");
    fixture_assert_redirect(post_rules(f, 0, "&audit_on=1&preset_hipaa=1&do=fit"), rules_url);
    page = fixture_get(f, rules_url);
    fixture_assert_has(page,
                       "name=\"audit\" type=\"number\" min=\"1\" max=\"36500\" value=\"2192\"");
    fixture_assert_has(page, "Version 1, saved by");
}

static void a_dry_run_lists_what_is_due_and_the_inbox_and_home_say_so(void **state)
{
    struct fixture *f = *state;
    (void)make_due(f);
    const char *url = start_dry(f);
    struct response *page = fixture_get(f, url);
    fixture_assert_status(page, 200);
    fixture_assert_has(page, "support/old</span> v1");
    fixture_assert_has(page, "support/old</span> v2");
    fixture_assert_has_not(page, "support/old</span> v3");
    fixture_assert_has(fixture_get(f, "/inbox"), "2 rows due for deletion");
    fixture_assert_has(fixture_get(f, "/"), "2 rows due for deletion");
    fixture_assert_has(fixture_get(f, rules_url), "2 rows due for deletion.");
    sign_in(f, PERSONA_PRODUCT_MANAGER);
    fixture_assert_has_not(fixture_get(f, "/inbox"), "due for deletion");
    fixture_assert_status(fixture_get(f, url), 403);
}

static void what_two_people_approved_the_timer_deletes(void **state)
{
    struct fixture *f = *state;
    char form_url[160];
    struct uuid prompt = make_due(f);
    struct uuid dry_id;
    const char *url = start_dry(f);
    assert_int_equal(uuid_parse(url + strlen("/settings/retention/runs/"), &dry_id), ERR_NONE);
    (void)snprintf(form_url, sizeof form_url, "%s/ask", url);
    fixture_assert_status(fixture_post(f, form_url, "reason="), 422);
    char approval[128];
    (void)snprintf(approval, sizeof approval, "%s",
                   fixture_header(fixture_post(f, form_url, "reason=Yearly"), "Location"));
    fixture_assert_has(fixture_get(f, url), "Request to carry it out");
    sign_in(f, FIXTURE_SUPERUSER);
    (void)snprintf(form_url, sizeof form_url, "%s/approve", approval);
    fixture_assert_redirect(fixture_post(f, form_url, "reason="), approval);
    fixture_assert_has(fixture_get(f, url), "The timer deletes these rows at its next run.");

    struct uuid live_id;
    struct problem problem;
    struct fixture timer = retention_connect(f);
    assert_int_equal(retention_live(&timer, &dry_id, &live_id, &problem), ERR_NONE);
    assert_int_equal(retention_step_some(&timer, &live_id, 100).state, RETENTION_DONE);
    retention_disconnect(&timer);
    char id[UUID_TEXT_LEN];
    char live[128];
    uuid_format(&live_id, id);
    (void)snprintf(live, sizeof live, "/settings/retention/runs/%s", id);
    struct response *page = fixture_get(f, live);
    fixture_assert_has(page, "Deleted</span>");
    fixture_assert_has(page, "Download certificate");
    (void)snprintf(form_url, sizeof form_url, "%s/certificate", live);
    page = fixture_get(f, form_url);
    fixture_assert_has(page, "\"certificate\": \"rostrum/retention-run\"");
    fixture_begin(f);
    assert_int_equal(
        fixture_count(f, "SELECT count(*) FROM prompt_versions WHERE record_id = $1", &prompt), 1);
    fixture_assert_has_not(fixture_get(f, "/inbox"), "due for deletion");
}

static void the_timer_deletes_on_its_own_only_by_rules_that_were_approved(void **state)
{
    struct fixture *f = *state;
    (void)make_due(f);
    fixture_assert_status(fixture_post(f, "/settings/retention/timer", "do=on"), 409);
    fixture_assert_redirect(fixture_post(f, "/settings/retention/timer", "do=ask&reason=Daily"),
                            rules_url);
    struct response *page = fixture_get(f, rules_url);
    char approval[160];
    const char *id = fixture_between(f, page, "href=\"/approvals/", "\"");
    assert_non_null(id);
    (void)snprintf(approval, sizeof approval, "/approvals/%s/approve", id);
    sign_in(f, FIXTURE_SUPERUSER);
    (void)fixture_post(f, approval, "reason=");
    sign_in(f, PERSONA_CUSTOMER_ADMIN);
    fixture_assert_has(fixture_get(f, rules_url), "Let the timer delete");
    fixture_assert_redirect(fixture_post(f, "/settings/retention/timer", "do=on"), rules_url);
    fixture_assert_has(fixture_get(f, rules_url), "The timer deletes by these rules");
    fixture_assert_redirect(post_rules(f, 1, "&versions_on=1&sessions_on=1&do=save"), rules_url);
    fixture_assert_has_not(fixture_get(f, rules_url), "The timer deletes by these rules");
}

static void a_record_on_hold_can_not_be_deleted_until_two_people_release_it(void **state)
{
    struct fixture *f = *state;
    char url[160];
    struct uuid id = make_prompt(f, PERSONA_CUSTOMER_ADMIN, "support/case", "One");
    sign_in(f, PERSONA_CUSTOMER_ADMIN);
    struct response *page =
        fixture_post(f, "/settings/holds", "kind=prompt&name=support%2Fnone&reason=Case+7");
    fixture_assert_status(page, 422);
    fixture_assert_has(page, "There is no prompt of this name.");
    fixture_assert_redirect(
        fixture_post(f, "/settings/holds", "kind=prompt&name=support%2Fcase&reason=Case+7"),
        "/settings/holds");
    page = fixture_get(f, "/settings/holds");
    fixture_assert_has(page, "support/case</h2>");
    fixture_assert_has(page, "Case 7");
    char ask[160];
    (void)snprintf(ask, sizeof ask, "/settings/holds/%s/ask",
                   fixture_between(f, page, "action=\"/settings/holds/", "/ask"));
    char text[UUID_TEXT_LEN];
    uuid_format(&id, text);
    (void)snprintf(url, sizeof url, "/prompts/%s/delete", text);
    page = fixture_post(f, url, "name=support%2Fcase");
    fixture_assert_status(page, 409);
    fixture_assert_has(page, "A legal hold is on this prompt.");
    char approval[128];
    (void)snprintf(approval, sizeof approval, "%s",
                   fixture_header(fixture_post(f, ask, "reason=Closed"), "Location"));
    sign_in(f, FIXTURE_SUPERUSER);
    (void)snprintf(url, sizeof url, "%s/approve", approval);
    fixture_assert_redirect(fixture_post(f, url, "reason="), approval);
    sign_in(f, PERSONA_CUSTOMER_ADMIN);
    char *end = strstr(ask, "/ask");
    assert_non_null(end);
    (void)snprintf(end, 16, "/release");
    fixture_assert_redirect(fixture_post(f, ask, ""), "/settings/holds");
    (void)snprintf(url, sizeof url, "/prompts/%s/delete", text);
    fixture_assert_status(fixture_post(f, url, "name=support%2Fcase"), 303);
    fixture_begin(f);
    assert_int_equal(fixture_count_events(f, "legal_hold.refuse", "refusal"), 1);
}

static int close_now(void **state)
{
    clock_travel(0);
    return fixture_close(state);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_open_app, close_now)
    const struct CMUnitTest tests[] = {
        TEST(each_kind_has_its_rule_and_each_preset_its_source),
        TEST(a_rule_outside_a_preset_comes_back_with_the_reason),
        TEST(a_dry_run_lists_what_is_due_and_the_inbox_and_home_say_so),
        TEST(what_two_people_approved_the_timer_deletes),
        TEST(the_timer_deletes_on_its_own_only_by_rules_that_were_approved),
        TEST(a_record_on_hold_can_not_be_deleted_until_two_people_release_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
