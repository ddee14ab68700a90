#ifndef DOMAIN_RUN_TAKE_H
#define DOMAIN_RUN_TAKE_H

#include "base/arena.h"
#include "domain/endpoint/endpoint_price_list.h"

/* What a call takes, before it is made: no endpoint says so, so it is estimated. */

enum { RUN_OUTPUT_GUESS = 1000 /* tokens, of a request without a limit */ };

struct run_take {
    int64_t input_tokens;
    int64_t output_tokens; /* at most */
    int64_t nanos;         /* at most, in billionths of the currency; 0: there is no price */
};

/* Of a request as it is sent: everything in it is read by the model, and max_tokens, or
 * max_completion_tokens, is what it may answer. price NULL: none is known. */
struct run_take run_take_of(struct arena *arena, const char *request,
                            const struct endpoint_price *price) __attribute__((nonnull(1, 2)));

struct run_take run_take_add(const struct run_take *a, const struct run_take *b) NONNULL;

/* Adds, to INT64_MAX at most. */
int64_t run_sum(int64_t a, int64_t b);

#endif
