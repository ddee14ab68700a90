#include "data/user/erasure_ledger.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/json.h"
#include "base/log.h"
#include "base/number.h"
#include "base/setting.h"

enum { LINE_LEN = 192 };

static enum err fail(const char *path)
{
    log_line("error", "erasures.ledger",
             (const struct log_field[]){{"path", path}, {"reason", strerror(errno)}}, 2);
    return ERR_UNAVAILABLE;
}

char *erasure_ledger_path(struct arena *arena, const char *keyring_path)
{
    const char *named = setting_get(SETTING_ERASURES);
    const char *slash = strrchr(keyring_path, '/');
    int len = slash == NULL ? 0 : (int)(slash - keyring_path) + 1;
    if (named[0] != '\0')
        return arena_strdup(arena, named);
    return arena_printf(arena, "%.*serasures.jsonl", len, keyring_path);
}

/* The folder of a new file must reach the disk as well. */
static bool sync_folder(const char *path)
{
    char folder[4096];
    const char *slash = strrchr(path, '/');
    int len = slash == NULL ? 0 : (int)(slash - path) + 1;
    if (snprintf(folder, sizeof folder, "%.*s.", len, path) >= (int)sizeof folder)
        return false;
    int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    bool is_done = fd >= 0 && fsync(fd) == 0;
    if (fd >= 0)
        close(fd);
    return is_done;
}

/* The length of the file without half a line at its end; -1 if it can't be read. */
static off_t whole_len(int fd)
{
    struct stat status;
    char end[LINE_LEN];
    if (fstat(fd, &status) != 0)
        return -1;
    off_t from = status.st_size > LINE_LEN ? status.st_size - LINE_LEN : 0;
    ssize_t count = pread(fd, end, (size_t)(status.st_size - from), from);
    if (count != status.st_size - from)
        return -1;
    while (count > 0 && end[count - 1] != '\n')
        count--;
    return from + count;
}

static bool append_line(int fd, const char *line, size_t len)
{
    off_t end = whole_len(fd);
    return end >= 0 && ftruncate(fd, end) == 0 && pwrite(fd, line, len, end) == (ssize_t)len &&
           fsync(fd) == 0;
}

enum err erasure_ledger_append(const char *path, const struct erasure *erasure)
{
    char organization[UUID_TEXT_LEN], user[UUID_TEXT_LEN], line[LINE_LEN];
    uuid_format(&erasure->organization_id, organization);
    uuid_format(&erasure->user_id, user);
    int len = snprintf(line, sizeof line,
                       "{\"organization\":\"%s\",\"user\":\"%s\",\"erased_at\":%lld}\n",
                       organization, user, (long long)erasure->erased_at);
    int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (fd < 0)
        return fail(path);
    bool is_done =
        flock(fd, LOCK_EX) == 0 && append_line(fd, line, (size_t)len) && sync_folder(path);
    enum err err = is_done ? ERR_NONE : fail(path);
    close(fd);
    return err;
}

static enum err parse_id(const json_t *line, const char *name, struct uuid *id)
{
    const char *text = json_string_value(json_object_get(line, name));
    return text == NULL ? ERR_INVALID : uuid_parse(text, id);
}

static enum err parse_line(struct arena *arena, const char *text, size_t len,
                           struct erasure *erasure)
{
    json_t *line = NULL;
    const char *problem = NULL;
    enum err err = json_parse(arena, text, len, &line, &problem);
    if (err == ERR_NONE)
        err = parse_id(line, "organization", &erasure->organization_id);
    if (err == ERR_NONE)
        err = parse_id(line, "user", &erasure->user_id);
    const json_t *time = err == ERR_NONE ? json_object_get(line, "erased_at") : NULL;
    erasure->erased_at = number_of_json(NUMBER_MOMENT, time, -1);
    return erasure->erased_at >= 0 ? ERR_NONE : ERR_INVALID;
}

static enum err parse_all(struct arena *arena, const char *path, struct text text,
                          struct erasure *erasures, int *count)
{
    const char *at = text.data;
    for (const char *end; (end = strchr(at, '\n')) != NULL; at = end + 1) {
        if (parse_line(arena, at, (size_t)(end - at), &erasures[*count]) == ERR_NONE) {
            ++*count;
            continue;
        }
        char number[16];
        (void)snprintf(number, sizeof number, "%d", *count + 1);
        log_line("error", "erasures.malformed",
                 (const struct log_field[]){{"path", path}, {"line", number}}, 2);
        return ERR_INVALID;
    }
    return ERR_NONE;
}

static enum err read_all(struct arena *arena, const char *path, int fd, struct text *text)
{
    struct stat status;
    if (flock(fd, LOCK_SH) != 0 || fstat(fd, &status) != 0)
        return fail(path);
    char *data = arena_alloc(arena, (size_t)status.st_size + 1);
    ssize_t count = pread(fd, data, (size_t)status.st_size, 0);
    if (count != status.st_size)
        return fail(path);
    *text = (struct text){data, (size_t)count};
    return ERR_NONE;
}

enum err erasure_ledger_read(struct arena *arena, const char *path, struct erasure **erasures,
                             int *count)
{
    *count = 0;
    *erasures = NULL;
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return errno == ENOENT ? ERR_NONE : fail(path);
    struct text text = {"", 0};
    enum err err = read_all(arena, path, fd, &text);
    close(fd);
    if (err != ERR_NONE)
        return err;
    size_t lines = 0;
    for (size_t i = 0; i < text.len; i++)
        lines += text.data[i] == '\n';
    *erasures = arena_array(arena, lines + 1, sizeof **erasures);
    return parse_all(arena, path, text, *erasures, count);
}
