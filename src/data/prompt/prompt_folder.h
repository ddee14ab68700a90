#ifndef DATA_PROMPT_FOLDER_H
#define DATA_PROMPT_FOLDER_H

#include "data/prompt/prompt.h"

/* Folders: made by the slashes in the names of prompts that are not archived. */

enum { PROMPT_FOLDERS_MAX = 50 };

struct prompt_folder {
    const char *path;     /* "support/email" */
    const char *name;     /* "email" */
    int64_t prompt_count; /* in it and everything below it */
};

struct prompt_folder_list {
    struct prompt_folder *folders; /* by name, by bytes */
    int count;
    bool has_more;
    const char *parent;      /* between asking and reading */
    struct db_result *asked; /* NULL: nothing to be asked */
};

/* The folders directly below parent ("" is the top) of an organization (nil: the actor's), at most
 * PROMPT_FOLDERS_MAX. ERR_DENIED for another's organization. */
MUST_USE enum err prompt_folder_list(struct db *db, const struct actor *actor,
                                     const struct uuid *organization_id, const char *parent,
                                     struct prompt_folder_list *list) NONNULL;

/* The same in two steps: asked with the next query, to save a round trip, and read later. */
MUST_USE enum err prompt_folder_ask(struct db *db, const struct actor *actor,
                                    const struct uuid *organization_id, const char *parent,
                                    struct prompt_folder_list *list) NONNULL;
MUST_USE enum err prompt_folder_read(struct db *db, struct prompt_folder_list *list) NONNULL;

/* Inside the data module: as many active prompts more (or fewer) are in this folder. For whoever
 * makes, renames, archives, restores or deletes a prompt, inside the open write transaction. */
MUST_USE enum err prompt_folder_add(struct db *db, const struct uuid *organization_id,
                                    const char *folder, int change) NONNULL;

#endif
