#include "pages/prompt/prompt.h"

#include <stdlib.h>

/* The editor: create, save, stale saves, chats without a script, bodies byte for byte. */

static void a_prompt_is_created_with_its_first_version(void **state)
{
    struct fixture *f = *state;
    sign_in_as(f, PERSONA_PRODUCT_MANAGER);
    struct response *response = fixture_get(f, "/prompts/new");
    fixture_assert_status(response, 200);
    fixture_assert_has(response, ">Create prompt</button>");
    struct prompt_address made = create_prompt(
        f, "greeting", "type=text&body=Hello+%7B%7Bname%7D%7D&tags=a&message=first&revision=0");
    response = fixture_get(f, made.text);
    fixture_assert_status(response, 200);
    fixture_assert_has(response, "Prompt created");
    fixture_assert_has(response, "<mark class=\"var\">{{name}}</mark>");
    fixture_assert_has(response, "v1 first");
    fixture_assert_has(response, "Created prompt");
}

static void a_refused_prompt_keeps_what_was_typed(void **state)
{
    struct fixture *f = *state;
    sign_in_as(f, PERSONA_PRODUCT_MANAGER);
    struct response *response = fixture_post(
        f, "/prompts/new", "name=&body=%3Cb%3Emy+text%3C%2Fb%3E&tags=kept&message=why");
    fixture_assert_status(response, 422);
    fixture_assert_has(response, "&lt;b&gt;my text&lt;/b&gt;");
    fixture_assert_has(response, "value=\"kept\"");
    fixture_assert_has(response, "value=\"why\"");
    fixture_assert_has(response, "id=\"name-error\"");
    (void)create_prompt(f, "taken", "body=x");
    response = fixture_post(f, "/prompts/new", "name=taken&body=mine");
    fixture_assert_status(response, 409);
    fixture_assert_has(response, ">\nmine</textarea>");
    static const char *const refused[] = {"name=a//b&body=x",
                                          "name=x&body=",
                                          "name=x&body=y&unknown=1",
                                          "name=x&body=y&name=z",
                                          "name=x&body=y&tags=a%0Ab",
                                          "name=%3Cb%3E&body=x",
                                          "name=x&body=y&settings=no",
                                          "name=x&body=y&revision=-1",
                                          "name=x&body=%40%40%40prompt%3Aname%3Dnobody%40%40%40"};
    for (size_t i = 0; i < COUNT_OF(refused); i++)
        fixture_assert_status(fixture_post(f, "/prompts/new", refused[i]), 422);
    response = fixture_post(f, "/prompts/new", "name=kept&tags=too&body=pas%00ted");
    fixture_assert_status(response, 422);
    fixture_assert_has(response, "id=\"body-error\">Body had a NUL character");
    fixture_assert_has(response, ">\npasted</textarea>");
    fixture_assert_has(response, "value=\"kept\"");
    fixture_assert_has(response, "value=\"too\"");
    response = fixture_post(f, "/prompts/new", "name=n&type=chat&role=user&content=pas%00ted");
    fixture_assert_status(response, 422);
    fixture_assert_has(response, "<p class=\"field-error\">Message had a NUL character");
    fixture_assert_has(response, ">\npasted</textarea>");
    fixture_assert_status(fixture_post(f, "/prompts/new", "name=x&body=%C3%28"), 400);
}

static void personas_without_the_right_create_no_prompt(void **state)
{
    struct fixture *f = *state;
    static const int refused[] = {PERSONA_DEVOPS_ENGINEER, PERSONA_PLATFORM_ADMIN};
    for (size_t i = 0; i < COUNT_OF(refused); i++) {
        sign_in_as(f, refused[i]);
        fixture_assert_status(fixture_get(f, "/prompts/new"), 403);
        fixture_assert_status(fixture_post(f, "/prompts/new", "name=x&body=y"), 403);
    }
}

static void an_edited_prompt_gets_a_new_version(void **state)
{
    struct fixture *f = *state;
    sign_in_as(f, PERSONA_PRODUCT_MANAGER);
    struct prompt_address made = create_prompt(f, "one", "body=Hi+%7B%7Bname%7D%7D&tags=a,b");
    struct response *response = get_below(f, made, "/edit");
    fixture_assert_status(response, 200);
    fixture_assert_has(response, "value=\"a, b\"");
    fixture_assert_has(response, ">\nHi {{name}}</textarea>");
    fixture_assert_has(response, ">Save prompt</button>");
    response = post_below(f, made, "/edit", "name=one&body=Hi&tags=a&message=shorter&revision=1");
    fixture_assert_redirect(response, made.text);
    response = fixture_get(f, made.text);
    fixture_assert_has(response, "Saved as version 2.");
    fixture_assert_has(response, "/diff\">Compare</a>");
    fixture_assert_has(response, "/releases/change?label=production&amp;to_version=2\">");
    fixture_assert_has(response, "no longer has these variables of version 1: name");
    response = post_below(f, made, "/edit", "name=one&body=Hi&tags=a&message=&revision=2");
    fixture_assert_redirect(response, made.text);
    fixture_assert_has(fixture_get(f, made.text), "Nothing was changed");
}

static void a_preview_saves_nothing(void **state)
{
    struct fixture *f = *state;
    sign_in_as(f, PERSONA_PRODUCT_MANAGER);
    struct prompt_address made = create_prompt(f, "one", "body=%7B%7Bold%7D%7D");
    struct response *response =
        post_below(f, made, "/edit", "name=&body=%7B%7Bfresh%7D%7D&revision=1&do=preview");
    fixture_assert_status(response, 200);
    fixture_assert_has(response, "<div class=\"chips\"><code>fresh</code></div>");
    fixture_assert_has(response, "variables of the saved version are gone: <code>old</code>");
    fixture_assert_has(response, "<pre id=\"text\" tabindex=\"0\">\n<mark class=\"var\">{{fresh}}");
    fixture_assert_has_not(fixture_get(f, made.text), "fresh");
}

static void a_stale_save_loses_nothing(void **state)
{
    struct fixture *f = *state;
    sign_in_as(f, PERSONA_PRODUCT_MANAGER);
    struct prompt_address made = create_prompt(f, "one", "body=first%0Asecond&tags=a");
    fixture_assert_status(
        post_below(f, made, "/edit", "name=one&body=first%0Atheirs&tags=a&revision=1"), 303);
    struct response *response = post_below(
        f, made, "/edit", "name=one&body=first%0Amine&tags=z&message=my+reason&revision=1");
    fixture_assert_status(response, 409);
    fixture_assert_has(response, arena_printf(f->page_arena, "Its newest version is 2, by %s.",
                                              f->own.users[PERSONA_PRODUCT_MANAGER].full_name));
    fixture_assert_has(response, ">\nfirst\nmine</textarea>");
    fixture_assert_has(response, "value=\"my reason\"");
    fixture_assert_has(response, "name=\"revision\" value=\"2\"");
    fixture_assert_has(response, "<del>theirs</del>");
    fixture_assert_has(response, "<ins>mine</ins>");
    fixture_assert_has(response, "<ins>z</ins>");
    response = post_below(f, made, "/edit",
                          "name=one&body=first%0Amine&tags=z&message=my+reason&revision=2");
    fixture_assert_redirect(response, made.text);
    fixture_assert_has(fixture_get(f, made.text), "v3 my reason");
}

/* "{{user-name}} {{größe}} {{ open" */
#define MISTAKES "%7B%7Buser-name%7D%7D+%7B%7Bgr%C3%B6%C3%9Fe%7D%7D+%7B%7B+open"

static void assert_mistakes_are_told(const struct response *response)
{
    fixture_assert_has(response, "<li><code>{{user-name}}</code> A name can&#39;t have “-”");
    fixture_assert_has(response, "<li><code>{{größe}}</code> A name can&#39;t have “ö”");
    fixture_assert_has(response, "<li><code>{{ open</code> The closing }} is missing.</li>");
}

static void assert_mistakes_are_marked(const struct response *response)
{
    assert_mistakes_are_told(response);
    fixture_assert_has(response, "can&#39;t have “-”: use letters a to z, digits and _.\">"
                                 "{{user-name}}</mark> <mark class=\"mistake\"");
    fixture_assert_has(response, "missing.\">{{ open</mark>");
}

static void what_looks_like_a_variable_is_marked_everywhere(void **state)
{
    struct fixture *f = *state;
    static const char chat[] = "type=chat&role=user&content=" MISTAKES;
    sign_in_as(f, PERSONA_PRODUCT_MANAGER);
    const char *const bodies[] = {"type=text&body=" MISTAKES, chat};
    for (size_t i = 0; i < COUNT_OF(bodies); i++) {
        const char *name = i == 0 ? "words" : "talk";
        struct prompt_address made = create_prompt(f, name, bodies[i]);
        assert_mistakes_are_marked(fixture_get(f, made.text));
        assert_mistakes_are_marked(get_below(f, made, "/versions/1"));
        assert_mistakes_are_marked(get_below(f, made, "/preview"));
        assert_mistakes_are_marked(post_below(f, made, "/preview", "version=1"));
        assert_mistakes_are_told(get_below(f, made, "/edit"));
        char form[512];
        (void)snprintf(form, sizeof form, "name=%s&%s&revision=1&do=preview", name, bodies[i]);
        assert_mistakes_are_marked(post_below(f, made, "/edit", form));
        (void)snprintf(form, sizeof form, "name=%s&%s&revision=1&message=why", name, bodies[i]);
        fixture_assert_status(post_below(f, made, "/edit", form), 303);
        fixture_assert_has(fixture_get(f, made.text),
                           "Not variables, though they look like it: {{user-name}}, {{größe}}, "
                           "{{ open.");
        (void)snprintf(form, sizeof form, "name=%s&%s&revision=2", name,
                       i == 0 ? "type=text&body=%7B%7Bfine%7D%7D"
                              : "type=chat&role=user&content=%7B%7Bfine%7D%7D");
        fixture_assert_status(post_below(f, made, "/edit", form), 303);
        fixture_assert_has_not(fixture_get(f, made.text), "mistake");
        fixture_assert_has_not(get_below(f, made, "/edit"), "Not variables");
    }
}

static void personas_edit_what_the_policy_allows(void **state)
{
    struct fixture *f = *state;
    sign_in_as(f, PERSONA_PRODUCT_MANAGER);
    struct prompt_address made = create_prompt(f, "one", "body=x");
    static const struct {
        int persona;
        int status;
    } cases[] = {{PERSONA_INDIVIDUAL_DEVELOPER, 403},
                 {PERSONA_DEVOPS_ENGINEER, 403},
                 {PERSONA_PLATFORM_ADMIN, 403},
                 {PERSONA_ENTERPRISE_TEAM, 200},
                 {PERSONA_CUSTOMER_ADMIN, 200}};
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        sign_in_as(f, cases[i].persona);
        fixture_assert_status(get_below(f, made, "/edit"), cases[i].status);
        bool has_link = fixture_has(fixture_get(f, made.text), "/edit\"");
        assert_int_equal(has_link, cases[i].status == 200);
    }
    sign_in_as(f, PERSONA_INDIVIDUAL_DEVELOPER);
    fixture_assert_status(post_below(f, made, "/edit", "name=one&body=y&revision=1"), 403);
}

static void a_chat_is_edited_without_a_script(void **state)
{
    struct fixture *f = *state;
    sign_in_as(f, PERSONA_PRODUCT_MANAGER);
    struct response *response = fixture_get(f, "/prompts/new?type=chat");
    fixture_assert_has(response, "name=\"type\" value=\"chat\"");
    fixture_assert_has(response, "Role of message 2");
    fixture_assert_has_not(response, "Role of message 3");
    const char *base = "name=&type=chat&role=system&content=AAA&role=user&content=BBB";
    char form[512];
    (void)snprintf(form, sizeof form, "%s&do=add", base);
    response = fixture_post(f, "/prompts/new", form);
    fixture_assert_status(response, 200);
    fixture_assert_has(response, "Role of message 3");
    fixture_assert_has(response, " autofocus");
    (void)snprintf(form, sizeof form, "%s&do=down%%3A1", base);
    response = fixture_post(f, "/prompts/new", form);
    fixture_assert_status(response, 200);
    const char *page = response->body.data;
    assert_true(strstr(page, ">\nBBB</textarea>") < strstr(page, ">\nAAA</textarea>"));
    (void)snprintf(form, sizeof form, "%s&do=remove%%3A1", base);
    response = fixture_post(f, "/prompts/new", form);
    fixture_assert_has_not(response, ">\nAAA<");
    static const char *const odd[] = {"up%3A1", "down%3A2", "remove%3A9", "up%3Ax", "dance"};
    for (size_t i = 0; i < COUNT_OF(odd); i++) {
        (void)snprintf(form, sizeof form, "%s&do=%s", base, odd[i]);
        response = fixture_post(f, "/prompts/new", form);
        fixture_assert_status(response, 200);
        fixture_assert_has(response, ">\nAAA</textarea>");
    }
}

static void a_chat_is_saved(void **state)
{
    struct fixture *f = *state;
    sign_in_as(f, PERSONA_PRODUCT_MANAGER);
    struct prompt_address made = create_prompt(
        f, "talk",
        "type=chat&role=system&content=Be+%7B%7Btone%7D%7D&role=placeholder&content=past");
    struct response *response = fixture_get(f, made.text);
    fixture_assert_has(response, "1. System");
    fixture_assert_has(response, "2. Placeholder");
    fixture_assert_has(response, "<mark class=\"var\">{{tone}}</mark>");
    response = get_below(f, made, "/edit");
    fixture_assert_has(response, ">\nBe {{tone}}</textarea>");
    fixture_assert_has(response, "<option value=\"placeholder\" selected>");
    response =
        post_below(f, made, "/edit", "name=talk&type=chat&role=pirate&content=Arr&revision=1");
    fixture_assert_status(response, 422);
    fixture_assert_has(response, "Arr");
    response = post_below(f, made, "/edit", "name=talk&type=chat&role=user&revision=1");
    fixture_assert_status(response, 422);
    response = post_below(f, made, "/edit", "name=talk&type=chat&revision=1");
    fixture_assert_status(response, 422);
}

/* Leading and trailing white space, tabs, U+2028, emoji; line breaks of a form become LF. */
static void bodies_come_back_byte_for_byte(void **state)
{
    struct fixture *f = *state;
    sign_in_as(f, PERSONA_PRODUCT_MANAGER);
    struct prompt_address made =
        create_prompt(f, "bytes", "body=%0D%0A++a%09%E2%80%A8%F0%9F%8E%BA%0D%0Ab+%0D%0A%0D%0A");
    const char *body = "\n  a\t\xe2\x80\xa8\xf0\x9f\x8e\xba\nb \n\n";
    struct response *response = get_below(f, made, "/edit");
    const char *text = fixture_between(f, response, "name=\"body\"", "</textarea>");
    assert_non_null(text);
    assert_string_equal(strchr(text, '>') + 1, arena_printf(f->page_arena, "\n%s", body));
    response = fixture_get(f, made.text);
    text = fixture_between(f, response, "<pre id=\"text\" tabindex=\"0\">", "</pre>");
    assert_non_null(text);
    assert_string_equal(text, arena_printf(f->page_arena, "\n%s", body));
}

static char *big_form(const char *head, size_t bytes, char c)
{
    size_t len = strlen(head);
    char *form = malloc(len + bytes + 1);
    assert_non_null(form);
    memcpy(form, head, len);
    memset(form + len, c, bytes);
    for (size_t i = 80; i < bytes; i += 80)
        form[len + i] = '+';
    form[len + bytes] = '\0';
    return form;
}

static void one_mebibyte_is_saved_and_a_byte_more_is_refused(void **state)
{
    enum { MEBIBYTE = 1 << 20 };
    struct fixture *f = *state;
    sign_in_as(f, PERSONA_PRODUCT_MANAGER);
    char *form = big_form("name=big&body=", MEBIBYTE, 'a');
    struct response *response = fixture_post(f, "/prompts/new", form);
    free(form);
    fixture_assert_status(response, 303);
    struct prompt_address made;
    (void)snprintf(made.text, sizeof made.text, "%s", fixture_header(response, "Location"));
    fixture_assert_status(fixture_get(f, made.text), 200);
    assert_true(get_below(f, made, "/edit")->body.len > MEBIBYTE);
    form = big_form("name=big&revision=1&body=", MEBIBYTE, 'b');
    response = post_below(f, made, "/edit", form);
    fixture_assert_status(response, 303);
    fixture_assert_status(get_below(f, made, "/diff?from=1&to=2"), 200);
    response = post_below(f, made, "/edit", form); /* stale now: the difference is shown */
    fixture_assert_status(response, 409);
    free(form);
    form = big_form("name=bigger&body=", MEBIBYTE + 1, 'a');
    response = fixture_post(f, "/prompts/new", form);
    fixture_assert_status(response, 422);
    fixture_assert_has(response, "too long");
    free(form);
}

int main(void)
{
#define TEST(test) cmocka_unit_test_setup_teardown(test, fixture_open_app, fixture_close)
    const struct CMUnitTest tests[] = {
        TEST(a_prompt_is_created_with_its_first_version),
        TEST(a_refused_prompt_keeps_what_was_typed),
        TEST(personas_without_the_right_create_no_prompt),
        TEST(an_edited_prompt_gets_a_new_version),
        TEST(a_preview_saves_nothing),
        TEST(a_stale_save_loses_nothing),
        TEST(what_looks_like_a_variable_is_marked_everywhere),
        TEST(personas_edit_what_the_policy_allows),
        TEST(a_chat_is_edited_without_a_script),
        TEST(a_chat_is_saved),
        TEST(bodies_come_back_byte_for_byte),
        TEST(one_mebibyte_is_saved_and_a_byte_more_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
