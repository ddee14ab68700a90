#ifndef BASE_FILE_H
#define BASE_FILE_H

#include "base/arena.h"
#include "base/err.h"
#include "base/text.h"

/* How many bytes the first of folders has that are separated by colons, as systemd names those of a
 * service in RUNTIME_DIRECTORY. */
int folder_first_len(const char *folders) NONNULL;

/* The folder that a path is in, in the arena: "." of a name alone. */
const char *file_folder(struct arena *arena, const char *path) NONNULL;

/* Reads a whole file of at most max bytes into the arena, with a NUL behind it. ERR_NOT_FOUND if it
 * can't be opened, ERR_INVALID if it is longer, ERR_UNAVAILABLE if reading failed. */
MUST_USE enum err file_read(struct arena *arena, const char *path, size_t max,
                            struct text *text) NONNULL;

#endif
