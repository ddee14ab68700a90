#include "test.h"

#include <string.h>

#include "domain/judge/judge_answer.h"

/* What a judge answers, read with suspicion. */

static struct arena *arena;

static void verdicts_are_read(void **state)
{
    static const struct {
        const char *content;
        bool passed;
        int score;
        const char *reason;
    } good[] = {
        {"{\"pass\":true,\"score\":1,\"reason\":\"Good.\"}", true, 1000, "Good."},
        {" \n{\"pass\": false, \"score\": 0.25, \"reason\": \"\"}\n", false, 250, ""},
        {"```json\n{\"pass\":true,\"score\":0,\"reason\":\"x\"}\n```", true, 0, "x"},
        {"```\n{\"reason\":\"x\",\"score\":0.9996,\"pass\":false,\"more\":[1]}\n```\n", false, 1000,
         "x"},
    };
    (void)state;
    for (size_t i = 0; i < COUNT_OF(good); i++) {
        struct judge_answer answer;
        const char *problem = NULL;
        assert_int_equal(judge_answer_read(arena, good[i].content, &answer, &problem), ERR_NONE);
        assert_null(problem);
        assert_int_equal(answer.passed, good[i].passed);
        assert_int_equal(answer.score, good[i].score);
        assert_string_equal(answer.reason, good[i].reason);
    }
}

static void anything_else_is_no_verdict(void **state)
{
    static const struct {
        const char *content;
        const char *part; /* of what is said */
    } bad[] = {
        {"", "JSON object"},
        {"PASS", "JSON object"},
        {"[]", "JSON object"},
        {"```\n```", "JSON object"},
        {"``````", "JSON object"},
        {"```json {\"pass\":true,\"score\":1,\"reason\":\"\"}```", "JSON object"},
        {"I think: {\"pass\":true,\"score\":1,\"reason\":\"\"}", "JSON object"},
        {"{\"pass\":true,\"pass\":false,\"score\":1,\"reason\":\"\"}", "JSON object"},
        {"{\"score\":1,\"reason\":\"\"}", "\"pass\""},
        {"{\"pass\":\"true\",\"score\":1,\"reason\":\"\"}", "\"pass\""},
        {"{\"pass\":1,\"score\":1,\"reason\":\"\"}", "\"pass\""},
        {"{\"pass\":true,\"reason\":\"\"}", "\"score\""},
        {"{\"pass\":true,\"score\":\"1\",\"reason\":\"\"}", "\"score\""},
        {"{\"pass\":true,\"score\":1.01,\"reason\":\"\"}", "\"score\""},
        {"{\"pass\":true,\"score\":-0.1,\"reason\":\"\"}", "\"score\""},
        {"{\"pass\":true,\"score\":1e999,\"reason\":\"\"}", "JSON object"},
        {"{\"pass\":true,\"score\":1}", "\"reason\""},
        {"{\"pass\":true,\"score\":1,\"reason\":null}", "\"reason\""},
    };
    (void)state;
    for (size_t i = 0; i < COUNT_OF(bad); i++) {
        struct judge_answer answer;
        const char *problem = NULL;
        assert_int_equal(judge_answer_read(arena, bad[i].content, &answer, &problem), ERR_INVALID);
        assert_non_null(strstr(problem, bad[i].part));
        assert_false(answer.passed);
    }
}

static void a_long_reason_is_cut_at_a_character(void **state)
{
    struct judge_answer answer;
    const char *problem = NULL;
    char content[3 * JUDGE_REASON_MAX];
    (void)state;
    strcpy(content, "{\"pass\":true,\"score\":1,\"reason\":\"x");
    for (int i = 0; i < JUDGE_REASON_MAX; i++)
        strcat(content, "é");
    strcat(content, "\"}");
    assert_int_equal(judge_answer_read(arena, content, &answer, &problem), ERR_NONE);
    assert_int_equal(strlen(answer.reason), JUDGE_REASON_MAX - 1);
    assert_true(text_is_utf8(answer.reason, strlen(answer.reason)));
}

/* What a request asks for is what is read. */
static void the_format_names_the_three_values(void **state)
{
    (void)state;
    const json_t *schema =
        json_object_get(json_object_get(judge_answer_format(arena), "json_schema"), "schema");
    const json_t *properties = json_object_get(schema, "properties");
    assert_int_equal(json_array_size(json_object_get(schema, "required")), 3);
    assert_int_equal(json_object_size(properties), 3);
    assert_string_equal(json_text(json_object_get(properties, "pass"), "type"), "boolean");
    assert_string_equal(json_text(json_object_get(properties, "score"), "type"), "number");
    assert_string_equal(json_text(json_object_get(properties, "reason"), "type"), "string");
    assert_true(json_is_false(json_object_get(schema, "additionalProperties")));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(verdicts_are_read),
        cmocka_unit_test(anything_else_is_no_verdict),
        cmocka_unit_test(a_long_reason_is_cut_at_a_character),
        cmocka_unit_test(the_format_names_the_three_values),
    };
    arena = arena_create(16 << 20);
    int failed_count = cmocka_run_group_tests(tests, NULL, NULL);
    arena_destroy(arena);
    return failed_count;
}
