#include "domain/judge/judge_answer.h"

#include <string.h>

enum { WHOLE = 1000 };

/* What stands between ``` and ```, if nothing stands around it; otherwise the text itself. */
static struct text without_fence(const char *content)
{
    static const char fence[] = "```";
    struct text text = {content, strlen(content)};
    text_trim_range(&text.data, &text.len);
    if (text.len < 2 * strlen(fence) || strncmp(text.data, fence, strlen(fence)) != 0 ||
        strncmp(text.data + text.len - strlen(fence), fence, strlen(fence)) != 0)
        return text;
    const char *line_end = memchr(text.data, '\n', text.len - strlen(fence));
    if (line_end == NULL)
        return text;
    return (struct text){line_end + 1,
                         (size_t)(text.data + text.len - strlen(fence) - line_end - 1)};
}

static const char *problem_of(const json_t *json)
{
    const json_t *score = json_object_get(json, "score");
    if (!json_is_object(json))
        return "The judge did not answer with a JSON object.";
    if (!json_is_boolean(json_object_get(json, "pass")))
        return "The judge's answer has no \"pass\" that is true or false.";
    if (!json_is_number(score) || !(json_number_value(score) >= 0 && json_number_value(score) <= 1))
        return "The judge's answer has no \"score\" from 0 to 1.";
    if (!json_is_string(json_object_get(json, "reason")))
        return "The judge's answer has no \"reason\" that is text.";
    return NULL;
}

enum err judge_answer_read(struct arena *arena, const char *content, struct judge_answer *answer,
                           const char **problem)
{
    json_t *json = NULL;
    const char *where = NULL;
    struct text text = without_fence(content);
    *answer = (struct judge_answer){.reason = ""};
    if (json_parse(arena, text.data, text.len, &json, &where) != ERR_NONE)
        json = NULL;
    *problem = problem_of(json);
    if (*problem != NULL)
        return ERR_INVALID;
    const json_t *reason = json_object_get(json, "reason");
    size_t len = text_cut(json_string_value(reason), json_string_length(reason), JUDGE_REASON_MAX);
    *answer = (struct judge_answer){
        .passed = json_is_true(json_object_get(json, "pass")),
        .score = (int)(json_number_value(json_object_get(json, "score")) * WHOLE + 0.5),
        .reason = arena_printf(arena, "%.*s", (int)len, json_string_value(reason))};
    return ERR_NONE;
}

json_t *judge_answer_format(struct arena *arena)
{
    return json_keep(arena,
                     json_pack("{s:s, s:{s:s, s:b, s:{s:s, s:[s, s, s], s:b, "
                               "s:{s:{s:s}, s:{s:s}, s:{s:s}}}}}",
                               "type", "json_schema", "json_schema", "name", "verdict", "strict", 1,
                               "schema", "type", "object", "required", "pass", "score", "reason",
                               "additionalProperties", 0, "properties", "pass", "type", "boolean",
                               "score", "type", "number", "reason", "type", "string"));
}
