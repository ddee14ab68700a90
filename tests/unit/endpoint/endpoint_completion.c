#include "test.h"

#include <string.h>

#include "base/json.h"
#include "domain/endpoint/endpoint_completion.h"

/* What is sent to a model, and what is made of its answer. */

static struct arena *arena;

static enum endpoint_outcome read_it(const char *body, struct endpoint_completion *completion)
{
    const struct fetch_answer answer = {
        .status = 200, .body = {body, strlen(body)}, .type = "application/json"};
    return endpoint_completion_read(arena, &answer, completion);
}

static void a_request_has_what_was_chosen_and_nothing_else(void **state)
{
    json_t *messages = json_keep(arena, json_pack("[{s:s, s:s}]", "role", "user", "content", "Hi"));
    (void)state;
    struct endpoint_parameters parameters = {.model = "m"};
    assert_string_equal(endpoint_completion_request(arena, &parameters, NULL, messages),
                        "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}");
    parameters.temperature = json_keep(arena, json_real(0.5));
    parameters.max_tokens = 100;
    assert_string_equal(endpoint_completion_request(arena, &parameters, NULL, messages),
                        "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}],"
                        "\"temperature\":0.5,\"max_tokens\":100}");
}

static void an_answer_is_read_and_kept(void **state)
{
    struct endpoint_completion read, kept;
    (void)state;
    assert_int_equal(
        read_it(
            "{\"id\":\"x\",\"object\":\"chat.completion\",\"choices\":[{\"index\":0,"
            "\"message\":{\"role\":\"assistant\",\"content\":\"Gr\xc3\xbc\xc3\x9f \\\"dich\\\"\"},"
            "\"finish_reason\":\"stop\"}],\"usage\":{\"prompt_tokens\":12,"
            "\"completion_tokens\":3,\"total_tokens\":15}}",
            &read),
        ENDPOINT_ANSWERED);
    assert_string_equal(read.content, "Gr\xc3\xbc\xc3\x9f \"dich\"");
    assert_string_equal(read.finish_reason, "stop");
    assert_int_equal(read.input_tokens, 12);
    assert_int_equal(read.output_tokens, 3);
    assert_null(read.tool_calls);
    endpoint_completion_parse(arena, endpoint_completion_format(arena, &read), &kept);
    assert_string_equal(kept.content, read.content);
    assert_string_equal(kept.finish_reason, "stop");
    assert_string_equal(kept.error, "");
}

static void all_but_the_message_may_be_missing(void **state)
{
    struct endpoint_completion read, kept;
    (void)state;
    assert_int_equal(read_it("{\"choices\":[{\"message\":{\"content\":\"x\"}}]}", &read),
                     ENDPOINT_ANSWERED);
    assert_int_equal(read.input_tokens, -1);
    assert_int_equal(read.output_tokens, -1);
    assert_int_equal(read_it("{\"choices\":[{\"message\":{\"content\":null,\"tool_calls\":[{\"id\":"
                             "\"1\",\"type\":\"function\"}]}}],\"usage\":{\"prompt_tokens\":-4,"
                             "\"completion_tokens\":\"many\"}}",
                             &read),
                     ENDPOINT_ANSWERED);
    assert_string_equal(read.content, "");
    assert_int_equal(read.input_tokens, -1);
    assert_int_equal(read.output_tokens, -1);
    assert_int_equal(json_array_size(read.tool_calls), 1);
    endpoint_completion_parse(arena, endpoint_completion_format(arena, &read), &kept);
    assert_int_equal(json_array_size(kept.tool_calls), 1);
    assert_int_equal(
        read_it("{\"choices\":[{\"message\":{\"content\":null,\"refusal\":\"I can't\"}}]}", &read),
        ENDPOINT_ANSWERED);
    assert_string_equal(read.refusal, "I can't");
}

static void what_nobody_understands_is_a_result(void **state)
{
    static const struct {
        const char *body;
        enum endpoint_outcome outcome;
    } rows[] = {
        {"", ENDPOINT_BROKEN},
        {"{}", ENDPOINT_BROKEN},
        {"{\"choices\":{}}", ENDPOINT_BROKEN},
        {"{\"choices\":[]}", ENDPOINT_EMPTY},
        {"{\"choices\":[1]}", ENDPOINT_EMPTY},
        {"{\"choices\":[{\"message\":\"x\"}]}", ENDPOINT_EMPTY},
        {"{\"choices\":[{\"message\":{\"content\":\"\"}}]}", ENDPOINT_EMPTY},
        {"{\"choices\":[{\"message\":{\"content\":[1,2]}}]}", ENDPOINT_EMPTY},
        {"{\"choices\":[{\"message\":{\"content\":\"\\u0000\"}}]}", ENDPOINT_BROKEN},
        {"{\"error\":{\"message\":\"Too much\"},\"choices\":[]}", ENDPOINT_ERROR},
        {"data: {\"choices\":[]}\n\n", ENDPOINT_BROKEN},
    };
    (void)state;
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        struct endpoint_completion read;
        assert_int_equal(read_it(rows[i].body, &read), rows[i].outcome);
        assert_string_equal(read.content, "");
    }
}

static void an_error_is_told_and_cut(void **state)
{
    struct endpoint_completion read;
    char body[8000] = "{\"error\":\"";
    (void)state;
    assert_int_equal(read_it("{\"error\":{\"message\":\"Too much\",\"code\":7}}", &read),
                     ENDPOINT_ERROR);
    assert_string_equal(read.error, "Too much");
    for (int i = 0; i < 1500; i++)
        (void)strcat(body, "\xc3\xa4");
    (void)strcat(body, "\"}");
    assert_int_equal(read_it(body, &read), ENDPOINT_ERROR);
    assert_true(strlen(read.error) <= 1000 + strlen("…"));
    assert_true(text_is_utf8(read.error, strlen(read.error)));
}

int main(void)
{
    arena = arena_create(4 << 20);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_request_has_what_was_chosen_and_nothing_else),
        cmocka_unit_test(an_answer_is_read_and_kept),
        cmocka_unit_test(all_but_the_message_may_be_missing),
        cmocka_unit_test(what_nobody_understands_is_a_result),
        cmocka_unit_test(an_error_is_told_and_cut),
    };
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    arena_destroy(arena);
    return failed;
}
