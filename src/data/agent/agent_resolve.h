#ifndef DATA_AGENT_RESOLVE_H
#define DATA_AGENT_RESOLVE_H

#include "data/agent/agent.h"
#include "data/prompt/prompt_shape.h"
#include "data/record/record_source.h"

/* What a config means now, for its page and the editor's preview: the prompt that it refers to, and
 * its body with references resolved. Works on configs that were not saved yet. Needs the right to
 * read prompts. A reference that leads nowhere is no error: prompt_id is nil, or version 0 if the
 * label stands on no version, and problem says so in a sentence. source is the version that has the
 * config, or from which it is being made: what that refers to is read in one question, which
 * agent_resolve_ahead asks ahead (query_ahead). NULL: there is none. */
struct agent_resolution {
    bool has_prompt; /* the config refers to one */
    const char *prompt_name;
    struct uuid prompt_id;
    int64_t version; /* that the label or the number means now */
    enum prompt_type type;
    struct text body;    /* resolved; data NULL if there is none or it may not be read */
    const char *problem; /* NULL, or why there is no body */
};
void agent_resolve_ahead(struct db *db, const struct record_source *source) NONNULL;
MUST_USE enum err agent_resolve(struct db *db, const struct actor *actor, const json_t *config,
                                const struct record_source *source,
                                struct agent_resolution *resolution)
    __attribute__((nonnull(1, 2, 3, 5)));

#endif
