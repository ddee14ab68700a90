#include "pages/prompt/prompt.h"

#include <stdlib.h>

#include "agents.h"

/* The start page: every persona sees their blocks and no others, and nothing of other
 * organizations. */

static const char waiting[] = "id=\"proposals-title\"";
static const char recent[] = "id=\"recent-title\"";
static const char drafts[] = "id=\"drafts-title\"";
static const char moves[] = "id=\"moves-title\"";
static const char agents[] = "id=\"own-agent-title\"";
static const char teams[] = "id=\"own-team-title\"";
static const char people[] = "id=\"people-title\"";
static const char failures[] = "id=\"failures-title\"";
static const char events[] = "id=\"events-title\"";
static const char organizations[] = "id=\"organizations-title\"";
static const char changes[] = "id=\"changes-title\"";
static const char versions[] = "id=\"versions-title\"";

static const char *const blocks[] = {waiting, recent,   drafts, moves,         agents,  teams,
                                     people,  failures, events, organizations, changes, versions};

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
    BLOCKS(f, PERSONA_INDIVIDUAL_DEVELOPER, agents, teams, recent, drafts);
    BLOCKS(f, PERSONA_ENTERPRISE_TEAM, agents, teams, recent);
    BLOCKS(f, PERSONA_DEVOPS_ENGINEER, waiting, moves, recent, changes, versions);
    BLOCKS(f, PERSONA_PRODUCT_MANAGER, waiting, recent, drafts, changes, versions);
    BLOCKS(f, PERSONA_CUSTOMER_ADMIN, people, failures, waiting, events, changes, versions);
    BLOCKS(f, PERSONA_PLATFORM_ADMIN, organizations, changes, versions);
    BLOCKS(f, FIXTURE_SUPERUSER, people, failures, waiting, events, changes, versions);
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
    fixture_assert_has(response, "<span class=\"chip label production\">production</span>");
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

static void changes_link_to_their_difference(void **state)
{
    struct fixture *f = *state;
    sign_in_as(f, PERSONA_PRODUCT_MANAGER);
    struct prompt_address made = create_prompt(f, "one", "body=x");
    char link[128];
    (void)snprintf(link, sizeof link, "href=\"%s/versions/1\"", made.text);
    fixture_assert_has(fixture_get(f, "/"), link);
    fixture_assert_status(
        post_below(f, made, "/edit", "name=one&body=y&type=text&revision=1&message=Shorter+ending"),
        303);
    struct response *response = fixture_get(f, "/");
    (void)snprintf(link, sizeof link, "href=\"%s/diff?from=1&amp;to=2\"", made.text);
    fixture_assert_has(response, link);
    fixture_assert_has(response, "Shorter ending");
    fixture_assert_has(response, f->own.users[PERSONA_PRODUCT_MANAGER].full_name);
    fixture_assert_has(response, "v2, never live");
}

static void a_developer_sees_what_is_theirs(void **state)
{
    struct fixture *f = *state;
    struct uuid agent = make_agent(f, PERSONA_INDIVIDUAL_DEVELOPER, "Mine", AGENT_CONFIG);
    (void)make_team(f, PERSONA_INDIVIDUAL_DEVELOPER, "Ours", &agent, NULL, 1);
    sign_in_as(f, PERSONA_INDIVIDUAL_DEVELOPER);
    struct response *response = fixture_get(f, "/");
    fixture_assert_has(response, "Mine</a><span class=\"chip ver\">v1</span>");
    fixture_assert_has(response, "<td>gpt-4.1</td>");
    fixture_assert_has(response, "Ours</a>");
    fixture_assert_has(response, "<td>Round robin</td>");
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
        TEST(a_developer_sees_what_is_theirs),
        TEST(hostile_texts_are_escaped),
        TEST(charts_say_what_the_tables_say),
        TEST(administrators_see_failed_sign_ins),
        TEST(the_start_page_needs_a_sign_in_and_health_does_not),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
