#ifndef DATA_PROMPT_SAVE_H
#define DATA_PROMPT_SAVE_H

#include "data/prompt/prompt_draft.h"

/* Inside the data module: a new version of a prompt, within the open write transaction. before is
 * the prompt as loaded by prompt_load_editable. *version is the new number, or the old one if there
 * was nothing to save. ERR_INVALID and ERR_CONFLICT as prompt_update; action names the event. */
struct prompt_change {
    const char *action;
    const struct prompt *before;
    const struct prompt_fields *after;
};
MUST_USE enum err prompt_save(const struct work *work, const struct prompt_change *change,
                              int64_t *version) NONNULL;

#endif
