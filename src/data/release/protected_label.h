#ifndef DATA_PROTECTED_LABEL_H
#define DATA_PROTECTED_LABEL_H

#include "base/problem.h"
#include "data/db/db.h"
#include "domain/policy.h"
#include "domain/record/label.h"

/* The labels of an organization that only few may move. A new organization has "production". */

enum { PROTECTED_LABELS_MAX = 50 };

struct protected_label_list {
    const char **labels; /* by name */
    int count;
};

/* Asks ahead (query_ahead) for what protected_label_list reads. */
void protected_label_ahead(struct db *db, const struct actor *actor) NONNULL;

/* Of the actor's organization; everyone who may see its prompts. */
MUST_USE enum err protected_label_list(struct db *db, const struct actor *actor,
                                       struct protected_label_list *list) NONNULL;

/* Is the label among them? */
bool protected_label_has(const struct protected_label_list *list, const char *label) NONNULL;

/* Protects a label, or lets it go, in the actor's organization. Needs the right to change the
 * organization. ERR_INVALID (field "label") for a bad label or one too many. No change, no event.
 */
MUST_USE enum err protected_label_set(struct db *db, const struct actor *actor, const char *label,
                                      bool is_protected, struct problem *problem) NONNULL;

/* What becomes of a protected label that a program sets and may not move: it is refused, or the
 * move is proposed. A new organization refuses. */
MUST_USE enum err protected_label_rule(struct db *db, const struct actor *actor,
                                       bool *proposes) NONNULL;
/* Asks ahead (query_ahead) for it. */
void protected_label_rule_ahead(struct db *db, const struct actor *actor) NONNULL;
/* Says so ("organization.label_rule"). Needs the right to change the organization. No change, no
 * event. */
MUST_USE enum err protected_label_set_rule(struct db *db, const struct actor *actor,
                                           bool proposes) NONNULL;

/* Inside the package: is it protected in this organization? */
MUST_USE enum err protected_label_check(struct db *db, const struct uuid *organization_id,
                                        const char *label, bool *is_protected) NONNULL;

#endif
