#include "pages/prompt/prompt.h"

/* What is beside the text in the editor of prompts: variables, references and the list they are
 * picked from, a preview with values, the changes. All without a script, and nothing is lost. */

/* "@@@prompt:name=NAME|…@@@", as a browser encodes it. */
#define REFERENCE(name, rest) "%40%40%40prompt%3Aname%3D" name "%7C" rest "%40%40%40"
#define PRODUCTION            "label%3Dproduction"

static void assert_in(const char *piece, const char *text)
{
    if (strstr(piece, text) == NULL)
        fail_msg("not in the piece: %s\n%s", text, piece);
}

/* The prompt "tone", whose label production is on version 1 of 2. */
static void make_tone(struct fixture *f)
{
    sign_in_as(f, PERSONA_CUSTOMER_ADMIN);
    struct prompt_address tone = create_prompt(f, "tone", "body=Be+%7B%7Bmood%7D%7D.");
    fixture_assert_status(post_below(f, tone, "/releases/move",
                                     "label=production&to_version=1&reason=&seen=&compared=1"),
                          303);
    fixture_assert_status(
        post_below(f, tone, "/edit", "name=tone&body=Be+%7B%7Bmood%7D%7D%21&revision=1"), 303);
}

static struct response *post_new(struct fixture *f, const char *form)
{
    struct response *response = fixture_post(f, "/prompts/new", form);
    fixture_assert_status(response, 200);
    return response;
}

static void references_are_told_with_what_they_mean_now(void **state)
{
    struct fixture *f = *state;
    make_tone(f);
    struct prompt_address old = create_prompt(f, "old", "body=x");
    fixture_assert_status(post_below(f, old, "/archive", ""), 303);
    struct response *response =
        post_new(f, "name=&body=" REFERENCE("tone", PRODUCTION) REFERENCE("tone", "label%3Dlatest")
                        REFERENCE("tone", "version%3D2") REFERENCE("tone", "label%3Dbeta")
                            REFERENCE("nobody", PRODUCTION) REFERENCE("old", "label%3Dlatest")
                                REFERENCE("tone", PRODUCTION) "&do=preview");
    const char *list =
        fixture_between(f, response, "<div id=\"live-references\" data-live>", "</div>");
    assert_non_null(list);
    int rows = 0;
    for (const char *row = strstr(list, "<li>"); row != NULL; row = strstr(row + 1, "<li>"))
        rows++;
    assert_int_equal(rows, 6); /* each once */
    assert_in(list, ">tone</a> <span class=\"chip label production\">production <b>v1</b></span>");
    assert_in(list, ">tone</a> <span class=\"chip label\">latest <b>v2</b></span>");
    assert_in(list, ">tone</a> <span class=\"chip ver\">v2</span>");
    assert_in(list, ">tone</a> <span class=\"chip state bad\">No label beta</span>");
    assert_in(list, "<li>nobody <span class=\"chip state bad\">Not found</span>");
    assert_in(list, "<span class=\"chip state off\">Archived</span>");
    response = post_new(f, "name=&body=%40%40%40prompt%3Atone%40%40%40&do=preview");
    list = fixture_between(f, response, "<div id=\"live-references\" data-live>", "</div>");
    assert_in(list, "<p class=\"field-error\">");
}

/* What was saved is asked together with the page, and is told as well. */
static void the_saved_references_are_there_when_the_editor_opens(void **state)
{
    struct fixture *f = *state;
    make_tone(f);
    struct prompt_address made =
        create_prompt(f, "letter", "body=" REFERENCE("tone", PRODUCTION) "+%7B%7Bname%7D%7D");
    struct response *response = get_below(f, made, "/edit");
    fixture_assert_has(response,
                       ">tone</a> <span class=\"chip label production\">production <b>v1</b>");
    fixture_assert_has(response, "<div class=\"chips\"><code>name</code></div>");
    fixture_assert_has(response, "<option value=\"@@@prompt:name=tone|label=production@@@\">"
                                 "tone · production (v1)</option>");
    fixture_assert_has(response, "tone · latest (v2)</option>");
    fixture_assert_has_not(response, "name=letter|");
}

static void a_reference_is_found_and_inserted(void **state)
{
    struct fixture *f = *state;
    make_tone(f);
    (void)create_prompt(f, "other", "body=x");
    (void)create_prompt(f, "talk", "type=chat&role=user&content=x");
    struct response *response =
        post_new(f, "name=n&tags=t&body=Hello&ref_q=ton&ref_q_before=&do=ref-find");
    fixture_assert_has(response, "tone · production (v1)</option>");
    fixture_assert_has_not(response, "other · latest");
    fixture_assert_has(response, "<details class=\"pick\" id=\"pick\" open>");
    fixture_assert_has(response, ">\nHello</textarea>");
    fixture_assert_has(response, "name=\"tags\" value=\"t\"");
    response = post_new(f, "name=n&body=Hello&ref_q=tal&ref_q_before=&do=enter");
    fixture_assert_has(response, "No other text prompt has “tal” in its name.");
    response = post_new(f, "name=n&message=why&body=Hello&reference=" REFERENCE(
                               "tone", PRODUCTION) "&do=ref-insert");
    fixture_assert_has(response, ">\nHello\n@@@prompt:name=tone|label=production@@@\n</textarea>");
    fixture_assert_has(response, "name=\"message\" value=\"why\"");
    response = post_new(f, "name=n&type=chat&role=system&content=A&role=user&content=B&ref_into=1"
                           "&reference=" REFERENCE("tone", PRODUCTION) "&do=ref-insert");
    fixture_assert_has(response, ">\nA\n@@@prompt:name=tone|label=production@@@\n</textarea>");
    fixture_assert_has(response, ">\nB</textarea>");
    response = post_new(f, "name=n&body=Hello&do=ref-insert"); /* nothing was picked */
    fixture_assert_has(response, ">\nHello</textarea>");
}

/* With nothing new in the search, Enter saves. */
static void enter_saves(void **state)
{
    struct fixture *f = *state;
    sign_in_as(f, PERSONA_PRODUCT_MANAGER);
    fixture_assert_status(
        fixture_post(f, "/prompts/new", "name=n&body=x&ref_q=ton&ref_q_before=ton&do=enter"), 303);
}

static void a_preview_has_values_and_resolved_references(void **state)
{
    struct fixture *f = *state;
    make_tone(f);
    struct response *response =
        post_new(f, "name=n&body=" REFERENCE("tone", PRODUCTION) "+%7B%7Bname%7D%7D&var.mood=kind"
                                                                 "&var.gone=kept&do=preview");
    fixture_assert_has(response, "<pre id=\"text\" tabindex=\"0\">\nBe kind. <mark class=\"var\">"
                                 "{{name}}</mark></pre>");
    fixture_assert_has(response, "name=\"var.mood\" rows=\"1\" spellcheck=\"false\">\nkind<");
    fixture_assert_has(response, "id=\"var.name\"");
    fixture_assert_has(response, "<input type=\"hidden\" name=\"var.gone\" value=\"kept\">");
    response = post_new(f, "name=n&body=" REFERENCE("nobody", PRODUCTION) "&do=preview");
    fixture_assert_has(response, "The preview is not complete:");
    fixture_assert_has(response, "<mark class=\"ref\">@@@prompt:name=nobody");
    response = post_new(f, "name=n&type=chat&role=user&content=" REFERENCE(
                               "tone", PRODUCTION) "&var.mood=kind&do=preview");
    fixture_assert_has(response, "<pre id=\"message-1\" tabindex=\"0\">\nBe kind.</pre>");
    fixture_assert_status(fixture_post(f, "/prompts/new", "name=n&body=x&var.a=1&var.a=2"), 422);
}

static void the_changes_are_seen_before_they_are_saved(void **state)
{
    struct fixture *f = *state;
    sign_in_as(f, PERSONA_PRODUCT_MANAGER);
    struct prompt_address made = create_prompt(f, "one", "body=old+%7B%7Ba%7D%7D&tags=t");
    struct response *response =
        post_below(f, made, "/edit", "name=uno&body=new&tags=t&revision=1&message=m&do=changes");
    fixture_assert_status(response, 200);
    const char *changes =
        fixture_between(f, response, "id=\"live-changes\" data-live>", "</section>");
    assert_non_null(changes);
    assert_in(changes, "<del>one</del>");
    assert_in(changes, "<ins>uno</ins>");
    assert_in(changes, "from version 1 to your text");
    assert_in(changes, "<ins>new</ins>");
    fixture_assert_has(response, "name=\"message\" value=\"m\"");
    fixture_assert_has(response, "<div id=\"live-preview\" data-live></div>");
    fixture_assert_has_not(fixture_get(f, made.text), "new</pre>");
    response = post_below(f, made, "/edit", "name=one&body=new&tags=t&revision=1&do=live");
    fixture_assert_status(response, 200);
    fixture_assert_has(response, "<ins>new</ins>");
    fixture_assert_has(response, "\nnew</pre>");
    fixture_assert_has(response, "variables of the saved version are gone: <code>a</code>");
}

int main(void)
{
#define TEST(test) cmocka_unit_test_setup_teardown(test, fixture_open_app, fixture_close)
    const struct CMUnitTest tests[] = {
        TEST(references_are_told_with_what_they_mean_now),
        TEST(the_saved_references_are_there_when_the_editor_opens),
        TEST(a_reference_is_found_and_inserted),
        TEST(enter_saves),
        TEST(a_preview_has_values_and_resolved_references),
        TEST(the_changes_are_seen_before_they_are_saved),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
