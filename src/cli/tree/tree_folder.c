#include "cli/tree/tree_folder.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"
#include "cli/command/command.h"
#include "domain/tree/tree_path.h"

enum {
    FOLDER_MODE = 0777,
    FILE_MODE = 0666,
    ENTRIES_MAX = 200000,
    DEPTH_MAX = 64,
    SCRATCH = 16 << 20
};

static const char marker[] = "rostrum.json";
static const char unfinished[] = ".rostrum-unfinished";

static enum err fail(const char *what, const char *path)
{
    command_say("%s %s: %s.", what, path, strerror(errno));
    return ERR_UNAVAILABLE;
}

/* ---- files -------------------------------------------------------------------------------- */

static enum err read_all(struct arena *arena, int fd, const char *path, struct text *text)
{
    struct buf out;
    char piece[16384];
    ssize_t len = 0;
    buf_init(&out, arena);
    while ((len = read(fd, piece, sizeof piece)) > 0 && out.len <= TREE_FILE_MAX)
        buf_add(&out, piece, (size_t)len);
    *text = (struct text){out.data, out.len};
    if (len < 0)
        return fail("can't read", path);
    if (out.len <= TREE_FILE_MAX)
        return ERR_NONE;
    command_say("%s is larger than 4 MiB.", path);
    return ERR_INVALID;
}

/* ERR_NOT_FOUND if it is not there. */
static enum err read_at(struct arena *arena, int dir, const char *name, const char *path,
                        struct text *text)
{
    int fd = openat(dir, name, O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK);
    if (fd < 0)
        return errno == ENOENT ? ERR_NOT_FOUND : fail("can't open", path);
    enum err err = read_all(arena, fd, path, text);
    (void)close(fd);
    return err;
}

static bool write_all(int fd, struct text text)
{
    while (text.len > 0) {
        ssize_t len = write(fd, text.data, text.len);
        if (len < 0)
            return false;
        text.data += len;
        text.len -= (size_t)len;
    }
    return true;
}

static enum err write_at(int dir, const char *name, const char *path, struct text text)
{
    int fd =
        openat(dir, unfinished, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, FILE_MODE);
    if (fd < 0)
        return fail("can't write", path);
    bool is_whole = write_all(fd, text);
    is_whole = close(fd) == 0 && is_whole;
    if (is_whole && renameat(dir, unfinished, dir, name) == 0)
        return ERR_NONE;
    enum err err = fail("can't write", path);
    (void)unlinkat(dir, unfinished, 0);
    return err;
}

/* ---- folders ------------------------------------------------------------------------------ */

/* The folder that a path's file is in, made where it is missing; *name is the file's. -1. */
static int open_parent(struct tree_folder *folder, const char *path, const char **name)
{
    int fd = dup(folder->fd);
    *name = path;
    for (const char *slash; fd >= 0 && (slash = strchr(*name, '/')) != NULL; *name = slash + 1) {
        const char *segment = arena_copy(folder->arena, *name, (size_t)(slash - *name));
        int next = mkdirat(fd, segment, FOLDER_MODE) == 0 || errno == EEXIST
                       ? openat(fd, segment, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
                       : -1;
        int why = errno;
        (void)close(fd);
        errno = why;
        fd = next;
    }
    return fd;
}

static int compare_names(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* What is in a folder, by name; NULL if it can't be read. */
static const char **list_folder(struct arena *arena, int fd, int *count)
{
    int copy = dup(fd), room = 64;
    DIR *dir = copy < 0 ? NULL : fdopendir(copy);
    const char **names = arena_array(arena, (size_t)room, sizeof *names);
    *count = 0;
    if (dir == NULL)
        return NULL;
    rewinddir(dir);
    for (const struct dirent *entry; *count < ENTRIES_MAX && (entry = readdir(dir)) != NULL;) {
        if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0)
            continue;
        if (*count == room) {
            const char **more = arena_array(arena, (size_t)room * 2, sizeof *more);
            memcpy(more, names, (size_t)room * sizeof *more);
            names = more;
            room *= 2;
        }
        names[(*count)++] = arena_strdup(arena, entry->d_name);
    }
    (void)closedir(dir);
    qsort(names, (size_t)*count, sizeof *names, compare_names);
    return names;
}

/* ---- walking ------------------------------------------------------------------------------ */

/* Called for a file of a record; name is its own in the open folder. */
typedef enum err visitor(struct tree_folder *folder, int dir, const char *name, const char *path,
                         void *context);

struct walk {
    struct tree_folder *folder;
    visitor *visit;
    void *context;
    bool removes_empty;
};

static enum err walk_folder(const struct walk *walk, int fd, const char *path, int depth);

static enum err walk_below(const struct walk *walk, int dir, const char *name, const char *path,
                           int depth)
{
    int fd = openat(dir, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    if (fd < 0)
        return errno == ENOENT && depth == 0 ? ERR_NONE : fail("can't open", path);
    enum err err = walk_folder(walk, fd, path, depth + 1);
    (void)close(fd);
    if (err == ERR_NONE && walk->removes_empty)
        (void)unlinkat(dir, name, AT_REMOVEDIR); /* one that is not empty stays */
    return err;
}

static enum err walk_entry(const struct walk *walk, int dir, const char *name, const char *path,
                           int depth)
{
    struct stat about;
    enum record_kind_id kind;
    if (fstatat(dir, name, &about, AT_SYMLINK_NOFOLLOW) != 0)
        return fail("can't look at", path);
    if (S_ISDIR(about.st_mode) && depth < DEPTH_MAX)
        return walk_below(walk, dir, name, path, depth);
    if (!S_ISREG(about.st_mode) || !tree_path_kind(path, &kind))
        return ERR_NONE;
    return walk->visit(walk->folder, dir, name, path, walk->context);
}

static enum err walk_folder(const struct walk *walk, int fd, const char *path, int depth)
{
    struct arena *arena = walk->folder->arena;
    int count = 0;
    const char **names = list_folder(arena, fd, &count);
    enum err err = names == NULL ? fail("can't read", path) : ERR_NONE;
    for (int i = 0; err == ERR_NONE && i < count; i++)
        err = walk_entry(walk, fd, names[i], arena_printf(arena, "%s/%s", path, names[i]), depth);
    return err;
}

static enum err walk_all(const struct walk *walk)
{
    enum err err = ERR_NONE;
    for (int i = 0; err == ERR_NONE && i < RECORD_KIND_COUNT; i++)
        err = walk_below(walk, walk->folder->fd, record_kinds[i].plural, record_kinds[i].plural, 0);
    return err;
}

/* ---- opening ------------------------------------------------------------------------------ */

/* Only what belongs to git, and to nobody. */
static bool is_empty(struct tree_folder *folder)
{
    int count = 0;
    const char **names = list_folder(folder->arena, folder->fd, &count);
    for (int i = 0; names != NULL && i < count; i++)
        if (strcmp(names[i], ".git") != 0 && strcmp(names[i], unfinished) != 0)
            return false;
    return names != NULL;
}

/* Whose tree it is; NULL: it is none. */
static enum err read_marker(struct tree_folder *folder, const char **slug)
{
    struct text text;
    json_t *json = NULL;
    const char *problem = NULL;
    *slug = NULL;
    enum err err = read_at(folder->arena, folder->fd, marker, marker, &text);
    if (err != ERR_NONE)
        return err == ERR_NOT_FOUND ? ERR_NONE : err;
    if (json_parse(folder->arena, text.data, text.len, &json, &problem) == ERR_NONE &&
        strcmp(json_text(json, "kind"), "tree") == 0)
        *slug = json_text(json, "organization");
    return ERR_NONE;
}

static enum err write_marker(struct tree_folder *folder, const char *slug)
{
    json_t *json = json_keep(folder->arena, json_pack("{s:i, s:s, s:s}", "rostrum", 1, "kind",
                                                      "tree", "organization", slug));
    struct text text = json_format(folder->arena, json, JSON_INDENTED);
    const char *line = arena_printf(folder->arena, "%s\n", text.data);
    return write_at(folder->fd, marker, marker, (struct text){line, strlen(line)});
}

static enum err open_folder(struct arena *arena, const char *dir, struct tree_folder *folder)
{
    *folder = (struct tree_folder){.arena = arena,
                                   .fd = open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC),
                                   .written = json_keep(arena, json_object())};
    return folder->fd < 0 ? fail("can't open", dir) : ERR_NONE;
}

enum err tree_folder_open(struct arena *arena, const char *dir, const char *slug,
                          struct tree_folder *folder)
{
    const char *whose = NULL;
    folder->fd = -1;
    if (mkdir(dir, FOLDER_MODE) != 0 && errno != EEXIST)
        return fail("can't make", dir);
    enum err err = open_folder(arena, dir, folder);
    if (err == ERR_NONE)
        err = read_marker(folder, &whose);
    if (err != ERR_NONE)
        return err;
    if (whose == NULL && !is_empty(folder)) {
        command_say("%s has other files. Name an empty folder, or one with an earlier export.",
                    dir);
        return ERR_CONFLICT;
    }
    if (whose != NULL && strcmp(whose, slug) != 0) {
        command_say("%s has the files of the organization \"%s\".", dir, whose);
        return ERR_CONFLICT;
    }
    return whose == NULL ? write_marker(folder, slug) : ERR_NONE;
}

enum err tree_folder_open_to_read(struct arena *arena, const char *dir, struct tree_folder *folder)
{
    const char *whose = NULL;
    folder->fd = -1;
    enum err err = open_folder(arena, dir, folder);
    if (err == ERR_NONE)
        err = read_marker(folder, &whose);
    if (err != ERR_NONE || whose != NULL)
        return err;
    command_say("%s has no %s: it is no export of Rostrum.", dir, marker);
    return ERR_NOT_FOUND;
}

void tree_folder_close(struct tree_folder *folder)
{
    if (folder->fd >= 0)
        (void)close(folder->fd);
    folder->fd = -1;
}

/* ---- the files of records ------------------------------------------------------------------ */

static bool is_there(struct arena *scratch, int dir, const char *name, const struct tree_file *file)
{
    struct text now;
    struct stat about;
    if (fstatat(dir, name, &about, AT_SYMLINK_NOFOLLOW) != 0 || !S_ISREG(about.st_mode) ||
        (size_t)about.st_size != file->text.len)
        return false;
    return read_at(scratch, dir, name, file->path, &now) == ERR_NONE && now.len == file->text.len &&
           memcmp(now.data, file->text.data, now.len) == 0;
}

enum err tree_folder_put(struct tree_folder *folder, const struct tree_file *file)
{
    const char *name = NULL;
    enum err err = ERR_NONE;
    int dir = open_parent(folder, file->path, &name);
    if (dir < 0)
        return fail("can't make the folder of", file->path);
    struct arena *scratch = arena_create(SCRATCH);
    if (!is_there(scratch, dir, name, file)) {
        err = write_at(dir, name, file->path, file->text);
        folder->changed_count++;
    }
    arena_destroy(scratch);
    (void)close(dir);
    json_object_set_new(folder->written, file->path, json_true());
    return err;
}

static enum err remove_unwritten(struct tree_folder *folder, int dir, const char *name,
                                 const char *path, void *context)
{
    (void)context;
    if (json_object_get(folder->written, path) != NULL)
        return ERR_NONE;
    if (unlinkat(dir, name, 0) != 0)
        return fail("can't remove", path);
    folder->removed_count++;
    return ERR_NONE;
}

enum err tree_folder_sweep(struct tree_folder *folder)
{
    return walk_all(&(struct walk){folder, remove_unwritten, NULL, true});
}

struct reading {
    tree_folder_reader *read;
    void *context;
};

static enum err read_one(struct tree_folder *folder, int dir, const char *name, const char *path,
                         void *context)
{
    const struct reading *reading = context;
    struct tree_file file = {.path = path};
    enum err err = read_at(folder->arena, dir, name, path, &file.text);
    return err == ERR_NONE ? reading->read(reading->context, &file) : err;
}

enum err tree_folder_read(struct tree_folder *folder, tree_folder_reader *read, void *context)
{
    struct reading reading = {read, context};
    return walk_all(&(struct walk){folder, read_one, &reading, false});
}
