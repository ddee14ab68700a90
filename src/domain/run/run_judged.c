#include "domain/run/run_judged.h"

#include <string.h>

const char *run_judged_format(struct arena *arena, const struct run_judged *judged)
{
    json_t *answers = json_array();
    for (int i = 0; i < judged->count; i++)
        json_array_append_new(
            answers, json_pack("{s:b, s:i, s:s}", "pass", (int)judged->items[i].passed, "score",
                               judged->items[i].score, "reason", judged->items[i].reason));
    json_t *json = json_keep(arena, json_pack("{s:o}", "answers", answers));
    if (judged->problem[0] != '\0')
        json_object_set_new(json, "problem", json_string(judged->problem));
    return json_format(arena, json, JSON_LINE).data;
}

void run_judged_parse(struct arena *arena, const char *text, struct run_judged *judged)
{
    *judged = (struct run_judged){.problem = ""};
    if (text[0] == '\0')
        return;
    const json_t *json = json_stored(arena, (struct text){text, strlen(text)}, "what a judge said");
    const json_t *answers = json_object_get(json, "answers");
    judged->problem = json_text(json, "problem");
    for (size_t i = 0; i < json_array_size(answers) && i < RUN_JUDGED_MAX; i++) {
        const json_t *item = json_array_get(answers, i);
        judged->items[judged->count++] = (struct judge_answer){
            .passed = json_is_true(json_object_get(item, "pass")),
            .score = (int)json_integer_value(json_object_get(item, "score")),
            .reason = json_text(item, "reason"),
        };
    }
}

bool run_judged_passed(const struct run_judged *judged)
{
    int passed = 0;
    for (int i = 0; i < judged->count; i++)
        passed += judged->items[i].passed;
    return 2 * passed > judged->count;
}

int run_judged_score(const struct run_judged *judged)
{
    int sum = 0;
    for (int i = 0; i < judged->count; i++)
        sum += judged->items[i].score;
    return (sum + judged->count / 2) / judged->count;
}
