#include "domain/run/run_answer.h"

#include "base/json.h"
#include "base/number.h"

enum {
    NUMBER_MOST = 1000000000, /* tokens, milliseconds: sums of them fit */
    STATUS_MAX = 999,
    ATTEMPTS_MAX = 100,
};

struct text run_answer_format(struct arena *arena, const struct run_answer *answer)
{
    const struct endpoint_completion *said = &answer->completion;
    json_t *json = json_keep(
        arena,
        json_pack("{s:s, s:I, s:I, s:I, s:s, s:s, s:s, s:s}", "outcome",
                  endpoint_outcome_names[answer->outcome], "status", (json_int_t)answer->status,
                  "duration_ms", (json_int_t)answer->duration_ms, "attempts",
                  (json_int_t)answer->attempt_count, "content", said->content, "refusal",
                  said->refusal, "finish_reason", said->finish_reason, "error", said->error));
    if (said->tool_calls != NULL)
        json_object_set(json, "tool_calls", said->tool_calls);
    if (said->input_tokens >= 0)
        json_object_set_new(json, "input_tokens", json_integer(said->input_tokens));
    if (said->output_tokens >= 0)
        json_object_set_new(json, "output_tokens", json_integer(said->output_tokens));
    return json_format(arena, json, JSON_LINE);
}

static bool is_at_most(int64_t number, int64_t most)
{
    return number >= 0 && number <= most;
}

static void read_said(const json_t *json, struct endpoint_completion *said)
{
    *said = (struct endpoint_completion){
        .content = json_text(json, "content"),
        .refusal = json_text(json, "refusal"),
        .finish_reason = json_text(json, "finish_reason"),
        .error = json_text(json, "error"),
        .tool_calls = json_object_get(json, "tool_calls"),
        .input_tokens = number_of_json(NUMBER_COUNTER, json_object_get(json, "input_tokens"), -1),
        .output_tokens = number_of_json(NUMBER_COUNTER, json_object_get(json, "output_tokens"), -1),
    };
}

enum err run_answer_read(struct arena *arena, struct text text, struct run_answer *answer)
{
    json_t *json = NULL;
    const char *problem = NULL;
    struct endpoint_completion *said = &answer->completion;
    *answer = (struct run_answer){.outcome = ENDPOINT_ANSWERED};
    if (json_parse(arena, text.data, text.len, &json, &problem) != ERR_NONE ||
        endpoint_outcome_parse(json_text(json, "outcome"), &answer->outcome) != ERR_NONE)
        return ERR_INVALID;
    answer->status = number_of_json(NUMBER_COUNTER, json_object_get(json, "status"), -1);
    answer->duration_ms = number_of_json(NUMBER_COUNTER, json_object_get(json, "duration_ms"), -1);
    answer->attempt_count = number_of_json(NUMBER_COUNTER, json_object_get(json, "attempts"), -1);
    read_said(json, said);
    bool is_sane = is_at_most(answer->status, STATUS_MAX) &&
                   is_at_most(answer->duration_ms, NUMBER_MOST) &&
                   is_at_most(answer->attempt_count, ATTEMPTS_MAX) &&
                   said->input_tokens <= NUMBER_MOST && said->output_tokens <= NUMBER_MOST &&
                   (said->tool_calls == NULL || json_is_array(said->tool_calls));
    return is_sane ? ERR_NONE : ERR_INVALID;
}
