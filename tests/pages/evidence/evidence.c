#include "test.h"

#include <string.h>

#include "evidences.h"
#include "fixture.h"

/* Rules of labels on pages: set, met and missed, broken and reviewed. */

static const char *path_of(struct fixture *f, const struct uuid *id, const char *rest)
{
    static char path[2][200];
    static int next;
    char text[UUID_TEXT_LEN];
    char *place = path[next++ % 2];
    (void)f;
    uuid_format(id, text);
    (void)snprintf(place, sizeof path[0], "/prompts/%s%s", text, rest);
    return place;
}

static void sign_in(struct fixture *f, int persona)
{
    fixture_use_jar(f, persona % FIXTURE_JARS);
    fixture_sign_in(f, &f->own.users[persona]);
}

static struct uuid make_answer(struct fixture *f, struct uuid *tone)
{
    *tone = make_prompt(f, PERSONA_PRODUCT_MANAGER, "tone", "friendly");
    put_label(f, &prompt_store, tone, "production", 0, 1);
    return make_prompt(f, PERSONA_PRODUCT_MANAGER, "answer",
                       "Be @@@prompt:name=tone|label=production@@@.");
}

static void a_rule_is_set_and_removed(void **state)
{
    struct fixture *f = *state;
    struct uuid tone, id = make_answer(f, &tone);
    struct uuid set = give_set(f, "refund-cases", 1);
    char set_id[UUID_TEXT_LEN], form[300];
    uuid_format(&set, set_id);
    sign_in(f, PERSONA_CUSTOMER_ADMIN);
    struct response *page = fixture_get(f, path_of(f, &id, "/releases/rule"));
    fixture_assert_status(page, 200);
    fixture_assert_has(page, "production needs no evidence.");
    fixture_assert_has(page, "refund-cases");
    (void)snprintf(form, sizeof form, "label=production&set_id=%s&min_pass=101&do=save", set_id);
    page = fixture_post(f, path_of(f, &id, "/releases/rules"), form);
    fixture_assert_status(page, 422);
    fixture_assert_has(page, "Type a percentage from 0 to 100");
    page = fixture_post(f, path_of(f, &id, "/releases/rules"),
                        "label=production&set_id=&min_pass=95&max_age_days=99999&do=save");
    fixture_assert_status(page, 422);
    (void)snprintf(form, sizeof form,
                   "label=production&set_id=%s&min_pass=99.5&forbids_critical=1&max_age_days=14"
                   "&do=save",
                   set_id);
    page = fixture_post(f, path_of(f, &id, "/releases/rules"), form);
    fixture_assert_redirect(page, path_of(f, &id, "/releases"));
    page = fixture_get(f, path_of(f, &id, "/releases"));
    fixture_assert_status(page, 200);
    fixture_assert_has(page, "Needs a run of refund-cases with at least 99.5% passed, no critical "
                             "failure and an age of at most 14 days.");
    fixture_assert_has(page, "v1 has none.");
    page = fixture_get(f, path_of(f, &id, "/releases/rule"));
    fixture_assert_has(page, "value=\"99.5\"");
    page = fixture_post(f, path_of(f, &id, "/releases/rules"), "label=production&do=remove");
    fixture_assert_redirect(page, path_of(f, &id, "/releases"));
    page = fixture_get(f, path_of(f, &id, "/releases"));
    fixture_assert_has(page, "move without evidence");
    sign_in(f, PERSONA_PRODUCT_MANAGER);
    page = fixture_get(f, path_of(f, &id, "/releases/rule"));
    fixture_assert_status(page, 200);
    fixture_assert_has_not(page, "Save rule");
    fixture_assert_status(
        fixture_post(f, path_of(f, &id, "/releases/rules"), "label=production&min_pass=95&do=save"),
        403);
}

static void a_rule_holds_for_all_of_a_kind(void **state)
{
    struct fixture *f = *state;
    struct uuid tone, id = make_answer(f, &tone);
    sign_in(f, PERSONA_CUSTOMER_ADMIN);
    struct response *page = fixture_get(f, "/settings/labels");
    fixture_assert_status(page, 200);
    fixture_assert_has(page, "Labels move without evidence");
    page = fixture_post(f, "/settings/labels", "kind=prompt&label=production&min_pass=x&do=save");
    fixture_assert_status(page, 422);
    page = fixture_post(f, "/settings/labels", "kind=prompt&label=production&min_pass=90&do=save");
    fixture_assert_redirect(page, "/settings/labels");
    page = fixture_get(f, "/settings/labels");
    fixture_assert_has(page, "a run of any test set with at least 90% passed");
    page = fixture_get(f, path_of(f, &id, "/releases/rule"));
    fixture_assert_has(page, "The rule of all Prompts.");
    page = fixture_post(f, path_of(f, &id, "/releases/rules"), "label=production&do=free");
    fixture_assert_redirect(page, path_of(f, &id, "/releases"));
    fixture_assert_has(fixture_get(f, path_of(f, &id, "/releases/rule")),
                       "production needs no evidence.");
    page = fixture_post(f, "/settings/labels", "kind=prompt&label=production&do=remove");
    fixture_assert_redirect(page, "/settings/labels");
}

static void what_is_missing_is_said_where_it_moves(void **state)
{
    struct fixture *f = *state;
    struct uuid tone, id = make_answer(f, &tone);
    struct uuid set = give_set(f, "refund-cases", 1);
    struct evidence_rule_draft rule = rule_of(&prompt_store, &id, &set);
    set_rule(f, &rule);
    sign_in(f, PERSONA_DEVOPS_ENGINEER);
    struct response *page =
        fixture_get(f, path_of(f, &id, "/releases/change?label=production&to_version=1"));
    fixture_assert_status(page, 200);
    fixture_assert_has(page, "v1 has none.");
    fixture_assert_has(page, "Move anyway");
    fixture_assert_has_not(page, "/releases/move\"");
    page = fixture_post(f, path_of(f, &id, "/releases/move"),
                        "label=production&to_version=1&seen=&reason=&compared=1");
    fixture_assert_status(page, 409);
    fixture_assert_has(page, "production needs a run of refund-cases with at least 95% passed. v1 "
                             "has none.");
    struct given_run run = {.store = &prompt_store,
                            .record_id = id,
                            .version = 1,
                            .set_id = set,
                            .pass_count = 195,
                            .fail_count = 5};
    (void)give_run(f, &run);
    page = fixture_get(f, path_of(f, &id, "/releases/change?label=production&to_version=1"));
    fixture_assert_has(page, "195 of 200 passed");
    fixture_assert_has(page, "97.5%");
    fixture_assert_has_not(page, "Move anyway");
    (void)save_body(f, &tone, "Friendly");
    put_label(f, &prompt_store, &tone, "production", 1, 2);
    page = fixture_get(f, path_of(f, &id, "/releases/change?label=production&to_version=1"));
    fixture_assert_has(page, "Out of date");
    fixture_assert_has(page, "To run again: 200 cases. The last run took 1500 tokens and 0.42 EUR");
    fixture_assert_has(page, "/diff?from=1&amp;to=2");
    page = fixture_get(f, path_of(f, &id, "/releases"));
    fixture_assert_has(page, "this changed since: tone (v1 to v2).");
    /* the other way round: what uses it by a rule goes out of date */
    put_label(f, &prompt_store, &tone, "production", 2, 1);
    page = fixture_post(f, path_of(f, &id, "/releases/move"),
                        "label=production&to_version=1&seen=&reason=&compared=1");
    fixture_assert_status(page, 303);
    page = fixture_get(f, path_of(f, &tone, "/releases/change?label=production&to_version=2"));
    fixture_assert_has(page, "1 record is live by a release rule.");
    fixture_assert_has(page, "evidence out of date");
}

static void it_is_on_the_review_page(void **state)
{
    struct fixture *f = *state;
    struct uuid tone, id = make_answer(f, &tone);
    struct evidence_rule_draft rule = rule_of(&prompt_store, &id, NULL);
    set_rule(f, &rule);
    sign_in(f, PERSONA_INDIVIDUAL_DEVELOPER);
    struct response *page = fixture_post(f, path_of(f, &id, "/releases/propose"),
                                         "label=production&to_version=1&seen=&reason=why"
                                         "&compared=1");
    fixture_assert_status(page, 303);
    sign_in(f, PERSONA_PRODUCT_MANAGER);
    page = fixture_get(f, path_of(f, &id, "/releases"));
    const char *proposal = fixture_between(f, page, "id=\"proposal-", "\"");
    assert_non_null(proposal);
    char review[200];
    (void)snprintf(review, sizeof review, "%s/releases/%s", path_of(f, &id, ""), proposal);
    page = fixture_get(f, review);
    fixture_assert_status(page, 200);
    fixture_assert_has(page, "production needs a run of any test set");
    fixture_assert_has(page, "v1 has none.");
    (void)snprintf(review + strlen(review), sizeof review - strlen(review), "/approve");
    page = fixture_post(f, review, "reason=&compared=1");
    fixture_assert_status(page, 409);
    fixture_assert_has(page, "Run the tests of v1, then move the label.");
}

static void break_glass_is_marked_until_it_is_reviewed(void **state)
{
    struct fixture *f = *state;
    struct uuid tone, id = make_answer(f, &tone);
    struct evidence_rule_draft rule = rule_of(&prompt_store, &id, NULL);
    set_rule(f, &rule);
    sign_in(f, PERSONA_DEVOPS_ENGINEER);
    struct response *page = fixture_post(f, path_of(f, &id, "/releases/override"),
                                         "label=production&from_version=0&to_version=1&reason=");
    fixture_assert_status(page, 422);
    fixture_assert_has(page, "Say why it can&#39;t wait.");
    page = fixture_post(f, path_of(f, &id, "/releases/override"),
                        "label=production&from_version=0&to_version=1&reason=on+fire");
    fixture_assert_redirect(page, path_of(f, &id, "/releases"));
    page = fixture_get(f, path_of(f, &id, ""));
    fixture_assert_has(page, "moved production to v1 without evidence.");
    fixture_assert_has(fixture_get(f, path_of(f, &id, "/releases")), "Without evidence");
    fixture_assert_has_not(fixture_get(f, "/inbox"), "Released without evidence");

    sign_in(f, PERSONA_PRODUCT_MANAGER);
    page = fixture_get(f, "/inbox");
    fixture_assert_has(page, "Released without evidence");
    fixture_assert_has(page, "on fire");
    page = fixture_get(f, path_of(f, &id, ""));
    const char *link = fixture_between(f, page, "without evidence.</strong> <a href=\"", "\"");
    assert_non_null(link);
    char path[200], review[220];
    (void)snprintf(path, sizeof path, "%s", link);
    (void)snprintf(review, sizeof review, "%s/review", path);
    page = fixture_get(f, path);
    fixture_assert_status(page, 200);
    fixture_assert_has(page, "v1 has none.");
    fixture_assert_has(page, "on fire");
    page = fixture_post(f, review, "review=");
    fixture_assert_status(page, 422);
    page = fixture_post(f, review, "review=Right+so");
    fixture_assert_redirect(page, path_of(f, &id, "/releases"));
    fixture_assert_has_not(fixture_get(f, path_of(f, &id, "")), "without evidence.");
    page = fixture_get(f, path);
    fixture_assert_has(page, "Right so");
    fixture_assert_has_not(page, "Mark as reviewed");
    fixture_assert_has(fixture_get(f, path_of(f, &id, "/releases")), "Without evidence");
    fixture_assert_has_not(fixture_get(f, "/inbox"), "Released without evidence");
}

/* What was typed is stored first, and the page that releases it says what comes next. */
static void saved_to_be_released_it_waits_for_its_tests(void **state)
{
    struct fixture *f = *state;
    char path[200];
    struct uuid tone, id = make_answer(f, &tone);
    struct uuid set = give_set(f, "refund-cases", 1);
    struct evidence_rule_draft rule = rule_of(&prompt_store, &id, &set);
    fixture_begin(f);
    set_rule(f, &rule);
    fixture_begin(f);
    sign_in(f, PERSONA_CUSTOMER_ADMIN);
    struct response *page = fixture_post(f, path_of(f, &id, "/edit"),
                                         "name=answer&type=text&body=Be+brief.&revision=1&"
                                         "do=release");
    fixture_assert_status(page, 303);
    (void)snprintf(path, sizeof path, "%s", fixture_header(page, "Location"));
    assert_non_null(strstr(path, "/releases/change?label=production&to_version=2"));
    page = fixture_get(f, path);
    fixture_assert_has(page, "v2 has none.");
    fixture_assert_has(page, "Run the tests of v2");
    fixture_assert_has(page, "Move anyway");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_open_app, fixture_close)
        TEST(a_rule_is_set_and_removed),
        TEST(a_rule_holds_for_all_of_a_kind),
        TEST(what_is_missing_is_said_where_it_moves),
        TEST(it_is_on_the_review_page),
        TEST(break_glass_is_marked_until_it_is_reviewed),
        TEST(saved_to_be_released_it_waits_for_its_tests),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
