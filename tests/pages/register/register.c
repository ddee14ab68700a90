#include "pages/record/kinds.h"

#include "data/register/register.h"

/* The tab of an agent or a team with its entry in the register, its form, what an organization
 * requires, and reminders in the inbox. */

enum { KINDS = 2 };
static const enum record_kind_id kinds[KINDS] = {RECORD_AGENT, RECORD_TEAM};

/* A form with everything filled in, on this day. */
static const char *whole_form(struct fixture *f, int revision, const char *risk, const char *day)
{
    return arena_printf(f->page_arena,
                        "revision=%d&purpose=Answers+%%3Cb%%3Equestions%%3C%%2Fb%%3E%%0D%%0Afast"
                        "&data_categories=Orders&affected_people=Customers&oversight_id=%s"
                        "&risk_class=%s&risk_reason=Talks+to+people&review_on=%s",
                        revision, f->own.users[PERSONA_PRODUCT_MANAGER].id_text, risk, day);
}

static void an_entry_is_filled_in_and_shown_with_its_versions(void **state)
{
    struct fixture *f = *state;
    for (int i = 0; i < KINDS; i++) {
        struct uuid id = kinds_make(f, kinds[i], "Registered");
        sign_in_as(f, PERSONA_ENTERPRISE_TEAM);
        struct response *response = kinds_get(f, kinds[i], &id, "/register");
        fixture_assert_status(response, 200);
        assert_in(response->body.data, "Missing: purpose, data categories");
        assert_in(response->body.data, ">Fill in</a>");
        fixture_assert_status(kinds_get(f, kinds[i], &id, "/register/edit"), 200);
        response = kinds_post(f, kinds[i], &id, "/register/edit",
                              whole_form(f, 0, "limited", "2031-05-03"));
        fixture_assert_status(response, 303);
        response = kinds_get(f, kinds[i], &id, "/register");
        assert_in(response->body.data, "Answers &lt;b&gt;questions&lt;/b&gt;\nfast");
        assert_in(response->body.data, "<time datetime=\"2031-05-03\">2031-05-03</time>");
        assert_in(response->body.data, "Petra Product of Northwind");
        assert_in(response->body.data, ">Limited</span>");
        assert_not_in(response->body.data, "Missing:");

        (void)kinds_get(f, kinds[i], &id, "/register/edit");
        response =
            kinds_post(f, kinds[i], &id, "/register/edit", whole_form(f, 1, "high", "2031-05-03"));
        fixture_assert_status(response, 303);
        response = kinds_get(f, kinds[i], &id, "/register");
        const char *versions = piece_with(f, response, "<section", "entries-title", "</section>");
        assert_in(versions, "<span class=\"chip ver\">2</span>");
        assert_in(versions, ">Limited</span>");
        assert_in(kinds_get(f, kinds[i], &id, "/activity")->body.data,
                  "Changed the register entry");
    }
}

static void a_stale_save_shows_both(void **state)
{
    struct fixture *f = *state;
    struct uuid id = kinds_make(f, RECORD_AGENT, "Raced");
    sign_in_as(f, PERSONA_ENTERPRISE_TEAM);
    (void)kinds_get(f, RECORD_AGENT, &id, "/register/edit");
    fixture_assert_status(kinds_post(f, RECORD_AGENT, &id, "/register/edit",
                                     whole_form(f, 0, "limited", "2031-05-03")),
                          303);
    (void)kinds_get(f, RECORD_AGENT, &id, "/register/edit");
    struct response *response = kinds_post(f, RECORD_AGENT, &id, "/register/edit",
                                           whole_form(f, 0, "minimal", "2032-01-02"));
    fixture_assert_status(response, 409);
    assert_in(response->body.data, "This entry was saved by");
    assert_in(row_with(f, response, ">Risk class</th>"), "<del>Limited</del>");
    assert_in(row_with(f, response, ">Risk class</th>"), "<ins>Minimal</ins>");
    assert_in(response->body.data, "name=\"revision\" value=\"1\"");
    assert_in(response->body.data, "value=\"2032-01-02\"");
    response = kinds_post(f, RECORD_AGENT, &id, "/register/edit",
                          whole_form(f, 1, "minimal", "2032-01-02"));
    fixture_assert_status(response, 303);
}

static void a_refused_form_keeps_what_was_typed(void **state)
{
    struct fixture *f = *state;
    struct uuid id = kinds_make(f, RECORD_TEAM, "Typed");
    sign_in_as(f, PERSONA_ENTERPRISE_TEAM);
    (void)kinds_get(f, RECORD_TEAM, &id, "/register/edit");
    struct response *response =
        kinds_post(f, RECORD_TEAM, &id, "/register/edit",
                   "revision=0&purpose=Kept&risk_class=high&review_on=someday");
    fixture_assert_status(response, 422);
    assert_in(response->body.data, ">\nKept</textarea>");
    assert_in(response->body.data, "<option value=\"high\" selected>");
    assert_in(response->body.data, "id=\"review_on-error\"");
}

static void who_may_not_read_has_no_register(void **state)
{
    struct fixture *f = *state;
    struct uuid id = kinds_make(f, RECORD_AGENT, "Private");
    sign_in_as(f, PERSONA_PLATFORM_ADMIN);
    fixture_assert_status(kinds_get(f, RECORD_AGENT, &id, "/register"), 403);
    assert_not_in(kinds_get(f, RECORD_AGENT, &id, "")->body.data, ">Register</a>");
    sign_in_as(f, PERSONA_INDIVIDUAL_DEVELOPER);
    struct response *response = kinds_get(f, RECORD_AGENT, &id, "/register");
    fixture_assert_status(response, 200);
    assert_not_in(response->body.data, "/register/edit");
    fixture_assert_status(kinds_get(f, RECORD_AGENT, &id, "/register/edit"), 403);
    /* Prompts have none. */
    struct uuid prompt = kinds_make(f, RECORD_PROMPT, "Plain");
    assert_not_in(kinds_get(f, RECORD_PROMPT, &prompt, "")->body.data,
                  kinds_path(RECORD_PROMPT, &prompt, "/register"));
    fixture_assert_status(kinds_get(f, RECORD_PROMPT, &prompt, "/register"), 404);
}

static void a_release_that_lacks_the_entry_says_what_and_where(void **state)
{
    struct fixture *f = *state;
    for (int i = 0; i < KINDS; i++) {
        struct uuid id = kinds_make(f, kinds[i], "Held");
        sign_in_as(f, PERSONA_CUSTOMER_ADMIN);
        (void)fixture_get(f, "/settings/organization");
        struct response *response =
            fixture_post(f, "/settings/organization/register", "required=1");
        fixture_assert_status(response, 303);
        assert_in(piece_with(f, fixture_get(f, "/settings/organization"), "<input",
                             "name=\"required\"", ">"),
                  " checked");
        response = kinds_post(f, kinds[i], &id, "/releases/move",
                              "label=production&to_version=1&compared=1&seen=&reason=");
        fixture_assert_status(response, 409);
        assert_in(response->body.data, "Missing: purpose, data categories");
        assert_in(response->body.data, "/register/edit\">Open the register entry</a>");
        assert_in(kinds_get(f, kinds[i], &id, "/register")->body.data,
                  "requires a complete entry before a release");
        (void)kinds_get(f, kinds[i], &id, "/register/edit");
        (void)kinds_post(f, kinds[i], &id, "/register/edit",
                         whole_form(f, 0, "limited", "2031-05-03"));
        response = kinds_post(f, kinds[i], &id, "/releases/move",
                              "label=production&to_version=1&compared=1&seen=&reason=");
        fixture_assert_status(response, 303);
        (void)fixture_get(f, "/settings/organization");
        fixture_assert_status(fixture_post(f, "/settings/organization/register", ""), 303);
    }
}

static void reviews_that_are_due_are_in_the_inbox(void **state)
{
    struct fixture *f = *state;
    struct uuid late = kinds_make(f, RECORD_AGENT, "Desk/Late");
    struct uuid soon = kinds_make(f, RECORD_TEAM, "Soon");
    struct uuid far = kinds_make(f, RECORD_AGENT, "Far");
    char day[CLOCK_DAY_LEN];
    clock_format_day(clock_now() + 5 * CLOCK_DAY, day);
    sign_in_as(f, PERSONA_CUSTOMER_ADMIN);
    (void)kinds_get(f, RECORD_AGENT, &late, "/register/edit");
    (void)kinds_post(f, RECORD_AGENT, &late, "/register/edit",
                     whole_form(f, 0, "high", "2020-01-31"));
    (void)kinds_post(f, RECORD_TEAM, &soon, "/register/edit", whole_form(f, 0, "high", day));
    (void)kinds_post(f, RECORD_AGENT, &far, "/register/edit",
                     whole_form(f, 0, "high", "2099-01-31"));

    sign_in_as(f, PERSONA_PRODUCT_MANAGER);
    struct response *response = fixture_get(f, "/inbox");
    const char *block = piece_with(f, response, "<section", "register-title", "</section>");
    assert_in(block, "Reviews of the register");
    assert_in(block, "Late</a> <span class=\"chip state bad\">Overdue</span>");
    assert_in(block, "due on 2020-01-31, under your oversight");
    assert_in(block, "Soon</a> <span class=\"chip state wait\">Due soon</span>");
    assert_not_in(block, "Far");
    assert_int_equal(count_in(block, "<li"), 2);
    assert_in(response->body.data, "<span class=\"sr\">(</span>2<span");

    /* Others have nothing to review; a later day ends it. */
    sign_in_as(f, PERSONA_DEVOPS_ENGINEER);
    assert_not_in(fixture_get(f, "/inbox")->body.data, "register-title");
    sign_in_as(f, PERSONA_PRODUCT_MANAGER);
    (void)kinds_get(f, RECORD_AGENT, &late, "/register/edit");
    (void)kinds_post(f, RECORD_AGENT, &late, "/register/edit",
                     whole_form(f, 1, "high", "2099-01-31"));
    assert_not_in(fixture_get(f, "/inbox")->body.data, "Late</a>");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_open_app, fixture_close)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(an_entry_is_filled_in_and_shown_with_its_versions),
        TEST(a_stale_save_shows_both),
        TEST(a_refused_form_keeps_what_was_typed),
        TEST(who_may_not_read_has_no_register),
        TEST(a_release_that_lacks_the_entry_says_what_and_where),
        TEST(reviews_that_are_due_are_in_the_inbox),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
