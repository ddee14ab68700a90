#ifndef DATA_PROMPT_FOLDER_H
#define DATA_PROMPT_FOLDER_H

#include "data/prompt.h"

/* Folders: made by the slashes in the names of prompts that are not archived. */

enum { PROMPT_FOLDERS_MAX = 50 };

struct prompt_folder {
    const char *path; /* "support/email" */
    const char *name; /* "email" */
};

struct prompt_folder_list {
    struct prompt_folder *folders; /* by name, by bytes */
    int count;
    bool has_more;
};

/* The folders directly below parent ("" is the top) of an organization (nil: the actor's), at most
 * PROMPT_FOLDERS_MAX. Costs one index seek for each. ERR_DENIED for another's organization. */
MUST_USE enum err prompt_folder_list(struct db *db, const struct actor *actor,
                                     const struct uuid *organization_id, const char *parent,
                                     struct prompt_folder_list *list) NONNULL;

#endif
