#include "test.h"

#include <stdio.h>
#include <string.h>

#include "endpoints.h"

/* Running a prompt with models: what the page offers, what is sent, and what is shown of it. */

/* Of what is looked at after the request that it came from. */
static struct arena *texts;

/* "/prompts/ID" of a prompt with two versions. */
static const char *begin(struct fixture *f)
{
    enum { PATH_LEN = 45 };
    fixture_sign_in(f, &f->own.users[PERSONA_PRODUCT_MANAGER]);
    struct response *response =
        fixture_post(f, "/prompts/new", "name=asked&type=text&body=Say+%7B%7Bname%7D%7D");
    fixture_assert_status(response, 303);
    const char *path = arena_copy(texts, fixture_header(response, "Location"), PATH_LEN);
    fixture_assert_status(
        fixture_post(
            f, arena_printf(texts, "%s/edit", path),
            "revision=1&name=asked&description=&body=Shout+%7B%7Bname%7D%7D&tags=&message="),
        303);
    return path;
}

static const char *id_text(const struct uuid *id)
{
    char text[UUID_TEXT_LEN];
    uuid_format(id, text);
    return arena_strdup(texts, text);
}

static void without_endpoints_the_page_says_what_is_missing(void **state)
{
    struct fixture *f = *state;
    struct response *response = fixture_get(f, arena_printf(texts, "%s/preview", begin(f)));
    fixture_assert_has(response, "an administrator adds a model endpoint in Settings");
    fixture_assert_has_not(response, "name=\"model.1\"");
}

static void calls_are_queued_and_their_answers_shown(void **state)
{
    struct fixture *f = *state;
    struct endpoint_claimed claimed;
    const char *prompt = begin(f);
    struct uuid id = endpoints_plant(f);
    const char *endpoint = id_text(&id);
    struct response *response = fixture_get(f, arena_printf(texts, "%s/preview", prompt));
    fixture_assert_has(response,
                       arena_printf(texts, "value=\"%s small-1\">Main: small-1", endpoint));
    response = fixture_post(
        f, arena_printf(texts, "%s/try", prompt),
        arena_printf(texts,
                     "version=0&var.name=Ada&model.1=%s+gpt-5&temperature.1=0.5&model.2="
                     "%s+small-1&version.2=1&max_tokens.2=9",
                     endpoint, endpoint));
    fixture_assert_status(response, 303);
    char text[UUID_TEXT_LEN] = "";
    endpoints_begin(f);
    struct db_result row;
    assert_int_equal(
        db_select(f->db, &row,
                  "SELECT batch_id FROM model_calls WHERE organization_id = $1 LIMIT 1",
                  db_uuid(&f->own.id)),
        ERR_NONE);
    struct uuid batch_id = db_get_uuid(&row, 0, 0);
    uuid_format(&batch_id, text);
    const char *own = arena_printf(texts, "%s/try/%s", prompt, text);
    response = fixture_get(f, own);
    fixture_assert_status(response, 200);
    fixture_assert_has(response, "Waiting</span>");
    fixture_assert_has(response, "&quot;temperature&quot;: 0.5");
    fixture_assert_has(response, "&quot;max_tokens&quot;: 9");
    fixture_assert_has(response, "&quot;content&quot;: &quot;Shout Ada&quot;");
    fixture_assert_has(response, "&quot;content&quot;: &quot;Say Ada&quot;");
    fixture_assert_has(response, "This page loads itself again");
    for (int i = 0; i < 2; i++) {
        fixture_begin(f);
        assert_int_equal(endpoint_claim(f->db, &claimed), ERR_NONE);
        struct endpoint_result result = {.outcome = i == 0 ? ENDPOINT_ANSWERED : ENDPOINT_FAILED,
                                         .status = i == 0 ? 200 : 500,
                                         .duration_ms = 34,
                                         .completion = {.content = i == 0 ? "<b>Hi</b>" : "",
                                                        .refusal = "",
                                                        .finish_reason = "stop",
                                                        .error = i == 0 ? "" : "It <broke>",
                                                        .input_tokens = 7,
                                                        .output_tokens = 2}};
        assert_int_equal(endpoint_call_report(f->db, &claimed, &result), ERR_NONE);
    }
    response = fixture_get(f, own);
    fixture_assert_has(response, "&lt;b&gt;Hi&lt;/b&gt;");
    fixture_assert_has(response, "7 tokens");
    fixture_assert_has(response, "34 ms");
    fixture_assert_has(response, "It failed.");
    fixture_assert_has(response, "It &lt;broke&gt;");
    fixture_assert_has_not(response, "This page loads itself again");
    fixture_sign_in(f, &f->own.users[PERSONA_CUSTOMER_ADMIN]);
    fixture_assert_status(fixture_get(f, own), 404); /* another person's */
}

static void what_can_not_be_sent_comes_back_as_typed(void **state)
{
    struct fixture *f = *state;
    const char *path = arena_printf(texts, "%s/try", begin(f));
    struct uuid id = endpoints_plant(f);
    const char *endpoint = id_text(&id);
    const char *forms[][2] = {
        {"version=0", "Choose a model."},
        {"version=0&model.1=nonsense", "Choose a model from the list."},
        {arena_printf(texts, "version=0&model.1=%s+other", endpoint),
         "This endpoint or model is not there any more."},
        {arena_printf(texts, "version=0&model.1=%s+gpt-5&version.1=x", endpoint),
         "Enter the number of a version."},
        {arena_printf(texts, "version=0&model.1=%s+gpt-5&version.1=999", endpoint),
         "There is no version 999."},
        {arena_printf(texts, "version=0&model.1=%s+gpt-5&temperature.1=7", endpoint),
         "Enter a number from 0 to 2"},
        {arena_printf(texts, "version=0&model.1=%s+gpt-5&max_tokens.1=-1", endpoint),
         "Enter a whole number from 1 on."},
    };
    for (size_t i = 0; i < COUNT_OF(forms); i++) {
        struct response *response = fixture_post(f, path, forms[i][0]);
        fixture_assert_status(response, 422);
        fixture_assert_has(response, forms[i][1]);
    }
    struct response *response = fixture_post(
        f, path, arena_printf(texts, "version=0&model.1=%s+gpt-5&temperature.1=nine", endpoint));
    fixture_assert_has(response, "value=\"nine\"");
    fixture_assert_has(response, arena_printf(texts, "value=\"%s gpt-5\" selected", endpoint));
    endpoints_begin(f);
    assert_int_equal(
        fixture_count(f, "SELECT count(*) FROM model_calls WHERE organization_id = $1", &f->own.id),
        0);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_open_app, fixture_close)

int main(void)
{
    texts = arena_create_lasting(1 << 20);
    const struct CMUnitTest tests[] = {
        TEST(without_endpoints_the_page_says_what_is_missing),
        TEST(calls_are_queued_and_their_answers_shown),
        TEST(what_can_not_be_sent_comes_back_as_typed),
    };
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    arena_destroy(texts);
    return failed;
}
