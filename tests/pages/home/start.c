#include "pages/prompt/prompt.h"

#include <stdlib.h>

#include "base/clock.h"
#include "data/audit/activity.h"

/* The start page: every persona sees their blocks and no others, and nothing of other
 * organizations. */

static const char waiting[] = "id=\"proposals-title\"";
static const char drafts[] = "id=\"drafts-title\"";
static const char feed[] = "id=\"feed-title\"";
static const char people[] = "id=\"people-title\"";
static const char failures[] = "id=\"failures-title\"";
static const char organizations[] = "id=\"organizations-title\"";
static const char changes[] = "id=\"changes-title\"";
static const char versions[] = "id=\"versions-title\"";

static const char *const blocks[] = {waiting,  drafts,        feed,    people,
                                     failures, organizations, changes, versions};

/* A prompt whose production label is proposed by the developer, and one of the developer's own. */
static struct prompt_address fill(struct fixture *f)
{
    sign_in_as(f, PERSONA_PRODUCT_MANAGER);
    struct prompt_address made = create_prompt(f, "support%2Fgreeting", "body=Hello&message=First");
    fixture_assert_status(
        post_below(f, made, "/releases/move", "label=staging&to_version=1&reason=&seen="), 303);
    sign_in_as(f, PERSONA_INDIVIDUAL_DEVELOPER);
    (void)create_prompt(f, "mine", "body=Hello");
    fixture_assert_status(
        post_below(f, made, "/releases/propose",
                   "label=production&to_version=1&reason=Tested+it&seen=staging%3A1&compared=1"),
        303);
    return made;
}

static void assert_blocks(struct fixture *f, int persona, const char *const *expected, size_t count)
{
    sign_in_as(f, persona);
    struct response *response = fixture_get(f, "/");
    fixture_assert_status(response, 200);
    for (size_t i = 0; i < COUNT_OF(blocks); i++) {
        bool is_expected = false;
        for (size_t j = 0; j < count; j++)
            is_expected = is_expected || strcmp(blocks[i], expected[j]) == 0;
        if (is_expected)
            fixture_assert_has(response, blocks[i]);
        else
            fixture_assert_has_not(response, blocks[i]);
    }
}

#define BLOCKS(f, persona, ...)                                                                    \
    assert_blocks(f, persona, (const char *const[]){__VA_ARGS__},                                  \
                  COUNT_OF(((const char *const[]){__VA_ARGS__})))

static void each_persona_gets_its_own_blocks(void **state)
{
    struct fixture *f = *state;
    (void)fill(f);
    BLOCKS(f, PERSONA_INDIVIDUAL_DEVELOPER, drafts, feed);
    BLOCKS(f, PERSONA_ENTERPRISE_TEAM, feed);
    BLOCKS(f, PERSONA_DEVOPS_ENGINEER, waiting, feed, changes, versions);
    BLOCKS(f, PERSONA_PRODUCT_MANAGER, waiting, drafts, feed, changes, versions);
    BLOCKS(f, PERSONA_CUSTOMER_ADMIN, waiting, feed, people, failures, changes, versions);
    BLOCKS(f, PERSONA_PLATFORM_ADMIN, organizations, feed, changes, versions);
    BLOCKS(f, FIXTURE_SUPERUSER, waiting, feed, people, failures, changes, versions);
}

static void an_empty_organization_is_welcomed(void **state)
{
    struct fixture *f = *state;
    sign_in_as(f, PERSONA_PRODUCT_MANAGER);
    struct response *response = fixture_get(f, "/");
    fixture_assert_status(response, 200);
    fixture_assert_has(response, "Welcome to Rostrum");
    fixture_assert_has(response, "href=\"/starters\"");
    fixture_assert_has(response, "href=\"/prompts/new\"");
    fixture_assert_has(response, "href=\"/agents/new\"");
    fixture_assert_has(response, "href=\"/import\"");
    fixture_assert_has_not(response, "<svg class=\"chart\"");
    sign_in_as(f, PERSONA_DEVOPS_ENGINEER);
    response = fixture_get(f, "/");
    fixture_assert_has(response, "Welcome to Rostrum");
    fixture_assert_has_not(response, "href=\"/prompts/new\"");
    fixture_assert_has(response, "href=\"/agents/new\"");
    sign_in_as(f, PERSONA_PLATFORM_ADMIN);
    response = fixture_get(f, "/");
    fixture_assert_has_not(response, "Welcome to Rostrum");
    fixture_assert_has(response, "Contoso");
    (void)fill(f);
    fixture_assert_has_not(fixture_get(f, "/"), "Welcome to Rostrum");
}

static void nothing_of_other_organizations_is_shown(void **state)
{
    struct fixture *f = *state;
    (void)fill(f);
    for (int persona = 0; persona < FIXTURE_USER_COUNT; persona++) {
        fixture_sign_in(f, &f->other.users[persona]);
        struct response *response = fixture_get(f, "/");
        fixture_assert_status(response, 200);
        fixture_assert_has_not(response, "greeting");
        fixture_assert_has_not(response, "Tested it");
        fixture_assert_has_not(response, ">mine<");
        fixture_assert_has_not(response, "Product of Northwind");
        fixture_assert_has_not(response, "Dev of Northwind");
        fixture_assert_has_not(response, "<svg class=\"chart\"");
    }
}

/* Nothing is decided without a look at what changes. */
static void a_proposal_leads_to_its_review(void **state)
{
    struct fixture *f = *state;
    struct prompt_address made = fill(f);
    sign_in_as(f, PERSONA_PRODUCT_MANAGER);
    struct response *response = fixture_get(f, "/");
    fixture_assert_has(response, "Tested it");
    fixture_assert_has_not(response, "/approve\"");
    const char *address = fixture_between(f, response, "<a class=\"btn small\" href=\"", "\"");
    assert_non_null(address);
    char path[256];
    (void)snprintf(path, sizeof path, "%s/releases/", made.text);
    assert_int_equal(strncmp(address, path, strlen(path)), 0);
    (void)snprintf(path, sizeof path, "%s/approve", address);
    response = fixture_get(f, address);
    fixture_assert_has(response, "<h1>Review production v1 of greeting</h1>");
    fixture_assert_has(response, path);
    fixture_assert_status(fixture_post(f, path, "reason=&compared=1"), 303);
    fixture_assert_has_not(fixture_get(f, "/"), waiting);
    response = get_below(f, made, "/releases");
    fixture_assert_has(response, "approved");
    sign_in_as(f, PERSONA_DEVOPS_ENGINEER);
    response = fixture_get(f, "/");
    fixture_assert_has(response, "set production to v1 of <a");
    fixture_assert_has_not(response, "approved");
    fixture_assert_has_not(response, waiting);
}

/* It is for others to review. */
static void nobody_reviews_their_own_proposal(void **state)
{
    struct fixture *f = *state;
    sign_in_as(f, PERSONA_PRODUCT_MANAGER);
    struct prompt_address made = create_prompt(f, "one", "body=x");
    fixture_assert_status(
        post_below(f, made, "/releases/propose", "label=production&to_version=1&reason=&seen="),
        303);
    fixture_assert_has_not(fixture_get(f, "/"), waiting);
    sign_in_as(f, PERSONA_DEVOPS_ENGINEER);
    fixture_assert_has(fixture_get(f, "/"), waiting);
}

static void save(struct fixture *f, struct prompt_address made, const char *name, int revision)
{
    char form[128];
    (void)snprintf(form, sizeof form,
                   "name=%s&body=b%d&type=text&revision=%d&message=Shorter+ending+%d", name,
                   revision, revision, revision);
    fixture_assert_status(post_below(f, made, "/edit", form), 303);
}

static void changes_link_to_their_difference(void **state)
{
    struct fixture *f = *state;
    sign_in_as(f, PERSONA_PRODUCT_MANAGER);
    struct prompt_address made = create_prompt(f, "one", "body=x&message=Begun");
    char text[256];
    struct response *response = fixture_get(f, "/");
    (void)snprintf(text, sizeof text,
                   " created prompt  <a class=\"line-name\" href=\"%s\" dir=\"auto\">one</a>",
                   made.text);
    fixture_assert_has(response, text);
    fixture_assert_has(response, "Begun");
    save(f, made, "one", 1);
    response = fixture_get(f, "/");
    (void)snprintf(text, sizeof text, "href=\"%s/diff?from=1&amp;to=2\">Compare", made.text);
    fixture_assert_has(response, text);
    fixture_assert_has(response, "saved v2 of");
    fixture_assert_has(response, "Shorter ending 1");
    (void)snprintf(text, sizeof text,
                   "<a class=\"line-who\" href=\"/users/%s\" dir=\"auto\">%s</a>",
                   f->own.users[PERSONA_PRODUCT_MANAGER].id_text,
                   f->own.users[PERSONA_PRODUCT_MANAGER].full_name);
    fixture_assert_has(response, text);
    /* names and metadata only: nothing that leads to a content or that somebody wrote about it */
    sign_in_as(f, PERSONA_PLATFORM_ADMIN);
    response = fixture_get(f, "/");
    fixture_assert_has(response, "saved v2 of");
    fixture_assert_has_not(response, "/diff?");
    fixture_assert_has_not(response, "Shorter ending");
    fixture_assert_has_not(response, "Begun");
}

/* Several saves of one record by one person in a row are one line. */
static void saves_in_a_row_are_one_line(void **state)
{
    struct fixture *f = *state;
    char text[256];
    sign_in_as(f, PERSONA_PRODUCT_MANAGER);
    struct prompt_address made = create_prompt(f, "one", "body=x");
    struct prompt_address other = create_prompt(f, "two", "body=x");
    for (int revision = 1; revision < 5; revision++)
        save(f, made, "one", revision);
    struct response *response = fixture_get(f, "/");
    fixture_assert_has(response, "saved 4 versions, v2 to v5 of");
    (void)snprintf(text, sizeof text, "%s/diff?from=1&amp;to=5\"", made.text);
    fixture_assert_has(response, text);
    fixture_assert_has_not(response, "saved v5");
    save(f, other, "two", 1); /* another record, and another person */
    save(f, made, "one", 5);
    sign_in_as(f, PERSONA_CUSTOMER_ADMIN);
    save(f, made, "one", 6);
    response = fixture_get(f, "/");
    fixture_assert_has(response, "saved v7 of");
    fixture_assert_has(response, "saved v6 of");
    fixture_assert_has(response, "saved v2 of");
    fixture_assert_has(response, "saved 4 versions, v2 to v5 of");
}

/* The part of the page below the title of a day. */
static const char *day(struct fixture *f, const struct response *response, int number)
{
    char title[32];
    (void)snprintf(title, sizeof title, "id=\"day-%d\"", number);
    const char *part = fixture_between(f, response, title, "</ul>");
    return part == NULL ? "" : part;
}

/* Thursday of one week, then Monday, Tuesday before midnight and Wednesday after it. */
static void the_feed_is_grouped_by_days(void **state)
{
    struct fixture *f = *state;
    int64_t monday = activity_monday(activity_day(clock_now()) + 21) * CLOCK_DAY;
    clock_travel(monday - 4 * CLOCK_DAY);
    sign_in_as(f, PERSONA_PRODUCT_MANAGER);
    struct prompt_address made = create_prompt(f, "early", "body=x");
    clock_travel(monday + CLOCK_HOUR);
    sign_in_as(f, PERSONA_PRODUCT_MANAGER);
    (void)create_prompt(f, "monday", "body=x");
    clock_stand(monday + 2 * CLOCK_DAY - 2 * CLOCK_SECOND);
    sign_in_as(f, PERSONA_PRODUCT_MANAGER);
    save(f, made, "early", 1);
    clock_travel(monday + 2 * CLOCK_DAY);
    save(f, made, "early", 2);
    save(f, made, "early", 3);
    struct response *response = fixture_get(f, "/");
    assert_non_null(strstr(day(f, response, 0), "Today</h3>"));
    assert_non_null(strstr(day(f, response, 0), "saved 2 versions, v3 to v4 of"));
    assert_null(strstr(day(f, response, 0), "saved v2 of"));
    assert_non_null(strstr(day(f, response, 1), "Yesterday</h3>"));
    assert_non_null(strstr(day(f, response, 1), "saved v2 of"));
    assert_non_null(strstr(day(f, response, 2), "This week</h3>"));
    assert_non_null(strstr(day(f, response, 2), ">monday</a>"));
    assert_non_null(strstr(day(f, response, 3), "Earlier</h3>"));
    assert_non_null(strstr(day(f, response, 3), "created prompt"));
    clock_travel(0);
}

/* Between what is new to a person and what they may have seen. */
static void a_line_marks_the_last_visit(void **state)
{
    static const char mark[] = "<li class=\"seen\">";
    struct fixture *f = *state;
    int64_t noon = (activity_day(clock_now()) + 7) * CLOCK_DAY + 12 * CLOCK_HOUR;
    clock_travel(noon);
    sign_in_as(f, PERSONA_PRODUCT_MANAGER);
    struct prompt_address made = create_prompt(f, "seen", "body=x");
    save(f, made, "seen", 1);
    fixture_assert_has_not(fixture_get(f, "/"), mark); /* the first visit */
    clock_travel(noon + 2 * CLOCK_HOUR);
    sign_in_as(f, PERSONA_CUSTOMER_ADMIN);
    fixture_assert_status(fixture_get(f, "/"), 200);
    clock_travel(noon + 3 * CLOCK_HOUR);
    sign_in_as(f, PERSONA_PRODUCT_MANAGER);
    save(f, made, "seen", 2);
    clock_travel(noon + 4 * CLOCK_HOUR);
    sign_in_as(f, PERSONA_CUSTOMER_ADMIN);
    struct response *response = fixture_get(f, "/");
    const char *line = strstr(response->body.data, mark);
    assert_non_null(line);
    assert_non_null(strstr(line, "saved v2 of"));
    assert_null(strstr(line, "saved v3 of"));
    fixture_assert_has(response, "saved v3 of");
    assert_null(strstr(line + 1, mark));
    clock_travel(0);
}

static void one_act_with_many_records_is_one_line(void **state)
{
    struct fixture *f = *state;
    sign_in_as(f, PERSONA_PRODUCT_MANAGER);
    struct response *response = fixture_post(
        f, "/import",
        "text=%5B%7B%22name%22%3A%22a%22%2C%22prompt%22%3A%22A%22%7D%2C%7B%22name%22%3A%22b%22%2C"
        "%22prompt%22%3A%22B%22%7D%2C%7B%22name%22%3A%22c%22%2C%22prompt%22%3A%22C%22%7D%5D"
        "&existing=version");
    fixture_assert_status(response, 303);
    char path[160];
    (void)snprintf(path, sizeof path, "%s/start", fixture_header(response, "Location"));
    fixture_assert_status(fixture_post(f, path, ""), 303);
    response = fixture_get(f, "/");
    fixture_assert_has(response, "created 3 prompts");
    fixture_assert_has_not(response, "created prompt ");
}

static void a_record_that_is_gone_is_told_by_its_name(void **state)
{
    struct fixture *f = *state;
    sign_in_as(f, PERSONA_CUSTOMER_ADMIN);
    struct prompt_address made = create_prompt(f, "short-lived", "body=x");
    save(f, made, "short-lived", 1);
    fixture_assert_status(post_below(f, made, "/delete", "name=short-lived"), 303);
    struct response *response = fixture_get(f, "/");
    fixture_assert_has(response, "deleted prompt  <b dir=\"auto\">short-lived</b>");
    fixture_assert_has_not(response, made.text);
    fixture_assert_has_not(response, "saved v2");
}

/* Each with the step that the person may take, and no step twice. */
static void unreleased_changes_have_their_next_step(void **state)
{
    struct fixture *f = *state;
    char link[256];
    sign_in_as(f, PERSONA_PRODUCT_MANAGER);
    struct prompt_address made = create_prompt(f, "one", "body=x");
    struct response *response = fixture_get(f, "/");
    (void)snprintf(link, sizeof link,
                   "href=\"%s/releases/change?label=production&amp;to_version=1\">Propose v1",
                   made.text);
    fixture_assert_has(response, link);
    fixture_assert_has(response, "never released");
    fixture_assert_status(post_below(f, made, "/releases/propose",
                                     "label=production&to_version=1&reason=&seen=&compared=1"),
                          303);
    response = fixture_get(f, "/");
    fixture_assert_has(response, drafts);
    fixture_assert_has_not(response, "Propose v1");
    sign_in_as(f, PERSONA_CUSTOMER_ADMIN);
    save(f, made, "one", 1);
    response = fixture_get(f, "/"); /* saved last, and another's */
    (void)snprintf(link, sizeof link,
                   "href=\"%s/releases/change?label=production&amp;to_version=2\">Release v2",
                   made.text);
    fixture_assert_has(response, link);
    fixture_assert_status(post_below(f, made, "/releases/move",
                                     "label=production&to_version=1&reason=&seen=&compared=1"),
                          303);
    fixture_assert_has(fixture_get(f, "/"), "production is v1");
}

static void hostile_texts_are_escaped(void **state)
{
    struct fixture *f = *state;
    sign_in_as(f, PERSONA_PRODUCT_MANAGER);
    struct prompt_address made =
        create_prompt(f, "a%22b%27c%26d", "body=x&message=%3Cimg+src%3Dx%3E");
    fixture_assert_status(
        post_below(f, made, "/releases/propose",
                   "label=production&to_version=1&seen=&compared=1&reason=%3Cscript%3E"),
        303);
    struct response *response = fixture_get(f, "/");
    fixture_assert_has_not(response, "<script>");
    fixture_assert_has_not(response, "<img");
    fixture_assert_has(response, "a&quot;b&#39;c&amp;d");
}

static int64_t number_after(const char *text, const char *mark)
{
    const char *found = strstr(text, mark);
    return found == NULL ? -1 : atoll(found + strlen(mark));
}

/* The drawing, its table and the tables of the database say the same. */
static void charts_say_what_the_tables_say(void **state)
{
    struct fixture *f = *state;
    struct prompt_address made = fill(f);
    sign_in_as(f, PERSONA_PRODUCT_MANAGER);
    for (int version = 1; version < 5; version++) {
        char form[128];
        (void)snprintf(form, sizeof form,
                       "name=support%%2Fgreeting&body=b%d&type=text&revision=%d&message=", version,
                       version);
        fixture_assert_status(post_below(f, made, "/edit", form), 303);
    }
    int64_t version_count = fixture_count(
        f, "SELECT count(*) FROM prompt_versions WHERE organization_id = $1", &f->own.id);
    int64_t change_count = fixture_count(
        f,
        "SELECT count(*) FROM audit_events WHERE organization_id = $1 AND outcome = 'success' "
        "AND (action LIKE 'prompt.%' OR action LIKE 'label.%')",
        &f->own.id);
    struct response *response = fixture_get(f, "/");
    const char *first = strstr(response->body.data, changes);
    const char *second = strstr(response->body.data, versions);
    assert_non_null(first);
    assert_non_null(second);
    assert_int_equal(number_after(first, "<p class=\"muted\">"), change_count);
    assert_int_equal(number_after(second, "<p class=\"muted\">"), version_count);
    assert_int_equal(version_count, 6);
    char hover[64];
    (void)snprintf(hover, sizeof hover, ": %lld versions (Prompts %lld)</title>",
                   (long long)version_count, (long long)version_count);
    assert_non_null(strstr(second, hover));
    (void)snprintf(hover, sizeof hover, "<td class=\"num\">%lld</td></tr>",
                   (long long)change_count);
    assert_non_null(strstr(first, hover));
}

static void administrators_see_failed_sign_ins(void **state)
{
    struct fixture *f = *state;
    sign_in_as(f, PERSONA_CUSTOMER_ADMIN);
    fixture_assert_has(fixture_get(f, "/"), "<p class=\"muted\">None.</p>");
    fixture_use_jar(f, 1);
    fixture_assert_status(
        fixture_post_patiently(f, "/login",
                               "email=product%40northwind.example&password=wrong+wrong+wrong"),
        422);
    fixture_use_jar(f, 0);
    struct response *response = fixture_get(f, "/");
    fixture_assert_has(response, "1 failed sign-in</strong>");
    fixture_assert_has(response, f->own.users[PERSONA_PRODUCT_MANAGER].full_name);
    fixture_sign_in(f, &f->other.users[PERSONA_CUSTOMER_ADMIN]);
    fixture_assert_has(fixture_get(f, "/"), "<p class=\"muted\">None.</p>");
}

static void the_start_page_needs_a_sign_in_and_health_does_not(void **state)
{
    struct fixture *f = *state;
    fixture_assert_redirect(fixture_get(f, "/"), "/login");
    fixture_assert_status(fixture_get(f, "/healthz"), 200);
    fixture_assert_status(fixture_get(f, "/readyz"), 200);
}

int main(void)
{
#define TEST(test) cmocka_unit_test_setup_teardown(test, fixture_open_app, fixture_close)
    const struct CMUnitTest tests[] = {
        TEST(each_persona_gets_its_own_blocks),
        TEST(an_empty_organization_is_welcomed),
        TEST(nothing_of_other_organizations_is_shown),
        TEST(a_proposal_leads_to_its_review),
        TEST(nobody_reviews_their_own_proposal),
        TEST(changes_link_to_their_difference),
        TEST(saves_in_a_row_are_one_line),
        TEST(the_feed_is_grouped_by_days),
        TEST(a_line_marks_the_last_visit),
        TEST(one_act_with_many_records_is_one_line),
        TEST(a_record_that_is_gone_is_told_by_its_name),
        TEST(unreleased_changes_have_their_next_step),
        TEST(hostile_texts_are_escaped),
        TEST(charts_say_what_the_tables_say),
        TEST(administrators_see_failed_sign_ins),
        TEST(the_start_page_needs_a_sign_in_and_health_does_not),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
