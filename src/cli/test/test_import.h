#ifndef CLI_TEST_IMPORT_H
#define CLI_TEST_IMPORT_H

#include "cli/test/test_start.h"

/* Results of promptfoo, handed in by a pipeline as a person. */

/* Reads ask->results into ask->bytes. False: the person has been told why not. */
bool test_import_read(struct arena *arena, struct test_ask *ask) NONNULL;

/* Imports them as a test run. What of them is left out is said by name. On an error the person has
 * been told why nothing was imported. */
MUST_USE enum err test_import(struct command *command, const struct test_ask *ask,
                              struct test_started *started) NONNULL;

#endif
