#ifndef DATA_IMPORT_COMPLETE_INTERNAL_H
#define DATA_IMPORT_COMPLETE_INTERNAL_H

#include "data/transfer/import_batch_internal.h"

/* What can be done with imported records only when all of them are there, and the end of an import.
 */

/* Agents may hand over to some that come later, and what is archived is so last. */
bool import_has_to_be_completed(const struct bundle *bundle, const struct import_row *row) NONNULL;

/* Completes one record, inside the joined transaction, and marks its line. */
MUST_USE enum err import_complete_line(const struct work *work, const struct bundle *bundle,
                                       const struct import *import,
                                       const struct import_row *row) NONNULL;

/* In the transaction of the last line: the document goes, and "import.apply" has the totals. */
MUST_USE enum err import_complete_end(struct import_batch *batch, struct import *after) NONNULL;

/* Completes what is made, in batches until the deadline, and ends the import. What can't be
 * completed says so at its line. */
MUST_USE enum err import_complete(const struct work *work, const struct bundle *bundle,
                                  struct import *import, int64_t deadline) NONNULL;

#endif
