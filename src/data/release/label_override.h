#ifndef DATA_LABEL_OVERRIDE_H
#define DATA_LABEL_OVERRIDE_H

#include "data/release/record_label.h"

/* "Break-glass": moves a label at once although its rule is not met, with a reason, by whoever may
 * move it. Everybody who might have stopped it is told, and it stays marked until another person
 * has reviewed it (data/evidence/evidence_override.h). Where the rule is met by now it is a move
 * like any other. Errors as label_move; ERR_INVALID (field "reason") without a reason. */
MUST_USE enum err label_override(struct db *db, const struct actor *actor,
                                 const struct record_store *store,
                                 const struct label_change *change,
                                 struct problem *problem) NONNULL;

#endif
