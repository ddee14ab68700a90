#ifndef DATA_PROMPT_MARK_H
#define DATA_PROMPT_MARK_H

#include "data/prompt/prompt_list.h"

/* Inside the data module: what lists show of a prompt's tags and labels, kept in prompts.marks, so
 * that a row of a list is a row of one table. prompt_tags and prompt_labels stay the truth: whoever
 * changes them calls prompt_mark_store() in the same transaction. The text is "#tag\n" for each tag
 * in the order they were typed, then "VERSION label\n" for each label by name. */

/* Writes prompts.marks anew from the two tables, inside the open write transaction. */
MUST_USE enum err prompt_mark_store(struct db *db, const struct uuid *organization_id,
                                    const struct uuid *prompt_id) NONNULL;

/* Sets the row's tags and labels from marks. They point into it: marks must live as long as the
 * row, and is cut into pieces. */
void prompt_mark_read(struct arena *arena, char *marks, struct record_row *row) NONNULL;

#endif
