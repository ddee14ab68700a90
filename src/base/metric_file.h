#ifndef BASE_METRIC_FILE_H
#define BASE_METRIC_FILE_H

#include <stdint.h>

#include "base/err.h"

/* The memory of base/metric.h that processes share: opens its file of the first folder of a list
 * that colons separate; of another one for another layout, which says what the words mean: programs
 * of two versions do not mix. Without a folder (NULL, ""), on a full disk, and before this call, a
 * process counts alone. *fd is the file's, or -1, and stays open. ERR_UNAVAILABLE (logged) if the
 * file can't be made. */
MUST_USE enum err metrics_open(const char *folder, uint64_t layout, int *fd)
    __attribute__((nonnull(3)));
void metrics_close(void);

#endif
