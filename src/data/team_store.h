#ifndef DATA_TEAM_STORE_H
#define DATA_TEAM_STORE_H

#include "data/team.h"
#include "data/vault.h"
#include "data/work.h"

/* Inside the data module: what the verbs of teams share. */

/* Ends the write transaction of a verb. A denial is an audit event of its own: action is what was
 * tried, on which team. */
MUST_USE enum err team_finish(const struct work *work, enum err err, const char *action,
                              const struct uuid *id) NONNULL;

/* The metadata of a team with its owner's name, without members and settings. Asks the policy. */
MUST_USE enum err team_load(struct db *db, const struct actor *actor, const struct uuid *id,
                            enum permission permission, struct team *team) NONNULL;

/* Adds the members; and the settings, opened. */
MUST_USE enum err team_load_members(struct db *db, struct team *team) NONNULL;
MUST_USE enum err team_load_settings(struct db *db, struct team *team) NONNULL;

/* Where the settings of a team are sealed. */
struct seal_place team_settings_place(const struct team *team) NONNULL;

/* Archives or restores a team that is not so yet. ERR_CONFLICT for a team with archived members
 * that would be restored. */
MUST_USE enum err team_set_archived(const struct work *work, struct team *team,
                                    bool is_archived) NONNULL;

/* Writes an audit event about a team; takes the reference of details over. */
MUST_USE enum err team_audit(const struct work *work, const char *action, const struct team *team,
                             json_t *details) __attribute__((nonnull(1, 2, 3)));

/* The members for an event: their names in order, with role and pinned version: "Ada (lead)",
 * "Bea (worker, version 3)". A new reference. */
MUST_USE json_t *team_member_names(struct db *db, const struct team_member_row *members, int count)
    __attribute__((nonnull(1)));

#endif
