#ifndef DATA_CHECKPOINT_FILE_H
#define DATA_CHECKPOINT_FILE_H

#include "base/arena.h"
#include "base/uuid.h"

/* Checkpoints outside the database: a file for each organization, ORGANIZATION-ID.jsonl, in a
 * folder. A line for each, {"checkpoint":"the note"}, only ever added to. */

struct checkpoint_file {
    int fd;
    const char *path;
};

/* Opens the file and locks it until checkpoint_file_close; the folder and the file are made if they
 * are not there, for their owner alone. ERR_CONFLICT if another has it locked; ERR_UNAVAILABLE
 * (logged). */
MUST_USE enum err checkpoint_file_open(struct arena *arena, const char *folder,
                                       const struct uuid *organization_id,
                                       struct checkpoint_file *file) NONNULL;
void checkpoint_file_close(struct checkpoint_file *file) NONNULL;

/* The last whole note, owned by the arena; NULL if there is none. ERR_UNAVAILABLE (logged). */
MUST_USE enum err checkpoint_file_newest(struct arena *arena, const struct checkpoint_file *file,
                                         const char **note) NONNULL;

/* Adds a note, which is on the disk then. ERR_UNAVAILABLE (logged): nothing was added. */
MUST_USE enum err checkpoint_file_add(struct arena *arena, const struct checkpoint_file *file,
                                      const char *note) NONNULL;

#endif
