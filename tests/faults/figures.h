#ifndef TESTS_FAULTS_FIGURES_H
#define TESTS_FAULTS_FIGURES_H

#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/err.h"

/* What the programs of tests/faults are told, and print for tests/run-faults. */

/* A number of the environment, else the usual one. */
static inline int64_t number_of(const char *name, int64_t usual)
{
    const char *text = getenv(name);
    return text == NULL || text[0] == '\0' ? usual : strtol(text, NULL, 10);
}

/* A line for a figure: "ok - PROGRAM: TEXT (goal GOAL)". */
static inline void figure(bool is_met, const char *program, const char *goal, const char *format,
                          ...) PRINTF(4, 5);
static inline void figure(bool is_met, const char *program, const char *goal, const char *format,
                          ...)
{
    va_list args;
    va_start(args, format);
    (void)printf("%s - %s: ", is_met ? "ok" : "not ok", program);
    (void)vprintf(format, args);
    (void)printf(" (goal %s)\n", goal);
    (void)fflush(stdout);
    va_end(args);
}

#endif
