#ifndef DOMAIN_RUN_JUNIT_H
#define DOMAIN_RUN_JUNIT_H

#include "base/buf.h"
#include "domain/run/run_state.h"

/* A run as pipelines read it: the JUnit report, as the Ant task wrote it first and CI servers
 * (Jenkins, GitLab, GitHub actions) read it since: a test suite, a test case each result. XML 1.0
 * in UTF-8; characters that XML can't hold become U+FFFD. */

struct run_junit {
    const char *name; /* "support/refund-answer v7" */
    int64_t count, fail_count, error_count;
    int64_t duration_ms; /* of all results together */
    int64_t started_at;  /* microseconds */
};

struct run_junit_case {
    const char *suite; /* the test set */
    const char *name;
    enum result_state state; /* RESULT_OPEN: skipped */
    int64_t duration_ms;
    const char *message; /* why it failed, a line; "" if it passed */
    const char *output;  /* what the model answered, of those that did not pass; "" */
};

void run_junit_begin(struct buf *buf, const struct run_junit *suite) NONNULL;
void run_junit_add(struct buf *buf, const struct run_junit_case *item) NONNULL;
void run_junit_end(struct buf *buf) NONNULL;

#endif
