#ifndef DOMAIN_BUNDLE_RECORD_INTERNAL_H
#define DOMAIN_BUNDLE_RECORD_INTERNAL_H

#include "domain/transfer/bundle_value_internal.h"

/* A record as our own documents have it, into the reader's record, whose kind is set; what is wrong
 * becomes one of its problems. */
void bundle_read_record(const struct bundle_reader *reader, const json_t *json) NONNULL;

#endif
