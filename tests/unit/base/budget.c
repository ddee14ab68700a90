#include "test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/budget.h"
#include "base/clock.h"
#include "base/json.h"
#include "base/json_memory.h"
#include "base/unicode.h"
#include "domain/diff/diff.h"
#include "domain/diff/json_diff.h"
#include "domain/prompt/prompt_template.h"
#include "domain/secret.h"
#include "domain/text_match.h"
#include "times.h"

/* Every loop that a user can lengthen ends when the time of its request is over, and every memory
 * that a user can ask for when its memory is. */

enum { TEXT_LEN = 1024 * 1024, DOCUMENT_LEN = 16 * 1024 * 1024, LARGE = 1024 * 1024 * 1024 };

/* What each loop is given, made before the clock runs. */
struct hostile {
    struct arena *arena;
    struct text text, other, document;
    json_t *json, *other_json;
    const struct text_query *query;
};

static struct text repeat(struct arena *arena, const char *piece, size_t len)
{
    size_t piece_len = strlen(piece);
    char *text = arena_alloc(arena, len + 1);
    for (size_t at = 0; at + piece_len <= len; at += piece_len)
        memcpy(text + at, piece, piece_len);
    return (struct text){text, len / piece_len * piece_len};
}

/* Not the same bytes twice, a line of one each. */
static struct text lines(struct arena *arena, unsigned seed)
{
    char *text = arena_alloc(arena, TEXT_LEN + 1);
    for (size_t at = 0; at < TEXT_LEN; at += 2) {
        seed = seed * 1103515245 + 12345;
        text[at] = (char)('a' + (seed >> 16) % 26);
        text[at + 1] = '\n';
    }
    return (struct text){text, TEXT_LEN};
}

static json_t *parse(struct arena *arena, struct text text)
{
    json_t *json = NULL;
    const char *problem = NULL;
    assert_int_equal(json_parse(arena, text.data, text.len, &json, &problem), ERR_NONE);
    return json;
}

static struct text wrap(struct arena *arena, const char *before, struct text middle,
                        const char *after)
{
    struct buf buf;
    buf_init(&buf, arena);
    buf_add_text(&buf, before);
    buf_add(&buf, middle.data, middle.len);
    buf_add_text(&buf, after);
    return (struct text){buf.data, buf.len};
}

static void query(struct hostile *given, const char *typed)
{
    const char *problem = NULL;
    assert_int_equal(text_query_parse(given->arena, typed, &given->query, &problem), ERR_NONE);
}

/* ---- the loops ------------------------------------------------------------------------------ */

static void give_accents(struct hostile *given)
{
    given->text = repeat(given->arena, "a\xcc\x81\xe1\xbb\x87", TEXT_LEN);
}

static void fold(struct hostile *given)
{
    for (int i = 0; i < 40; i++)
        assert_non_null(
            unicode_fold(given->arena, given->text.data, given->text.len, UNICODE_UNACCENTED).data);
}

static void give_long_word(struct hostile *given)
{
    char typed[TEXT_QUERY_MAX + 1];
    memset(typed, 'a', sizeof typed);
    typed[TEXT_QUERY_MAX / 2] = 'b';
    typed[TEXT_QUERY_MAX] = '\0';
    query(given, typed);
    given->text = repeat(given->arena, "aaaaaaaaaaaaaaaa\xc3\xa9", TEXT_LEN);
}

static void give_long_ascii(struct hostile *given)
{
    give_long_word(given);
    given->text = repeat(given->arena, "a", TEXT_LEN);
}

static void give_phrase(struct hostile *given)
{
    query(given, "\"a a a a a a a a a a a a a a a a b\" \"a b\" c d e f");
    given->text = repeat(given->arena, "a ", TEXT_LEN);
}

static void look(struct hostile *given)
{
    struct arena *scratch = arena_create(LARGE);
    for (int i = 0; i < 400; i++) {
        struct text_match match;
        struct text_span span;
        text_match_begin(&match, given->query, scratch);
        (void)text_match_look(&match, given->text.data, given->text.len, &span);
    }
    arena_destroy(scratch);
}

static void give_lines(struct hostile *given)
{
    given->text = lines(given->arena, 1);
    given->other = lines(given->arena, 2);
}

static void compare_lines(struct hostile *given)
{
    assert_non_null(diff_lines(given->arena, given->text.data, given->text.len, given->other.data,
                               given->other.len));
}

static void give_objects(struct hostile *given)
{
    given->document = wrap(given->arena, "[{}", repeat(given->arena, ",{}", DOCUMENT_LEN), "]");
}

static void parse_objects(struct hostile *given)
{
    (void)parse(given->arena, given->document);
}

static void give_values(struct hostile *given)
{
    struct text one = wrap(given->arena, "[1", repeat(given->arena, ",{\"a\":1}", TEXT_LEN), "]");
    struct text two = wrap(given->arena, "[1", repeat(given->arena, ",{\"a\":2}", TEXT_LEN), "]");
    given->json = parse(given->arena, one);
    given->other_json = parse(given->arena, two);
}

static void compare_values(struct hostile *given)
{
    struct json_diff diff;
    for (int i = 0; i < 20; i++)
        json_diff(given->arena, given->json, given->other_json, &diff);
}

static void write_values(struct hostile *given)
{
    for (int i = 0; i < 100; i++)
        assert_non_null(json_format(given->arena, given->json, JSON_INDENTED).data);
}

static void give_variables(struct hostile *given)
{
    given->text = repeat(given->arena, "{{a}}", TEXT_LEN);
}

static void find_segments(struct hostile *given)
{
    struct prompt_segments segments;
    for (int i = 0; i < 100; i++)
        prompt_segments(given->arena, given->text.data, given->text.len, &segments);
}

static void find_variables(struct hostile *given)
{
    struct prompt_variables variables;
    for (int i = 0; i < 1000; i++)
        prompt_variables(given->arena, given->text.data, given->text.len, &variables);
}

static void give_braces(struct hostile *given)
{
    given->text = repeat(given->arena, "{{ {", TEXT_LEN);
}

static void give_words(struct hostile *given)
{
    given->text = repeat(given->arena, "sk- http://eyJ.", TEXT_LEN);
}

static void find_credentials(struct hostile *given)
{
    for (int i = 0; i < 100; i++)
        assert_null(secret_find(given->text.data, given->text.len));
}

static const struct loop {
    const char *name;
    void (*give)(struct hostile *given);
    void (*run)(struct hostile *given);
} loops[] = {
    {"folding accents", give_accents, fold},
    {"a long word in a text that is not ASCII", give_long_word, look},
    {"a long word in ASCII", give_long_ascii, look},
    {"phrases", give_phrase, look},
    {"a diff of lines", give_lines, compare_lines},
    {"reading 16 MiB of JSON", give_objects, parse_objects},
    {"a diff of values", give_values, compare_values},
    {"writing JSON", give_values, write_values},
    {"segments of a text", give_variables, find_segments},
    {"variables of a text", give_variables, find_variables},
    {"mistakes of a text", give_braces, find_segments},
    {"credentials in a text", give_words, find_credentials},
};

struct attempt {
    const struct loop *loop;
    struct hostile *given;
};

static void attempt(void *context)
{
    const struct attempt *attempt = context;
    attempt->loop->run(attempt->given);
}

/* The end of a loop under a budget, and what it took of the processor. */
static enum budget_end end_of(const struct loop *loop, const struct budget *budget, int64_t *took)
{
    struct arena *arena = arena_create(LARGE);
    struct hostile given = {.arena = arena};
    loop->give(&given);
    struct arena_mark mark = arena_mark(arena);
    json_memory_use(arena);
    int64_t began = times_used();
    enum budget_end end = budget_run(budget, attempt, &(struct attempt){loop, &given});
    *took = times_used() - began;
    json_memory_leave();
    arena_cut(arena, &mark);
    arena_destroy(arena);
    return end;
}

static void every_loop_looks_at_the_clock(void **state)
{
    static const struct budget budget = {(size_t)LARGE * 4, 20 * CLOCK_SECOND / 1000};
    (void)state;
    for (size_t i = 0; i < COUNT_OF(loops); i++) {
        int64_t took = 0;
        enum budget_end end = end_of(&loops[i], &budget, &took);
        if (end != BUDGET_OUT_OF_TIME || took > CLOCK_SECOND / 4)
            fail_msg("%s: %d after %lld us", loops[i].name, (int)end, (long long)took);
    }
}

/* 16 MiB of empty objects are 5.6 million values. */
static void json_counts_for_the_memory_of_its_request(void **state)
{
    static const struct budget budget = {128 << 20, 60 * CLOCK_SECOND};
    static const struct loop loop = {"JSON", give_objects, parse_objects};
    (void)state;
    int64_t took = 0;
    assert_int_equal(end_of(&loop, &budget, &took), BUDGET_OUT_OF_MEMORY);
}

/* Freed values are used again, and nothing of them is left to read. */
static void freed_json_is_wiped_and_used_again(void **state)
{
    (void)state;
    struct arena *arena = arena_create(LARGE);
    json_memory_use(arena);
    json_t *text = json_string("planted secret");
    const char *bytes = json_string_value(text);
    assert_string_equal(bytes, "planted secret");
    size_t used = arena_used(arena);
    json_decref(text);
    for (int i = 0; i < 100000; i++) {
        json_t *object = json_object();
        assert_int_equal(json_object_set_new(object, "name", json_string("another secret")), 0);
        json_decref(object);
    }
    assert_true(arena_used(arena) <= used + 64 * 1024);
    arena_destroy(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_loop_looks_at_the_clock),
        cmocka_unit_test(json_counts_for_the_memory_of_its_request),
        cmocka_unit_test(freed_json_is_wiped_and_used_again),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
