#include "domain/grade/grade.h"

#include <string.h>

#include "base/number.h"
#include "base/pattern.h"
#include "domain/grade/check_text_internal.h"
#include "domain/grade/check_type.h"
#include "domain/grade/schema.h"

enum { TOOL_NAME_MAX = 200 };

/* ---- reading ------------------------------------------------------------------------------- */

/* Each says what is wrong with a value, or NULL. */

static const char *wrong_text(const json_t *value, bool may_be_empty)
{
    if (!json_is_string(value))
        return ": must be a text.";
    return !may_be_empty && json_string_length(value) == 0 ? ": must not be empty." : NULL;
}

static const char *wrong_texts(struct arena *arena, const json_t *value)
{
    json_t *item = NULL;
    size_t index = 0, count = json_array_size(value);
    if (count == 0 || count > CHECK_TEXTS_MAX)
        return arena_printf(arena, ": must be an array of 1 to %d texts.", CHECK_TEXTS_MAX);
    json_array_foreach(value, index, item)
    {
        const char *wrong = wrong_text(item, false);
        if (wrong != NULL)
            return arena_printf(arena, "[%zu]%s", index, wrong);
    }
    return NULL;
}

static const char *wrong_pattern(struct arena *arena, const json_t *check, const json_t *value)
{
    struct pattern *pattern = NULL;
    const char *problem = wrong_text(value, false);
    bool ignores_case = json_is_true(json_object_get(check, "ignore_case"));
    if (problem != NULL)
        return problem;
    struct text source = {json_string_value(value), json_string_length(value)};
    if (pattern_compile(arena, source, ignores_case ? PATTERN_IGNORES_CASE : 0, &pattern,
                        &problem) == ERR_NONE)
        return NULL;
    return arena_printf(arena, ": is not a regular expression. %s", problem);
}

static const char *wrong_schema(struct arena *arena, const json_t *value)
{
    const char *problem = NULL;
    if (!json_is_object(value) && !json_is_boolean(value))
        return ": must be a JSON Schema, an object.";
    if (schema_read(arena, value, &problem) == ERR_NONE)
        return NULL;
    return arena_printf(arena, "%s%s", problem[0] == ':' || problem[0] == '[' ? "" : ".", problem);
}

static const char *wrong_number(struct arena *arena, const json_t *value, enum number number)
{
    if (number_fits_json(number, value))
        return NULL;
    return arena_printf(arena, ": must be %s.", number_limits[number].words);
}

static const char *wrong_value(struct arena *arena, const struct check_type *type,
                               const json_t *check)
{
    const json_t *value = json_object_get(check, "value");
    if (value == NULL && type->value != CHECK_NOTHING && type->value != CHECK_SCHEMA_OR_NOTHING)
        return ": is missing.";
    if (value == NULL)
        return NULL;
    switch (type->value) {
    case CHECK_NOTHING:
        return ": this check has no value.";
    case CHECK_ANY_TEXT:
    case CHECK_TEXT:
        return wrong_text(value, type->value == CHECK_ANY_TEXT);
    case CHECK_TEXTS:
        return wrong_texts(arena, value);
    case CHECK_PATTERN:
        return wrong_pattern(arena, check, value);
    case CHECK_SCHEMA:
    case CHECK_SCHEMA_OR_NOTHING:
        return wrong_schema(arena, value);
    case CHECK_DURATION:
        return wrong_number(arena, value, NUMBER_CHECK_MS);
    case CHECK_COST:
        return wrong_number(arena, value, NUMBER_CHECK_COST);
    }
    return NULL;
}

static const char *wrong_member(struct arena *arena, const struct check_type *type, const char *key,
                                const json_t *value)
{
    if (strcmp(key, "type") == 0 || strcmp(key, "value") == 0)
        return NULL;
    if (type->may_ignore_case && strcmp(key, "ignore_case") == 0)
        return json_is_boolean(value) ? NULL : ".ignore_case: must be true or false.";
    if (type->may_name_tool && strcmp(key, "tool") == 0) {
        bool is_name = json_is_string(value) && json_string_length(value) > 0 &&
                       json_string_length(value) <= TOOL_NAME_MAX;
        return is_name ? NULL : ".tool: must be the name of a tool.";
    }
    return arena_printf(arena, ": %s is no member of this check.", check_quote(arena, key));
}

static const char *wrong_check(struct arena *arena, json_t *check)
{
    const char *key = NULL;
    json_t *member = NULL;
    const struct check_type *type = check_type_find(json_text(check, "type"));
    if (!json_is_object(check))
        return ": must be an object, {…}.";
    if (type == NULL && json_object_get(check, "type") == NULL)
        return ".type: is missing.";
    if (type == NULL)
        return arena_printf(arena, ".type: there is no check %s.",
                            check_quote(arena, json_text(check, "type")));
    json_object_foreach(check, key, member)
    {
        const char *wrong = wrong_member(arena, type, key, member);
        if (wrong != NULL)
            return wrong;
    }
    const char *wrong = wrong_value(arena, type, check);
    return wrong == NULL ? NULL : arena_printf(arena, ".value%s", wrong);
}

enum err grade_checks_read(struct arena *arena, json_t *checks, const char **problem)
{
    json_t *check = NULL;
    size_t index = 0;
    *problem = NULL;
    if (checks != NULL && !json_is_array(checks))
        *problem = "checks: must be an array, […].";
    else if (json_array_size(checks) > GRADE_CHECKS_MAX)
        *problem = arena_printf(arena, "checks: a case may have %d checks.", GRADE_CHECKS_MAX);
    json_array_foreach(checks, index, check)
    {
        const char *wrong = *problem == NULL ? wrong_check(arena, check) : NULL;
        if (wrong != NULL)
            *problem = arena_printf(arena, "checks[%zu]%s", index, wrong);
    }
    return *problem == NULL ? ERR_NONE : ERR_INVALID;
}

/* ---- grading ------------------------------------------------------------------------------- */

static void add(struct grade_result *result, const char *type, const char *reason)
{
    result->items[result->count++] = (struct grade_finding){
        .type = type, .passed = reason == NULL, .reason = reason == NULL ? "" : reason};
    result->passed = result->passed && reason == NULL;
}

static const char *look_at_answer(const struct grade_subject *subject)
{
    bool has_answered = subject->output[strspn(subject->output, " \t\r\n")] != '\0' ||
                        json_array_size(subject->tool_calls) > 0;
    return has_answered ? NULL : "The answer is empty.";
}

void grade_checks(struct arena *arena, json_t *checks, const char *expected,
                  const struct grade_subject *subject, struct grade_result *result)
{
    json_t *check = NULL;
    size_t index = 0, count = json_array_size(checks);
    *result = (struct grade_result){.passed = true};
    result->items = arena_array(arena, count + 1, sizeof *result->items);
    json_array_foreach(checks, index, check)
    {
        const struct check_type *type = check_type_find(json_text(check, "type"));
        add(result, type == NULL ? json_text(check, "type") : type->name,
            type == NULL ? "There is no such check." : type->look(arena, check, subject));
    }
    if (count == 0 && expected != NULL)
        add(result, "equals", check_text_equals(arena, expected, false, subject->output));
    else if (count == 0)
        add(result, "answer", look_at_answer(subject));
}
