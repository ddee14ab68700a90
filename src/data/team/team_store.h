#ifndef DATA_TEAM_STORE_H
#define DATA_TEAM_STORE_H

#include "data/record/record_store.h"
#include "data/team/team.h"
#include "data/vault/vault.h"

/* Inside the data module: what the verbs of teams share. */

extern const struct record_store team_store;

/* The metadata of a team with its owner's name, without members and settings. Asks the policy. */
MUST_USE enum err team_load(struct db *db, const struct actor *actor, const struct uuid *id,
                            enum permission permission, struct team *team) NONNULL;

/* Adds the members; and the settings, opened. */
MUST_USE enum err team_load_members(struct db *db, struct team *team) NONNULL;
MUST_USE enum err team_load_settings(struct db *db, struct team *team) NONNULL;

/* Where the settings of a team are sealed. */
struct seal_place team_settings_place(const struct team *team) NONNULL;

/* The members for an event: their names in order, with role and pinned version: "Ada (lead)",
 * "Bea (worker, version 3)". A new reference. */
MUST_USE json_t *team_member_names(struct db *db, const struct team_member_row *members, int count)
    __attribute__((nonnull(1)));

#endif
