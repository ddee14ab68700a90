#ifndef TESTS_PROGRAMS_H
#define TESTS_PROGRAMS_H

/* The built programs, run as a person runs them. Include test.h before it. */

#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>

#include "base/arena.h"

enum { OUTPUT_MAX = 64 * 1024, PATH_LEN = 512, EXIT_CONFIG = 78 };

static char out[OUTPUT_MAX]; /* what the last program printed, on both outputs */

/* As snprintf, but what does not fit fails the test. */
static inline void put(char *text, size_t size, const char *format, ...) PRINTF(3, 4);
static inline void put(char *text, size_t size, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    int len = vsnprintf(text, size, format, args);
    va_end(args);
    assert_true(len >= 0 && (size_t)len < size);
}

static inline int run_text(const char *text)
{
    FILE *pipe = popen(text, "r");
    assert_non_null(pipe);
    size_t len = fread(out, 1, sizeof out - 1, pipe);
    out[len] = '\0';
    int status = pclose(pipe);
    assert_true(WIFEXITED(status));
    return WEXITSTATUS(status);
}

static inline const char *folder_of_build(void)
{
    const char *folder = getenv("top_builddir");
    return folder != NULL ? folder : ".";
}

static inline const char *folder_of_source(void)
{
    const char *folder = getenv("top_srcdir");
    return folder != NULL ? folder : "..";
}

/* Runs `rostrum` with arguments for the shell; its exit status. */
static inline int rostrum(const char *arguments)
{
    char text[4 * PATH_LEN];
    put(text, sizeof text, "'%s/rostrum' %s 2>&1 </dev/null", folder_of_build(), arguments);
    return run_text(text);
}

/* A worker says whether it is ready, on a database or, NULL, on that of its settings; its exit
 * status. */
static inline int ask_ready(const char *database)
{
    char text[3 * PATH_LEN];
    put(text, sizeof text,
        "%s%s%s REQUEST_METHOD=GET REQUEST_URI=/readyz '%s/rostrum.fcgi' 2>&1 </dev/null",
        database != NULL ? "ROSTRUM_DATABASE='" : "", database != NULL ? database : "",
        database != NULL ? "'" : "", folder_of_build());
    return run_text(text);
}

static inline void assert_out_has(const char *piece)
{
    if (strstr(out, piece) == NULL)
        fail_msg("\"%s\" is not in \"%s\"", piece, out);
}

#endif
