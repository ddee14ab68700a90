#include "pages/prompt/prompt.h"

#include "base/clock.h"

/* Labels: moving, removing, proposing and deciding, and what was where on a day. */

static struct prompt_address two_versions(struct fixture *f)
{
    struct prompt_address made = create_prompt(f, "one", "body=first");
    fixture_assert_status(post_below(f, made, "/edit", "name=one&body=second&revision=1"), 303);
    return made;
}

static void a_label_is_moved_and_removed(void **state)
{
    struct fixture *f = *state;
    sign_in_as(f, PERSONA_CUSTOMER_ADMIN);
    struct prompt_address made = two_versions(f);
    struct response *response = get_below(f, made, "/releases");
    fixture_assert_status(response, 200);
    fixture_assert_has(response, "No label was moved yet.");
    fixture_assert_has(response, ">Release v2<span class=\"sr\">, production</span></a>");
    fixture_assert_has_not(response, "Propose v2");
    response = post_below(f, made, "/releases/move",
                          "label=production&to_version=1&reason=tested&seen=&compared=1");
    fixture_assert_status(response, 303);
    response = get_below(f, made, "/releases");
    fixture_assert_has(response, "The label production is on version 1 now.");
    fixture_assert_has(response, "name=\"seen\" value=\"production:1\"");
    fixture_assert_has(response, "tested");
    fixture_assert_has(fixture_get(f, made.text), "production <b>v1</b>");
    fixture_assert_has(fixture_get(f, "/prompts"), "production <b>v1, 1 behind</b>");
    response =
        post_below(f, made, "/releases/remove", "label=production&seen=production%3A1&accept=1");
    fixture_assert_status(response, 303);
    fixture_assert_has(get_below(f, made, "/releases"), "<td>v1 removed</td>");
}

static void refused_moves_keep_what_was_typed(void **state)
{
    struct fixture *f = *state;
    sign_in_as(f, PERSONA_CUSTOMER_ADMIN);
    struct prompt_address made = two_versions(f);
    static const char *const refused[] = {
        "label=&to_version=1",         "label=Bad+Label&to_version=1", "label=latest&to_version=1",
        "label=ok&to_version=",        "label=ok&to_version=x",        "label=ok&to_version=99",
        "label=ok&to_version=1&more=1"};
    for (size_t i = 0; i < COUNT_OF(refused); i++)
        fixture_assert_status(post_below(f, made, "/releases/move", refused[i]), 422);
    struct response *response =
        post_below(f, made, "/releases/move", "label=Bad+Label&to_version=1&reason=because");
    fixture_assert_has(response, "value=\"Bad Label\"");
    fixture_assert_has(response, "<option value=\"1\" selected>");
    fixture_assert_status(post_below(f, made, "/releases/move", "label=ok&to_version=1&seen="),
                          303);
    response = post_below(f, made, "/releases/move", "label=ok&to_version=2&seen=");
    fixture_assert_status(response, 409);
    fixture_assert_has(response, "name=\"seen\" value=\"ok:1\"");
}

static void a_protected_label_needs_another_person(void **state)
{
    struct fixture *f = *state;
    sign_in_as(f, PERSONA_PRODUCT_MANAGER);
    struct prompt_address made = two_versions(f);
    struct response *response = post_below(
        f, made, "/releases/move", "label=production&to_version=2&reason=please&seen=&compared=1");
    fixture_assert_status(response, 403);
    fixture_assert_has(response, "value=\"please\"");
    fixture_assert_has(response, "Propose v2");
    assert_int_equal(fixture_count_events(f, "label.move", "refusal"), 1); /* and it alone */
    assert_int_equal(fixture_count_events(f, "request.refuse", "refusal"), 0);
    response = post_below(f, made, "/releases/propose",
                          "label=production&to_version=2&reason=please&seen=");
    fixture_assert_status(response, 303);
    response = get_below(f, made, "/releases");
    fixture_assert_has(response, "please");
    fixture_assert_has_not(response, "/approve\"");
    sign_in_as(f, PERSONA_DEVOPS_ENGINEER);
    response = get_below(f, made, "/releases");
    fixture_assert_has_not(response, "/approve\"");
    const char *id = fixture_between(f, response, "id=\"proposal-", "\"");
    assert_non_null(id);
    char path[128];
    (void)snprintf(path, sizeof path, "/releases/%s/approve", id);
    sign_in_as(f, PERSONA_PRODUCT_MANAGER);
    fixture_assert_status(post_below(f, made, path, "reason=&compared=1"), 403);
    sign_in_as(f, PERSONA_DEVOPS_ENGINEER);
    fixture_assert_status(post_below(f, made, path, "reason=fine&compared=1"), 303);
    response = get_below(f, made, "/releases");
    fixture_assert_has(response, "Approved. The label production is on version 2 now.");
    fixture_assert_has(response, "production:2");
    fixture_assert_status(post_below(f, made, path, "reason=again&compared=1"), 409);
}

static void a_proposal_is_withdrawn_or_rejected(void **state)
{
    struct fixture *f = *state;
    char path[128];
    sign_in_as(f, PERSONA_INDIVIDUAL_DEVELOPER);
    struct prompt_address made = two_versions(f);
    const char *form = "label=production&to_version=2&reason=a&seen=";
    fixture_assert_status(post_below(f, made, "/releases/propose", form), 303);
    fixture_assert_status(post_below(f, made, "/releases/propose", form), 409);
    const char *id = fixture_between(f, get_below(f, made, "/releases"), "id=\"proposal-", "\"");
    (void)snprintf(path, sizeof path, "/releases/%s/withdraw", id);
    fixture_assert_status(post_below(f, made, path, ""), 303);
    fixture_assert_has(get_below(f, made, "/releases"), "Withdrawn.");
    fixture_assert_status(post_below(f, made, "/releases/propose", form), 303);
    sign_in_as(f, PERSONA_PRODUCT_MANAGER);
    id = fixture_between(f, get_below(f, made, "/releases"), "id=\"proposal-", "\"");
    (void)snprintf(path, sizeof path, "/releases/%s/reject", id);
    fixture_assert_status(post_below(f, made, path, "reason=not+yet"), 303);
    struct response *response = get_below(f, made, "/releases");
    fixture_assert_has(response, "rejected");
    fixture_assert_has(response, "not yet");
    struct prompt_address other = create_prompt(f, "two", "body=x");
    fixture_assert_status(post_below(f, other, path, "reason="), 404);
}

static void the_history_tells_what_a_label_was_on_a_day(void **state)
{
    struct fixture *f = *state;
    char path[128];
    char today[CLOCK_DAY_LEN];
    clock_format_day(clock_now(), today);
    sign_in_as(f, PERSONA_CUSTOMER_ADMIN);
    struct prompt_address made = two_versions(f);
    fixture_assert_status(
        post_below(f, made, "/releases/move", "label=production&to_version=1&seen=&compared=1"),
        303);
    (void)snprintf(path, sizeof path, "/releases?label=production&on=%s", today);
    fixture_assert_has(get_below(f, made, path), ">version 1</a>");
    fixture_assert_has(get_below(f, made, "/releases?label=production&on=2020-01-01"),
                       "no version had the label");
    (void)snprintf(path, sizeof path, "/releases?label=latest&on=%s", today);
    fixture_assert_status(get_below(f, made, path), 200);
    fixture_assert_has(get_below(f, made, path), ">version 2</a>");
    fixture_assert_status(get_below(f, made, "/releases?label=production&on=yesterday"), 422);
}

static void administrators_rename_the_organization_and_protect_labels(void **state)
{
    struct fixture *f = *state;
    sign_in_as(f, PERSONA_PRODUCT_MANAGER);
    fixture_assert_status(fixture_get(f, "/settings/organization"), 403);
    sign_in_as(f, PERSONA_CUSTOMER_ADMIN);
    struct response *response = fixture_get(f, "/settings/organization");
    fixture_assert_status(response, 200);
    fixture_assert_has(response, "value=\"Northwind\"");
    fixture_assert_has(response, "production");
    response = fixture_post(f, "/settings/organization", "do=protect&label=staging");
    fixture_assert_redirect(response, "/settings/organization");
    fixture_assert_has(fixture_get(f, "/settings/organization"), ">staging</span>");
    response = fixture_post(f, "/settings/organization", "do=rename&name=Northwind+Robotics");
    fixture_assert_redirect(response, "/settings/organization");
    fixture_assert_has(fixture_get(f, "/prompts"), "Northwind Robotics");
    static const char *const refused[] = {
        "do=rename&name=", "do=protect&label=", "do=protect", "do=protect&label=A+B",
        "name=x",          "do=explode"};
    for (size_t i = 0; i < COUNT_OF(refused); i++)
        fixture_assert_status(fixture_post(f, "/settings/organization", refused[i]), 422);
    response = fixture_post(f, "/settings/organization", "do=release&label=staging");
    fixture_assert_redirect(response, "/settings/organization");
    fixture_assert_has_not(fixture_get(f, "/settings/organization"), ">staging</span>");
}

static void administrators_say_what_programs_get(void **state)
{
    struct fixture *f = *state;
    static const char refuses[] = "value=\"refuse\" checked";
    static const char proposes[] = "value=\"propose\" aria-describedby=\"programs-hint\" checked";
    sign_in_as(f, PERSONA_CUSTOMER_ADMIN);
    fixture_assert_has(fixture_get(f, "/settings/organization"), refuses);
    struct response *response =
        fixture_post(f, "/settings/organization", "do=programs&programs=propose");
    fixture_assert_redirect(response, "/settings/organization");
    response = fixture_get(f, "/settings/organization");
    fixture_assert_has(response, proposes);
    fixture_assert_has_not(response, refuses);
    response = fixture_post(f, "/settings/organization", "do=programs&programs=approve");
    fixture_assert_status(response, 422);
    fixture_assert_redirect(
        fixture_post(f, "/settings/organization", "do=programs&programs=refuse"),
        "/settings/organization");
    fixture_assert_has(fixture_get(f, "/settings/organization"), refuses);
    sign_in_as(f, PERSONA_DEVOPS_ENGINEER);
    fixture_assert_status(fixture_post(f, "/settings/organization", "do=programs&programs=propose"),
                          403);
}

int main(void)
{
#define TEST(test) cmocka_unit_test_setup_teardown(test, fixture_open_app, fixture_close)
    const struct CMUnitTest tests[] = {
        TEST(administrators_say_what_programs_get),
        TEST(a_label_is_moved_and_removed),
        TEST(refused_moves_keep_what_was_typed),
        TEST(a_protected_label_needs_another_person),
        TEST(a_proposal_is_withdrawn_or_rejected),
        TEST(the_history_tells_what_a_label_was_on_a_day),
        TEST(administrators_rename_the_organization_and_protect_labels),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
