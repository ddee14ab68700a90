#include "test.h"

#include <stdio.h>

#include "carries.h"

/* The pages of a run that is carried by file: choosing a runner, downloading, uploading, and what
 * is said of it afterwards. */

/* Of what is looked at after the request that it came from. */
static struct arena *texts;

static const char *id_text(const struct uuid *id)
{
    char text[UUID_TEXT_LEN];
    uuid_format(id, text);
    return arena_strdup(texts, text);
}

static const char *path_of(const struct carry *carry, const char *rest)
{
    return arena_printf(texts, "/prompts/%s/tests%s", id_text(&carry->runs.prompt), rest);
}

static const char *run_path(const struct carry *carry, const char *rest)
{
    return path_of(carry, arena_printf(texts, "/%s%s", id_text(&carry->run_id), rest));
}

static struct carry begin(struct fixture *f)
{
    struct carry carry = {.arena = texts};
    carries_begin(f, &carry, 1);
    carries_take(f, &carry);
    fixture_begin(f);
    fixture_sign_in(f, &f->own.users[PERSONA_PRODUCT_MANAGER]);
    return carry;
}

static void a_runner_is_chosen_where_a_model_is(void **state)
{
    struct fixture *f = *state;
    struct carry carry = begin(f);
    struct response *response = fixture_get(f, path_of(&carry, "/new"));
    fixture_assert_has(response, "<optgroup label=\"Elsewhere, carried by file\">");
    fixture_assert_has(response, ">Runner 7</option>");
    fixture_assert_has_not(response, "id=\"at_model\"");
    const char *query = arena_printf(texts, "/new?set=%s&model=carry+%s", id_text(&carry.runs.set),
                                     id_text(&carry.runner_id));
    response = fixture_get(f, path_of(&carry, query));
    fixture_assert_has(response, "id=\"at_model\"");
    fixture_assert_has_not(response, "Please fix");
    fixture_assert_has_not(response, "Prepare run");
    response = fixture_get(f, path_of(&carry, arena_printf(texts, "%s&at_model=a", query)));
    fixture_assert_has(response, "id=\"at_endpoint-error\"");
    fixture_assert_has_not(response, "id=\"at_model-error\"");
    query = arena_printf(texts, "%s&at_endpoint=Hall+%%3C7&at_model=local-1", query);
    response = fixture_get(f, path_of(&carry, query));
    fixture_assert_has(response, "value=\"Hall &lt;7\"");
    fixture_assert_has(response, "Prepare run</button>");
    fixture_assert_has(response, "3 cases, 3 calls");
    fixture_assert_has_not(response, "Cap in USD");
    const char *form = arena_printf(texts,
                                    "version=1&repeats=1&temperature=&max_tokens=&token_cap=9000&"
                                    "cost_cap=&%s",
                                    query + sizeof "/new?" - 1);
    response = fixture_post(f, path_of(&carry, "/new"), form);
    fixture_assert_status(response, 303);
}

static void an_open_run_offers_both_files_and_does_not_load_itself_again(void **state)
{
    struct fixture *f = *state;
    struct carry carry = begin(f);
    struct response *response = fixture_get(f, run_path(&carry, ""));
    fixture_assert_status(response, 200);
    fixture_assert_has(response, "Waiting for answers from <bdi>Runner 7</bdi>");
    fixture_assert_has(response, "/sealed\" download>Download the sealed run</a>");
    fixture_assert_has(response, "/answers\">Upload answers</a>");
    fixture_assert_has(response, carry.digest);
    fixture_assert_has(response, "carried by runner <bdi>Runner 7</bdi>");
    fixture_assert_has_not(response, "loads itself again");
    response = fixture_get(f, run_path(&carry, "/sealed"));
    fixture_assert_status(response, 200);
    assert_int_equal(strncmp(response->body.data, "rostrum-run 1\n", 14), 0);
    fixture_sign_in(f, &f->own.users[PERSONA_INDIVIDUAL_DEVELOPER]);
    response = fixture_get(f, run_path(&carry, ""));
    fixture_assert_has_not(response, "Download the sealed run");
    fixture_assert_status(fixture_get(f, run_path(&carry, "/sealed")), 403);
    fixture_assert_status(fixture_get(f, run_path(&carry, "/answers")), 403);
}

static void a_run_that_is_not_carried_has_no_such_pages(void **state)
{
    struct fixture *f = *state;
    struct carry carry = begin(f);
    struct run_draft draft = runs_draft(&carry.runs);
    carry.run_id = runs_start(f, PERSONA_PRODUCT_MANAGER, &draft);
    fixture_begin(f);
    fixture_assert_status(fixture_get(f, run_path(&carry, "/sealed")), 404);
    fixture_assert_status(fixture_get(f, run_path(&carry, "/answers")), 404);
    fixture_assert_has_not(fixture_get(f, run_path(&carry, "")), "Waiting for answers");
}

static void what_was_uploaded_says_who_carried_it(void **state)
{
    struct fixture *f = *state;
    struct problem problem;
    struct carry carry = begin(f);
    struct response *response = fixture_get(f, run_path(&carry, "/answers"));
    fixture_assert_has(response, "enctype=\"multipart/form-data\"");
    response = fixture_post(f, run_path(&carry, "/answers"), "");
    fixture_assert_status(response, 422);
    fixture_assert_has(response, "id=\"answers-error\"");
    assert_int_equal(
        carries_upload(f, PERSONA_PRODUCT_MANAGER, &carry, carries_answers(&carry), &problem),
        ERR_NONE);
    fixture_begin(f);
    response = fixture_get(f, run_path(&carry, ""));
    fixture_assert_has(response, "2 of 3 passed");
    fixture_assert_has(response, "carried by runner <bdi>Runner 7</bdi>");
    fixture_assert_has_not(response, "Upload answers");
    fixture_assert_has(response, "at_endpoint=Hall%207&amp;at_model=local-1");
    fixture_assert_redirect(fixture_get(f, run_path(&carry, "/answers")), run_path(&carry, ""));
    response = fixture_get(f, "/audit");
    fixture_assert_has(response, "Uploaded the answers to a test run of");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_open_app, fixture_close)

int main(void)
{
    texts = arena_create_lasting(64 << 20);
    const struct CMUnitTest tests[] = {
        TEST(a_runner_is_chosen_where_a_model_is),
        TEST(an_open_run_offers_both_files_and_does_not_load_itself_again),
        TEST(a_run_that_is_not_carried_has_no_such_pages),
        TEST(what_was_uploaded_says_who_carried_it),
    };
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    arena_destroy(texts);
    return failed;
}
