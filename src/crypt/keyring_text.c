#include "crypt/keyring_text.h"

#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/log.h"

enum err keyring_text_refuse(enum err err, const char *path, int line, const char *problem)
{
    char number[16];
    (void)snprintf(number, sizeof number, "%d", line);
    const struct log_field fields[] = {
        {"path", path},
        {"problem", problem},
        {"line", number},
    };
    log_line("error", "keyring", fields, line > 0 ? 3 : 2);
    return err;
}

static enum err check_file(int fd, const char *path, struct stat *status)
{
    if (fstat(fd, status) != 0)
        return keyring_text_refuse(ERR_UNAVAILABLE, path, 0, strerror(errno));
    if (!S_ISREG(status->st_mode))
        return keyring_text_refuse(ERR_INVALID, path, 0, "it is not a regular file");
    mode_t mode = status->st_mode & 07777;
    if (mode != 0600 && mode != 0400)
        return keyring_text_refuse(ERR_DENIED, path, 0, "its mode is not 0600 or 0400");
    if (status->st_uid != geteuid())
        return keyring_text_refuse(ERR_DENIED, path, 0, "it belongs to another user");
    if (status->st_size > KEYRING_TEXT_MAX)
        return keyring_text_refuse(ERR_INVALID, path, 0, "it is longer than 16 KiB");
    return ERR_NONE;
}

static enum err read_all(int fd, const char *path, char **text, size_t *len)
{
    char *bytes = sodium_malloc(KEYRING_TEXT_MAX + 1);
    if (bytes == NULL)
        die("no locked memory for the key ring");
    ssize_t got = 0;
    *len = 0;
    do {
        got = read(fd, bytes + *len, KEYRING_TEXT_MAX - *len);
        if (got > 0)
            *len += (size_t)got;
    } while (got > 0 || (got < 0 && errno == EINTR));
    bytes[*len] = '\0';
    *text = bytes;
    if (got >= 0)
        return ERR_NONE;
    enum err err = keyring_text_refuse(ERR_UNAVAILABLE, path, 0, strerror(errno));
    sodium_free(bytes);
    return err;
}

/* Opens without waiting, should the path be a pipe. */
static enum err open_file(const char *path, int *fd)
{
    *fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
    if (*fd >= 0)
        return ERR_NONE;
    int failure = errno;
    enum err err = failure == ENOENT || failure == ENOTDIR ? ERR_NOT_FOUND
                   : failure == EACCES || failure == EPERM ? ERR_DENIED
                                                           : ERR_UNAVAILABLE;
    return keyring_text_refuse(err, path, 0, strerror(failure));
}

enum err keyring_text_read(const char *path, char **text, size_t *len, struct stat *status)
{
    int fd = -1;
    if (sodium_init() < 0)
        die("libsodium does not start");
    enum err err = open_file(path, &fd);
    if (err != ERR_NONE)
        return err;
    err = check_file(fd, path, status);
    if (err == ERR_NONE)
        err = read_all(fd, path, text, len);
    (void)close(fd);
    return err;
}
