#include "test.h"

#include <stdio.h>
#include <string.h>

#include "data/account/invitation_request.h"
#include "fixture.h"

/* Asking for an invitation, and what administrators do about it. */

#define ASK                                                                                        \
    "full_name=Nora+New&email=nora%40example.com&user_persona=DevOps+Engineer&reason=Runs+"        \
    "releases"

enum { ASKER, DECIDER }; /* jars */

static void use(struct fixture *f, int jar)
{
    fixture_use_jar(f, jar);
}

static void sign_in_both(struct fixture *f)
{
    use(f, DECIDER);
    fixture_sign_in(f, &f->own.users[PERSONA_CUSTOMER_ADMIN]);
    use(f, ASKER);
    fixture_sign_in(f, &f->own.users[PERSONA_PRODUCT_MANAGER]);
}

static const char *requests(struct fixture *f)
{
    struct response *response = fixture_get(f, "/users");
    fixture_assert_status(response, 200);
    const char *start = strstr(response->body.data, "id=\"requests\"");
    if (start == NULL)
        return "";
    const char *end = strstr(start, "</section>");
    assert_non_null(end);
    return arena_copy(f->page_arena, start, (size_t)(end - start));
}

static void assert_has(const char *text, const char *part)
{
    if (strstr(text, part) == NULL)
        fail_msg("not there: %s\n%s", part, text);
}

static struct uuid first_waiting(struct fixture *f)
{
    struct invitation_request_list list;
    fixture_begin(f);
    assert_int_equal(
        invitation_request_list_waiting(f->db, &f->own.users[PERSONA_CUSTOMER_ADMIN].actor, &list),
        ERR_NONE);
    assert_true(list.count > 0);
    struct uuid id = list.items[0].id;
    fixture_begin(f);
    return id;
}

static const char *path_of(const struct uuid *id, const char *format)
{
    static char path[128];
    char text[UUID_TEXT_LEN];
    uuid_format(id, text);
    (void)snprintf(path, sizeof path, format, text);
    return path;
}

/* First refused, with what was asked for and what was typed still there; then accepted. */
static void invite_through(struct fixture *f, const struct uuid *id)
{
    char form[256];
    (void)snprintf(form, sizeof form, "%s",
                   path_of(id, "full_name=Nora+New&email=nowhere&user_persona=Product+Manager"
                               "&request=%s"));
    struct response *response = fixture_post(f, "/users/new", form);
    fixture_assert_status(response, 422);
    fixture_assert_has(response, "value=\"nowhere\"");
    fixture_assert_has(response, "<bdi>Runs releases</bdi>");
    fixture_assert_has(response, path_of(id, "name=\"request\" value=\"%s\""));
    (void)snprintf(form, sizeof form, "%s",
                   path_of(id, "full_name=Nora+New&email=nora%%40example.com"
                               "&user_persona=Product+Manager&request=%s"));
    response = fixture_post(f, "/users/new", form);
    fixture_assert_status(response, 200);
    fixture_assert_has(response, "/invite/");
}

static void a_product_manager_asks_and_an_administrator_invites(void **state)
{
    struct fixture *f = *state;
    sign_in_both(f);
    struct response *response = fixture_get(f, "/users");
    fixture_assert_has(response, "<a class=\"btn\" href=\"/users/ask\">");
    fixture_assert_has_not(response, "href=\"/users/new\"");
    response = fixture_get(f, "/users/ask");
    fixture_assert_status(response, 200);
    fixture_assert_has(response, "<option value=\"Customer Admin\">");
    fixture_assert_has_not(response, "<option value=\"Platform Admin\">");
    fixture_assert_redirect(fixture_post(f, "/users/ask", ASK), "/users");
    response = fixture_get(f, "/users");
    fixture_assert_has(response, "Your administrators are asked to invite Nora New.");
    const char *text = requests(f);
    assert_has(text, "Your requests for invitations");
    assert_has(text, "<strong dir=\"auto\">Nora New</strong> <span "
                     "class=\"muted\">nora@example.com</span> <span class=\"chip state wait\">");
    assert_null(strstr(text, "Decline"));

    use(f, DECIDER);
    fixture_assert_has_not(fixture_get(f, "/users"), "/users/ask");
    struct uuid id = first_waiting(f);
    text = requests(f);
    assert_has(text, "<strong dir=\"auto\">Nora New</strong>");
    assert_has(text, "<span class=\"chip persona\">DevOps Engineer</span>");
    assert_has(text, "<bdi>Runs releases</bdi>");
    assert_has(text, "Asked by <bdi>Petra Product of Northwind</bdi>");
    char link[128];
    (void)snprintf(link, sizeof link, "%s", path_of(&id, "/users/new?request=%s"));
    assert_has(text, link);
    response = fixture_get(f, link);
    fixture_assert_status(response, 200);
    fixture_assert_has(response, "name=\"full_name\" value=\"Nora New\"");
    fixture_assert_has(response, "name=\"email\" type=\"email\" value=\"nora@example.com\"");
    fixture_assert_has(response, "<option value=\"DevOps Engineer\" selected>");
    fixture_assert_has(response, "<bdi>Runs releases</bdi>");
    fixture_assert_has(response, path_of(&id, "name=\"request\" value=\"%s\""));

    invite_through(f, &id);
    assert_string_equal(requests(f), "");
    fixture_assert_redirect(fixture_get(f, link), "/users");
    fixture_assert_has(fixture_get(f, "/users"), "This request does not wait any more.");
    use(f, ASKER);
    text = requests(f);
    assert_has(text, "Someone you asked for</a> <span class=\"chip state\">Invited</span>");
    assert_null(strstr(text, "nora@example.com"));
}

static void an_administrator_declines(void **state)
{
    struct fixture *f = *state;
    sign_in_both(f);
    fixture_assert_redirect(fixture_post(f, "/users/ask", ASK), "/users");
    struct uuid id = first_waiting(f);
    const char *path = path_of(&id, "/users/requests/%s/decline");
    fixture_assert_status(fixture_post(f, path, ""), 403); /* by who asked */
    use(f, DECIDER);
    assert_has(requests(f), path);
    fixture_assert_redirect(fixture_post(f, path, ""), "/users");
    fixture_assert_has(fixture_get(f, "/users"), "The request for Nora New is declined.");
    assert_string_equal(requests(f), "");
    fixture_assert_status(fixture_post(f, path, ""), 404);
    use(f, ASKER);
    assert_has(requests(f), "<span class=\"chip state off\">Declined</span>");
    fixture_use_jar(f, 2);
    fixture_sign_in(f, &f->other.users[PERSONA_CUSTOMER_ADMIN]);
    fixture_assert_status(fixture_post(f, path, ""), 404);
}

static void what_is_refused_comes_back_as_it_was_typed(void **state)
{
    struct fixture *f = *state;
    sign_in_both(f);
    fixture_assert_redirect(fixture_post(f, "/users/ask", ASK), "/users");
#define NEXT "full_name=Typed+Name&user_persona=Product+Manager&reason=Because&email="
    static const char *const cases[][2] = {
        {ASK, "id=\"email-error\">An invitation for this address is requested already."},
        {NEXT "admin%40northwind.example",
         "id=\"email-error\">Someone with this address is a member of your organization already."},
        {NEXT "nowhere", "id=\"email-error\""},
        {"full_name=Typed+Name&email=t%40example.com&reason=Because",
         "id=\"user_persona-error\">Choose a persona."},
        {"full_name=Typed+Name&email=t%40example.com&user_persona=Platform+Admin&reason=Because",
         "id=\"user_persona-error\""},
        {"full_name=Typed+Name&email=t%40example.com&user_persona=Product+Manager&reason=",
         "id=\"reason-error\""},
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        struct response *response = fixture_post(f, "/users/ask", cases[i][0]);
        fixture_assert_status(response, 422);
        fixture_assert_has(response, cases[i][1]);
        fixture_assert_has(response, i == 0 ? "value=\"Nora New\"" : "value=\"Typed Name\"");
    }
    /* people of another organization are nobody here */
    fixture_assert_redirect(fixture_post(f, "/users/ask", NEXT "admin%40contoso.example"),
                            "/users");
}

int main(void)
{
#define TEST(test) cmocka_unit_test_setup_teardown(test, fixture_open_app, fixture_close)
    const struct CMUnitTest tests[] = {
        TEST(a_product_manager_asks_and_an_administrator_invites),
        TEST(an_administrator_declines),
        TEST(what_is_refused_comes_back_as_it_was_typed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
