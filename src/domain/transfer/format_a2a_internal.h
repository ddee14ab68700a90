#ifndef DOMAIN_FORMAT_A2A_INTERNAL_H
#define DOMAIN_FORMAT_A2A_INTERNAL_H

#include "domain/transfer/format_internal.h"

extern const struct import_format format_a2a;

#endif
