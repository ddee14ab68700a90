/* For LD_PRELOAD before a server of PostgreSQL: makes its disk fail when the file $DISK_CONTROL
 * says so, for the files of tables, of the write-ahead log and of transactions, in whatever
 * process. */

#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <unistd.h>

#include "disk_control.h"

enum { FILES_MAX = 4096 };

static struct disk_control *control;
static bool is_data[FILES_MAX];

__attribute__((constructor)) static void begin(void)
{
    const char *path = getenv("DISK_CONTROL");
    int fd = path == NULL ? -1 : open(path, O_RDWR | O_CLOEXEC);
    void *memory = fd < 0 ? MAP_FAILED
                          : mmap(NULL, sizeof *control, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    control = memory == MAP_FAILED ? NULL : memory;
    if (fd >= 0)
        (void)close(fd);
}

static void *next(const char *name)
{
    void *found = dlsym(RTLD_NEXT, name);
    if (found == NULL)
        abort();
    return found;
}

static bool is_failing(int fd)
{
    if (control == NULL || fd < 0 || fd >= FILES_MAX || !is_data[fd])
        return false;
    atomic_fetch_add(&control->count, 1);
    long long left = atomic_load(&control->left);
    while (left > 1 && !atomic_compare_exchange_weak(&control->left, &left, left - 1))
        continue;
    if (left != 1)
        return false;
    if (atomic_load(&control->is_once) != 0)
        atomic_store(&control->left, 0);
    errno = atomic_load(&control->error);
    return true;
}

/* The server names them from its folder. */
static bool is_data_path(const char *path)
{
    static const char *const folders[] = {"base/", "global/", "pg_wal/", "pg_xact/"};
    for (size_t i = 0; i < sizeof folders / sizeof *folders; i++)
        if (strncmp(path, folders[i], strlen(folders[i])) == 0)
            return true;
    return false;
}

int open(const char *path, int flags, ...)
{
    va_list args;
    va_start(args, flags);
    mode_t mode = (flags & O_CREAT) != 0 ? va_arg(args, mode_t) : 0;
    va_end(args);
    int (*real)(const char *, int, ...) = next("open");
    int fd = real(path, flags, mode);
    if (fd >= 0 && fd < FILES_MAX)
        is_data[fd] = is_data_path(path);
    return fd;
}

int close(int fd)
{
    int (*real)(int) = next("close");
    if (fd >= 0 && fd < FILES_MAX)
        is_data[fd] = false;
    return real(fd);
}

ssize_t write(int fd, const void *data, size_t len)
{
    ssize_t (*real)(int, const void *, size_t) = next("write");
    return is_failing(fd) ? -1 : real(fd, data, len);
}

ssize_t pwrite(int fd, const void *data, size_t len, off_t offset)
{
    ssize_t (*real)(int, const void *, size_t, off_t) = next("pwrite");
    return is_failing(fd) ? -1 : real(fd, data, len, offset);
}

ssize_t pwritev(int fd, const struct iovec *parts, int count, off_t offset)
{
    ssize_t (*real)(int, const struct iovec *, int, off_t) = next("pwritev");
    return is_failing(fd) ? -1 : real(fd, parts, count, offset);
}

int ftruncate(int fd, off_t size)
{
    int (*real)(int, off_t) = next("ftruncate");
    return is_failing(fd) ? -1 : real(fd, size);
}

int fsync(int fd)
{
    int (*real)(int) = next("fsync");
    return is_failing(fd) ? -1 : real(fd);
}

int fdatasync(int fd)
{
    int (*real)(int) = next("fdatasync");
    return is_failing(fd) ? -1 : real(fd);
}
