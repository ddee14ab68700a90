#ifndef DOMAIN_BUNDLE_LANGFUSE_INTERNAL_H
#define DOMAIN_BUNDLE_LANGFUSE_INTERNAL_H

#include "domain/transfer/bundle_value_internal.h"

/* A prompt of Langfuse's, an array of its versions in any order, into the reader's record; what is
 * wrong becomes one of its problems. */
void bundle_read_langfuse(const struct bundle_reader *reader, const json_t *versions) NONNULL;

#endif
