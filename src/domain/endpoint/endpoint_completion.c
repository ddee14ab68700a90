#include "domain/endpoint/endpoint_completion.h"

#include <string.h>

#include "base/json.h"
#include "base/number.h"

enum { ERROR_MAX = 1000, WORD_MAX = 40 };

/* Newer models refuse max_tokens: a version that says so has the limit under the other name. */
static void set_max_tokens(json_t *json, int64_t max_tokens)
{
    static const char newer[] = "max_completion_tokens";
    bool is_newer = json_object_get(json, newer) != NULL;
    if (max_tokens > 0)
        json_object_set_new(json, is_newer ? newer : "max_tokens", json_integer(max_tokens));
}

static void set_given(json_t *json, const char *name, json_t *value)
{
    if (value != NULL)
        json_object_set(json, name, value);
}

const char *endpoint_completion_request(struct arena *arena,
                                        const struct endpoint_parameters *parameters,
                                        const json_t *own, json_t *messages)
{
    json_t *json = json_keep(arena, json_object());
    json_object_set_new(json, "model", json_string(parameters->model));
    json_object_set(json, "messages", messages);
    const char *key;
    json_t *value;
    json_object_foreach((json_t *)own, key, value) /* it is not changed */
        json_object_set(json, key, value);
    set_given(json, "temperature", parameters->temperature);
    set_given(json, "top_p", parameters->top_p);
    set_max_tokens(json, parameters->max_tokens);
    set_given(json, "stop", parameters->stop);
    return json_format(arena, json, JSON_LINE).data;
}

/* ---- reading ------------------------------------------------------------------------------- */

/* As much of a text as fits, cut between characters. */
static const char *cut(struct arena *arena, const char *text, size_t most)
{
    size_t len = strlen(text);
    if (len <= most)
        return text;
    while (most > 0 && ((unsigned char)text[most] & 0xc0) == 0x80)
        most--;
    return arena_printf(arena, "%s…", arena_copy(arena, text, most));
}

/* {"error": {"message": "…"}}, or {"error": "…"}. */
const char *endpoint_completion_error(struct arena *arena, const json_t *json)
{
    const json_t *error = json_object_get(json, "error");
    const char *text =
        json_is_string(error) ? json_string_value(error) : json_text(error, "message");
    return cut(arena, text, ERROR_MAX);
}

const char *endpoint_completion_word(struct arena *arena, const char *word)
{
    return cut(arena, word, WORD_MAX);
}

static enum endpoint_outcome read_message(struct arena *arena, const json_t *json,
                                          struct endpoint_completion *completion)
{
    const json_t *choice = json_array_get(json_object_get(json, "choices"), 0);
    const json_t *message = json_object_get(choice, "message");
    if (!json_is_array(json_object_get(json, "choices")))
        return ENDPOINT_BROKEN;
    if (!json_is_object(message))
        return ENDPOINT_EMPTY;
    json_t *calls = json_object_get(message, "tool_calls");
    completion->content = json_text(message, "content");
    completion->refusal = json_text(message, "refusal");
    completion->finish_reason = endpoint_completion_word(arena, json_text(choice, "finish_reason"));
    completion->tool_calls = json_array_size(calls) > 0 ? calls : NULL;
    bool is_empty = completion->content[0] == '\0' && completion->refusal[0] == '\0' &&
                    completion->tool_calls == NULL;
    return is_empty ? ENDPOINT_EMPTY : ENDPOINT_ANSWERED;
}

void endpoint_completion_usage(const json_t *json, struct endpoint_completion *completion)
{
    const json_t *usage = json_object_get(json, "usage");
    completion->input_tokens =
        number_of_json(NUMBER_COUNTER, json_object_get(usage, "prompt_tokens"), -1);
    completion->output_tokens =
        number_of_json(NUMBER_COUNTER, json_object_get(usage, "completion_tokens"), -1);
}

static const struct endpoint_completion nothing = {.content = "",
                                                   .refusal = "",
                                                   .finish_reason = "",
                                                   .error = "",
                                                   .input_tokens = -1,
                                                   .output_tokens = -1};

enum endpoint_outcome endpoint_completion_read(struct arena *arena,
                                               const struct fetch_answer *answer,
                                               struct endpoint_completion *completion)
{
    json_t *json = NULL;
    *completion = nothing;
    enum endpoint_outcome outcome = endpoint_answer_read(arena, answer, &json);
    if (json != NULL)
        completion->error = endpoint_completion_error(arena, json);
    if (outcome != ENDPOINT_ANSWERED)
        return outcome;
    endpoint_completion_usage(json, completion);
    return read_message(arena, json, completion);
}

/* ---- storing ------------------------------------------------------------------------------- */

static void set_text(json_t *json, const char *key, const char *text)
{
    if (text[0] != '\0')
        json_object_set_new(json, key, json_string(text));
}

const char *endpoint_completion_format(struct arena *arena,
                                       const struct endpoint_completion *completion)
{
    json_t *json = json_keep(arena, json_object());
    set_text(json, "content", completion->content);
    set_text(json, "refusal", completion->refusal);
    set_text(json, "finish_reason", completion->finish_reason);
    set_text(json, "error", completion->error);
    if (completion->tool_calls != NULL)
        json_object_set(json, "tool_calls", completion->tool_calls);
    return json_format(arena, json, JSON_LINE).data;
}

void endpoint_completion_parse(struct arena *arena, const char *text,
                               struct endpoint_completion *completion)
{
    *completion = nothing;
    if (text[0] == '\0')
        return;
    json_t *json = json_stored(arena, (struct text){text, strlen(text)}, "answer of a model");
    completion->content = json_text(json, "content");
    completion->refusal = json_text(json, "refusal");
    completion->finish_reason = json_text(json, "finish_reason");
    completion->error = json_text(json, "error");
    completion->tool_calls = json_object_get(json, "tool_calls");
}
