#include "data/db/sqlite_files.h"

#include <stdio.h>
#include <sys/stat.h>

#include "base/log.h"

static const char *const endings[SQLITE_FILES] = {"", "-wal", "-shm", ".lock"};

enum { ENDING_MAX = 8 };

static bool find(const struct sqlite_files *files, int i, struct sqlite_file *found)
{
    char path[SQLITE_PATH_MAX + ENDING_MAX];
    struct stat status;
    (void)snprintf(path, sizeof path, "%s%s", files->path, endings[i]);
    if (stat(path, &status) != 0)
        return false;
    *found = (struct sqlite_file){status.st_dev, status.st_ino};
    return true;
}

enum err sqlite_files_begin(struct sqlite_files *files, const char *path)
{
    *files = (struct sqlite_files){.path = ""};
    int len = snprintf(files->path, sizeof files->path, "%s", path);
    if (len < 0 || (size_t)len >= sizeof files->path)
        return ERR_INVALID;
    sqlite_files_note(files);
    return ERR_NONE;
}

void sqlite_files_note(struct sqlite_files *files)
{
    for (int i = 0; i < SQLITE_FILES; i++)
        if (files->files[i].inode == 0)
            (void)find(files, i, &files->files[i]);
}

bool sqlite_files_are_in_place(const struct sqlite_files *files)
{
    for (int i = 0; i < SQLITE_FILES; i++) {
        const struct sqlite_file *noted = &files->files[i];
        struct sqlite_file now = {.inode = 0};
        bool is_there = find(files, i, &now);
        if (noted->inode == 0 ||
            (is_there && noted->device == now.device && noted->inode == now.inode))
            continue;
        log_line("error", "db.file_replaced",
                 (const struct log_field[]){
                     {"path", files->path},
                     {"ending", endings[i]},
                     {"reason", is_there ? "another file has taken its place: nothing is written "
                                           "until the program is started again"
                                         : "it was removed: nothing is written until the program "
                                           "is started again"}},
                 3);
        return false;
    }
    return true;
}
