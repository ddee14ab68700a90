#ifndef DATA_PROMPT_ROW_H
#define DATA_PROMPT_ROW_H

#include "data/person.h"
#include "data/prompt_list.h"

/* Inside the data module: the rows of the list of prompts. */

/* What a query for rows selects from prompts p and users u, the owner. */
#define PROMPT_ROW_COLUMNS                                                                         \
    "p.id, p.name, p.description, p.type, p.version, p.archived_at, p.created_at, "                \
    "p.updated_at, p.marks, " PERSON_COLUMNS(u) " "

/* Rows of such a query, with their owners' names: each opened once. backward turns them round. */
MUST_USE enum err prompt_row_read(struct db *db, const struct db_result *result, bool is_backward,
                                  struct prompt_row *rows) NONNULL;

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
