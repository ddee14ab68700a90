#include "data/audit/checkpoint_file.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/json.h"
#include "base/log.h"

enum { TAIL_LEN = 4096 }; /* a line has some 300 bytes */

static enum err fail(const char *path)
{
    log_line("error", "audit.checkpoint_file",
             (const struct log_field[]){{"path", path}, {"problem", strerror(errno)}}, 2);
    return ERR_UNAVAILABLE;
}

/* Makes a new name reach the disk. */
static bool sync_folder(const char *folder)
{
    int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0)
        return false;
    bool is_ok = fsync(fd) == 0;
    (void)close(fd);
    return is_ok;
}

enum err checkpoint_file_open(struct arena *arena, const char *folder,
                              const struct uuid *organization_id, struct checkpoint_file *file)
{
    char id[UUID_TEXT_LEN];
    uuid_format(organization_id, id);
    file->path = arena_printf(arena, "%s/%s.jsonl", folder, id);
    if (mkdir(folder, 0700) != 0 && errno != EEXIST)
        return fail(folder);
    bool is_new = access(file->path, F_OK) != 0;
    file->fd = open(file->path, O_RDWR | O_APPEND | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (file->fd < 0)
        return fail(file->path);
    enum err err = ERR_NONE;
    if (flock(file->fd, LOCK_EX | LOCK_NB) != 0)
        err = errno == EWOULDBLOCK ? ERR_CONFLICT : fail(file->path);
    else if (is_new && !sync_folder(folder))
        err = fail(folder);
    if (err != ERR_NONE)
        checkpoint_file_close(file);
    return err;
}

void checkpoint_file_close(struct checkpoint_file *file)
{
    (void)close(file->fd);
    file->fd = -1;
}

/* The note of a line; NULL if it is none, such as one whose writing was cut short. */
static const char *note_of(struct arena *arena, const char *line, size_t len)
{
    json_t *json = NULL;
    const char *problem = NULL;
    if (json_parse(arena, line, len, &json, &problem) != ERR_NONE)
        return NULL;
    return json_string_value(json_object_get(json, "checkpoint"));
}

enum err checkpoint_file_newest(struct arena *arena, const struct checkpoint_file *file,
                                const char **note)
{
    char *tail = arena_alloc(arena, TAIL_LEN + 1);
    off_t size = lseek(file->fd, 0, SEEK_END);
    off_t begin = size > TAIL_LEN ? size - TAIL_LEN : 0;
    ssize_t len = size < 0 ? -1 : pread(file->fd, tail, TAIL_LEN, begin);
    *note = NULL;
    if (len < 0)
        return fail(file->path);
    while (*note == NULL && len > 0) {
        ssize_t end = len;
        while (len > 0 && tail[len - 1] != '\n')
            len--;
        if (end > len)
            *note = note_of(arena, tail + len, (size_t)(end - len));
        if (len > 0)
            len--; /* the line break before it */
    }
    return ERR_NONE;
}

/* Puts a line break behind what was cut short, so that the new line is one of its own. */
static struct text line_of(struct arena *arena, const struct checkpoint_file *file, off_t size,
                           const char *note)
{
    char last = '\n';
    bool is_cut = size > 0 && pread(file->fd, &last, 1, size - 1) == 1 && last != '\n';
    json_t *json = json_keep(arena, json_pack("{s:s}", "checkpoint", note));
    char *line =
        arena_printf(arena, "%s%s\n", is_cut ? "\n" : "", json_format(arena, json, JSON_LINE).data);
    return (struct text){line, strlen(line)};
}

enum err checkpoint_file_add(struct arena *arena, const struct checkpoint_file *file,
                             const char *note)
{
    off_t size = lseek(file->fd, 0, SEEK_END);
    if (size < 0)
        return fail(file->path);
    struct text line = line_of(arena, file, size, note);
    errno = ENOSPC; /* if only a part was written */
    bool is_ok =
        write(file->fd, line.data, line.len) == (ssize_t)line.len && fdatasync(file->fd) == 0;
    if (is_ok)
        return ERR_NONE;
    enum err err = fail(file->path);
    (void)!ftruncate(file->fd, size);
    return err;
}
