#include "test.h"

#include <string.h>

#include "base/clock.h"
#include "data/endpoint/endpoint_work.h"
#include "endpoints.h"

/* The queue of calls: who may ask, how many at once, what is tried again and what never is. */

static const struct actor *person(struct fixture *f, int index)
{
    return &f->own.users[index].actor;
}

static enum err queue(struct fixture *f, int index, const struct uuid *endpoint_id,
                      struct uuid *batch_id, struct problem *problem)
{
    struct endpoint_call_draft calls[2] = {
        {*endpoint_id, "gpt-5", 1, .request = "{\"model\":\"gpt-5\"}"},
        {*endpoint_id, "small-1", 2, .request = "{\"model\":\"small-1\"}"},
    };
    const struct endpoint_batch batch = {"prompt", f->own.id, calls, 2};
    endpoints_begin(f);
    return endpoint_call_queue(f->db, person(f, index), &batch, batch_id, problem);
}

static struct uuid queue_two(struct fixture *f, const struct uuid *endpoint_id, int index)
{
    struct uuid batch_id;
    struct problem problem;
    assert_int_equal(queue(f, index, endpoint_id, &batch_id, &problem), ERR_NONE);
    return batch_id;
}

static struct endpoint_call_list list_of(struct fixture *f, const struct uuid *batch_id)
{
    struct endpoint_call_list list;
    endpoints_begin(f);
    assert_int_equal(
        endpoint_call_list(f->db, person(f, PERSONA_PRODUCT_MANAGER), &f->own.id, batch_id, &list),
        ERR_NONE);
    return list;
}

static enum err claim(struct fixture *f, struct endpoint_claimed *claimed)
{
    fixture_begin(f);
    enum err err = endpoint_claim(f->db, claimed);
    if (err != ERR_NONE)
        return err;
    assert_string_equal(claimed->endpoint.currency, "USD");
    claimed->endpoint.currency = "USD"; /* is reported after the next call was claimed */
    return ERR_NONE;
}

static enum err report(struct fixture *f, const struct endpoint_claimed *claimed,
                       enum endpoint_outcome outcome, int64_t retry_after_s)
{
    const struct endpoint_result result = {
        .outcome = outcome,
        .status = 200,
        .duration_ms = 12,
        .retry_after_s = retry_after_s,
        .completion = {.content = "Hello",
                       .refusal = "",
                       .finish_reason = "stop",
                       .error = "",
                       .input_tokens = outcome == ENDPOINT_ANSWERED ? 1000 : -1,
                       .output_tokens = outcome == ENDPOINT_ANSWERED ? 500 : -1}};
    return endpoint_call_report(f->db, claimed, &result);
}

/* As if so much time had passed for all that waits or runs. */
static void pass_time(struct fixture *f)
{
    fixture_script(f, "UPDATE model_calls SET due_at = 1 WHERE ended_at IS NULL",
                   "SET rostrum.scope = 'all'; "
                   "UPDATE model_calls SET due_at = to_timestamp(1) WHERE ended_at IS NULL");
    fixture_begin(f);
}

static void a_call_is_made_and_costs_what_it_does(void **state)
{
    struct fixture *f = *state;
    struct endpoint_claimed claimed;
    struct problem problem;
    struct uuid id = endpoints_plant(f);
    assert_int_equal(endpoints_price(f, &id, 1, "gpt-5,2020-01-01,1.25,10", &problem), ERR_NONE);
    struct uuid batch_id = queue_two(f, &id, PERSONA_PRODUCT_MANAGER);
    struct endpoint_call_list list = list_of(f, &batch_id);
    assert_int_equal(list.count, 2);
    assert_int_equal(list.items[0].state, CALL_WAITING);
    assert_string_equal(list.items[1].request, "{\"model\":\"small-1\"}");
    for (int i = 0; i < 2; i++) {
        assert_int_equal(claim(f, &claimed), ERR_NONE);
        assert_string_equal(claimed.endpoint.secret, "sk-planted-key");
        assert_int_equal(report(f, &claimed, ENDPOINT_ANSWERED, 0), ERR_NONE);
    }
    assert_int_equal(claim(f, &claimed), ERR_NOT_FOUND);
    list = list_of(f, &batch_id);
    assert_int_equal(list.items[0].state, CALL_DONE);
    assert_int_equal(list.items[0].input_tokens, 1000);
    assert_int_equal(list.items[0].cost_nanos, 1250000 + 5000000);
    assert_string_equal(list.items[0].currency, "USD");
    assert_non_null(strstr(list.items[0].answer, "Hello"));
    assert_int_equal(list.items[1].cost_nanos, -1); /* no price */
    assert_int_equal(fixture_count_events(f, "prompt.try", "success"), 1);
}

static void who_reads_prompts_asks_and_sees_their_own(void **state)
{
    struct fixture *f = *state;
    struct endpoint_call_list list;
    struct endpoint_choices choices;
    struct problem problem;
    struct uuid id = endpoints_plant(f), batch_id, other;
    for (int i = 0; i < PERSONA_COUNT; i++)
        assert_int_equal(queue(f, i, &id, &batch_id, &problem),
                         i == PERSONA_PLATFORM_ADMIN ? ERR_DENIED : ERR_NONE);
    batch_id = queue_two(f, &id, PERSONA_PRODUCT_MANAGER);
    endpoints_begin(f);
    assert_int_equal(
        endpoint_call_list(f->db, person(f, PERSONA_CUSTOMER_ADMIN), &f->own.id, &batch_id, &list),
        ERR_NOT_FOUND);
    assert_int_equal(
        endpoint_call_list(f->db, person(f, PERSONA_PRODUCT_MANAGER), &id, &batch_id, &list),
        ERR_NOT_FOUND);
    assert_int_equal(endpoint_choices(f->db, person(f, PERSONA_PRODUCT_MANAGER), &choices),
                     ERR_NONE);
    assert_int_equal(choices.count, 1);
    assert_string_equal(choices.items[0].name, "Main");
    const struct actor *theirs = &f->other.users[PERSONA_CUSTOMER_ADMIN].actor;
    const struct endpoint_call_draft call = {id, "gpt-5", 1, .request = "{}"};
    const struct endpoint_batch batch = {"prompt", f->other.id, &call, 1};
    fixture_begin(f);
    (void)db_enter(f->db, (struct db_scope){DB_ORGANIZATION, f->other.id});
    assert_int_equal(endpoint_call_queue(f->db, theirs, &batch, &other, &problem), ERR_INVALID);
    assert_int_equal(endpoint_call_list(f->db, theirs, &f->own.id, &batch_id, &list),
                     ERR_NOT_FOUND);
}

static void a_model_that_is_not_there_is_refused(void **state)
{
    struct fixture *f = *state;
    static const char *const models[] = {"gpt", "5", "gpt-5\nsmall-1", "", "small-12"};
    struct problem problem;
    struct uuid id = endpoints_plant(f), batch_id;
    for (size_t i = 0; i < COUNT_OF(models); i++) {
        const struct endpoint_call_draft call = {id, models[i], 1, .request = "{}"};
        const struct endpoint_batch batch = {"prompt", f->own.id, &call, 1};
        endpoints_begin(f);
        assert_int_equal(
            endpoint_call_queue(f->db, endpoints_admin(f), &batch, &batch_id, &problem),
            ERR_INVALID);
        assert_non_null(problem.message);
    }
    assert_int_equal(endpoint_archive(f->db, endpoints_admin(f), &id), ERR_NONE);
    assert_int_equal(queue(f, PERSONA_CUSTOMER_ADMIN, &id, &batch_id, &problem), ERR_INVALID);
}

static void so_many_run_at_once_and_wait(void **state)
{
    struct fixture *f = *state;
    struct endpoint_claimed claimed[ENDPOINT_AT_ONCE + 1];
    struct problem problem;
    struct uuid id = endpoints_plant(f), batch_id;
    int64_t count = 0;
    while (queue(f, PERSONA_PRODUCT_MANAGER, &id, &batch_id, &problem) == ERR_NONE)
        count += 2;
    assert_int_equal(count, ENDPOINT_WAITING_MAX);
    assert_non_null(strstr(problem.message, "20 of your calls"));
    for (int i = 0; i < ENDPOINT_PERSON_AT_ONCE; i++)
        assert_int_equal(claim(f, &claimed[i]), ERR_NONE);
    assert_int_equal(claim(f, &claimed[3]), ERR_NOT_FOUND);
    (void)queue_two(f, &id, PERSONA_CUSTOMER_ADMIN);
    assert_int_equal(claim(f, &claimed[3]), ERR_NONE); /* another person's */
    assert_true(uuid_equal(&claimed[3].call.user_id, &person(f, PERSONA_CUSTOMER_ADMIN)->user_id));
    assert_int_equal(claim(f, &claimed[4]), ERR_NOT_FOUND); /* four of the endpoint */
    assert_int_equal(report(f, &claimed[0], ENDPOINT_ANSWERED, 0), ERR_NONE);
    assert_int_equal(claim(f, &claimed[4]), ERR_NONE);
}

/* It may have been charged: it is not made again, and what comes late is not taken. */
static void a_call_whose_worker_died_is_lost(void **state)
{
    struct fixture *f = *state;
    struct endpoint_claimed claimed, other;
    struct uuid id = endpoints_plant(f);
    struct uuid batch_id = queue_two(f, &id, PERSONA_PRODUCT_MANAGER);
    assert_int_equal(claim(f, &claimed), ERR_NONE);
    pass_time(f);
    assert_int_equal(claim(f, &other), ERR_NONE);
    assert_false(uuid_equal(&other.call.id, &claimed.call.id));
    assert_int_equal(report(f, &claimed, ENDPOINT_ANSWERED, 0), ERR_NOT_FOUND);
    assert_int_equal(report(f, &other, ENDPOINT_ANSWERED, 0), ERR_NONE);
    struct endpoint_call_list list = list_of(f, &batch_id);
    int lost = list.items[0].state == CALL_FAILED ? 0 : 1;
    assert_int_equal(list.items[lost].state, CALL_FAILED);
    assert_int_equal(list.items[lost].outcome, ENDPOINT_LOST);
    assert_int_equal(list.items[lost].attempt_count, 1);
    assert_int_equal(list.items[1 - lost].state, CALL_DONE);
    assert_int_equal(claim(f, &claimed), ERR_NOT_FOUND);
}

static void only_what_was_not_charged_is_tried_again(void **state)
{
    struct fixture *f = *state;
    struct endpoint_claimed claimed;
    struct uuid id = endpoints_plant(f);
    for (int outcome = ENDPOINT_ADDRESS; outcome < ENDPOINT_LOST; outcome++) {
        bool is_safe = outcome == ENDPOINT_LIMITED || outcome == ENDPOINT_UNKNOWN;
        struct uuid batch_id = queue_two(f, &id, PERSONA_PRODUCT_MANAGER);
        int attempts = 0;
        while (claim(f, &claimed) == ERR_NONE) {
            attempts++;
            assert_int_equal(report(f, &claimed, (enum endpoint_outcome)outcome, 7), ERR_NONE);
            pass_time(f);
        }
        assert_int_equal(attempts, is_safe ? 2 * ENDPOINT_ATTEMPTS : 2);
        struct endpoint_call_list list = list_of(f, &batch_id);
        assert_int_equal(list.items[0].state, CALL_FAILED);
        assert_int_equal(list.items[0].outcome, outcome);
    }
}

static void it_waits_as_long_as_it_is_asked_to(void **state)
{
    struct fixture *f = *state;
    struct endpoint_claimed claimed;
    struct uuid id = endpoints_plant(f);
    struct uuid batch_id = queue_two(f, &id, PERSONA_PRODUCT_MANAGER);
    assert_int_equal(claim(f, &claimed), ERR_NONE);
    assert_int_equal(report(f, &claimed, ENDPOINT_LIMITED, 1000000), ERR_NONE);
    struct endpoint_call_list list = list_of(f, &batch_id);
    int64_t position = claimed.call.position;
    assert_int_equal(list.items[position].state, CALL_WAITING);
    int64_t wait_s = (list.items[position].due_at - clock_now()) / CLOCK_SECOND;
    assert_true(wait_s >= 55 && wait_s <= 60);
}

static void an_endpoint_that_is_gone_is_not_called(void **state)
{
    struct fixture *f = *state;
    struct endpoint_claimed claimed;
    struct uuid id = endpoints_plant(f);
    struct uuid batch_id = queue_two(f, &id, PERSONA_PRODUCT_MANAGER);
    endpoints_begin(f);
    assert_int_equal(endpoint_delete(f->db, endpoints_admin(f), &id), ERR_NONE);
    assert_int_equal(claim(f, &claimed), ERR_NOT_FOUND);
    struct endpoint_call_list list = list_of(f, &batch_id);
    assert_int_equal(list.items[0].state, CALL_FAILED);
    assert_int_equal(list.items[1].outcome, ENDPOINT_GONE);
    assert_string_equal(list.items[1].endpoint_name, "Main");
}

static void old_calls_are_forgotten(void **state)
{
    struct fixture *f = *state;
    bool has_more = true;
    struct uuid id = endpoints_plant(f);
    (void)queue_two(f, &id, PERSONA_PRODUCT_MANAGER);
    fixture_begin(f);
    assert_int_equal(endpoint_call_forget(f->db, &has_more), ERR_NONE);
    assert_false(has_more);
    fixture_script(
        f, "UPDATE model_calls SET created_at = 1",
        "SET rostrum.scope = 'all'; UPDATE model_calls SET created_at = to_timestamp(1)");
    fixture_begin(f);
    assert_int_equal(endpoint_call_forget(f->db, &has_more), ERR_NONE);
    assert_true(has_more);
    endpoints_begin(f);
    assert_int_equal(
        fixture_count(f, "SELECT count(*) FROM model_calls WHERE organization_id = $1", &f->own.id),
        0);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_open, fixture_close)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_call_is_made_and_costs_what_it_does),
        TEST(who_reads_prompts_asks_and_sees_their_own),
        TEST(a_model_that_is_not_there_is_refused),
        TEST(so_many_run_at_once_and_wait),
        TEST(a_call_whose_worker_died_is_lost),
        TEST(only_what_was_not_charged_is_tried_again),
        TEST(it_waits_as_long_as_it_is_asked_to),
        TEST(an_endpoint_that_is_gone_is_not_called),
        TEST(old_calls_are_forgotten),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
