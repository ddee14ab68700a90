#include "pages/prompt/prompt.h"

/* The page of the search over everything. */

/* The whole answer: on a machine that is busy a search may run out of time, and is asked again. */
static struct response *get_search(struct fixture *f, const char *path)
{
    struct response *response = NULL;
    for (int i = 0; i < 50; i++) {
        response = fixture_get(f, path);
        if (!fixture_has(response, "rel=\"next\""))
            return response;
    }
    fail_msg("%s never came to its end", path);
    return response;
}

static void an_empty_search_shows_hints(void **state)
{
    struct fixture *f = *state;
    sign_in_as(f, PERSONA_PRODUCT_MANAGER);
    static const char *const empty[] = {"/search", "/search?q=", "/search?q=+++"};
    for (size_t i = 0; i < COUNT_OF(empty); i++) {
        struct response *response = fixture_get(f, empty[i]);
        fixture_assert_status(response, 200);
        fixture_assert_has(response, "id=\"search\"");
        fixture_assert_has(response, "Every word must be there");
        fixture_assert_has_not(response, "header-search");
    }
    fixture_assert_has(fixture_get(f, "/prompts"), "header-search");
}

static void hits_are_marked(void **state)
{
    struct fixture *f = *state;
    sign_in_as(f, PERSONA_PRODUCT_MANAGER);
    struct prompt_address named = create_prompt(f, "birds%2FHeron", "body=x&tags=heronry");
    struct prompt_address inside = create_prompt(f, "inside", "body=See+the+heron+there");
    struct response *response = get_search(f, "/search?q=heron");
    fixture_assert_status(response, 200);
    fixture_assert_has(response, named.text);
    fixture_assert_has(response, inside.text);
    fixture_assert_has(response, "birds/<mark>Heron</mark>");
    fixture_assert_has(response, "See the <mark>heron</mark> there");
    fixture_assert_has(response, "value=\"heron\"");
    fixture_assert_has(get_search(f, "/search?q=heronry"), "<mark>heronry</mark>");
    response = get_search(f, "/search?q=petra");
    fixture_assert_has(response, "<mark>Petra</mark> Product of Northwind");
    fixture_assert_has(response, f->own.users[PERSONA_PRODUCT_MANAGER].id_text);
    fixture_assert_has(get_search(f, "/search?q=nowhere+at+all"), "No results for");
}

static void a_full_group_leads_to_the_list_of_all(void **state)
{
    enum { MANY = 12 };
    struct fixture *f = *state;
    sign_in_as(f, PERSONA_PRODUCT_MANAGER);
    for (int i = 0; i < MANY; i++) {
        char name[32];
        (void)snprintf(name, sizeof name, "heron-%d%%26", i);
        (void)create_prompt(f, name, "body=x");
    }
    struct response *response = get_search(f, "/search?q=heron-1");
    fixture_assert_has_not(response, "All prompts with");
    response = get_search(f, "/search?q=HERON-");
    fixture_assert_has(response, "href=\"/prompts?state=all&amp;q=HERON-\"");
    fixture_assert_has(fixture_get(f, "/prompts?state=all&q=HERON-"), "heron-11");
    sign_in_as(f, PERSONA_PLATFORM_ADMIN);
    response = get_search(f, "/search?q=heron-");
    fixture_assert_has(response, "href=\"/prompts?state=all&amp;q=heron-\"");
}

static void hostile_queries_are_escaped_or_refused(void **state)
{
    struct fixture *f = *state;
    sign_in_as(f, PERSONA_PRODUCT_MANAGER);
    (void)create_prompt(f, "one", "body=%3Cscript%3Ealert(1)%3C/script%3E");
    struct response *response = get_search(f, "/search?q=%3Cscript%3E");
    fixture_assert_status(response, 200);
    fixture_assert_has(response, "<mark>&lt;script&gt;</mark>alert(1)&lt;/script&gt;");
    fixture_assert_has_not(response, "<script>alert");
    static const char *const good[] = {"/search?q=%25",          "/search?q=_",
                                       "/search?q=%5C",          "/search?q=%27%22%3E",
                                       "/search?q=a&q=b",        "/search?cursor=broken",
                                       "/search?organization=x", "/search?q=a&cursor=0.0.0"};
    for (size_t i = 0; i < COUNT_OF(good); i++)
        fixture_assert_status(fixture_get(f, good[i]), 200);
    fixture_assert_has(get_search(f, "/search?q=one&cursor=broken"), "Here is its beginning");
    fixture_assert_has(get_search(f, "/search?q=one&cursor=broken"), "<mark>one</mark>");
    fixture_assert_status(get_search(f, "/search?q=%FF"), 400);
    fixture_assert_status(get_search(f, "/search?q=%00"), 400);
    char path[1024] = "/search?q=";
    size_t len = strlen(path);
    memset(path + len, 'a', 600);
    path[len + 600] = '\0';
    response = get_search(f, path);
    fixture_assert_status(response, 200);
    fixture_assert_has(response, "The search text is too long. Search for fewer words.");
    fixture_assert_has(response, "aaaaa\" maxlength"); /* what was typed is kept */
    fixture_assert_has_not(response, "No results for");
    response = get_search(f, "/search?q=a%01b");
    fixture_assert_has(response, "The search text has control characters. Remove them.");
    response = get_search(f, "/search?q=_");
    fixture_assert_has(response, "Enter a word to search for.");
    fixture_assert_has(response, "value=\"_\"");
    fixture_assert_has(get_search(f, "/search?q=one%09%0D%0Aalert"), "<mark>alert</mark>");
    path[len + 500] = '\0';
    fixture_assert_has(get_search(f, path), "No results for");
}

static void a_search_that_goes_on_leads_back_to_its_beginning(void **state)
{
    struct fixture *f = *state;
    static const char place[] = "&cursor=0.1.4102444800000000.ffffffff-ffff-7fff-bfff-ffffffffffff";
    char path[256];
    sign_in_as(f, PERSONA_PRODUCT_MANAGER);
    (void)create_prompt(f, "greyheron", "body=x"); /* names are found at once: not this one */
    (void)snprintf(path, sizeof path, "/search?q=heron%s", place);
    struct response *response = get_search(f, path);
    fixture_assert_has(response, "Further results for");
    fixture_assert_has(response, "<a href=\"/search?q=heron\">From the beginning</a>");
    (void)snprintf(path, sizeof path, "/search?q=nothing%s", place);
    fixture_assert_has(get_search(f, path),
                       "<a class=\"btn\" href=\"/search?q=nothing\">From the beginning</a>");
}

static void nothing_of_other_organizations_is_found(void **state)
{
    struct fixture *f = *state;
    sign_in_as(f, PERSONA_PRODUCT_MANAGER);
    struct prompt_address made = create_prompt(f, "heron", "body=planted+secret");
    for (int persona = 0; persona < FIXTURE_USER_COUNT; persona++) {
        fixture_sign_in(f, &f->other.users[persona]);
        fixture_assert_has_not(get_search(f, "/search?q=heron"), made.text);
        fixture_assert_has_not(get_search(f, "/search?q=petra"), "Northwind</a>");
    }
    fixture_sign_in(f, &f->other.users[PERSONA_PLATFORM_ADMIN]);
    fixture_enter(f, &f->own);
    fixture_assert_has(get_search(f, "/search?q=heron"), made.text);
    fixture_assert_has_not(get_search(f, "/search?q=planted"), made.text);
}

/* Opens every place that the page of the search offers, and gives how many there are. */
static int open_places(struct fixture *f)
{
    static const char mark[] = "<a class=\"btn\" href=\"";
    static char html[64 * 1024]; /* the answer goes with the next one */
    const struct response *response = get_search(f, "/search");
    int count = 0;
    (void)snprintf(html, sizeof html, "%s", response->body.data);
    for (char *at = strstr(html, mark); at != NULL; at = strstr(at + 1, mark)) {
        char *url = at + strlen(mark);
        char *end = strchr(url, '"');
        if (strncmp(end, "\" data-words=", 13) != 0)
            continue;
        *end = '\0';
        if (fixture_get(f, url)->status != 200)
            fail_msg("%s is offered and not there", url);
        *end = '"';
        count++;
    }
    return count;
}

/* words: of letters and spaces. */
static bool finds_person(struct fixture *f, const char *words, const struct uuid *id)
{
    char text[UUID_TEXT_LEN];
    char path[128];
    char address[64];
    uuid_format(id, text);
    (void)snprintf(path, sizeof path, "/search?q=%s", words);
    for (char *c = path; *c != '\0'; c++)
        *c = *c == ' ' ? '+' : *c;
    (void)snprintf(address, sizeof address, "/users/%s", text);
    struct response *response = get_search(f, path);
    fixture_assert_status(response, 200);
    return fixture_has(response, address);
}

/* Names are opened once, and again after any change that people can see. */
static void names_of_people_are_kept_until_something_changes(void **state)
{
    struct fixture *f = *state;
    const struct fixture_user *person = &f->own.users[PERSONA_ENTERPRISE_TEAM];
    char first[64];
    (void)snprintf(first, sizeof first, "%.*s", (int)strcspn(person->full_name, " "),
                   person->full_name);
    sign_in_as(f, PERSONA_PRODUCT_MANAGER);
    assert_true(finds_person(f, person->full_name, &person->id));
    static const char of_team[] =
        "UPDATE users SET full_name = NULL WHERE user_persona = 'Enterprise Team'";
    fixture_script(f, of_team,
                   "SET rostrum.scope = 'all'; UPDATE users SET full_name = NULL "
                   "WHERE user_persona = 'Enterprise Team'");
    assert_true(finds_person(f, first, &person->id));
    (void)create_prompt(f, "change", "body=x");
    assert_false(finds_person(f, first, &person->id));
}

static void everyone_is_offered_the_pages_that_they_may_open(void **state)
{
    struct fixture *f = *state;
    for (int persona = 0; persona < FIXTURE_USER_COUNT; persona++) {
        sign_in_as(f, persona);
        assert_true(open_places(f) >= 10);
    }
    sign_in_as(f, PERSONA_DEVOPS_ENGINEER);
    fixture_assert_has_not(get_search(f, "/search"), "New prompt");
    fixture_assert_has(get_search(f, "/search"), "New agent");
    sign_in_as(f, PERSONA_CUSTOMER_ADMIN);
    fixture_assert_has(get_search(f, "/search"), "Invite user");
    /* who came from outside creates nothing */
    fixture_sign_in(f, &f->other.users[PERSONA_PLATFORM_ADMIN]);
    fixture_enter(f, &f->own);
    assert_true(open_places(f) >= 10);
    fixture_assert_has_not(get_search(f, "/search"), "New agent");
}

static void words_find_pages_and_what_may_be_created(void **state)
{
    struct fixture *f = *state;
    sign_in_as(f, PERSONA_PRODUCT_MANAGER);
    struct response *response = get_search(f, "/search?q=NEW+prom");
    fixture_assert_has(response, "<h2>Create</h2>");
    fixture_assert_has(response, "href=\"/prompts/new\"");
    fixture_assert_has_not(response, "href=\"/agents/new\"");
    fixture_assert_has_not(response, "<h2>Go to</h2>");
    response = get_search(f, "/search?q=devices"); /* another word for sessions */
    fixture_assert_has(response, "href=\"/account/sessions\" data-words");
    fixture_assert_has_not(response, "href=\"/account/password\" data-words");
    fixture_assert_has_not(get_search(f, "/search?q=xyzzy"), "data-words");
    fixture_assert_has_not(get_search(f, "/search?q=%22"), "data-words");
}

int main(void)
{
#define TEST(test) cmocka_unit_test_setup_teardown(test, fixture_open_app, fixture_close)
    const struct CMUnitTest tests[] = {
        TEST(an_empty_search_shows_hints),
        TEST(hits_are_marked),
        TEST(a_full_group_leads_to_the_list_of_all),
        TEST(everyone_is_offered_the_pages_that_they_may_open),
        TEST(words_find_pages_and_what_may_be_created),
        TEST(hostile_queries_are_escaped_or_refused),
        TEST(nothing_of_other_organizations_is_found),
        TEST(names_of_people_are_kept_until_something_changes),
        TEST(a_search_that_goes_on_leads_back_to_its_beginning),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
