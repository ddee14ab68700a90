#include "pages/record/kinds.h"

#include "base/json.h"

/* The bill of materials of an agent or a team: the page, and the file. */

static void a_bill_is_shown_and_downloaded(void **state)
{
    struct fixture *f = *state;
    struct uuid style = make_prompt(f, PERSONA_CUSTOMER_ADMIN, "Style/plain", "Be plain.");
    put_label(f, &prompt_store, &style, "production", 0, 1);
    struct uuid id =
        make_agent(f, PERSONA_CUSTOMER_ADMIN, "Clerk",
                   "{\"model\":{\"provider\":\"openai\",\"name\":\"gpt\"},\"prompt\":{\"name\":"
                   "\"Style/plain\",\"label\":\"production\"},\"tools\":[{\"type\":\"function\","
                   "\"name\":\"look_up\"}]}");
    (void)save_config(f, &id, "{\"model\":{\"name\":\"other\"}}");
    fixture_begin(f);
    sign_in_as(f, PERSONA_INDIVIDUAL_DEVELOPER);
    struct response *response = kinds_get(f, RECORD_AGENT, &id, "/bom?version=1");
    fixture_assert_status(response, 200);
    assert_in(response->body.data, "Version 1, while version 2 is current: 4 parts");
    const char *row = row_with(f, response, "plain</a>");
    assert_in(row, "/versions/1\"");
    assert_in(row, ">production</span>");
    char hash[SHA256_HEX_LEN];
    sha256_hex("Be plain.", 9, hash);
    assert_in(row, hash);
    assert_in(row_with(f, response, ">gpt</span>"), "openai");
    assert_in(response->body.data, ">look_up</span>");
    assert_in(kinds_get(f, RECORD_AGENT, &id, "/bom")->body.data, ">other</span>");

    response = kinds_get(f, RECORD_AGENT, &id, "/bom/cyclonedx?version=1");
    fixture_assert_status(response, 200);
    json_t *json = json_loads(response->body.data, 0, NULL);
    assert_non_null(json);
    assert_string_equal(json_string_value(json_object_get(json, "bomFormat")), "CycloneDX");
    assert_int_equal(json_array_size(json_object_get(json, "components")), 3);
    json_decref(json);
    fixture_assert_status(kinds_get(f, RECORD_AGENT, &id, "/bom?version=9"), 404);
    sign_in_as(f, PERSONA_PLATFORM_ADMIN);
    fixture_assert_status(kinds_get(f, RECORD_AGENT, &id, "/bom"), 403);
}

static void a_team_has_the_bill_of_its_members(void **state)
{
    struct fixture *f = *state;
    struct uuid id = kinds_make(f, RECORD_TEAM, "Desk");
    sign_in_as(f, PERSONA_INDIVIDUAL_DEVELOPER);
    struct response *response = kinds_get(f, RECORD_TEAM, &id, "/bom");
    fixture_assert_status(response, 200);
    assert_in(response->body.data, ">Agent</td>");
    assert_in(response->body.data, ">Model</td>");
    assert_links_have_text(response);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_open_app, fixture_close)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_bill_is_shown_and_downloaded),
        TEST(a_team_has_the_bill_of_its_members),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
