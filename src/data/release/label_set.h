#ifndef DATA_LABEL_SET_H
#define DATA_LABEL_SET_H

#include "data/release/record_label.h"

enum { LABEL_SET_MAX = 50 };

/* Several labels at once on one version, as programs set them: none is removed from it, and those
 * that are elsewhere move. All of them, or none; but a protected label that the actor may not move
 * is proposed if the organization says so (protected_label_rule), as a person would propose it. */

struct label_set {
    int64_t version;
    const char *const *labels;
    int count; /* at most LABEL_SET_MAX */
    /* Which of them were proposed instead: count, false before, or NULL. */
    bool *proposed;
};

/* Errors as label_move, but a label that is there already is none; ERR_DENIED names the label that
 * the actor may not move. */
MUST_USE enum err label_set(struct db *db, const struct actor *actor,
                            const struct record_store *store, const struct uuid *id,
                            const struct label_set *set, struct problem *problem) NONNULL;

/* Inside the data module, and the open write transaction: the same on a version that was written in
 * it. */
MUST_USE enum err label_set_inside(const struct work *work, const struct record_head *head,
                                   const struct label_set *set) NONNULL;

#endif
