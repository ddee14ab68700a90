#ifndef DATA_PROMPT_ROW_H
#define DATA_PROMPT_ROW_H

#include "data/prompt_list.h"

/* Inside the data module: the rows of the list of prompts. */

/* What a query for rows selects from prompts p. */
#define PROMPT_ROW_COLUMNS                                                                         \
    "p.id, p.name, p.description, p.type, p.version, p.archived_at, p.created_at, "                \
    "p.updated_at, p.marks, p.owner_id "

/* Rows of such a query over one organization, with their owners' names. */
MUST_USE enum err prompt_row_read(struct db *db, const struct uuid *organization_id,
                                  const struct db_result *result, struct prompt_row *rows) NONNULL;

/* Turns rows round: those of a walk backwards. */
void prompt_row_turn(struct prompt_row *rows, int count) NONNULL;

/* The rows of some prompts, in the order of the ids; those that are gone are left out of *count. */
struct prompt_ids {
    const struct uuid *organization_id;
    const struct uuid *ids;
    int count;
};
MUST_USE enum err prompt_row_load(struct db *db, const struct prompt_ids *ids,
                                  struct prompt_row *rows, int *count) NONNULL;

/* Turns ids round. */
void prompt_row_turn_ids(struct uuid *ids, int count) NONNULL;

#endif
