#ifndef DATA_IMPORT_SETTLE_INTERNAL_H
#define DATA_IMPORT_SETTLE_INTERNAL_H

#include "data/transfer/import_store_internal.h"

/* The plan as a whole, once every record was looked at by itself. Nothing here knows a database:
 * the work is done before a transaction begins. Time is linear in lines and their needs. */

/* Refuses what needs a refused record, and prompts whose references lead back to themselves. rows
 * are all lines. *refused becomes the lines that it refused, each after the one that was the
 * reason; owned by the arena. */
void import_settle(struct arena *arena, struct import_rows *rows,
                   struct import_rows *refused) NONNULL;

/* The lines, which may be some of all, by their places here, in an order where everything comes
 * after what it needs (agents that hand over in a loop aside). Owned by the arena. */
const int *import_order(struct arena *arena, const struct import_rows *rows) NONNULL;

/* How many lines of each kind have which outcome. */
void import_count_totals(const struct import_rows *rows, struct import *import) NONNULL;

#endif
