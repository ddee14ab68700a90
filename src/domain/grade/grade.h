#ifndef DOMAIN_GRADE_GRADE_H
#define DOMAIN_GRADE_GRADE_H

#include "domain/grade/grade_subject.h"

/* Checks without a model: what an answer must be, and whether it is. A check is an object of JSON,
 * {"type", "value", "ignore_case": true, "tool"}; which types there are, and what the value of each
 * is, says the table of check_type.h. */

enum { GRADE_CHECKS_MAX = 20 }; /* of a case */

struct grade_finding {
    const char
        *type; /* of its check; "equals" where expected was compared; "answer" with neither */
    bool passed;
    const char *reason; /* a sentence, for people; "" if it passed */
};

struct grade_result {
    struct grade_finding *items;
    int count;
    bool passed; /* all of them */
};

/* May these checks be stored? NULL is an array of none. ERR_INVALID: *problem is the place and what
 * is wrong there, "checks[0].value: must be a text.", in the arena. Whatever passes here is really
 * looked at later: what can't be checked is refused. */
MUST_USE enum err grade_checks_read(struct arena *arena, json_t *checks, const char **problem)
    __attribute__((nonnull(1, 3)));

/* Looks at an answer with checks that grade_checks_read took. Without checks, and with an expected
 * text, the answer must equal that after trimming; with neither it passes if there is an answer.
 * What runs into a limit (a pattern that takes too long) is a finding that did not pass. In the
 * arena. expected may be NULL. */
void grade_checks(struct arena *arena, json_t *checks, const char *expected,
                  const struct grade_subject *subject, struct grade_result *result)
    __attribute__((nonnull(1, 4, 5)));

#endif
