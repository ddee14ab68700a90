#ifndef DATA_SET_H
#define DATA_SET_H

#include "data/record/record_load.h"
#include "data/record/record_version.h"
#include "data/set/set_content.h"
#include "data/set/set_shape.h"

/* Test sets: what they are made of beyond what all records have. How they are archived, deleted,
 * labelled and listed is in src/data/record. Errors as in prompt.h. */

extern const struct record_store set_store;

/* Makes a test set in the actor's organization, owned by the actor. ERR_INVALID (field "cases" or
 * "settings") for what set_cases_read and set_settings_read refuse, and for a record or a judge's
 * prompt that is not there; ERR_CONFLICT if the name is taken. */
MUST_USE enum err set_create(struct db *db, const struct actor *actor,
                             const struct set_draft *draft, struct record_saved *saved,
                             struct problem *problem) NONNULL;

MUST_USE enum err set_get(struct db *db, const struct actor *actor, const struct uuid *id,
                          struct set *set) NONNULL;
MUST_USE enum err set_get_by_name(struct db *db, const struct actor *actor, const char *name,
                                  struct set *set) NONNULL;

/* Saves; nothing happens if nothing differs. ERR_STALE if it changed since based_on_revision,
 * ERR_CONFLICT for an archived set. */
MUST_USE enum err set_update(struct db *db, const struct actor *actor,
                             const struct set_draft *draft, struct record_saved *saved,
                             struct problem *problem) NONNULL;

#endif
