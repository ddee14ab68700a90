#ifndef DATA_PROMPT_H
#define DATA_PROMPT_H

#include "base/problem.h"
#include "data/prompt/prompt_shape.h"
#include "data/record/record_load.h"
#include "data/record/record_version.h"

/* Prompts: what they are made of beyond what all records have. How they are archived, deleted,
 * labelled and listed is in src/data/record.
 *
 * Every verb asks the policy itself: ERR_NOT_FOUND for what the actor may not see, ERR_DENIED for
 * what the actor may see but not do, ERR_UNAVAILABLE when the database did not answer. Texts are
 * owned by the request's arena. */

/* Makes a prompt in the actor's organization, owned by the actor, with version 1. ERR_INVALID for a
 * field that breaks a rule, a reference to a prompt or version that is not there, or a loop;
 * ERR_CONFLICT if the name is taken. A reference by a label that is not set yet is allowed (the
 * reference is often written first): its preview says what is missing. ERR_DENIED for a command,
 * which is nobody who could own it. */
MUST_USE enum err prompt_create(struct db *db, const struct actor *actor,
                                const struct prompt_draft *draft, struct record_saved *saved,
                                struct problem *problem) NONNULL;

/* The prompt with this name in the actor's organization, with its current version. */
MUST_USE enum err prompt_get_by_name(struct db *db, const struct actor *actor, const char *name,
                                     struct prompt *prompt) NONNULL;

/* Saves: nothing happens if nothing differs. Errors as in prompt_create, and ERR_STALE if it
 * changed since based_on_revision; ERR_CONFLICT also for an archived prompt, and for a new name or
 * type while others refer to this one. */
MUST_USE enum err prompt_update(struct db *db, const struct actor *actor,
                                const struct prompt_draft *draft, struct record_saved *saved,
                                struct problem *problem) NONNULL;

#endif
