#ifndef CLI_TEST_REPORT_H
#define CLI_TEST_REPORT_H

#include "cli/test/test_start.h"

/* What came of a test run: counts and failed cases on standard output, and all results in a file of
 * JUnit. */

struct test_report {
    struct command *command; /* in a request */
    struct arena *arena;     /* of what lives until the end */
    const struct test_ask *ask;
    const struct test_started *started;
    const char *url; /* of the run's page */
};

/* "https://…/prompts/ID/tests/RUN", in the arena. */
const char *test_report_url(struct arena *arena, const char *public_url, const struct test_ask *ask,
                            const struct test_started *started) NONNULL;

/* Of a run that has ended. On an error the person has been told. */
MUST_USE enum err test_report(const struct test_report *report, bool *has_passed) NONNULL;

#endif
