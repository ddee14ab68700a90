#include "test.h"

#include <stdio.h>
#include <string.h>

#include "domain/endpoint/endpoint_answer.h"
#include "domain/endpoint/endpoint_class.h"

/* What comes back from endpoints, also from hostile ones. */

static struct arena *arena;

static enum endpoint_outcome models_of(const char *type, const char *body,
                                       struct endpoint_models *models)
{
    const struct fetch_answer answer = {.status = 200, .body = {body, strlen(body)}, .type = type};
    return endpoint_answer_models(arena, &answer, models);
}

static void models_are_listed(void **state)
{
    struct endpoint_models models;
    (void)state;
    assert_int_equal(
        models_of("application/json; charset=utf-8",
                  "{\"object\":\"list\",\"data\":[{\"id\":\"gpt-5\",\"object\":\"model\"},"
                  "{\"id\":\"b c\"},{\"id\":7},{},3,{\"id\":\"org/b:c\"}]}",
                  &models),
        ENDPOINT_ANSWERED);
    assert_int_equal(models.count, 2);
    assert_string_equal(models.items[0], "gpt-5");
    assert_string_equal(models.items[1], "org/b:c");
}

static void no_more_than_fit_are_taken(void **state)
{
    struct endpoint_models models;
    char *body = arena_alloc(arena, 64 * 1024);
    (void)state;
    size_t len = (size_t)sprintf(body, "{\"data\":[{\"id\":\"m\"}");
    for (int i = 0; i < 2 * ENDPOINT_MODELS_MAX; i++)
        len += (size_t)sprintf(body + len, ",{\"id\":\"m%d\"}", i);
    (void)sprintf(body + len, "]}");
    assert_int_equal(models_of("application/json", body, &models), ENDPOINT_ANSWERED);
    assert_int_equal(models.count, ENDPOINT_MODELS_MAX);
}

static void what_nobody_understands_is_a_result(void **state)
{
    static const struct {
        const char *type, *body;
        enum endpoint_outcome outcome;
    } rows[] = {
        {"text/html", "{\"data\":[{\"id\":\"m\"}]}", ENDPOINT_TYPE},
        {"", "{\"data\":[{\"id\":\"m\"}]}", ENDPOINT_TYPE},
        {"application/jsonp", "{}", ENDPOINT_TYPE},
        {"application/json", "", ENDPOINT_BROKEN},
        {"application/json", "{\"data\":[", ENDPOINT_BROKEN},
        {"application/json", "[1]", ENDPOINT_BROKEN},
        {"application/json", "{\"data\":{}}", ENDPOINT_BROKEN},
        {"application/json", "{\"data\":[{\"id\":\"\xff\xfe\"}]}", ENDPOINT_BROKEN},
        {"application/json", "{\"error\":{\"message\":\"no\"}}", ENDPOINT_ERROR},
        {"application/json", "{\"error\":null,\"data\":[]}", ENDPOINT_EMPTY},
        {"APPLICATION/JSON", "{\"data\":[{\"id\":\"\"}]}", ENDPOINT_EMPTY},
    };
    (void)state;
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        struct endpoint_models models;
        assert_int_equal(models_of(rows[i].type, rows[i].body, &models), rows[i].outcome);
        assert_int_equal(models.count, 0);
    }
}

static void statuses_have_outcomes(void **state)
{
    static const struct {
        enum fetch_outcome fetch;
        int status;
        enum endpoint_outcome outcome;
    } rows[] = {
        {FETCH_DONE, 200, ENDPOINT_ANSWERED},    {FETCH_DONE, 204, ENDPOINT_ANSWERED},
        {FETCH_DONE, 302, ENDPOINT_REDIRECT},    {FETCH_DONE, 400, ENDPOINT_REFUSED},
        {FETCH_DONE, 401, ENDPOINT_KEY_REFUSED}, {FETCH_DONE, 403, ENDPOINT_KEY_REFUSED},
        {FETCH_DONE, 404, ENDPOINT_NOT_FOUND},   {FETCH_DONE, 429, ENDPOINT_LIMITED},
        {FETCH_DONE, 500, ENDPOINT_FAILED},      {FETCH_DONE, 599, ENDPOINT_FAILED},
        {FETCH_PRIVATE, 0, ENDPOINT_FORBIDDEN},  {FETCH_SLOW, 200, ENDPOINT_SLOW},
        {FETCH_LARGE, 200, ENDPOINT_LARGE},
    };
    (void)state;
    for (size_t i = 0; i < COUNT_OF(rows); i++)
        assert_int_equal(endpoint_outcome_of(rows[i].fetch, rows[i].status), rows[i].outcome);
}

static void every_outcome_has_a_name_and_a_sentence(void **state)
{
    (void)state;
    for (int i = 0; i < ENDPOINT_OUTCOME_COUNT; i++) {
        enum endpoint_outcome outcome = ENDPOINT_OUTCOME_COUNT;
        assert_non_null(endpoint_outcome_names[i]);
        assert_non_null(endpoint_outcome_texts[i]);
        assert_int_equal(endpoint_outcome_parse(endpoint_outcome_names[i], &outcome), ERR_NONE);
        assert_int_equal(outcome, i);
    }
    enum endpoint_outcome outcome = ENDPOINT_LOST;
    assert_int_equal(endpoint_outcome_parse("", &outcome), ERR_INVALID);
    assert_int_equal(outcome, ENDPOINT_LOST);
    enum endpoint_class class = ENDPOINT_RESTRICTED;
    assert_int_equal(endpoint_class_parse("public", &class), ERR_NONE);
    assert_int_equal(class, ENDPOINT_PUBLIC);
    assert_int_equal(endpoint_class_parse("secret", &class), ERR_INVALID);
}

int main(void)
{
    arena = arena_create(4 << 20);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(models_are_listed),
        cmocka_unit_test(no_more_than_fit_are_taken),
        cmocka_unit_test(what_nobody_understands_is_a_result),
        cmocka_unit_test(statuses_have_outcomes),
        cmocka_unit_test(every_outcome_has_a_name_and_a_sentence),
    };
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    arena_destroy(arena);
    return failed;
}
