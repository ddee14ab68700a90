#ifndef BASE_SHARED_FILE_H
#define BASE_SHARED_FILE_H

#include <stddef.h>

#include "base/err.h"

/* What the processes of a machine share: files of the folder that holds what running workers share,
 * and memory over them. event is what the log calls a failure. */

/* Opens the file, which is made if it is not there, in the first folder of a list that colons
 * separate. *fd is -1 without a folder (NULL, "") and with an error: ERR_UNAVAILABLE (logged). */
MUST_USE enum err shared_file_open(const char *folder, const char *name, const char *event, int *fd)
    __attribute__((nonnull(2, 3, 4)));

/* Maps its first bytes, which are zeros until somebody writes; without a file (-1) zeros of this
 * process and its children. ERR_UNAVAILABLE (logged) on a full disk: *memory is NULL. */
MUST_USE enum err shared_file_map(int fd, size_t size, const char *event, void **memory) NONNULL;

#endif
