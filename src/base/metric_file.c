#include "base/metric_file.h"

#include <stdbool.h>
#include <stdio.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/metric.h"
#include "base/shared_file.h"

static const char event[] = "metrics";
static bool is_shared;

/* Zeros are where all counters begin. */
enum err metrics_open(const char *folder, uint64_t layout, int *fd)
{
    char name[40];
    void *shared = NULL;
    metrics_close();
    (void)snprintf(name, sizeof name, "metrics-%016llx", (unsigned long long)layout);
    enum err err = shared_file_open(folder, name, event, fd);
    if (err != ERR_NONE || *fd < 0)
        return err;
    if (shared_file_map(*fd, sizeof(struct metrics), event, &shared) == ERR_NONE) {
        metrics_use(shared);
        is_shared = true;
        return ERR_NONE;
    }
    (void)close(*fd);
    *fd = -1;
    return ERR_NONE;
}

void metrics_close(void)
{
    if (is_shared)
        (void)munmap(metrics(), sizeof(struct metrics));
    is_shared = false;
    metrics_use(NULL);
}
