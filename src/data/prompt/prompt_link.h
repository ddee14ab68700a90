#ifndef DATA_PROMPT_LINK_H
#define DATA_PROMPT_LINK_H

#include "data/prompt/prompt_reach.h"
#include "domain/prompt/prompt_reference.h"

/* Inside the data module: references between prompts, as bodies say them. */

/* What a reference by name means in an organization now. reach is looked at before the database is
 * asked; NULL: nothing was read. ERR_NOT_FOUND: there is no such prompt. */
struct prompt_target {
    struct uuid id;
    const char *name; /* as it is spelled there */
    int64_t version;  /* 0: the label is not set; a version by number may not be there */
};
MUST_USE enum err prompt_link_find(struct db *db, const struct uuid *organization_id,
                                   const struct prompt_reach *reach,
                                   const struct prompt_reference *reference,
                                   struct prompt_target *target)
    __attribute__((nonnull(1, 2, 4, 5)));

/* For prompt_store. The references of a body that is to be saved: ERR_INVALID for a malformed one,
 * a loop, or one to a prompt or version that is not there or to a chat; ERR_CONFLICT for a new type
 * while others refer to the prompt. */
MUST_USE enum err prompt_link_check(const struct work *work, const struct record_head *head,
                                    const struct record_fields *fields,
                                    struct record_links *links) NONNULL;

/* Would a loop close if this label were on this version? ERR_INVALID (field "to_version"). */
MUST_USE enum err prompt_link_check_label(const struct work *work, const struct record_head *head,
                                          const char *label, int64_t version) NONNULL;

/* A body with its references resolved, of which reach has read some, or is NULL; ERR_INVALID (field
 * "body"). */
MUST_USE enum err prompt_link_resolve(const struct work *work, const struct record_head *head,
                                      const struct prompt_content *content,
                                      const struct prompt_reach *reach, struct text *resolved)
    __attribute__((nonnull(1, 2, 3, 5)));

#endif
