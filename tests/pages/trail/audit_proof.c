#include "test.h"

#include <stdio.h>
#include <string.h>

#include "crypt/proof_check.h"
#include "data/audit/audit_checkpoint.h"
#include "data/audit/audit_sequence.h"
#include "prompts.h"

/* The proof of an event, and the state of the log, on their pages. */

static void sign_in(struct fixture *f, int persona)
{
    fixture_sign_in(f, &f->own.users[persona]);
}

/* The page of the newest event about prompts. */
static const char *make_event(struct fixture *f)
{
    static char path[80];
    fixture_begin(f);
    (void)make_prompt(f, PERSONA_PRODUCT_MANAGER, "proved", "x");
    fixture_begin(f);
    assert_int_equal(audit_sequence_all(f->db), ERR_NONE);
    fixture_begin(f);
    sign_in(f, PERSONA_CUSTOMER_ADMIN);
    const char *found = fixture_between(f, fixture_get(f, "/audit?action=prompt."),
                                        "<div class=\"title\"><a href=\"", "\"");
    assert_non_null(found);
    (void)snprintf(path, sizeof path, "%s", found);
    return path;
}

static int64_t sign(struct fixture *f)
{
    struct audit_checkpoint newest;
    fixture_begin(f);
    assert_int_equal(audit_checkpoint_make(f->db, &f->own.id, &newest), ERR_NONE);
    fixture_begin(f);
    return newest.size;
}

static const char *proof_path(const char *event)
{
    static char path[96];
    (void)snprintf(path, sizeof path, "%s/proof", event);
    return path;
}

static void an_event_shows_its_proof(void **state)
{
    struct fixture *f = *state;
    const char *event = make_event(f);
    char words[64];
    (void)snprintf(words, sizeof words, "of the %lld that the checkpoint covers",
                   (long long)sign(f));
    struct response *response = fixture_get(f, event);
    fixture_assert_status(response, 200);
    fixture_assert_has(response, words);
    fixture_assert_has(response, "is as it was then");
    fixture_assert_has(response, "/proof\">Download as JSON</a>");
    fixture_assert_has_not(response, "Not covered yet");
}

static void the_proof_is_a_file_that_others_check(void **state)
{
    struct fixture *f = *state;
    const char *event = make_event(f);
    (void)sign(f);
    struct response *response = fixture_get(f, proof_path(event));
    fixture_assert_status(response, 200);
    assert_string_equal(response->content_type, "application/json");
    struct text line = {response->body.data, response->body.len - 1};
    const char *problem = NULL;
    assert_int_equal(proof_check(f->arena, line, NULL, 0, &problem), ERR_NONE);

    char *changed = arena_copy(f->arena, line.data, line.len);
    *strstr(changed, "prompt.create") = 'P';
    assert_int_equal(proof_check(f->arena, (struct text){changed, line.len}, NULL, 0, &problem),
                     ERR_INVALID);
    assert_non_null(problem);
}

static void an_event_without_a_checkpoint_says_why(void **state)
{
    struct fixture *f = *state;
    const char *event = make_event(f);
    struct response *response = fixture_get(f, event);
    fixture_assert_status(response, 200);
    fixture_assert_has(response, "Not covered yet");
    fixture_assert_has_not(response, "/proof\"");
    fixture_assert_status(fixture_get(f, proof_path(event)), 404);
}

static void who_may_not_see_an_event_gets_no_proof_of_it(void **state)
{
    struct fixture *f = *state;
    const char *event = make_event(f);
    (void)sign(f);
    sign_in(f, PERSONA_INDIVIDUAL_DEVELOPER);
    fixture_assert_status(fixture_get(f, proof_path(event)), 404);
    fixture_sign_in(f, &f->other.users[PERSONA_CUSTOMER_ADMIN]);
    fixture_assert_status(fixture_get(f, proof_path(event)), 404);
}

static void the_list_shows_the_state_of_the_log(void **state)
{
    struct fixture *f = *state;
    char words[64];
    (void)make_event(f);
    int64_t size = sign(f);
    (void)snprintf(words, sizeof words, "covers %lld", (long long)size);
    struct response *response = fixture_get(f, "/audit");
    fixture_assert_has(response, "State of the log");
    fixture_assert_has(response, words);
    fixture_assert_has(response, "<code>rostrum/k");
    fixture_assert_has(response, "It does not prove that everything that happened was recorded");
    sign_in(f, PERSONA_PRODUCT_MANAGER); /* who sees only their own and what is about records */
    fixture_assert_has_not(fixture_get(f, "/audit"), "State of the log");
}

int main(void)
{
#define TEST(test) cmocka_unit_test_setup_teardown(test, fixture_open_app, fixture_close)
    const struct CMUnitTest tests[] = {
        TEST(an_event_shows_its_proof),
        TEST(the_proof_is_a_file_that_others_check),
        TEST(an_event_without_a_checkpoint_says_why),
        TEST(who_may_not_see_an_event_gets_no_proof_of_it),
        TEST(the_list_shows_the_state_of_the_log),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
