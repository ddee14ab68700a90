#include "domain/run/run_take.h"

#include <string.h>

#include "base/json.h"
#include "base/number.h"
#include "domain/endpoint/endpoint_price.h"

enum { ASCII_A_TOKEN = 4 };

int64_t run_sum(int64_t a, int64_t b)
{
    return a > INT64_MAX - b ? INT64_MAX : a + b;
}

/* Roughly: one for four ASCII characters, and one for each other. */
static int64_t tokens_of(const char *text)
{
    int64_t ascii = 0, others = 0;
    for (const unsigned char *p = (const unsigned char *)text; *p != '\0'; p++) {
        ascii += *p < 0x80;
        others += *p >= 0xc0; /* a character begins */
    }
    return (ascii + ASCII_A_TOKEN - 1) / ASCII_A_TOKEN + others;
}

static int64_t limit_of(const json_t *json)
{
    static const char *const keys[] = {"max_tokens", "max_completion_tokens"};
    for (size_t i = 0; i < COUNT_OF(keys); i++) {
        int64_t limit = number_of_json(NUMBER_COUNTER, json_object_get(json, keys[i]), 0);
        if (limit > 0)
            return limit;
    }
    return RUN_OUTPUT_GUESS;
}

struct run_take run_take_of(struct arena *arena, const char *request,
                            const struct endpoint_price *price)
{
    const json_t *json =
        json_stored(arena, (struct text){request, strlen(request)}, "a request of a model");
    struct run_take take = {.input_tokens = tokens_of(request), .output_tokens = limit_of(json)};
    if (price != NULL)
        take.nanos = run_sum(endpoint_price_cost(take.input_tokens, price->input_micros),
                             endpoint_price_cost(take.output_tokens, price->output_micros));
    return take;
}

struct run_take run_take_add(const struct run_take *a, const struct run_take *b)
{
    return (struct run_take){run_sum(a->input_tokens, b->input_tokens),
                             run_sum(a->output_tokens, b->output_tokens),
                             run_sum(a->nanos, b->nanos)};
}
