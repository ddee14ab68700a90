#include "base/shared_file.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>

#include "base/file.h"
#include "base/log.h"

static enum err fail(const char *event, const char *reason)
{
    log_line("error", event, (const struct log_field[]){{"reason", reason}}, 1);
    return ERR_UNAVAILABLE;
}

enum err shared_file_open(const char *folder, const char *name, const char *event, int *fd)
{
    char path[PATH_MAX];
    *fd = -1;
    if (folder == NULL || folder[0] == '\0')
        return ERR_NONE;
    int len = snprintf(path, sizeof path, "%.*s/%s", folder_first_len(folder), folder, name);
    if (len < 0 || (size_t)len >= sizeof path)
        return fail(event, "the name of the folder is too long");
    *fd = open(path, O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0600);
    return *fd >= 0 ? ERR_NONE : fail(event, strerror(errno));
}

/* All of it has its place on the disk from now on: whoever writes into memory that turns out to
 * have none is killed. */
enum err shared_file_map(int fd, size_t size, const char *event, void **memory)
{
    int flags = fd < 0 ? MAP_SHARED | MAP_ANONYMOUS : MAP_SHARED;
    int failure = fd < 0 ? 0 : posix_fallocate(fd, 0, (off_t)size);
    *memory = NULL;
    if (failure != 0)
        return fail(event, strerror(failure));
    void *mapped = mmap(NULL, size, PROT_READ | PROT_WRITE, flags, fd, 0);
    if (mapped == MAP_FAILED)
        return fail(event, strerror(errno));
    *memory = mapped;
    return ERR_NONE;
}
