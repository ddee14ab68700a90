#ifndef DOMAIN_LANGFUSE_FIELD_H
#define DOMAIN_LANGFUSE_FIELD_H

#include "base/err.h"

/* What Langfuse calls a field of a prompt that has another name here; the others as they are. */
const char *langfuse_field(const char *field) __attribute__((nonnull(1), returns_nonnull));

#endif
