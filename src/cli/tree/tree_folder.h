#ifndef CLI_TREE_FOLDER_H
#define CLI_TREE_FOLDER_H

#include "base/json.h"
#include "domain/tree/tree_file.h"

/* The folder of a tree of files: "rostrum.json", which says whose it is, and the folders prompts,
 * agents and teams. Symbolic links are never followed. What goes wrong is told to the person. */

struct tree_folder {
    struct arena *arena; /* of what lives until the end */
    int fd;
    json_t *written; /* paths: the files that belong there now */
    int changed_count, removed_count;
};

/* Opens a folder to write into; makes it if it is not there. ERR_CONFLICT for one that has other
 * files and is no such tree, or that of another organization. */
MUST_USE enum err tree_folder_open(struct arena *arena, const char *dir, const char *slug,
                                   struct tree_folder *folder) NONNULL;

/* Writes a file, whole or not at all, if it is not there already as it is. */
MUST_USE enum err tree_folder_put(struct tree_folder *folder, const struct tree_file *file) NONNULL;

/* Removes the files of records that were not written. */
MUST_USE enum err tree_folder_sweep(struct tree_folder *folder) NONNULL;

/* Opens a folder to read from. ERR_NOT_FOUND if it is no such tree. */
MUST_USE enum err tree_folder_open_to_read(struct arena *arena, const char *dir,
                                           struct tree_folder *folder) NONNULL;

/* Calls read for every file of a record, by path; an error ends it. */
typedef enum err tree_folder_reader(void *context, const struct tree_file *file);
MUST_USE enum err tree_folder_read(struct tree_folder *folder, tree_folder_reader *read,
                                   void *context) __attribute__((nonnull(1, 2)));

void tree_folder_close(struct tree_folder *folder) NONNULL;

#endif
