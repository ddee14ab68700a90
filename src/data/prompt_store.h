#ifndef DATA_PROMPT_STORE_H
#define DATA_PROMPT_STORE_H

#include "data/prompt.h"
#include "data/prompt_version.h"
#include "data/work.h"

/* Inside the data module: what the verbs of prompts share. */

/* Ends the write transaction of a verb. A denial is an audit event of its own: action is what was
 * tried, on which prompt. */
MUST_USE enum err prompt_finish(const struct work *work, enum err err, const char *action,
                                const struct uuid *id) NONNULL;

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

/* Archives or restores a prompt that is not so yet. */
MUST_USE enum err prompt_set_archived(const struct work *work, const struct prompt *prompt,
                                      bool is_archived) NONNULL;

/* Writes a version, sealed, by the actor. ERR_DENIED for a command, which is no author. */
struct prompt_fields;
MUST_USE enum err prompt_version_insert(const struct work *work, const struct prompt *prompt,
                                        int64_t number, const struct prompt_fields *fields) NONNULL;

/* Writes an audit event about a prompt; takes the reference of details over. */
MUST_USE enum err prompt_audit(const struct work *work, const char *action,
                               const struct prompt *prompt, json_t *details)
    __attribute__((nonnull(1, 2, 3)));

#endif
