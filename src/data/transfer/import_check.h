#ifndef DATA_IMPORT_CHECK_H
#define DATA_IMPORT_CHECK_H

#include "data/transfer/import.h"

/* Finding out, in slices, what an import would do. */

/* Goes on checking for about budget_us; at the end of the document the plan is ready. The import is
 * read anew. Two at once do no harm. */
MUST_USE enum err import_check(struct db *db, const struct actor *actor, const struct uuid *id,
                               int64_t budget_us, struct import *import) NONNULL;

#endif
