#include "base/metric_file.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/file.h"
#include "base/log.h"
#include "base/metric.h"

static bool is_shared;

static enum err fail(const char *reason)
{
    log_line("error", "metrics", (const struct log_field[]){{"reason", reason}}, 1);
    return ERR_UNAVAILABLE;
}

/* Its bytes are zeros, which is where all counters begin. All of it has its place on the disk from
 * now on: whoever writes into memory that turns out to have none is killed. */
static enum err map_file(int fd)
{
    int failure = posix_fallocate(fd, 0, sizeof(struct metrics));
    if (failure != 0)
        return fail(strerror(failure));
    void *shared = mmap(NULL, sizeof(struct metrics), PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    if (shared == MAP_FAILED)
        return fail(strerror(errno));
    metrics_use(shared);
    is_shared = true;
    return ERR_NONE;
}

enum err metrics_open(const char *folder, uint64_t layout, int *fd)
{
    char path[PATH_MAX];
    metrics_close();
    *fd = -1;
    if (folder == NULL || folder[0] == '\0')
        return ERR_NONE;
    int len = snprintf(path, sizeof path, "%.*s/metrics-%016llx", folder_first_len(folder), folder,
                       (unsigned long long)layout);
    if (len < 0 || (size_t)len >= sizeof path)
        return fail("the name of the folder is too long");
    *fd = open(path, O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0600);
    if (*fd < 0)
        return fail(strerror(errno));
    if (map_file(*fd) == ERR_NONE)
        return ERR_NONE;
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
