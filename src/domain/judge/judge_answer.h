#ifndef DOMAIN_JUDGE_ANSWER_H
#define DOMAIN_JUDGE_ANSWER_H

#include <stdbool.h>

#include "base/json.h"

/* What a judge answers: one JSON object {"pass": true, "score": 0.9, "reason": "…"}, alone or in a
 * code block. It comes from a model, which was shown the text of another: nothing of it is
 * believed but these three values. */

enum { JUDGE_REASON_MAX = 2000 /* bytes; a longer one is cut at a character */ };

struct judge_answer {
    bool passed;
    int score;          /* in thousandths */
    const char *reason; /* "" for none */
};

/* ERR_INVALID with what is wrong, for people: no JSON object, a value that is missing or of another
 * type, a score outside of 0 to 1. Other keys are left out. In the arena. */
MUST_USE enum err judge_answer_read(struct arena *arena, const char *content,
                                    struct judge_answer *answer, const char **problem) NONNULL;

/* The schema of it, as "response_format" of a request takes it. In the arena. */
json_t *judge_answer_format(struct arena *arena) NONNULL;

#endif
