#include "domain/run/run_promptfoo_result_internal.h"

#include <inttypes.h>
#include <string.h>

#include "base/number.h"
#include "domain/run/run_finding.h"

enum {
    FAILURE_ERROR = 2, /* ResultFailureReason.ERROR: it was not graded */
    REASON_BYTES = 2000,
    NANOS = 1000000000,
};

/* ---- what is wrong ------------------------------------------------------------------------- */

void promptfoo_refuse(struct promptfoo_reading *reading, const char *key, const char *what)
{
    if (reading->problem == NULL)
        reading->problem =
            arena_printf(reading->arena, "%s%s%s %s", reading->place,
                         reading->place[0] == '\0' || key[0] == '\0' ? "" : ".", key, what);
}

/* ---- what is left out ---------------------------------------------------------------------- */

static void note(struct promptfoo_reading *reading, const char *what)
{
    struct run_promptfoo *file = reading->file;
    for (int i = 0; i < file->note_count; i++)
        if (strcmp(file->notes[i].what, what) == 0) {
            file->notes[i].count++;
            return;
        }
    if (file->note_count < RUN_PROMPTFOO_NOTES_MAX)
        file->notes[file->note_count++] =
            (struct run_promptfoo_note){.what = what, .place = reading->place, .count = 1};
}

static void note_others(struct promptfoo_reading *reading, const json_t *json, const char *before,
                        const char *const *read)
{
    const char *key = NULL;
    json_t *value = NULL;
    json_object_foreach((json_t *)json, key, value)
    {
        int i = 0;
        bool is_empty = json_is_null(value) ||
                        (json_is_object(value) && json_object_size(value) == 0) ||
                        (json_is_array(value) && json_array_size(value) == 0);
        while (read[i] != NULL && strcmp(read[i], key) != 0)
            i++;
        if (read[i] == NULL && !is_empty)
            note(reading, arena_printf(reading->arena, "%s%s", before, key));
    }
}

/* ---- values -------------------------------------------------------------------------------- */

static const char *text_of(struct arena *arena, const json_t *value)
{
    if (value == NULL || json_is_null(value))
        return "";
    return json_is_string(value) ? json_string_value(value)
                                 : json_format(arena, value, JSON_LINE).data;
}

static const char *cut(struct arena *arena, const char *text, size_t most)
{
    size_t len = text_cut(text, strlen(text), most);
    return text[len] == '\0' ? text : arena_printf(arena, "%.*s…", (int)len, text);
}

/* A member that may be missing or null, but is otherwise a number within its limits. */
static const json_t *number_at(struct promptfoo_reading *reading, const json_t *json,
                               const char *key, enum number number)
{
    const json_t *value = json_object_get(json, key);
    if (value == NULL || json_is_null(value))
        return NULL;
    if (number_fits_json(number, value))
        return value;
    promptfoo_refuse(reading, key,
                     arena_printf(reading->arena, "must be %s.", number_limits[number].words));
    return NULL;
}

static int64_t whole_at(struct promptfoo_reading *reading, const json_t *json, const char *key,
                        enum number number)
{
    return number_of_json(number, number_at(reading, json, key, number), -1);
}

/* One that has to be there. */
static int64_t index_at(struct promptfoo_reading *reading, const json_t *json, const char *key)
{
    if (json_object_get(json, key) == NULL)
        promptfoo_refuse(reading, key, "is missing.");
    return whole_at(reading, json, key, NUMBER_RESULT_PLACE);
}

static bool flag_at(struct promptfoo_reading *reading, const json_t *json, const char *key)
{
    const json_t *value = json_object_get(json, key);
    if (value == NULL)
        promptfoo_refuse(reading, key, "is missing.");
    else if (!json_is_boolean(value))
        promptfoo_refuse(reading, key, "must be true or false.");
    return json_is_true(value);
}

/* An object; NULL if it is missing or null. */
static const json_t *object_at(struct promptfoo_reading *reading, const json_t *json,
                               const char *key)
{
    const json_t *value = json_object_get(json, key);
    if (value == NULL || json_is_null(value))
        return NULL;
    if (!json_is_object(value))
        promptfoo_refuse(reading, key, "must be an object.");
    return json_is_object(value) ? value : NULL;
}

/* ---- columns ------------------------------------------------------------------------------- */

/* A provider is an object with an id and a label, or its id alone. */
static const char *provider_of(const json_t *provider)
{
    const char *id =
        json_is_string(provider) ? json_string_value(provider) : json_text(provider, "id");
    return id[0] != '\0' ? id : json_text(provider, "label");
}

static int find_column(struct promptfoo_reading *reading, int64_t index, const json_t *row)
{
    struct run_promptfoo *file = reading->file;
    for (int i = 0; i < file->column_count; i++)
        if (file->columns[i].index == index)
            return i;
    if (file->column_count == RUN_PROMPTFOO_COLUMNS_MAX) {
        promptfoo_refuse(reading, "promptIdx",
                         arena_printf(reading->arena,
                                      "is one too many: at most %d prompts and providers.",
                                      RUN_PROMPTFOO_COLUMNS_MAX));
        return 0;
    }
    const char *provider = provider_of(json_object_get(row, "provider"));
    if (provider[0] == '\0')
        promptfoo_refuse(reading, "provider", "must have an id.");
    if (strlen(provider) > RUN_PROMPTFOO_MODEL_MAX ||
        text_has_control(provider, strlen(provider), false))
        promptfoo_refuse(reading, "provider", "must be a line of at most 200 bytes.");
    file->columns[file->column_count] = (struct run_promptfoo_column){
        .index = index,
        .provider = provider,
        .prompt = cut(reading->arena, json_text(json_object_get(row, "prompt"), "label"),
                      RUN_PROMPTFOO_MODEL_MAX),
    };
    return file->column_count++;
}

static void check_provider(struct promptfoo_reading *reading, int column, const json_t *row)
{
    const char *provider = provider_of(json_object_get(row, "provider"));
    if (reading->problem == NULL && strcmp(provider, reading->file->columns[column].provider) != 0)
        promptfoo_refuse(reading, "provider",
                         "is not that of the other results with its promptIdx.");
}

/* ---- what was graded ----------------------------------------------------------------------- */

/* "Score 0.8. Not polite." */
static const char *reason_of(struct arena *arena, const json_t *graded, bool with_score)
{
    const char *reason = cut(arena, json_text(graded, "reason"), REASON_BYTES);
    const json_t *score = json_object_get(graded, "score");
    if (!with_score || !json_is_number(score))
        return reason;
    return arena_printf(arena, "Score %s.%s%s", json_format(arena, score, JSON_LINE).data,
                        reason[0] == '\0' ? "" : " ", reason);
}

/* The result as a whole, and each of its assertions. */
static const char *findings_of(struct promptfoo_reading *reading, const json_t *row, bool passed)
{
    struct arena *arena = reading->arena;
    const json_t *whole = object_at(reading, row, "gradingResult");
    const json_t *parts = json_object_get(whole, "componentResults");
    struct grade_finding items[RUN_PROMPTFOO_FINDINGS_MAX + 1];
    struct grade_result graded = {.items = items, .count = 1};
    const json_t *part = NULL;
    size_t i = 0;
    items[0] = (struct grade_finding){"promptfoo", passed,
                                      reason_of(arena, whole == NULL ? row : whole, true)};
    json_array_foreach(parts, i, part)
    {
        const char *type = json_text(json_object_get(part, "assertion"), "type");
        if (graded.count == RUN_PROMPTFOO_FINDINGS_MAX + 1) {
            note(reading, "gradingResult.componentResults beyond the 50th");
            break;
        }
        items[graded.count++] = (struct grade_finding){
            type[0] == '\0' ? "assertion" : cut(arena, type, RUN_PROMPTFOO_MODEL_MAX),
            json_is_true(json_object_get(part, "pass")), reason_of(arena, part, false)};
    }
    return run_finding_format(arena, &graded);
}

/* ---- what it took -------------------------------------------------------------------------- */

/* Of an answer from promptfoo's cache there is the sum alone: it counts as input. */
static void read_tokens(struct promptfoo_reading *reading, const json_t *row,
                        const json_t *response, struct run_promptfoo_result *result)
{
    const json_t *usage = object_at(reading, row, "tokenUsage");
    if (json_object_size(usage) == 0)
        usage = object_at(reading, response, "tokenUsage");
    int64_t total = whole_at(reading, usage, "total", NUMBER_RESULT_TOKENS);
    result->input_tokens = whole_at(reading, usage, "prompt", NUMBER_RESULT_TOKENS);
    result->output_tokens = whole_at(reading, usage, "completion", NUMBER_RESULT_TOKENS);
    if (result->input_tokens <= 0 && result->output_tokens <= 0 && total > 0) {
        result->input_tokens = total;
        result->output_tokens = 0;
        note(reading, "tokenUsage.total without its parts: counted as input");
    }
}

static void read_amounts(struct promptfoo_reading *reading, const json_t *row,
                         const json_t *response, struct run_promptfoo_result *result)
{
    const json_t *cost = number_at(reading, row, "cost", NUMBER_CHECK_COST);
    const json_t *time = number_at(reading, row, "latencyMs", NUMBER_RESULT_MS);
    if (cost == NULL)
        cost = number_at(reading, response, "cost", NUMBER_CHECK_COST);
    result->cost_nanos = number_nanos_of_json(NUMBER_CHECK_COST, cost, -1);
    result->duration_ms = (number_nanos_of_json(NUMBER_RESULT_MS, time, 0) + NANOS / 2) / NANOS;
    read_tokens(reading, row, response, result);
}

/* ---- a result ------------------------------------------------------------------------------ */

/* The variables as texts, in the way of set files. */
static json_t *variables_of(struct promptfoo_reading *reading, const json_t *row)
{
    const char *key = NULL;
    json_t *value = NULL;
    const json_t *vars = object_at(reading, row, "vars");
    json_t *variables = json_keep(reading->arena, json_object());
    if (vars == NULL)
        vars = json_object_get(json_object_get(row, "testCase"), "vars");
    json_object_foreach((json_t *)vars, key, value)
        json_object_set_new(variables, key, json_string(text_of(reading->arena, value)));
    return variables;
}

static void read_state(struct promptfoo_reading *reading, const json_t *row, const json_t *response,
                       struct run_promptfoo_result *result)
{
    bool passed = flag_at(reading, row, "success");
    int64_t why = whole_at(reading, row, "failureReason", NUMBER_RESULT_PLACE);
    const json_t *output = json_object_get(response, "output");
    const char *own = text_of(reading->arena, json_object_get(row, "error"));
    const char *said = text_of(reading->arena, json_object_get(response, "error"));
    bool has_output = output != NULL && !json_is_null(output);
    bool is_error = !passed && (why == FAILURE_ERROR || (why < 0 && !has_output));
    result->state = passed ? RESULT_PASSED : is_error ? RESULT_ERROR : RESULT_FAILED;
    result->output = text_of(reading->arena, output);
    /* Of what failed, promptfoo repeats the reason of the grade there. */
    result->error = !is_error ? "" : cut(reading->arena, own[0] != '\0' ? own : said, REASON_BYTES);
    result->findings = is_error ? "" : findings_of(reading, row, passed);
    if (passed && response == NULL)
        promptfoo_refuse(reading, "response", "is missing.");
}

static void read_test(struct promptfoo_reading *reading, const json_t *row,
                      struct run_promptfoo_result *result)
{
    const json_t *test = object_at(reading, row, "testCase");
    const char *id = json_text(json_object_get(test, "metadata"), "id");
    result->id = id[0] != '\0' ? id : json_text(json_object_get(row, "metadata"), "id");
    const char *name = json_text(test, "description");
    result->name = cut(reading->arena, name[0] != '\0' ? name : json_text(row, "description"),
                       RUN_PROMPTFOO_MODEL_MAX);
    result->variables = variables_of(reading, row);
}

static void note_rest(struct promptfoo_reading *reading, const json_t *row, const json_t *response)
{
    static const char *const of_row[] = {
        "promptIdx",     "testIdx",   "testCase",      "provider", "prompt",
        "vars",          "response",  "error",         "success",  "score",
        "failureReason", "latencyMs", "gradingResult", "cost",     "tokenUsage",
        "description",   NULL};
    static const char *const of_response[] = {"output", "error", "tokenUsage", "cost", NULL};
    note_others(reading, row, "", of_row);
    note_others(reading, response, "response.", of_response);
}

void promptfoo_read_result(struct promptfoo_reading *reading, const json_t *row)
{
    struct run_promptfoo *file = reading->file;
    if (!json_is_object(row)) {
        promptfoo_refuse(reading, "", "must be an object.");
        return;
    }
    const json_t *response = object_at(reading, row, "response");
    struct run_promptfoo_result *result = &file->results[file->count++];
    *result = (struct run_promptfoo_result){.place = reading->place};
    int64_t index = index_at(reading, row, "promptIdx");
    result->test = index_at(reading, row, "testIdx");
    result->column = find_column(reading, index, row);
    check_provider(reading, result->column, row);
    read_state(reading, row, response, result);
    read_test(reading, row, result);
    read_amounts(reading, row, response, result);
    note_rest(reading, row, response);
    file->columns[result->column].count++;
    file->columns[result->column].pass_count += result->state == RESULT_PASSED;
}
