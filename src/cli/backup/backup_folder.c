#include "cli/backup/backup_folder.h"

#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/text.h"
#include "cli/command/command.h"

enum { OWNER_ONLY = 0700 };

enum err backup_path(char *path, const char *dir, const char *name)
{
    int len = snprintf(path, BACKUP_PATH_LEN, "%s/%s", dir, name);
    if (len > 0 && len < BACKUP_PATH_LEN)
        return ERR_NONE;
    command_say("the path of %s is too long.", dir);
    return ERR_INVALID;
}

static enum err fail(const char *what, const char *path)
{
    command_say("%s %s: %s.", what, path, strerror(errno));
    return ERR_UNAVAILABLE;
}

static void name_of(int64_t time, char name[BACKUP_NAME_LEN])
{
    char iso[CLOCK_ISO_LEN];
    size_t len = 0;
    clock_format_iso(time, iso);
    for (const char *p = iso; *p != '.' && len < BACKUP_NAME_LEN - 2; p++)
        if (*p != '-' && *p != ':')
            name[len++] = *p;
    name[len++] = 'Z';
    name[len] = '\0';
}

/* "20261129T083000Z", with or without the end of what is not finished. */
static bool is_name(const char *name, const char *end)
{
    size_t len = BACKUP_NAME_LEN - 1;
    if (strlen(name) < len || strcmp(name + len, end) != 0 || name[8] != 'T' || name[15] != 'Z')
        return false;
    for (size_t i = 0; i < len - 1; i++)
        if (i != 8 && isdigit((unsigned char)name[i]) == 0)
            return false;
    return true;
}

/* A folder of files, such as ours are. */
static bool remove_folder(const char *path)
{
    DIR *dir = opendir(path);
    if (dir == NULL)
        return errno == ENOENT;
    for (const struct dirent *entry; (entry = readdir(dir)) != NULL;)
        if (strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0)
            (void)unlinkat(dirfd(dir), entry->d_name, 0);
    (void)closedir(dir);
    return rmdir(path) == 0;
}

/* Removes the folders in dir whose names end so, and sort before `before` unless that is NULL. */
static int remove_old(const char *dir, const char *end, const char *before)
{
    char path[BACKUP_PATH_LEN];
    int count = 0;
    DIR *folder = opendir(dir);
    if (folder == NULL)
        return 0;
    for (const struct dirent *entry; (entry = readdir(folder)) != NULL;)
        if (is_name(entry->d_name, end) && (before == NULL || strcmp(entry->d_name, before) < 0) &&
            backup_path(path, dir, entry->d_name) == ERR_NONE)
            count += remove_folder(path);
    (void)closedir(folder);
    return count;
}

/* Is path the folder, or below it? */
static bool is_below(const char *path, const char *folder)
{
    char real[PATH_MAX];
    if (realpath(folder, real) == NULL)
        return false;
    size_t len = strlen(real);
    return strncmp(path, real, len) == 0 && (path[len] == '\0' || path[len] == '/');
}

/* Is it, or something above it, a folder with our style sheet? */
static bool is_ours(const char *root)
{
    char path[BACKUP_PATH_LEN];
    struct stat status;
    for (size_t len = strlen(root); len > 0; len--) {
        if (root[len] != '/' && root[len] != '\0')
            continue;
        int path_len = snprintf(path, sizeof path, "%.*s/app.css", (int)len, root);
        if (path_len > 0 && (size_t)path_len < sizeof path && stat(path, &status) == 0)
            return true;
    }
    return false;
}

/* What nginx hands out, and where Debian's web servers look. */
static enum err refuse_served(const char *root)
{
    static const char *const served[] = {ROSTRUM_STATIC_DIR, "/var/www", "/srv/www",
                                         "/usr/share/nginx"};
    bool is_served = is_ours(root);
    for (size_t i = 0; i < COUNT_OF(served); i++)
        is_served = is_served || is_below(root, served[i]);
    if (!is_served)
        return ERR_NONE;
    command_say("browsers can read what is in %s: choose a folder that no web server serves.",
                root);
    return ERR_DENIED;
}

static enum err lock(struct backup_folder *folder)
{
    char path[BACKUP_PATH_LEN];
    enum err err = backup_path(path, folder->root, ".lock");
    if (err != ERR_NONE)
        return err;
    folder->lock_fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (folder->lock_fd < 0)
        return fail("the backup can't be written to", folder->root);
    if (flock(folder->lock_fd, LOCK_EX | LOCK_NB) == 0)
        return ERR_NONE;
    command_say("another backup is being made in %s.", folder->root);
    return ERR_CONFLICT;
}

static bool exists(const char *path)
{
    struct stat status;
    return stat(path, &status) == 0;
}

/* A name that nothing has yet: the next second's, if this one's is taken. */
static enum err choose_name(struct backup_folder *folder)
{
    char path[BACKUP_PATH_LEN];
    for (;;) {
        name_of(clock_now(), folder->name);
        enum err err = backup_path(path, folder->root, folder->name);
        if (err != ERR_NONE || !exists(path))
            return err;
        nanosleep(&(struct timespec){.tv_nsec = 100000000}, NULL);
    }
}

static enum err make_folders(struct backup_folder *folder, const char *keys)
{
    char name[BACKUP_NAME_LEN + sizeof BACKUP_PARTIAL];
    (void)snprintf(name, sizeof name, "%s%s", folder->name, BACKUP_PARTIAL);
    enum err err = backup_path(folder->partial, folder->root, name);
    if (err == ERR_NONE)
        err = backup_path(folder->keys_partial, keys, name);
    if (err != ERR_NONE)
        return err;
    if (mkdir(folder->partial, OWNER_ONLY) != 0 || mkdir(folder->keys_partial, OWNER_ONLY) != 0)
        return fail("the backup can't be written to", folder->root);
    return ERR_NONE;
}

static enum err prepare(struct backup_folder *folder)
{
    char keys[BACKUP_PATH_LEN];
    enum err err = refuse_served(folder->root);
    if (err == ERR_NONE)
        err = lock(folder);
    if (err == ERR_NONE)
        err = backup_path(keys, folder->root, BACKUP_PERSONAL_KEYS);
    if (err != ERR_NONE)
        return err;
    if (mkdir(keys, OWNER_ONLY) != 0 && errno != EEXIST)
        return fail("the backup can't be written to", folder->root);
    int count = remove_old(folder->root, BACKUP_PARTIAL, NULL);
    (void)remove_old(keys, BACKUP_PARTIAL, NULL);
    if (count > 0)
        command_say("removed what an interrupted backup had left.");
    err = choose_name(folder);
    return err == ERR_NONE ? make_folders(folder, keys) : err;
}

enum err backup_folder_open(const char *dir, struct backup_folder *folder)
{
    *folder = (struct backup_folder){.lock_fd = -1};
    if (mkdir(dir, OWNER_ONLY) != 0 && errno != EEXIST)
        return fail("the folder can't be created:", dir);
    if (realpath(dir, folder->root) == NULL)
        return fail("the folder can't be found:", dir);
    return prepare(folder);
}

static enum err sync_folder(const char *path)
{
    int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    bool is_done = fd >= 0 && fsync(fd) == 0;
    if (fd >= 0)
        close(fd);
    return is_done ? ERR_NONE : fail("the backup did not reach the disk:", path);
}

/* The folder gets the name without its end, and whoever lists its parent sees it after a crash. */
static enum err give_name(const char *partial, const char *parent, const char *name)
{
    char path[BACKUP_PATH_LEN];
    enum err err = backup_path(path, parent, name);
    if (err == ERR_NONE)
        err = sync_folder(partial);
    if (err == ERR_NONE && rename(partial, path) != 0)
        err = fail("the backup can't get its name:", path);
    return err == ERR_NONE ? sync_folder(parent) : err;
}

enum err backup_folder_finish(struct backup_folder *folder)
{
    char keys[BACKUP_PATH_LEN];
    enum err err = backup_path(keys, folder->root, BACKUP_PERSONAL_KEYS);
    if (err == ERR_NONE)
        err = give_name(folder->keys_partial, keys, folder->name);
    if (err == ERR_NONE)
        err = give_name(folder->partial, folder->root, folder->name);
    return err;
}

int backup_folder_prune(const struct backup_folder *folder)
{
    char keys[BACKUP_PATH_LEN], oldest[BACKUP_NAME_LEN];
    name_of(clock_now() - BACKUP_KEYS_DAYS * CLOCK_DAY, oldest);
    if (backup_path(keys, folder->root, BACKUP_PERSONAL_KEYS) != ERR_NONE)
        return 0;
    return remove_old(keys, "", oldest);
}

void backup_folder_close(struct backup_folder *folder)
{
    if (folder->partial[0] != '\0')
        (void)remove_folder(folder->partial);
    if (folder->keys_partial[0] != '\0')
        (void)remove_folder(folder->keys_partial);
    if (folder->lock_fd >= 0)
        close(folder->lock_fd);
    folder->lock_fd = -1;
}
