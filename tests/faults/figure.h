#ifndef TESTS_FAULTS_FIGURE_H
#define TESTS_FAULTS_FIGURE_H

/* What the programs here have in common: a line for each figure with its goal, as tests/run-faults
 * counts and shows them. Include test.h before it. */

#include <errno.h>
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "fixture.h"

/* "ok - PROGRAM: ENGINE: FIGURE (goal GOAL)". Whoever missed one goes on: there may be more. */
static inline void figure(const struct fixture *f, bool is_met, const char *goal,
                          const char *format, ...) PRINTF(4, 5);
static inline void figure(const struct fixture *f, bool is_met, const char *goal,
                          const char *format, ...)
{
    va_list args;
    (void)printf("%s - %s: %s: ", is_met ? "ok" : "not ok", program_invocation_short_name,
                 f->is_postgres ? "postgresql" : "sqlite");
    va_start(args, format);
    (void)vprintf(format, args);
    va_end(args);
    (void)printf(" (goal %s)\n", goal);
    (void)fflush(stdout);
}

/* A count that must be just this one. */
static inline void figure_count(const struct fixture *f, int64_t found, int64_t goal,
                                const char *what)
{
    char text[24];
    (void)snprintf(text, sizeof text, "%" PRId64, goal);
    figure(f, found == goal, text, "%" PRId64 " %s", found, what);
}

/* A number of the environment, or the usual one. */
static inline int64_t number_of(const char *name, int64_t usual)
{
    const char *text = getenv(name);
    return text == NULL || text[0] == '\0' ? usual : strtoll(text, NULL, 10);
}

#endif
