#include "test.h"

#include <string.h>

#include "calls.h"
#include "data/stop/stop_resume.h"
#include "fixture.h"
#include "kinds.h"

/* Stops by the API: the next answer says so, kept or not, and asking again is a right of its own.
 */

static const char body[] = "{\"reason\": \"It sends refunds to strangers\"}";

static struct response *post(struct fixture *f, const char *secret, const char *kind,
                             const struct uuid *id, const char *rest, const char *text)
{
    return send_call(f, "POST", id_path(kind, id, rest),
                     &(struct sent){.secret = secret, .body = text});
}

static struct response *get(struct fixture *f, const char *secret, const char *kind,
                            const struct uuid *id, const char *rest)
{
    return call_get(f, secret, id_path(kind, id, rest));
}

static void the_next_answer_says_stopped(void **state)
{
    struct fixture *f = *state;
    char reader[API_SECRET_LEN], mover[API_SECRET_LEN];
    make_token(f, PERSONA_INDIVIDUAL_DEVELOPER, SCOPE_ALL, reader);
    make_token(f, PERSONA_DEVOPS_ENGINEER, SCOPE_ALL, mover);
    for (int k = RECORD_AGENT; k <= RECORD_TEAM; k++) {
        const struct record_kind *kind = &record_kinds[k];
        struct uuid id = kind_make_versions(f, &kind_makers[k], "checkout", 2);
        put_label(f, kind_makers[k].store, &id, "production", 0, 1);
        fixture_begin(f);
        const char *by_name = k == RECORD_AGENT ? "/api/v1/agents/by-name/checkout"
                                                : "/api/v1/teams/by-name/checkout";
        for (int i = 0; i < 2; i++) { /* the second is a kept one */
            struct response *answer = call_get(f, reader, by_name);
            fixture_assert_status(answer, 200);
            assert_string_equal(fixture_header(answer, "Cache-Control"), "private, max-age=10");
        }
        assert_problem(f, post(f, reader, kind->plural, &id, "/stop", body), 403);
        struct response *answer = post(f, mover, kind->plural, &id, "/stop", body);
        fixture_assert_status(answer, 200);
        assert_string_equal(call_text(f, answer, "state"), "stopped");
        assert_problem(f, call_get(f, reader, by_name), 423);
        assert_problem(f, get(f, reader, kind->plural, &id, ""), 423);
        assert_problem(f, get(f, reader, kind->plural, &id, "?version=1"), 423);
        assert_problem(f, get(f, reader, kind->plural, &id, "/versions/2"), 423);
        assert_problem(f, get(f, reader, kind->plural, &id, "/export"), 423);
        assert_string_equal(fixture_header(get(f, reader, kind->plural, &id, ""), "Cache-Control"),
                            "no-store");
        /* what is said of it without its content goes on */
        fixture_assert_has(get(f, reader, kind->plural, &id, "/versions"), "\"is_stopped\":true");
        fixture_assert_has(
            call_get(f, reader, k == RECORD_AGENT ? "/api/v1/agents" : "/api/v1/teams"),
            "\"is_stopped\":true");
        assert_problem(f, post(f, mover, kind->plural, &id, "/stop", body), 409);
        assert_problem(f,
                       send_call(f, "PUT", id_path(kind->plural, &id, "/labels/production"),
                                 &(struct sent){.secret = mover, .body = "{\"version\": 2}"}),
                       409);
        assert_problem(f, get(f, reader, kind->plural, &id, ""), 423);
    }
}

/* A change of what is stopped is made, and its answer has no content. */
static void a_change_is_answered_without_content(void **state)
{
    struct fixture *f = *state;
    char mover[API_SECRET_LEN];
    make_token(f, PERSONA_DEVOPS_ENGINEER, SCOPE_ALL, mover);
    struct uuid id = make_agent(f, PERSONA_CUSTOMER_ADMIN, "bot", AGENT_CONFIG);
    fixture_begin(f);
    fixture_assert_status(post(f, mover, "agents", &id, "/stop", body), 200);
    struct response *answer = send_call(
        f, "PATCH", id_path("agents", &id, ""),
        &(struct sent){
            .secret = mover, .if_match = "*", .body = "{\"description\": \"Waits for a review\"}"});
    fixture_assert_status(answer, 200);
    fixture_assert_has(answer, "Waits for a review");
    fixture_assert_has(answer, "\"is_stopped\":true");
    fixture_assert_has_not(answer, "\"config\"");
}

static void bad_bodies_are_refused_with_words(void **state)
{
    struct fixture *f = *state;
    char mover[API_SECRET_LEN];
    make_token(f, PERSONA_DEVOPS_ENGINEER, SCOPE_ALL, mover);
    struct uuid id = make_agent(f, PERSONA_CUSTOMER_ADMIN, "bot", AGENT_CONFIG);
    struct uuid prompt = make_prompt(f, PERSONA_CUSTOMER_ADMIN, "text", "one");
    fixture_begin(f);
    const char *const bodies[] = {"{}",
                                  "{\"reason\": \"\"}",
                                  "{\"reason\": \"two\\nlines\"}",
                                  "{\"reason\": 7}",
                                  "{\"reason\": \"why\", \"version\": 0}",
                                  "{\"reason\": \"why\", \"version\": 99}",
                                  "{\"reason\": \"why\", \"else\": 1}"};
    for (size_t i = 0; i < COUNT_OF(bodies); i++)
        assert_problem(f, post(f, mover, "agents", &id, "/stop", bodies[i]), 422);
    assert_problem(f, post(f, mover, "agents", &id, "/stop", "not JSON"), 400);
    assert_problem(f, post(f, mover, "prompts", &prompt, "/stop", body), 422);
    assert_problem(f, post(f, mover, "prompts", &id, "/stop", body), 404);
    assert_problem(f, post(f, mover, "agents", &id, "/resume", body), 409);
    fixture_assert_status(get(f, mover, "agents", &id, ""), 200);
}

static void a_program_asks_and_a_person_confirms(void **state)
{
    struct fixture *f = *state;
    char mover[API_SECRET_LEN];
    make_token(f, PERSONA_DEVOPS_ENGINEER, SCOPE_ALL, mover);
    struct uuid id = make_agent(f, PERSONA_CUSTOMER_ADMIN, "bot", AGENT_CONFIG), stop_id;
    fixture_begin(f);
    struct response *answer = post(f, mover, "agents", &id, "/stop", body);
    assert_int_equal(uuid_parse(call_text(f, answer, "id"), &stop_id), ERR_NONE);
    answer = post(f, mover, "agents", &id, "/resume", body);
    assert_string_equal(call_text(f, answer, "state"), "resume_asked");
    assert_problem(f, post(f, mover, "agents", &id, "/resume", body), 409);
    assert_problem(f, get(f, mover, "agents", &id, ""), 423);
    fixture_begin(f);
    struct problem problem;
    assert_int_equal(stop_confirm_resume(f->db, actor_of(f, PERSONA_PRODUCT_MANAGER), &agent_store,
                                         &stop_id, "", &problem),
                     ERR_NONE);
    fixture_begin(f);
    fixture_assert_status(get(f, mover, "agents", &id, ""), 200);
    answer = get(f, mover, "agents", &id, "/stops");
    fixture_assert_has(answer, "\"state\":\"running\"");
    fixture_assert_has(answer, "It sends refunds to strangers");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(the_next_answer_says_stopped, fixture_open_app,
                                        fixture_close),
        cmocka_unit_test_setup_teardown(a_change_is_answered_without_content, fixture_open_app,
                                        fixture_close),
        cmocka_unit_test_setup_teardown(bad_bodies_are_refused_with_words, fixture_open_app,
                                        fixture_close),
        cmocka_unit_test_setup_teardown(a_program_asks_and_a_person_confirms, fixture_open_app,
                                        fixture_close),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
