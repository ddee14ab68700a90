#ifndef DATA_REGISTER_H
#define DATA_REGISTER_H

#include "data/register/register_entry.h"

/* Writing the register of AI systems, and what an organization asks of it. */

struct register_draft {
    struct uuid record_id;
    int64_t based_on_revision; /* of the entry; 0: nobody had filled it in */
    const char *texts[REGISTER_TEXT_COUNT];
    enum register_risk risk;
    struct uuid oversight_id; /* nil: nobody */
    int64_t review_on;        /* a day in UTC; 0: none */
};

/* Saves the entry of an agent or a team as a new version ("register.update"); nothing happens if
 * nothing differs. Needs the right to change the record. ERR_INVALID for a text that breaks a rule
 * (the field's name), a person who is no active user of the organization ("oversight_id");
 * ERR_STALE if it was saved since based_on_revision; ERR_CONFLICT for an archived record. */
MUST_USE enum err register_save(struct db *db, const struct actor *actor,
                                const struct record_store *store,
                                const struct register_draft *draft,
                                struct problem *problem) NONNULL;

/* Must agents and teams have a complete entry before a version that production was never on goes to
 * production? For everyone of the organization. The first asks ahead (query_ahead). */
void register_required_ahead(struct db *db, const struct uuid *organization_id) NONNULL;
MUST_USE enum err register_is_required(struct db *db, const struct actor *actor,
                                       bool *is_required) NONNULL;

/* Says so ("organization.require_register"). Needs the right to change the organization's settings:
 * ERR_DENIED. */
MUST_USE enum err register_require(struct db *db, const struct actor *actor,
                                   bool is_required) NONNULL;

/* Inside the data module, for agent_store and team_store. May production go to this version?
 * ERR_CONFLICT with what is missing and the page on which it is filled in. Never for a version that
 * production was on before: rolling back is not blocked. */
MUST_USE enum err register_check_label(const struct work *work, const struct record_head *head,
                                       const char *label, int64_t version) NONNULL;

/* Inside the data module: deletes the entry of a record, which is deleted. */
MUST_USE enum err register_forget(struct db *db, const struct record_head *head) NONNULL;

#endif
