#ifndef DOMAIN_RUN_JUDGED_H
#define DOMAIN_RUN_JUDGED_H

#include "domain/judge/judge_answer.h"

/* What a judge said of a result, as it is stored: {"answers": [{"pass", "score", "reason"}],
 * "problem"}. */

enum { RUN_JUDGED_MAX = 5 /* answers */ };

struct run_judged {
    struct judge_answer items[RUN_JUDGED_MAX];
    int count;
    const char *problem; /* why it did not answer, a sentence; "" */
};

/* In the arena. */
const char *run_judged_format(struct arena *arena, const struct run_judged *judged) NONNULL;
/* Back; "" is none. */
void run_judged_parse(struct arena *arena, const char *text, struct run_judged *judged) NONNULL;

/* What most of them say, and no with as many; and the mean of their scores, in thousandths. There
 * is at least one. */
bool run_judged_passed(const struct run_judged *judged) NONNULL;
int run_judged_score(const struct run_judged *judged) NONNULL;

#endif
