#include "cli/backup/restore_target.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli/backup/backup_manifest.h"
#include "cli/backup/child.h"
#include "data/db/db_copy.h"
#include "data/db/db_sqlite_copy.h"

static enum err fail(const char *what, const char *path)
{
    command_say("%s %s: %s.", what, path, strerror(errno));
    return ERR_UNAVAILABLE;
}

/* The files of SQLite, also those that it makes beside the database. */
static const char *const endings[] = {"", "-wal", "-shm", "-journal", ".lock"};

static void remove_files(const char *path)
{
    for (size_t i = 0; i < COUNT_OF(endings); i++) {
        char beside[BACKUP_PATH_LEN + 16];
        (void)snprintf(beside, sizeof beside, "%s%s", path, endings[i]);
        (void)unlink(beside);
    }
}

static enum err refuse_existing(const char *path)
{
    for (size_t i = 0; i + 1 < COUNT_OF(endings); i++) {
        char beside[BACKUP_PATH_LEN + 16];
        struct stat status;
        (void)snprintf(beside, sizeof beside, "%s%s", path, endings[i]);
        if (stat(beside, &status) != 0 && errno == ENOENT)
            continue;
        command_say("%s is there already: a restore never writes over a database. Say where the "
                    "new one shall be with --database, or move the old one away first.",
                    beside);
        return ERR_CONFLICT;
    }
    return ERR_NONE;
}

static enum err name_files(struct restore_target *target, const char *file)
{
    if (strlen(file) + sizeof "sqlite:.restoring" > BACKUP_PATH_LEN) {
        command_say("the path %s is too long.", file);
        return ERR_INVALID;
    }
    (void)snprintf(target->final, sizeof target->final, "%s", file);
    (void)snprintf(target->filling, sizeof target->filling, "%s.restoring", file);
    (void)snprintf(target->filling_url, sizeof target->filling_url, "sqlite:%s.restoring", file);
    return ERR_NONE;
}

static enum err load_sqlite(struct restore_target *target, const json_t *manifest,
                            const char *folder, const char *file)
{
    enum err err = name_files(target, file);
    if (err == ERR_NONE)
        err = refuse_existing(target->final);
    if (err != ERR_NONE)
        return err;
    remove_files(target->filling); /* of a restore that was ended */
    command_say("copying the database …");
    int fd = open(target->filling, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (fd < 0)
        return fail("can't write", target->filling);
    err = manifest_copy_file(manifest, folder, BACKUP_SQLITE, fd);
    if (close(fd) != 0 && err == ERR_NONE)
        err = fail("can't write", target->filling);
    if (err != ERR_NONE)
        remove_files(target->filling);
    return err;
}

static enum err refuse_filled(const char *url)
{
    bool is_blank = false;
    enum err err = command_probe(url, db_is_blank, &is_blank);
    if (err != ERR_NONE || is_blank)
        return err;
    command_say("the database has tables already, of a restore that was not finished perhaps: a "
                "restore never writes over a database. Make an empty one (CREATE DATABASE), and "
                "name it with --database.");
    return ERR_CONFLICT;
}

/* One transaction: all of it, or nothing. Two sections of the dump, which may be the same: what
 * comes before the rows, the rows, or what comes after them. */
static enum err run_restore(const struct restore_target *target, const char *section,
                            const char *other_section)
{
    const char *const arguments[] = {
        "pg_restore",
        "--single-transaction",
        "--no-password",
        "--no-owner",
        "--dbname=application_name=rostrum", /* the rest is in the environment */
        section,
        other_section,
        target->dump,
        NULL,
    };
    pid_t pid = -1;
    enum err err = child_start(arguments, target->url, &pid);
    return err == ERR_NONE ? child_wait(pid, "pg_restore", NULL, NULL) : err;
}

static enum err load_postgres(struct restore_target *target)
{
    enum err err = refuse_filled(target->url);
    if (err != ERR_NONE)
        return err;
    command_say("loading the database …");
    return run_restore(target, "--section=pre-data", "--section=data");
}

enum err restore_target_load(struct restore_target *target, const json_t *manifest,
                             const char *folder, struct command_options *options)
{
    static char dump[BACKUP_PATH_LEN];
    const char *file = command_database_file(options->database_url);
    if (file != NULL) {
        enum err err = load_sqlite(target, manifest, folder, file);
        options->database_url = target->filling_url;
        return err;
    }
    target->url = options->database_url;
    target->dump = dump;
    enum err err = backup_path(dump, folder, BACKUP_POSTGRES);
    return err == ERR_NONE ? load_postgres(target) : err;
}

enum err restore_target_add_rules(const struct restore_target *target)
{
    if (target->dump == NULL)
        return ERR_NONE;
    command_say("making indexes …");
    return run_restore(target, "--section=post-data", "--section=post-data");
}

static enum err sync_parent(const char *path)
{
    char folder[BACKUP_PATH_LEN];
    const char *slash = strrchr(path, '/');
    (void)snprintf(folder, sizeof folder, "%.*s.", slash == NULL ? 0 : (int)(slash - path) + 1,
                   path);
    int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    bool is_done = fd >= 0 && fsync(fd) == 0;
    if (fd >= 0)
        close(fd);
    return is_done ? ERR_NONE : fail("the database did not reach the disk:", path);
}

/* link() never takes the place of another file. */
static enum err give_name(const struct restore_target *target)
{
    enum err err = sqlite_copy_settle(target->filling, false);
    if (err == ERR_INVALID)
        command_say("the database that was filled is damaged: the lines above say where.");
    if (err == ERR_NONE)
        err = refuse_existing(target->final);
    if (err == ERR_NONE && link(target->filling, target->final) != 0)
        err = fail("the database can't get its name", target->final);
    if (err == ERR_NONE)
        (void)unlink(target->filling);
    return err == ERR_NONE ? sync_parent(target->final) : err;
}

enum err restore_target_finish(struct restore_target *target, enum err err)
{
    bool is_file = target->dump == NULL;
    if (err == ERR_NONE && is_file)
        err = give_name(target);
    if (err != ERR_NONE && is_file)
        remove_files(target->filling);
    if (err != ERR_NONE)
        command_say(is_file ? "nothing was restored."
                            : "the restore was not finished: no worker starts on that database. "
                              "Drop it, and restore into a new one.");
    return err;
}
