#include "data/run/run_result_file.h"

#include <inttypes.h>
#include <string.h>

#include "base/json.h"
#include "base/text.h"
#include "domain/endpoint/endpoint_completion.h"
#include "domain/run/run_finding.h"
#include "domain/run/run_junit.h"

enum column {
    COLUMN_POSITION,
    COLUMN_CASE,
    COLUMN_NAME,
    COLUMN_REPEAT,
    COLUMN_CRITICAL,
    COLUMN_STATE,
    COLUMN_OUTCOME,
    COLUMN_STATUS,
    COLUMN_ATTEMPTS,
    COLUMN_INPUT_TOKENS,
    COLUMN_OUTPUT_TOKENS,
    COLUMN_COST_NANOS,
    COLUMN_DURATION,
    COLUMN_VARIABLES,
    COLUMN_MESSAGES,
    COLUMN_EXPECTED,
    COLUMN_OUTPUT,
    COLUMN_TOOL_CALLS,
    COLUMN_CHECKS,
    COLUMN_DIGEST,
    COLUMN_JUDGE_PASSED,
    COLUMN_JUDGE_SCORE,
    COLUMN_JUDGE_INPUT_TOKENS,
    COLUMN_JUDGE_OUTPUT_TOKENS,
    COLUMN_JUDGE_COST_NANOS,
};

const char *const result_file_names[RESULT_FILE_COLUMNS] = {"position",
                                                            "case",
                                                            "name",
                                                            "repeat",
                                                            "critical",
                                                            "state",
                                                            "outcome",
                                                            "status",
                                                            "attempts",
                                                            "input_tokens",
                                                            "output_tokens",
                                                            "cost_nanos",
                                                            "duration_ms",
                                                            "variables",
                                                            "messages",
                                                            "expected",
                                                            "output",
                                                            "tool_calls",
                                                            "checks",
                                                            "output_sha256",
                                                            "judge_passed",
                                                            "judge_score",
                                                            "judge_input_tokens",
                                                            "judge_output_tokens",
                                                            "judge_cost_nanos"};

/* ---- the columns --------------------------------------------------------------------------- */

/* A new reference; null of what is below 0. */
static json_t *number_json(int64_t number)
{
    return number < 0 ? json_null() : json_integer(number);
}

static json_t *text_json(const char *text)
{
    return text == NULL || text[0] == '\0' ? json_null() : json_string(text);
}

/* A new reference to a value of somebody else; null of none. */
static json_t *other_json(json_t *value)
{
    return value == NULL ? json_null() : json_incref(value);
}

static void set_case(json_t *values[RESULT_FILE_COLUMNS], const struct run_cases *cases,
                     int64_t position)
{
    static const struct set_case none = {.name = "", .note = ""};
    const struct set_case *of = cases->count == 0 ? &none : cases->items[position % cases->count];
    values[COLUMN_NAME] = text_json(of->name);
    values[COLUMN_VARIABLES] = other_json(of->variables);
    values[COLUMN_MESSAGES] = other_json(of->messages);
    values[COLUMN_EXPECTED] = of->expected == NULL ? json_null() : json_string(of->expected);
}

static const char *said_of(const struct endpoint_completion *completion)
{
    return completion->content[0] != '\0'   ? completion->content
           : completion->refusal[0] != '\0' ? completion->refusal
                                            : completion->error;
}

static void set_output(struct arena *arena, json_t *values[RESULT_FILE_COLUMNS],
                       const struct test_result *result)
{
    struct endpoint_completion completion = {.content = "", .refusal = "", .error = ""};
    if (result->output[0] != '\0')
        endpoint_completion_parse(arena, result->output, &completion);
    values[COLUMN_OUTPUT] =
        result->output[0] == '\0' ? json_null() : json_string(said_of(&completion));
    values[COLUMN_TOOL_CALLS] = other_json(completion.tool_calls);
    values[COLUMN_CHECKS] =
        result->findings[0] == '\0'
            ? json_null()
            : json_incref(json_stored(
                  arena, (struct text){result->findings, strlen(result->findings)}, "findings"));
}

enum { SCORE_WHOLE = 1000 };

static void set_judge(json_t *values[RESULT_FILE_COLUMNS], const struct test_result *result)
{
    bool has_judged = result->has_judged;
    values[COLUMN_JUDGE_PASSED] = has_judged ? json_boolean(result->judge_passed) : json_null();
    values[COLUMN_JUDGE_SCORE] =
        has_judged ? json_real((double)result->judge_score / SCORE_WHOLE) : json_null();
    values[COLUMN_JUDGE_INPUT_TOKENS] = number_json(result->judge_input_tokens);
    values[COLUMN_JUDGE_OUTPUT_TOKENS] = number_json(result->judge_output_tokens);
    values[COLUMN_JUDGE_COST_NANOS] = number_json(result->judge_cost_nanos);
}

void result_file_values(struct arena *arena, const struct test_result *result,
                        const struct run_cases *cases, json_t *values[RESULT_FILE_COLUMNS])
{
    values[COLUMN_POSITION] = json_integer(result->position + 1);
    values[COLUMN_CASE] = json_string(result->case_id);
    values[COLUMN_REPEAT] = json_integer(result->repeat + 1);
    values[COLUMN_CRITICAL] = json_boolean(result->is_critical);
    values[COLUMN_STATE] = json_string(result_state_names[result->state]);
    values[COLUMN_OUTCOME] =
        text_json(result->state == RESULT_OPEN ? "" : endpoint_outcome_names[result->outcome]);
    values[COLUMN_STATUS] = number_json(result->status == 0 ? -1 : result->status);
    values[COLUMN_ATTEMPTS] = json_integer(result->attempt_count);
    values[COLUMN_INPUT_TOKENS] = number_json(result->input_tokens);
    values[COLUMN_OUTPUT_TOKENS] = number_json(result->output_tokens);
    values[COLUMN_COST_NANOS] = number_json(result->cost_nanos);
    values[COLUMN_DURATION] = number_json(result->ended_at == 0 ? -1 : result->duration_ms);
    values[COLUMN_DIGEST] = text_json(result->output_digest);
    set_case(values, cases, result->position);
    set_output(arena, values, result);
    set_judge(values, result);
}

/* ---- JUnit --------------------------------------------------------------------------------- */

enum { ANSWER_MAX = 16 << 10 /* bytes of an answer */ };

json_t *result_file_reasons(struct arena *arena, const struct test_result *result)
{
    struct grade_result graded;
    json_t *reasons = json_keep(arena, json_array());
    if (result->state == RESULT_ERROR) {
        const char *why = result->outcome == ENDPOINT_ANSWERED
                              ? "Its test set is gone."
                              : endpoint_outcome_texts[result->outcome];
        json_array_append_new(reasons, json_string(why));
    }
    if (result->state != RESULT_FAILED)
        return reasons;
    run_finding_parse(arena, result->findings, &graded);
    for (int i = 0; i < graded.count; i++)
        if (!graded.items[i].passed)
            json_array_append_new(reasons, json_string(graded.items[i].reason));
    return reasons;
}

const char *result_file_join(struct arena *arena, const json_t *reasons)
{
    struct buf buf;
    size_t i = 0;
    json_t *reason = NULL;
    buf_init(&buf, arena);
    json_array_foreach(reasons, i, reason)
    {
        buf_add_text(&buf, i > 0 ? " " : "");
        buf_add_text(&buf, json_string_value(reason));
    }
    return buf.data;
}

bool result_file_is_whole(const struct test_run *run)
{
    return run->state == RUN_DONE;
}

const char *result_file_end_words(struct arena *arena, const struct test_run *run)
{
    const char *why = run_reason_texts[run->reason];
    return arena_printf(arena, "The run was not carried out to its end: %s.%s%s",
                        run_state_names[run->state], why[0] == '\0' ? "" : " ", why);
}

void result_file_junit_begin(struct buf *buf, const struct result_file_junit *file)
{
    const struct test_run *run = file->run;
    bool is_broken = !result_file_is_whole(run);
    run_junit_begin(
        buf, &(struct run_junit){
                 .name = arena_printf(buf->arena, "%s v%" PRId64, file->record_name, run->version),
                 .count = file->count + is_broken,
                 .fail_count = run->fail_count,
                 .error_count = run->error_count + is_broken,
                 .duration_ms = run->duration_ms,
                 .started_at = run->started_at,
             });
}

/* Of what did not pass. */
static const char *answer_of(struct arena *arena, const struct test_result *result)
{
    struct endpoint_completion completion;
    if (result->state == RESULT_PASSED || result->output[0] == '\0')
        return "";
    endpoint_completion_parse(arena, result->output, &completion);
    const char *text = said_of(&completion);
    return arena_copy(arena, text, text_cut(text, strlen(text), ANSWER_MAX));
}

void result_file_junit_add(struct buf *buf, const struct result_file_junit *file,
                           const struct test_result *result, const char *case_name)
{
    struct arena *arena = buf->arena;
    run_junit_add(buf, &(struct run_junit_case){
                           .suite = file->set_name,
                           .name = arena_printf(arena, "%s%s%s, repeat %" PRId64, result->case_id,
                                                case_name[0] == '\0' ? "" : " ", case_name,
                                                result->repeat + 1),
                           .state = result->state,
                           .duration_ms = result->duration_ms,
                           .message = result_file_join(arena, result_file_reasons(arena, result)),
                           .output = answer_of(arena, result),
                       });
}

void result_file_junit_end(struct buf *buf, const struct result_file_junit *file)
{
    if (!result_file_is_whole(file->run))
        run_junit_add(buf, &(struct run_junit_case){
                               .suite = file->set_name,
                               .name = "the run",
                               .state = RESULT_ERROR,
                               .message = result_file_end_words(buf->arena, file->run),
                               .output = "",
                           });
    run_junit_end(buf);
}
