#include "data/db/db_sqlite_copy.h"

#include <fcntl.h>
#include <sqlite3.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/log.h"

enum { WAIT_MS = 5000, PATH_LEN = 4096 };

static enum err fail(sqlite3 *handle, const char *event, const char *path)
{
    log_line("error", event,
             (const struct log_field[]){{"path", path}, {"message", sqlite3_errmsg(handle)}}, 2);
    return ERR_UNAVAILABLE;
}

static enum err open_file(const char *path, sqlite3 **handle)
{
    int code = sqlite3_open_v2(path, handle, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, NULL);
    sqlite3_busy_timeout(*handle, WAIT_MS);
    return code == SQLITE_OK ? ERR_NONE : fail(*handle, "copy.open", path);
}

enum err sqlite_copy_make(const char *from, const char *to)
{
    sqlite3 *handle = NULL;
    sqlite3_stmt *stmt = NULL;
    enum err err = open_file(from, &handle);
    sqlite3_db_config(handle, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL);
    bool is_done = err == ERR_NONE &&
                   sqlite3_prepare_v2(handle, "VACUUM INTO $1", -1, &stmt, NULL) == SQLITE_OK &&
                   sqlite3_bind_text(stmt, 1, to, -1, SQLITE_STATIC) == SQLITE_OK &&
                   sqlite3_step(stmt) == SQLITE_DONE;
    if (err == ERR_NONE && !is_done)
        err = fail(handle, "copy.make", to);
    sqlite3_finalize(stmt);
    sqlite3_close(handle);
    return err;
}

/* The first column of the first row, "" if there is none. */
static enum err ask(sqlite3 *handle, const char *path, const char *sql, char answer[64])
{
    sqlite3_stmt *stmt = NULL;
    answer[0] = '\0';
    int code = sqlite3_prepare_v2(handle, sql, -1, &stmt, NULL);
    if (code == SQLITE_OK)
        code = sqlite3_step(stmt);
    if (code == SQLITE_ROW)
        (void)snprintf(answer, 64, "%s", (const char *)sqlite3_column_text(stmt, 0));
    enum err err =
        code == SQLITE_ROW || code == SQLITE_DONE ? ERR_NONE : fail(handle, "copy.settle", path);
    sqlite3_finalize(stmt);
    return err;
}

/* Pages are overwritten in their place: a journal would hold the keys once more. If it breaks off,
 * nobody takes the file for whole. */
static enum err remove_keys(sqlite3 *handle, const char *path)
{
    static const char sql[] = "PRAGMA journal_mode=OFF; PRAGMA secure_delete=ON;"
                              "PRAGMA foreign_keys=OFF; DELETE FROM data_keys";
    return sqlite3_exec(handle, sql, NULL, NULL, NULL) == SQLITE_OK
               ? ERR_NONE
               : fail(handle, "copy.settle", path);
}

static enum err check(sqlite3 *handle, const char *path)
{
    char answer[64];
    enum err err = ask(handle, path, "PRAGMA integrity_check(1)", answer);
    if (err != ERR_NONE || strcmp(answer, "ok") == 0)
        return err;
    log_line("error", "copy.damaged",
             (const struct log_field[]){{"path", path}, {"message", answer}}, 2);
    return ERR_INVALID;
}

static void remove_beside(const char *path)
{
    static const char *const endings[] = {"-wal", "-shm", "-journal", ".lock"};
    for (size_t i = 0; i < COUNT_OF(endings); i++) {
        char beside[PATH_LEN];
        int len = snprintf(beside, sizeof beside, "%s%s", path, endings[i]);
        if (len > 0 && (size_t)len < sizeof beside)
            (void)unlink(beside);
    }
}

static enum err sync_file(const char *path)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    bool is_done = fd >= 0 && fsync(fd) == 0;
    if (fd >= 0)
        close(fd);
    if (!is_done)
        log_line("error", "copy.sync", (const struct log_field[]){{"path", path}}, 1);
    return is_done ? ERR_NONE : ERR_UNAVAILABLE;
}

enum err sqlite_copy_settle(const char *path, bool without_keys)
{
    sqlite3 *handle = NULL;
    char mode[64] = "";
    enum err err = open_file(path, &handle);
    if (err == ERR_NONE)
        err = ask(handle, path, "PRAGMA journal_mode=DELETE", mode);
    if (err == ERR_NONE && strcmp(mode, "delete") != 0)
        err = fail(handle, "copy.settle", path);
    if (err == ERR_NONE && without_keys)
        err = remove_keys(handle, path);
    if (err == ERR_NONE)
        err = check(handle, path);
    sqlite3_close(handle);
    if (err == ERR_NONE)
        remove_beside(path);
    return err == ERR_NONE ? sync_file(path) : err;
}
