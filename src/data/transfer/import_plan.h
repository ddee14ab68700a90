#ifndef DATA_IMPORT_PLAN_H
#define DATA_IMPORT_PLAN_H

#include "base/buf.h"
#include "data/transfer/import_store.h"

/* Inside the import: what the planning of prompts, agents and teams shares. */

/* Refuses the record, for what stands at a path. */
void import_refuse(struct import_plan *plan, const char *path, const char *message) NONNULL;
void import_refuse_all(const struct import_step *step, struct import_plan *plan, const char *field,
                       const struct config_problems *problems) NONNULL;

/* The path of a field of the record; "" is the record itself. */
const char *import_path(const struct import_step *step, const struct import_plan *plan,
                        const char *field) NONNULL;

/* What differs: names of fields, separated by commas. What the document does not say stays as it
 * is. */
void import_add_word(struct buf *what, const char *word) NONNULL;
void import_add_description(struct import_plan *plan, const char *before, struct buf *what) NONNULL;
void import_set_difference(struct import_plan *plan, const struct buf *what) NONNULL;

/* Texts of JSON that say the same; "" is nothing. */
bool import_is_same_json(struct arena *arena, const char *a, const char *b) NONNULL;

MUST_USE enum err import_plan_team(struct import_step *step, struct import_plan *plan) NONNULL;

#endif
