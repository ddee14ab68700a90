/* For LD_PRELOAD: writes down what a program does to the files of its SQLite database, so that
 * powercut can build what a disk had at any moment. The file of shared memory is left out: SQLite
 * makes it anew. POWERCUT_NORMAL=yes makes a careless program of it, with synchronous=NORMAL.
 *
 * POWERCUT_FAIL=N makes the Nth operation on those files that needs room or a disk that takes
 * writes fail, and all that come after it too, with the error number POWERCUT_ERRNO; the shared
 * memory counts as well. */

#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <unistd.h>

#include "powercut_log.h"

enum { FILES_MAX = 1024, LOG_FD = 900 };

static int log_fd = -1;
static signed char file_of[FILES_MAX]; /* enum powercut_file + 1 */

__attribute__((constructor)) static void begin(void)
{
    const char *path = getenv("POWERCUT_LOG");
    int fd = path == NULL ? -1 : open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0600);
    if (fd >= 0)
        log_fd = fcntl(fd, F_DUPFD_CLOEXEC, LOG_FD);
    if (path != NULL && log_fd < 0)
        abort();
}

/* The disk has become full, or takes nothing any more. */
static bool is_failing(int kind)
{
    static int64_t left = -1;
    const char *number = kind < 0 ? NULL : getenv("POWERCUT_FAIL");
    if (number == NULL)
        return false;
    if (left < 0)
        left = strtol(number, NULL, 10);
    if (left == 0 ? getenv("POWERCUT_ONCE") != NULL : --left > 0)
        return false;
    errno = (int)strtol(getenv("POWERCUT_ERRNO"), NULL, 10);
    return true;
}

static void *next(const char *name)
{
    void *found = dlsym(RTLD_NEXT, name);
    if (found == NULL)
        abort();
    return found;
}

static void note(enum powercut_op op, int file, int64_t offset, const void *data, size_t len)
{
    struct powercut_entry entry = {
        .op = op, .file = (uint32_t)file, .offset = offset, .len = data == NULL ? 0 : len};
    struct iovec parts[2] = {{&entry, sizeof entry}, {(void *)(uintptr_t)data, entry.len}};
    int saved = errno;
    if (file == POWERCUT_FILES)
        return;
    if (writev(log_fd, parts, 2) != (ssize_t)(sizeof entry + entry.len))
        abort(); /* a log with a hole proves nothing */
    errno = saved;
}

static bool ends_with(const char *text, const char *end)
{
    size_t len = strlen(text), end_len = strlen(end);
    return len >= end_len && strcmp(text + len - end_len, end) == 0;
}

/* -1: of no interest. */
static int kind_of(const char *path)
{
    if (ends_with(path, ".db"))
        return POWERCUT_DATABASE;
    if (ends_with(path, ".db-shm"))
        return POWERCUT_FILES;
    return ends_with(path, ".db-wal") ? POWERCUT_WAL : -1;
}

static int file_at(int fd)
{
    return log_fd >= 0 && fd >= 0 && fd < FILES_MAX ? file_of[fd] - 1 : -1;
}

int open64(const char *path, int flags, ...)
{
    va_list args;
    va_start(args, flags);
    mode_t mode = (flags & O_CREAT) != 0 ? va_arg(args, mode_t) : 0;
    va_end(args);
    int (*real)(const char *, int, ...) = next("open64");
    int fd = real(path, flags, mode);
    if (fd >= 0 && fd < FILES_MAX)
        file_of[fd] = (signed char)(kind_of(path) + 1);
    return fd;
}

int close(int fd)
{
    int (*real)(int) = next("close");
    if (fd >= 0 && fd < FILES_MAX)
        file_of[fd] = 0;
    return real(fd);
}

ssize_t pwrite64(int fd, const void *data, size_t len, off64_t offset)
{
    ssize_t (*real)(int, const void *, size_t, off64_t) = next("pwrite64");
    if (is_failing(file_at(fd)))
        return -1;
    ssize_t written = real(fd, data, len, offset);
    if (written > 0 && file_at(fd) >= 0)
        note(POWERCUT_WRITE, file_at(fd), offset, data, (size_t)written);
    return written;
}

ssize_t write(int fd, const void *data, size_t len)
{
    ssize_t (*real)(int, const void *, size_t) = next("write");
    off64_t offset = file_at(fd) >= 0 ? lseek64(fd, 0, SEEK_CUR) : 0;
    if (is_failing(file_at(fd)))
        return -1;
    ssize_t written = real(fd, data, len);
    if (written > 0 && file_at(fd) >= 0)
        note(POWERCUT_WRITE, file_at(fd), offset, data, (size_t)written);
    return written;
}

int ftruncate64(int fd, off64_t size)
{
    int (*real)(int, off64_t) = next("ftruncate64");
    if (is_failing(file_at(fd)))
        return -1;
    int status = real(fd, size);
    if (status == 0 && file_at(fd) >= 0)
        note(POWERCUT_TRUNCATE, file_at(fd), size, NULL, 0);
    return status;
}

static int sync_by(const char *name, int fd)
{
    int (*real)(int) = next(name);
    if (is_failing(file_at(fd)))
        return -1;
    int status = real(fd);
    if (status == 0 && file_at(fd) >= 0)
        note(POWERCUT_SYNC, file_at(fd), 0, NULL, 0);
    return status;
}

int fsync(int fd)
{
    return sync_by("fsync", fd);
}

int fdatasync(int fd)
{
    return sync_by("fdatasync", fd);
}

int unlink(const char *path)
{
    int (*real)(const char *) = next("unlink");
    int status = real(path);
    if (status == 0 && log_fd >= 0 && kind_of(path) >= 0)
        note(POWERCUT_REMOVE, kind_of(path), 0, NULL, 0);
    return status;
}

/* The settings of a connection come as one text. */
int sqlite3_exec(void *db, const char *sql, void *callback, void *context, void *message);
int sqlite3_exec(void *db, const char *sql, void *callback, void *context, void *message)
{
    static const char full[] = "synchronous=FULL", normal[] = "synchronous=1   ";
    int (*real)(void *, const char *, void *, void *, void *) = next("sqlite3_exec");
    const char *found = getenv("POWERCUT_NORMAL") == NULL ? NULL : strstr(sql, full);
    char *changed = found == NULL ? NULL : strdup(sql);
    if (changed != NULL)
        memcpy(changed + (found - sql), normal, strlen(normal));
    int code = real(db, changed != NULL ? changed : sql, callback, context, message);
    free(changed);
    return code;
}
