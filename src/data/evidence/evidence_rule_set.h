#ifndef DATA_EVIDENCE_RULE_SET_H
#define DATA_EVIDENCE_RULE_SET_H

#include "base/problem.h"
#include "data/evidence/evidence_rule.h"
#include "data/record/record_store.h"

/* Changing the rules of labels, for those who may protect labels. */

struct evidence_rule_draft {
    const struct record_kind *kind;
    const struct record_store *store; /* of the record; NULL: for all of the kind */
    struct uuid record_id;
    const char *label;
    struct uuid set_id; /* nil: any test set */
    bool is_free;       /* nothing is needed; the rest is not looked at */
    int64_t min_pass_permille;
    bool forbids_critical;
    int64_t max_age_days; /* 0: as old as it may be */
    bool forbids_worse;
    bool needs_judge;
    bool accepts_imported;
};

/* Sets the rule of a label, "label.rule". No change, no event. ERR_DENIED; ERR_INVALID with a field
 * (label, set_id, min_pass, max_age_days); ERR_CONFLICT if there are too many; ERR_NOT_FOUND for a
 * record that is not there. */
MUST_USE enum err evidence_rule_set(struct db *db, const struct actor *actor,
                                    const struct evidence_rule_draft *draft,
                                    struct problem *problem) NONNULL;

/* Removes it, "label.rule"; of a record that of its kind holds again. ERR_NONE if there is none. */
MUST_USE enum err evidence_rule_remove(struct db *db, const struct actor *actor,
                                       const struct evidence_rule_draft *draft,
                                       struct problem *problem) NONNULL;

#endif
