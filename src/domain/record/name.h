#ifndef DOMAIN_NAME_H
#define DOMAIN_NAME_H

#include "base/err.h"

enum { NAME_MAX_CHARS = 120 };

/* The rule for the names of people and organizations, usable as the check of a form's field: 1 to
 * NAME_MAX_CHARS characters of UTF-8 that are not all white space, no control characters.
 * ERR_INVALID sets *problem to a sentence for the person, in static storage. */
MUST_USE enum err name_check(const char *name, const char **problem) NONNULL;

#endif
