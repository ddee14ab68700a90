#ifndef CLI_DEMO_CASES_H
#define CLI_DEMO_CASES_H

#include <stdbool.h>

/* The judged test set of the demonstration: what customers ask, what the model answers, and what
 * the judge and people say of it. */

enum { DEMO_CASES = 6 };

struct demo_case {
    const char *id;
    const char *name;
    bool is_critical;
    const char *message, *order, *expected;
    const char *answer; /* of the model */
    bool is_good;       /* people pass it */
    int wrong_count;    /* the judge says the opposite of the first so many repeats */
    const char *reason; /* where it agrees with people */
};
extern const struct demo_case demo_cases[DEMO_CASES];

#endif
