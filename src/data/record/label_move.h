#ifndef DATA_LABEL_MOVE_H
#define DATA_LABEL_MOVE_H

#include "data/prompt/prompt_label.h"
#include "data/prompt/prompt_store.h"

/* Inside the data module: the steps of a move that moving, proposing and approving share. */

/* The rules for the texts of a change. ERR_INVALID. */
MUST_USE enum err label_change_check(const struct work *work,
                                     const struct label_change *change) NONNULL;

/* The rules that need the database: the prompt is not archived, the label stands on from_version,
 * to_version is there and closes no cycle. ERR_CONFLICT, ERR_STALE, ERR_INVALID. */
MUST_USE enum err label_change_check_place(const struct work *work, const struct prompt *prompt,
                                           const struct label_change *change) NONNULL;

/* Where a label stands; 0: nowhere. */
MUST_USE enum err label_version(struct db *db, const struct prompt *prompt, const char *label,
                                int64_t *version) NONNULL;

/* Moves the label, which has been checked, keeps the move and writes "label.move". proposal_id may
 * be nil. */
MUST_USE enum err label_move_inside(const struct work *work, const struct prompt *prompt,
                                    const struct label_change *change,
                                    const struct uuid *proposal_id) NONNULL;

#endif
