#ifndef DATA_IMPORT_APPLY_INTERNAL_H
#define DATA_IMPORT_APPLY_INTERNAL_H

#include "data/transfer/import_step_internal.h"

/* Creates or changes the record, inside the joined transaction; *id is its id. Handoffs of agents
 * are by name until agent_link_complete(). */
MUST_USE enum err import_apply_record(struct import_step *step, const struct import_plan *plan,
                                      struct uuid *id) NONNULL;

#endif
