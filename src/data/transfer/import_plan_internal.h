#ifndef DATA_IMPORT_PLAN_INTERNAL_H
#define DATA_IMPORT_PLAN_INTERNAL_H

#include "data/transfer/import_step_internal.h"

/* Finds out what the record at a place of the document would do. Memory is the database's arena. */
MUST_USE enum err import_plan_record(struct import_step *step, int place,
                                     struct import_plan *plan) NONNULL;

/* Whether a label of a record that is made by the import, whose head needs store and ids alone, is
 * set: *message says why it is not, NULL if it is. */
MUST_USE enum err import_label_may_move(struct import_step *step, const struct record_head *head,
                                        const char *label, const char **message) NONNULL;

#endif
