#ifndef DOMAIN_GRADE_CHECK_TYPE_H
#define DOMAIN_GRADE_CHECK_TYPE_H

#include "domain/grade/check_shape.h"

/* THE table of checks: forms, help, files and the grader walk it. */

enum { CHECK_TYPE_COUNT = 12 };
extern const struct check_type check_types[CHECK_TYPE_COUNT];

/* NULL if there is none of this name. */
const struct check_type *check_type_find(const char *name) NONNULL;

#endif
