#ifndef DATA_RUN_FORGET_H
#define DATA_RUN_FORGET_H

#include "data/db/db.h"

/* For a command in the scope of all: deletes the runs of records that were deleted, with their
 * results, some at a time: a record has any number of them, and its deletion does not wait. */
MUST_USE enum err run_forget(struct db *db, bool *has_more) NONNULL;

#endif
