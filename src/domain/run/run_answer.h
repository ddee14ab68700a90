#ifndef DOMAIN_RUN_ANSWER_H
#define DOMAIN_RUN_ANSWER_H

#include "domain/endpoint/endpoint_completion.h"

/* What came of asking a model elsewhere, as it is carried back: JSON. */

struct run_answer {
    enum endpoint_outcome outcome;
    int64_t status; /* 0: there was no answer */
    int64_t duration_ms, attempt_count;
    struct endpoint_completion completion;
};

/* In the arena. */
struct text run_answer_format(struct arena *arena, const struct run_answer *answer) NONNULL;

/* Back; it comes from outside. ERR_INVALID: it is none, or says what can't be. In the arena. */
MUST_USE enum err run_answer_read(struct arena *arena, struct text text,
                                  struct run_answer *answer) NONNULL;

#endif
