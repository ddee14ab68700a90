#include "pages/record/record.h"

#include "rich.h"

/* Every page of the table of routes with as much on it as there can be: the engine of the tests
 * ends the program at a value that a template shows and nobody set, and every link is looked at. */

/* ---- the walk ----------------------------------------------------------------------------- */

/* What is not there for this walk: links, an import, the set-up that was done, a sign-in between
 * its two steps, API tokens, whose pages are in pages/token/token.c,
 * webhooks (pages/webhook/webhook.c), model endpoints (pages/endpoint/endpoint.c), test runs
 * (pages/run/run.c) and labels that were moved all the same (pages/evidence/evidence.c). */
static bool is_there(const char *pattern)
{
    return strstr(pattern, "{token}") == NULL && strstr(pattern, "/certificate") == NULL &&
           strcmp(pattern, "/setup") != 0 && strstr(pattern, "/tokens/{id}") == NULL &&
           strcmp(pattern, "/settings/tokens/new") != 0 &&
           strstr(pattern, "/service-accounts/{id}") == NULL &&
           strstr(pattern, "/webhooks/{id}") == NULL &&
           strstr(pattern, "/endpoints/{id}") == NULL && strstr(pattern, "/runners/{id}") == NULL &&
           strstr(pattern, "/try/{id}") == NULL && strstr(pattern, "/tests/{id}") == NULL &&
           strstr(pattern, "/overrides/{id}") == NULL && !text_starts_with(pattern, "/import/");
}

/* One who sees everything: the superuser, whose persona is Customer Admin. */
static void get_all(struct fixture *f, const struct rich *rich, int persona)
{
    for (int i = 0; i < route_count; i++) {
        if (routes[i].method != HTTP_GET || !is_there(routes[i].pattern))
            continue;
        const char *address = rich_address(f, rich, routes[i].pattern);
        int status = fixture_get(f, address)->status;
        bool is_shown = status == 200 || status == 303;
        if (!is_shown && (persona == FIXTURE_SUPERUSER || (status != 403 && status != 404)))
            fail_msg("%s as %s: status %d", address, f->own.users[persona].email, status);
    }
}

static void every_page_is_complete_for_everyone(void **state)
{
    struct fixture *f = *state;
    struct rich rich;
    rich_make(f, &rich);
    for (int persona = 0; persona < FIXTURE_USER_COUNT; persona++) {
        sign_in_as(f, persona);
        get_all(f, &rich, persona);
    }
    /* once more for those who came from outside */
    static const int visitors[] = {PERSONA_PLATFORM_ADMIN, FIXTURE_SUPERUSER};
    for (size_t i = 0; i < COUNT_OF(visitors); i++) {
        fixture_sign_in(f, &f->other.users[visitors[i]]);
        fixture_enter(f, &f->own);
        get_all(f, &rich, PERSONA_PLATFORM_ADMIN);
    }
    sign_in_as(f, PERSONA_CUSTOMER_ADMIN);
    for (int kind = RECORD_KIND_COUNT - 1; kind >= 0; kind--) /* a member cannot go first */
        fixture_assert_status(
            fixture_post(f, record_path(record_kinds[kind].path, &rich.ids[kind], "/archive"),
                         "accept=1"),
            303);
    static const int others[] = {PERSONA_PLATFORM_ADMIN, PERSONA_INDIVIDUAL_DEVELOPER};
    for (size_t i = 0; i < COUNT_OF(others); i++) {
        sign_in_as(f, others[i]);
        get_all(f, &rich, others[i]);
    }
}

static void every_page_of_an_empty_organization_is_complete(void **state)
{
    struct fixture *f = *state;
    for (int persona = 0; persona < PERSONA_COUNT; persona++) {
        sign_in_as(f, persona);
        for (int i = 0; i < route_count; i++)
            if (routes[i].method == HTTP_GET && strchr(routes[i].pattern, '{') == NULL &&
                is_there(routes[i].pattern))
                if (fixture_get(f, routes[i].pattern)->status >= 404)
                    fail_msg("%s", routes[i].pattern);
    }
}

static void pages_are_complete_with_queries(void **state)
{
    struct fixture *f = *state;
    struct rich rich;
    static const char *const lists[] = {"?q=rich",
                                        "?q=nowhere-at-all",
                                        "?filters=1&q=rich&tag=fine&label=beta&sort=name",
                                        "?state=all&folder=Rich",
                                        "?q=%22open",
                                        "?cursor=none"};
    static const char *const pages[] = {
        "/diff?from=1&to=2",
        "/diff?from=2&to=1",
        "/diff?to=1",
        "/versions?before=2",
        "/versions?before=1",
        "/releases?to_version=1",
        "/releases?to_version=77",
        "/releases?label=production&on=2020-01-01",
        "/releases?label=latest&on=2100-01-01",
        "/releases?on=never",
        "/versions/1",
    };
    static const char *const others[] = {"/search?q=rich&in=bodies",
                                         "/search?q=answer",
                                         "/search?q=nothing-there",
                                         "/search?q=%22open",
                                         "/audit?action=prompt.&from=2020-01-01",
                                         "/audit?from=never",
                                         "/users?q=no",
                                         "/login?next=%2Fprompts"};
    rich_make(f, &rich);
    sign_in_as(f, PERSONA_CUSTOMER_ADMIN);
    for (int kind = 0; kind < RECORD_KIND_COUNT; kind++) {
        char address[256];
        for (size_t i = 0; i < COUNT_OF(lists); i++) {
            (void)snprintf(address, sizeof address, "%s%s", record_kinds[kind].path, lists[i]);
            assert_true(fixture_get(f, address)->status < 500);
        }
        (void)snprintf(address, sizeof address, "%s",
                       record_path(record_kinds[kind].path, &rich.ids[kind], ""));
        (void)snprintf(address, sizeof address, "%s/new?from=%s", record_kinds[kind].path,
                       arena_strdup(f->page_arena, address + strlen(record_kinds[kind].path) + 1));
        assert_int_equal(fixture_get(f, address)->status, 200);
        for (size_t i = 0; i < COUNT_OF(pages); i++)
            assert_true(
                fixture_get(f, record_path(record_kinds[kind].path, &rich.ids[kind], pages[i]))
                    ->status < 500);
    }
    for (size_t i = 0; i < COUNT_OF(others); i++)
        assert_true(fixture_get(f, others[i])->status < 500);
    fixture_assert_status(fixture_get(f, record_path("/prompts", &rich.chat_id, "")), 200);
    fixture_assert_status(fixture_get(f, record_path("/prompts", &rich.chat_id, "/preview")), 200);
    fixture_assert_status(fixture_get(f, record_path("/prompts", &rich.chat_id, "/edit")), 200);
}

/* Forms come back with what was typed, and with nothing typed. */
static void refused_forms_are_complete(void **state)
{
    struct fixture *f = *state;
    struct rich rich;
    static const char *const forms[] = {
        "", "revision=0", "revision=99&name=Rich%2Fagent&body=x&members=1&pin=x&role=x&kind=graph",
        "name=%3C&label=A&to_version=x&reason=%01&email=x&tag=%7C&do=tag&revision=x&text=%7B&on=x"};
    rich_make(f, &rich);
    for (size_t form = 0; form < COUNT_OF(forms); form++)
        for (int i = 0; i < route_count; i++) {
            if (routes[i].method != HTTP_POST || strcmp(routes[i].pattern, "/logout") == 0)
                continue;
            fixture_use_jar(f, 1);
            sign_in_as(f, PERSONA_CUSTOMER_ADMIN);
            const char *address = rich_address(f, &rich, routes[i].pattern);
            int status = fixture_post(f, address, forms[form])->status;
            if (status >= 500)
                fail_msg("%s with %s: status %d", address, forms[form], status);
        }
}

int main(void)
{
#define TEST(test) cmocka_unit_test_setup_teardown(test, fixture_open_app, fixture_close)
    const struct CMUnitTest tests[] = {
        TEST(every_page_is_complete_for_everyone),
        TEST(every_page_of_an_empty_organization_is_complete),
        TEST(pages_are_complete_with_queries),
        TEST(refused_forms_are_complete),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
