#ifndef DATA_IMPORT_REFERENCE_INTERNAL_H
#define DATA_IMPORT_REFERENCE_INTERNAL_H

#include "data/transfer/import_step_internal.h"

/* The rules for references, for import_plan_record: notes become refusals. */
MUST_USE enum err import_check_references(struct import_step *step,
                                          struct import_plan *plan) NONNULL;

#endif
