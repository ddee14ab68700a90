#ifndef DOMAIN_BUNDLE_REGISTER_INTERNAL_H
#define DOMAIN_BUNDLE_REGISTER_INTERNAL_H

#include "domain/transfer/bundle_value_internal.h"

/* "register" of an agent or a team, into the reader's record; what is wrong becomes one of its
 * problems. */
void bundle_read_register(const struct bundle_reader *reader, const json_t *json) NONNULL;

#endif
