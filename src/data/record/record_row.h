#ifndef DATA_RECORD_ROW_H
#define DATA_RECORD_ROW_H

#include "data/record/record_table.h"

/* Inside the data module: the rows of the lists of prompts, agents and teams. */

/* Rows of a query of the table over one organization, with their owners' names. */
MUST_USE enum err record_row_read(struct db *db, const struct record_table *table,
                                  const struct uuid *organization_id,
                                  const struct db_result *result, struct record_row *rows) NONNULL;

/* Turns rows round: those of a walk backwards. */
void record_row_turn(struct record_row *rows, int count) NONNULL;

/* The rows of some records, in the order of the ids; those that are gone are left out of *count. */
struct record_ids {
    const struct uuid *organization_id;
    const struct uuid *ids;
    int count;
};
MUST_USE enum err record_row_load(struct db *db, const struct record_table *table,
                                  const struct record_ids *ids, struct record_row *rows,
                                  int *count) NONNULL;

/* Turns ids round. */
void record_row_turn_ids(struct uuid *ids, int count) NONNULL;

#endif
