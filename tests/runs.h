#ifndef TESTS_RUNS_H
#define TESTS_RUNS_H

#include "base/json.h"
#include "data/run/run_end.h"
#include "data/run/run_feed.h"
#include "data/run/run_report.h"
#include "data/run/run_result.h"
#include "data/run/run_start.h"
#include "data/run/run_verdict.h"
#include "endpoints.h"
#include "sets.h"

/* Test runs for the tests: what is run, and a worker whose model repeats what it is told. */

#define RUN_CASES                                                                                  \
    "[{\"name\":\"Agrees\",\"variables\":{\"word\":\"yes\"},"                                      \
    "\"checks\":[{\"type\":\"contains\",\"value\":\"yes\"}],\"critical\":true},"                   \
    "{\"name\":\"Refuses\",\"variables\":{\"word\":\"no\"},\"expected\":\"never\"},"               \
    "{\"variables\":{\"word\":\"maybe\"}}]"

struct runs {
    struct uuid endpoint, prompt, set;
};

/* A prompt, and a test set of three cases, of which one fails, for an endpoint that is there. */
static inline struct runs runs_plant_at(struct fixture *f, const struct uuid *endpoint)
{
    struct runs runs = {.endpoint = *endpoint};
    runs.prompt = make_prompt(f, PERSONA_PRODUCT_MANAGER, "answers/one", "Say {{word}}.");
    runs.set = make_set(f, PERSONA_PRODUCT_MANAGER, "answers/cases", RUN_CASES, "{}");
    endpoints_begin(f);
    return runs;
}

/* And an endpoint with a price. */
static inline struct runs runs_plant(struct fixture *f)
{
    struct problem problem;
    struct uuid endpoint = endpoints_plant(f);
    assert_int_equal(endpoints_price(f, &endpoint, 1, "gpt-5,2020-01-01,1,10", &problem), ERR_NONE);
    return runs_plant_at(f, &endpoint);
}

static inline struct run_draft runs_draft(const struct runs *runs)
{
    return (struct run_draft){.store = &prompt_store,
                              .record_id = runs->prompt,
                              .set_id = runs->set,
                              .endpoint_id = runs->endpoint,
                              .model = "gpt-5",
                              .repeats = 1,
                              .token_cap = 1000000,
                              .cost_cap_nanos = -1,
                              .case_ids = ""};
}

static inline struct uuid runs_start(struct fixture *f, int persona, const struct run_draft *draft)
{
    struct uuid id;
    struct problem problem;
    endpoints_begin(f);
    enum err err = run_start(f->db, actor_of(f, persona), draft, &id, &problem);
    if (err != ERR_NONE)
        fail_msg("%s: %s", err_name(err), problem.message);
    return id;
}

static inline struct test_run runs_find(struct fixture *f, const struct uuid *id)
{
    struct test_run run;
    endpoints_begin(f);
    assert_int_equal(run_find(f->db, &f->own.id, id, &run), ERR_NONE);
    assert_int_equal(run_row_judge(f->db, &run, 1), ERR_NONE);
    return run;
}

/* What the model says: what it was told, unless a test has something else. */
typedef void runs_model(struct fixture *f, const struct endpoint_claimed *claimed,
                        struct endpoint_result *result);

static inline void runs_echo(struct fixture *f, const struct endpoint_claimed *claimed,
                             struct endpoint_result *result)
{
    const char *problem = NULL;
    json_t *request = NULL;
    assert_int_equal(json_parse(f->arena, claimed->call.request, strlen(claimed->call.request),
                                &request, &problem),
                     ERR_NONE);
    const json_t *messages = json_object_get(request, "messages");
    *result = (struct endpoint_result){
        .outcome = ENDPOINT_ANSWERED,
        .status = 200,
        .duration_ms = 10 + claimed->call.position,
        .completion = {.content = json_text(json_array_get(messages, json_array_size(messages) - 1),
                                            "content"),
                       .refusal = "",
                       .finish_reason = "stop",
                       .error = "",
                       .input_tokens = 100,
                       .output_tokens = 10}};
}

/* It fails in one way. */
static inline struct endpoint_result runs_failure(enum endpoint_outcome outcome)
{
    return (struct endpoint_result){.outcome = outcome,
                                    .status = 500,
                                    .duration_ms = 5,
                                    .completion = {.content = "",
                                                   .refusal = "",
                                                   .finish_reason = "",
                                                   .error = "",
                                                   .input_tokens = -1,
                                                   .output_tokens = -1}};
}

/* As if so much time had passed for all that waits or runs. */
static inline void runs_pass_time(struct fixture *f)
{
    fixture_script(f,
                   "UPDATE model_calls SET due_at = 1 WHERE ended_at IS NULL; "
                   "UPDATE test_runs SET feed_due_at = 1 WHERE ended_at IS NULL;",
                   "SET rostrum.scope = 'all'; "
                   "UPDATE model_calls SET due_at = to_timestamp(1) WHERE ended_at IS NULL; "
                   "UPDATE test_runs SET feed_due_at = to_timestamp(1) WHERE ended_at IS NULL;");
    fixture_begin(f);
}

/* One step of a worker: false if there is nothing to do. */
static inline bool runs_step(struct fixture *f, runs_model *model)
{
    struct endpoint_claimed claimed;
    struct endpoint_result result;
    fixture_begin(f);
    enum err err = run_feed(f->db);
    if (err == ERR_NONE)
        return true;
    assert_int_equal(err, ERR_NOT_FOUND);
    err = endpoint_claim(f->db, &claimed);
    if (err == ERR_NOT_FOUND)
        return false;
    assert_int_equal(err, ERR_NONE);
    result = runs_failure(claimed.over);
    if (!claimed.is_over)
        model(f, &claimed, &result);
    assert_int_equal(run_report(f->db, &claimed, &result), ERR_NONE);
    return true;
}

/* Until nothing is due, time passing between. */
static inline struct test_run runs_drive(struct fixture *f, const struct uuid *id,
                                         runs_model *model)
{
    struct test_run run = runs_find(f, id);
    for (int i = 0; !run_state_is_over(run.state) && i < 1000; i++) {
        if (!runs_step(f, model))
            runs_pass_time(f);
        run = runs_find(f, id);
    }
    assert_true(run_state_is_over(run.state));
    return run;
}

static inline struct test_result_list runs_results(struct fixture *f, const struct test_run *run)
{
    struct test_result_list list;
    const struct result_filter filter = {.after_rank = -1, .after_position = -1};
    assert_int_equal(result_list(f->db, run, &filter, &list), ERR_NONE);
    return list;
}

/* A judge at an endpoint of its own, both of this name. */
static inline void runs_judge(struct fixture *f, const char *name, const char *model,
                              struct run_draft *draft)
{
    struct endpoint_draft endpoint = endpoints_draft();
    endpoint.name = name;
    endpoint.models = model;
    draft->is_judge_known = true;
    draft->judge = (struct run_judge_choice){.version = 1, .repeats = 1, .model = model};
    draft->judge.endpoint_id = endpoints_make(f, &endpoint);
    fixture_begin(f);
    draft->judge.prompt_id = make_prompt(f, PERSONA_PRODUCT_MANAGER, name, "Was {{output}} right?");
    endpoints_begin(f);
}

/* A model that repeats what it is told, and a judge that passes it. */
static inline void runs_judged(struct fixture *f, const struct endpoint_claimed *claimed,
                               struct endpoint_result *result)
{
    runs_echo(f, claimed, result);
    if (strstr(claimed->call.request, "response_format") != NULL)
        result->completion.content = "{\"pass\":true,\"score\":0.8,\"reason\":\"Yes\"}";
}

/* A person says what they think of the first result of a prompt's run. */
static inline void runs_say(struct fixture *f, const struct uuid *prompt_id,
                            const struct uuid *run_id, const char *note)
{
    struct problem problem;
    struct test_result result;
    const struct record_head head = {
        .store = &prompt_store, .id = *prompt_id, .organization_id = f->own.id};
    const struct run_verdict_draft draft = {.passed = true, .note = note};
    struct test_run run = runs_find(f, run_id);
    assert_int_equal(result_get(f->db, &run, 0, &result), ERR_NONE);
    assert_int_equal(run_verdict_give(f->db, actor_of(f, PERSONA_CUSTOMER_ADMIN), &head, &run,
                                      &result, &draft, &problem),
                     ERR_NONE);
    fixture_begin(f);
}

#endif
