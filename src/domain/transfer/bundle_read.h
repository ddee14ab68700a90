#ifndef DOMAIN_BUNDLE_READ_H
#define DOMAIN_BUNDLE_READ_H

#include "domain/transfer/bundle.h"

/* Reads one record into an arena. ERR_INVALID, with problems by path, for a wrong shape or a name
 * that stands in the document before. */
MUST_USE enum err bundle_read(struct arena *arena, const struct bundle *bundle, int index,
                              struct bundle_record *record,
                              struct config_problems *problems) NONNULL;

#endif
