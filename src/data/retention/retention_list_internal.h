#ifndef DATA_RETENTION_LIST_INTERNAL_H
#define DATA_RETENTION_LIST_INTERNAL_H

#include "data/retention/retention_step_internal.h"

/* Lists the next rows; after the last, a dry run is over, and a live one begins to delete or is
 * stopped. */
MUST_USE enum err retention_list_batch(const struct retention_step *step) NONNULL;

#endif
