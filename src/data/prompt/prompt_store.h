#ifndef DATA_PROMPT_STORE_H
#define DATA_PROMPT_STORE_H

#include "data/prompt/prompt.h"
#include "data/prompt/prompt_version.h"
#include "data/record/record_store.h"

/* Inside the data module: what the verbs of prompts share. */

extern const struct record_store prompt_store;

/* The metadata of a prompt with its owner's name, without tags and current version. Asks the
 * policy. */
MUST_USE enum err prompt_load(struct db *db, const struct actor *actor, const struct uuid *id,
                              enum permission permission, struct prompt *prompt) NONNULL;

/* Adds tags and the current version's author and message; body and settings if is_readable. */
MUST_USE enum err prompt_load_content(struct db *db, struct prompt *prompt,
                                      bool is_readable) NONNULL;

/* prompt_load for a change: ERR_CONFLICT if the prompt is archived, and everything is loaded. */
MUST_USE enum err prompt_load_editable(const struct work *work, const struct uuid *id,
                                       enum permission permission, struct prompt *prompt) NONNULL;

/* One version with its body, without asking anybody. ERR_NOT_FOUND if it is not there. */
MUST_USE enum err prompt_version_load(struct db *db, const struct prompt *prompt, int64_t number,
                                      struct prompt_version *version) NONNULL;

/* Writes a version, sealed, by the actor. ERR_DENIED for a command, which is no author. */
struct prompt_fields;
MUST_USE enum err prompt_version_insert(const struct work *work, const struct prompt *prompt,
                                        int64_t number, const struct prompt_fields *fields) NONNULL;

#endif
