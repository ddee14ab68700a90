#ifndef DATA_PROMPT_LINK_H
#define DATA_PROMPT_LINK_H

#include "data/prompt/prompt_draft.h"
#include "domain/prompt/prompt_reference.h"

/* Inside the data module: references between prompts, as bodies say them and as the table
 * prompt_references keeps them. */

struct prompt_link {
    struct uuid target_id;
    const char *target_name;
    const char *label;      /* NULL if by version */
    int64_t target_version; /* 0 if by label */
};

struct prompt_links {
    struct prompt_link *items;
    int count;
};

/* What a reference by name means in an organization now. ERR_NOT_FOUND: there is no such prompt. */
struct prompt_target {
    struct uuid id;
    int64_t version; /* 0: the label is not set; a version by number may not be there */
};
MUST_USE enum err prompt_link_find(struct db *db, const struct uuid *organization_id,
                                   const struct prompt_reference *reference,
                                   struct prompt_target *target) NONNULL;

/* The references of a body that is to be saved for prompt (of a new one only id and
 * organization_id are set). ERR_INVALID for a malformed one, a cycle, or one to a prompt or version
 * that is not there or to a chat. */
MUST_USE enum err prompt_link_check(const struct work *work, const struct prompt *prompt,
                                    const struct prompt_fields *fields,
                                    struct prompt_links *links) NONNULL;

/* Keeps the links of a version; or those of another version for this one, whose body is the same.
 */
MUST_USE enum err prompt_link_insert(struct db *db, const struct prompt *prompt, int64_t version,
                                     const struct prompt_links *links) NONNULL;
MUST_USE enum err prompt_link_copy(struct db *db, const struct prompt *prompt, int64_t from_version,
                                   int64_t to_version) NONNULL;

/* Would a cycle close if this label stood on this version? ERR_INVALID (field "to_version"). */
struct prompt_label_place {
    const struct prompt *prompt;
    const char *label;
    int64_t version;
};
MUST_USE enum err prompt_link_check_move(const struct work *work,
                                         const struct prompt_label_place *place) NONNULL;

/* A body with its references resolved; ERR_INVALID (field "body"). */
MUST_USE enum err prompt_link_resolve(const struct work *work, const struct prompt *prompt,
                                      const struct prompt_version *version,
                                      struct text *resolved) NONNULL;

#endif
