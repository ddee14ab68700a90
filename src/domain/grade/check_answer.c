#include "domain/grade/check_answer_internal.h"

#include <string.h>

#include "base/number.h"
#include "domain/grade/check_text_internal.h"
#include "domain/grade/schema.h"

/* ---- JSON ---------------------------------------------------------------------------------- */

/* The answer as a value of JSON; NULL, and the reason. */
static json_t *parse(struct arena *arena, const char *text, const char **reason)
{
    json_t *json = NULL;
    const char *problem = NULL, *begin = text;
    size_t len = strlen(text);
    text_trim_range(&begin, &len);
    if (json_parse(arena, text, strlen(text), &json, &problem) == ERR_NONE)
        return json;
    if (len == 0)
        *reason = "Is not JSON: it is empty.";
    else if (text_starts_with(begin, "```"))
        *reason = "Is not JSON: it is in a code fence (```).";
    else
        *reason = arena_printf(arena, "Is not JSON. %s", problem);
    return NULL;
}

const char *check_is_json(struct arena *arena, const json_t *check,
                          const struct grade_subject *subject)
{
    const char *reason = NULL;
    (void)check;
    (void)parse(arena, subject->output, &reason);
    return reason;
}

const char *check_json_schema(struct arena *arena, const json_t *check,
                              const struct grade_subject *subject)
{
    const char *reason = NULL;
    const json_t *schema = json_object_get(check, "value");
    const json_t *json = parse(arena, subject->output, &reason);
    return json == NULL ? reason : schema_match(arena, schema, json, "The answer");
}

/* ---- tools --------------------------------------------------------------------------------- */

/* {"function": {"name", "parameters"}} of a request, or {"name", "parameters"} of an agent. */
static const json_t *inner(const json_t *tool)
{
    const json_t *function = json_object_get(tool, "function");
    return json_is_object(function) ? function : tool;
}

/* What the definition of a tool says of its arguments; NULL if there is none. */
static const json_t *schema_of(const json_t *tools, const char *name)
{
    json_t *tool = NULL;
    size_t index = 0;
    json_array_foreach(tools, index, tool)
    {
        if (strcmp(json_text(inner(tool), "name"), name) == 0)
            return json_object_get(inner(tool), "parameters");
    }
    return NULL;
}

static const char *check_call(struct arena *arena, const char *name, const json_t *call,
                              const json_t *schema)
{
    const char *reason = NULL, *quoted = check_quote(arena, name);
    const json_t *arguments = json_object_get(call, "arguments");
    if (json_is_string(arguments))
        arguments = parse(arena, json_string_value(arguments), &reason);
    if (arguments == NULL)
        return arena_printf(arena, "The arguments of %s: %s", quoted,
                            reason == NULL ? "There are none." : reason);
    if (schema == NULL)
        return arena_printf(arena, "There is no schema for the tool %s.", quoted);
    reason = schema_match(arena, schema, arguments, "They");
    return reason == NULL ? NULL : arena_printf(arena, "The arguments of %s: %s", quoted, reason);
}

const char *check_tool_call(struct arena *arena, const json_t *check,
                            const struct grade_subject *subject)
{
    const char *wanted = json_text(check, "tool"), *reason = NULL;
    json_t *call = NULL;
    size_t index = 0, count = 0;
    json_array_foreach(subject->tool_calls, index, call)
    {
        const char *name = json_text(inner(call), "name");
        const json_t *schema = json_object_get(check, "value");
        if (wanted[0] != '\0' && strcmp(name, wanted) != 0)
            continue;
        count++;
        if (reason == NULL)
            reason = check_call(arena, name, inner(call),
                                schema == NULL ? schema_of(subject->tools, name) : schema);
    }
    if (count > 0)
        return reason;
    return wanted[0] == '\0'
               ? "Does not call a tool."
               : arena_printf(arena, "Does not call the tool %s.", check_quote(arena, wanted));
}

/* ---- what it took -------------------------------------------------------------------------- */

const char *check_max_duration(struct arena *arena, const json_t *check,
                               const struct grade_subject *subject)
{
    int64_t most = number_of_json(NUMBER_CHECK_MS, json_object_get(check, "value"), 0);
    if (subject->duration_ms < 0)
        return "It is not known how long the answer took.";
    if (subject->duration_ms <= most)
        return NULL;
    return arena_printf(arena, "Took %lld ms, longer than %lld ms.",
                        (long long)subject->duration_ms, (long long)most);
}

/* "0.0125" of 12500000 billionths. */
static const char *format_cost(struct arena *arena, int64_t nanos)
{
    enum { NANOS = 1000000000, LEAST_LEN = 3 /* 0.0 */ };
    char *text =
        arena_printf(arena, "%lld.%09lld", (long long)(nanos / NANOS), (long long)(nanos % NANOS));
    size_t len = strlen(text);
    while (len > LEAST_LEN && text[len - 1] == '0' && text[len - 2] != '.')
        text[--len] = '\0';
    return text;
}

const char *check_max_cost(struct arena *arena, const json_t *check,
                           const struct grade_subject *subject)
{
    int64_t most = number_nanos_of_json(NUMBER_CHECK_COST, json_object_get(check, "value"), 0);
    if (subject->cost_nanos < 0)
        return "It is not known what the answer cost: its endpoint has no price.";
    if (subject->cost_nanos <= most)
        return NULL;
    return arena_printf(arena, "Cost %s, more than %s.", format_cost(arena, subject->cost_nanos),
                        format_cost(arena, most));
}
