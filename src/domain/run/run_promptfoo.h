#ifndef DOMAIN_RUN_PROMPTFOO_H
#define DOMAIN_RUN_PROMPTFOO_H

#include "domain/run/run_promptfoo_shape.h"

/* Reads a file. ERR_INVALID: *problem is a sentence that says what is wrong and where
 * ("results[3].success must be true or false."): no UTF-8, no JSON, too long, too deep, another
 * version, a field that is missing or of the wrong type, a test twice in a column. In the arena. */
MUST_USE enum err run_promptfoo_read(struct arena *arena, struct text text,
                                     struct run_promptfoo *file, const char **problem) NONNULL;

#endif
