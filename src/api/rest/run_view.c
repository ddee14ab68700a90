#include "api/rest/run_view.h"

#include "api/rest/record_view.h"
#include "base/json.h"
#include "data/run/run_plan.h"
#include "domain/endpoint/endpoint_price.h"

enum { MICROS_NANOS = 1000 };

static json_t *number_or_null(int64_t number)
{
    return number < 0 ? json_null() : json_integer(number);
}

static json_t *words_or_null(const char *text)
{
    return text == NULL || text[0] == '\0' ? json_null() : json_string(text);
}

static json_t *money_or_null(struct call *call, int64_t nanos)
{
    return nanos < 0 ? json_null()
                     : json_string(endpoint_price_format(call->arena, nanos / MICROS_NANOS));
}

/* ---- what is run --------------------------------------------------------------------------- */

static void add_subject(struct call *call, json_t *json, const struct test_run *run)
{
    char record[UUID_TEXT_LEN], id[UUID_TEXT_LEN];
    uuid_format(&run->record_id, record);
    uuid_format(&run->id, id);
    json_object_set_new(json, "id", json_uuid(&run->id));
    json_object_set_new(
        json, "url",
        json_string(arena_printf(call->arena, "%s%s/%s/tests/%s", call->public_url,
                                 run->kind == NULL ? "" : run->kind->path, record, id)));
    json_object_set_new(json, "record_id", json_uuid(&run->record_id));
    json_object_set_new(json, "record_name", words_or_null(run->record_name));
    json_object_set_new(json, "version", json_integer(run->version));
    json_object_set_new(json, "set_id", json_uuid(&run->set_id));
    json_object_set_new(json, "set_name", words_or_null(run->set_name));
    json_object_set_new(json, "set_version", json_integer(run->set_version));
    json_object_set_new(json, "has_all_cases", json_boolean(run->case_ids[0] == '\0'));
}

static void add_place(struct call *call, json_t *json, const struct test_run *run)
{
    struct run_draft draft = {.temperature = NULL};
    run_parameters_read(call->arena, run->parameters, &draft);
    json_object_set_new(json, "endpoint_id", json_uuid(&run->endpoint_id));
    json_object_set_new(json, "endpoint_name", json_string(run->endpoint_name));
    json_object_set_new(json, "model", json_string(run->model));
    json_object_set_new(json, "temperature",
                        draft.temperature == NULL ? json_null() : json_incref(draft.temperature));
    json_object_set_new(json, "max_tokens",
                        draft.max_tokens == 0 ? json_null() : json_integer(draft.max_tokens));
    json_object_set_new(json, "repeats", json_integer(run->repeats));
    json_object_set_new(json, "token_cap", number_or_null(run->token_cap));
    json_object_set_new(json, "cost_cap", money_or_null(call, run->cost_cap_nanos));
}

static json_t *judge_json(const struct test_run *run)
{
    if (run->judge_repeats == 0)
        return json_null();
    return json_pack("{s:o, s:s, s:I, s:s, s:s, s:I, s:b}", "prompt_id", json_uuid(&run->judge_id),
                     "prompt_name", run->judge_name, "version", (json_int_t)run->judge_version,
                     "endpoint_name", run->judge_endpoint_name, "model", run->judge_model,
                     "repeats", (json_int_t)run->judge_repeats, "decides",
                     (int)run_row_judge_decides(run));
}

/* ---- what came of it ----------------------------------------------------------------------- */

static void add_numbers(json_t *json, const struct test_run *run)
{
    const struct {
        const char *name;
        int64_t number;
    } numbers[] = {
        {"case_count", run->case_count},
        {"planned_count", run->planned_count},
        {"result_count", run->result_count},
        {"pass_count", run->pass_count},
        {"fail_count", run->fail_count},
        {"error_count", run->error_count},
        {"critical_fail_count", run->critical_fail_count},
        {"input_tokens", run->input_tokens},
        {"output_tokens", run->output_tokens},
        {"guessed_tokens", run->guessed_tokens},
        {"cost_nanos", run->is_priced ? run->cost_nanos : -1},
        {"guessed_nanos", run->is_priced ? run->guessed_nanos : -1},
        {"duration_ms", run->duration_ms},
        {"p50_ms", run->p50_ms},
        {"p95_ms", run->p95_ms},
    };
    for (size_t i = 0; i < COUNT_OF(numbers); i++)
        json_object_set_new(json, numbers[i].name, number_or_null(numbers[i].number));
    json_object_set_new(json, "currency", json_string(run->currency));
}

json_t *run_view_json(struct call *call, const struct test_run *run)
{
    json_t *json = json_object();
    add_subject(call, json, run);
    json_object_set_new(json, "state", json_string(run_state_names[run->state]));
    json_object_set_new(json, "reason", words_or_null(run_reason_texts[run->reason]));
    add_place(call, json, run);
    json_object_set_new(json, "judge", judge_json(run));
    add_numbers(json, run);
    json_object_set_new(json, "grade", json_string(run_grade_names[run->grade]));
    json_object_set_new(json, "runner_name", words_or_null(run->runner_name));
    json_object_set_new(json, "digest", words_or_null(run->digest));
    json_object_set_new(json, "created_by", json_uuid(&run->created_by));
    json_object_set_new(json, "token_id", json_uuid(&run->token_id));
    json_object_set_new(json, "created_at", json_time(run->created_at));
    json_object_set_new(json, "started_at", json_time(run->started_at));
    json_object_set_new(json, "ended_at", json_time(run->ended_at));
    return json;
}

json_t *run_view_estimate(struct call *call, const struct run_estimate *estimate)
{
    return json_pack(
        "{s:I, s:I, s:I, s:I, s:I, s:I, s:I, s:o, s:o, s:s, s:b}", "version",
        (json_int_t)estimate->version, "set_version", (json_int_t)estimate->set_version,
        "case_count", (json_int_t)estimate->case_count, "call_count",
        (json_int_t)estimate->call_count, "judge_call_count",
        (json_int_t)estimate->judge_call_count, "input_tokens", (json_int_t)estimate->input_tokens,
        "output_tokens", (json_int_t)estimate->output_tokens, "cost_nanos",
        number_or_null(estimate->cost_nanos), "cost", money_or_null(call, estimate->cost_nanos),
        "currency", estimate->currency, "is_over_cap", (int)estimate->is_over_cap);
}

enum err run_view_load(struct call *call, struct record_head **head, struct test_run *run)
{
    enum err err = record_view_load(call, call_kind(call)->see, RECORD_HEAD_ONLY, head);
    return err == ERR_NONE ? run_get(call->db, call->actor, *head, &call->match->ids[1], run) : err;
}
