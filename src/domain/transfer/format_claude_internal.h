#ifndef DOMAIN_FORMAT_CLAUDE_INTERNAL_H
#define DOMAIN_FORMAT_CLAUDE_INTERNAL_H

#include "domain/transfer/format_internal.h"

extern const struct import_format format_claude;

#endif
