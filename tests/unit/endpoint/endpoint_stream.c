#include "test.h"

#include <string.h>

#include "base/json.h"
#include "streams.h"

/* Answers in pieces, as they come and at their end. */

static struct arena *arena;

#define TEXT(content)  "data: {\"choices\":[{\"delta\":{\"content\":\"" content "\"}}]}\n\n"
#define FINISH(reason) "data: {\"choices\":[{\"delta\":{},\"finish_reason\":\"" reason "\"}]}\n\n"
#define TOKENS         "{\"prompt_tokens\":7,\"completion_tokens\":2}"
#define USAGE          "data: {\"choices\":[],\"usage\":" TOKENS "}\n\n"
#define DONE           "data: [DONE]\n\n"

static enum endpoint_outcome read_it(const char *body, struct endpoint_completion *completion)
{
    const struct fetch_answer answer = {
        .status = 200, .body = {body, strlen(body)}, .type = "text/event-stream; charset=utf-8"};
    return stream_answer(arena, &answer, completion);
}

static void pieces_are_one_answer(void **state)
{
    struct endpoint_completion read;
    (void)state;
    assert_int_equal(read_it(TEXT("Gr\xc3\xbc") TEXT("\xc3\x9f") TEXT("e") FINISH("stop")
                                 USAGE DONE TEXT("after"),
                             &read),
                     ENDPOINT_ANSWERED);
    assert_string_equal(read.content, "Gr\xc3\xbc\xc3\x9f"
                                      "e");
    assert_string_equal(read.finish_reason, "stop");
    assert_int_equal(read.input_tokens, 7);
    assert_int_equal(read.output_tokens, 2);
    assert_null(read.tool_calls);
}

static void every_end_of_a_line_is_one(void **state)
{
    struct endpoint_completion read;
    (void)state;
    assert_int_equal(read_it(": hello\r\n\r\nevent: x\r\nid: 3\r\ndata:{\"choices\":\r\n"
                             "data: [{\"delta\":{\"content\":\"a\"}}]}\r\n\r\n"
                             "data: {\"choices\":[{\"delta\":{\"content\":\"b\"}}]}\r\r"
                             "data:[DONE]",
                             &read),
                     ENDPOINT_ANSWERED);
    assert_string_equal(read.content, "ab");
}

static void what_came_is_seen_wherever_it_is_cut(void **state)
{
    static const char body[] = TEXT("One") TEXT(" two") FINISH("stop") DONE;
    struct endpoint_completion so_far, whole;
    (void)state;
    for (size_t i = 0; i <= strlen(body); i++) {
        struct endpoint_stream stream;
        endpoint_stream_begin(&stream, arena);
        endpoint_stream_read(&stream, (struct text){body, i});
        endpoint_stream_so_far(&stream, arena, &so_far);
        assert_true(strncmp("One two", so_far.content, strlen(so_far.content)) == 0);
        assert_int_equal(endpoint_stream_end(&stream, (struct text){body, strlen(body)}, &whole),
                         ENDPOINT_ANSWERED);
        endpoint_stream_close(&stream);
        assert_string_equal(whole.content, "One two");
    }
    assert_string_equal(so_far.content, "One two");
}

static void each_way_to_go_wrong_has_its_outcome(void **state)
{
    static const struct {
        const char *body;
        enum endpoint_outcome outcome;
    } cases[] = {
        {TEXT("a"), ENDPOINT_CUT},
        {TEXT("a") "data: {\"choices\":[{\"del", ENDPOINT_BROKEN},
        {TEXT("a") "data: [1]\n\n" DONE, ENDPOINT_BROKEN},
        {TEXT("a") "data: {\"choices\":[{\"delta\":{\"content\":\"\xff\"}}]}\n\n", ENDPOINT_BROKEN},
        {TEXT("a") "data: {\"error\":{\"message\":\"It broke\"}}\n\n" DONE, ENDPOINT_ERROR},
        {TEXT("a") FINISH("length"), ENDPOINT_ANSWERED},
        {TEXT("a") DONE, ENDPOINT_ANSWERED},
    };
    struct endpoint_completion read;
    (void)state;
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        assert_int_equal(read_it(cases[i].body, &read), cases[i].outcome);
        assert_string_equal(read.content, "a");
        assert_int_equal(read.output_tokens, -1);
        assert_string_equal(read.error, cases[i].outcome == ENDPOINT_ERROR ? "It broke" : "");
    }
    assert_int_equal(read_it("", &read), ENDPOINT_CUT);
    assert_int_equal(read_it(DONE, &read), ENDPOINT_EMPTY);
    assert_int_equal(read_it("\n\n\n", &read), ENDPOINT_CUT);
}

#define CALL(members) "data: {\"choices\":[{\"delta\":{\"tool_calls\":[" members "]}}]}\n\n"

static void tool_calls_are_put_together_by_their_places(void **state)
{
    struct endpoint_completion read;
    (void)state;
    assert_int_equal(
        read_it(CALL("{\"index\":0,\"id\":\"a\",\"function\":{\"name\":\"f\",\"arguments\":\"{\"}}")
                    CALL("{\"index\":1,\"id\":\"b\",\"function\":{\"name\":\"g\"}}")
                        CALL("{\"index\":0,\"function\":{\"arguments\":\"}\"}}")
                            CALL("{\"index\":9,\"id\":\"no\"},{\"index\":-1},7")
                                FINISH("tool_calls") DONE,
                &read),
        ENDPOINT_ANSWERED);
    assert_string_equal(json_format(arena, read.tool_calls, JSON_LINE).data,
                        "[{\"id\":\"a\",\"type\":\"function\",\"function\":{\"name\":\"f\","
                        "\"arguments\":\"{}\"}},{\"id\":\"b\",\"type\":\"function\",\"function\":{"
                        "\"name\":\"g\",\"arguments\":\"\"}}]");
}

static void an_answer_that_is_whole_is_read_as_one(void **state)
{
    static const char body[] = "{\"choices\":[{\"message\":{\"content\":\"x\"}}]}";
    const struct fetch_answer answer = {
        .status = 200, .body = {body, strlen(body)}, .type = "application/json"};
    struct endpoint_completion read;
    (void)state;
    assert_int_equal(stream_answer(arena, &answer, &read), ENDPOINT_ANSWERED);
    assert_string_equal(read.content, "x");
    assert_false(endpoint_stream_is("text/event-streams"));
    assert_true(endpoint_stream_is("TEXT/Event-Stream;charset=utf-8"));
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(pieces_are_one_answer),
        cmocka_unit_test(every_end_of_a_line_is_one),
        cmocka_unit_test(what_came_is_seen_wherever_it_is_cut),
        cmocka_unit_test(each_way_to_go_wrong_has_its_outcome),
        cmocka_unit_test(tool_calls_are_put_together_by_their_places),
        cmocka_unit_test(an_answer_that_is_whole_is_read_as_one),
    };
    arena = arena_create((size_t)64 * 1024 * 1024);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
