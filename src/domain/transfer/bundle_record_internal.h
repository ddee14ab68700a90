#ifndef DOMAIN_BUNDLE_RECORD_INTERNAL_H
#define DOMAIN_BUNDLE_RECORD_INTERNAL_H

#include "domain/transfer/bundle_value_internal.h"

/* Records as our own documents have them, into the reader's record; what is wrong becomes one of
 * its problems. */
void bundle_read_prompt(const struct bundle_reader *reader, const json_t *json) NONNULL;
void bundle_read_agent(const struct bundle_reader *reader, const json_t *json) NONNULL;
void bundle_read_team(const struct bundle_reader *reader, const json_t *json) NONNULL;

#endif
