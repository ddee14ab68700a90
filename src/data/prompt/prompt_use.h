#ifndef DATA_PROMPT_USE_H
#define DATA_PROMPT_USE_H

#include "data/prompt/prompt.h"
#include "domain/prompt/prompt_reference.h"

/* References between prompts: who uses a prompt, and a body with its references resolved. */

enum { PROMPT_USE_LIMIT = 100 };

/* A version of another prompt that refers to this one. */
struct prompt_use {
    struct uuid prompt_id;
    const char *name;
    int64_t version;
    bool is_current;     /* it is that prompt's current version */
    const char **labels; /* that stand on that version, by name */
    int label_count;
    const char *label;      /* it refers by this label; NULL if by version */
    int64_t target_version; /* or by this version; 0 if by label */
    int64_t archived_at;    /* of the other prompt; 0: active */
};

struct prompt_use_list {
    struct prompt_use *uses; /* current versions first, then labelled ones; by name; old versions
                                without a label are left out */
    int count;
    bool has_more;
};

MUST_USE enum err prompt_where_used(struct db *db, const struct actor *actor,
                                    const struct uuid *prompt_id,
                                    struct prompt_use_list *list) NONNULL;

/* Inside the data module: the names of the prompts that refer to one in their current or a labelled
 * version, and of the agents that do in their current one or one that a team has pinned, "a, b and
 * 3 more"; NULL if there are none. */
MUST_USE enum err prompt_use_names(struct db *db, const struct prompt *prompt,
                                   const char **names) NONNULL;

/* A version (0: the current one) of a prompt with every reference replaced by what it means now; of
 * a chat the JSON with the references in its contents replaced. Needs the right to read.
 * ERR_INVALID (field "body") with the path for cycles, for references too deep or to nothing. */
struct prompt_version_key {
    struct uuid id;
    int64_t version;
};
MUST_USE enum err prompt_resolve_body(struct db *db, const struct actor *actor,
                                      const struct prompt_version_key *key, struct text *resolved,
                                      struct problem *problem) NONNULL;

#endif
