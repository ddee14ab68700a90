#ifndef DATA_RETENTION_RULES_H
#define DATA_RETENTION_RULES_H

#include "base/problem.h"
#include "data/approval/approval_list.h"
#include "domain/retention/retention_preset.h"

/* The rules of an organization, version by version. By a version that a second person approved
 * (standing), the timer deletes on its own; the next version needs that approval again. */

struct retention_rules {
    int64_t version; /* 0: never saved, the defaults of the program */
    struct uuid id;
    struct retention_rule_set set;
    struct uuid created_by;
    const char *created_by_name; /* NULL: erased, or version 0 */
    int64_t created_at;
    int64_t standing_at; /* 0: the timer does not delete by it */
};

/* The newest version. ERR_DENIED without the right. */
MUST_USE enum err retention_rules_get(struct db *db, const struct actor *actor,
                                      struct retention_rules *rules) NONNULL;

/* Saves the next version ("retention.rules"); the same rules again are no version. based_on: the
 * version that the person saw, else ERR_STALE. ERR_INVALID with the first rule that a chosen preset
 * refuses: the field is the kind's name; ERR_DENIED. */
MUST_USE enum err retention_rules_save(struct db *db, const struct actor *actor,
                                       const struct retention_rule_set *set, int64_t based_on,
                                       struct problem *problem) NONNULL;

/* Asks a second person to let the timer delete by this version: as approval_request. ERR_CONFLICT
 * if it does so already, or the rules were never saved. */
MUST_USE enum err retention_rules_ask(struct db *db, const struct actor *actor, const char *reason,
                                      struct uuid *approval_id, struct problem *problem) NONNULL;

/* Switches on what was approved ("retention.switch_on"), ERR_CONFLICT without an approval; and off
 * again, which needs none. */
MUST_USE enum err retention_rules_switch_on(struct db *db, const struct actor *actor,
                                            struct problem *problem) NONNULL;
MUST_USE enum err retention_rules_switch_off(struct db *db, const struct actor *actor,
                                             struct problem *problem) NONNULL;

/* Inside the data module: a version of before, for a run that was begun by it. */
MUST_USE enum err retention_rules_get_version(struct db *db, const struct actor *actor,
                                              int64_t version,
                                              struct retention_rules *rules) NONNULL;

/* What the verbs of retention share: may the actor, and db_finish, where a denial becomes an event.
 */
bool retention_may(const struct actor *actor) NONNULL;
MUST_USE enum err retention_finish(struct db *db, const struct actor *actor, const char *action,
                                   enum err err) NONNULL;

#endif
