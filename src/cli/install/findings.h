#ifndef CLI_FINDINGS_H
#define CLI_FINDINGS_H

#include <jansson.h>

#include "cli/command/command.h"

/* What `rostrum check` found: a line for each thing that was looked at, with what to do unless it
 * is as it should be. */

enum finding_state { FINDING_OK, FINDING_NOTE, FINDING_FAILED };

struct findings {
    json_t *json; /* an array; NULL: lines to standard output as they come */
    int failed_count;
};

/* "key ring", "/path is for others to read", "chmod 600 it". remedy NULL: it is as it should be.
 * A note could be better, but nothing is wrong. */
void finding_add(struct findings *findings, enum finding_state state, const char *name,
                 const char *remedy, const char *format, ...)
    __attribute__((nonnull(1, 3, 5), format(printf, 5, 6)));

#endif
