#ifndef DOMAIN_FRAMEWORK_OPENAI_INTERNAL_H
#define DOMAIN_FRAMEWORK_OPENAI_INTERNAL_H

#include "domain/framework/framework_work_internal.h"

/* Writes the format of its name: framework.h. */
MUST_USE enum err framework_openai_write(struct framework_work *work, const char **problem) NONNULL;

#endif
