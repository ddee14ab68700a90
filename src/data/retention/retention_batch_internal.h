#ifndef DATA_RETENTION_BATCH_INTERNAL_H
#define DATA_RETENTION_BATCH_INTERNAL_H

#include "data/retention/retention_step_internal.h"

/* Deletes the next rows that were listed; after the last, the run is over. */
MUST_USE enum err retention_delete_batch(const struct retention_step *step) NONNULL;

#endif
