#ifndef DOMAIN_LABEL_H
#define DOMAIN_LABEL_H

#include <stdbool.h>

#include "base/err.h"

/* The label that readers get by default; the one under which a version is tried, by custom only;
 * and the one that is computed (the newest version) and therefore never stored. */
#define LABEL_PRODUCTION "production"
#define LABEL_STAGING    "staging"
#define LABEL_LATEST     "latest"

enum { LABEL_MAX = 36 /* characters */ };

/* True for ^[a-z0-9_.-]{1,36}$: what can be asked for, "latest" included. */
bool label_is_wellformed(const char *label) NONNULL;

/* What can be put on a version: well-formed, not "latest", and nothing that looks like a version or
 * a range of them: "2", "v2", ".", or two dots in a row. ERR_INVALID sets *problem to a sentence
 * for the person, in static storage. */
MUST_USE enum err label_check(const char *label, const char **problem) NONNULL;

#endif
