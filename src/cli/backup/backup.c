#include "cli/backup/backup.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/json.h"
#include "cli/backup/backup_folder.h"
#include "cli/backup/backup_manifest.h"
#include "cli/backup/child.h"
#include "data/backup/backup_content.h"
#include "data/backup/backup_log.h"
#include "data/backup/key_file.h"
#include "data/db/db_copy.h"
#include "data/db/db_self.h"
#include "data/db/db_sqlite_copy.h"
#include "data/db/migration.h"
#include "data/vault/vault.h"

enum { BACKUP_ARENA = 16 << 20 };

struct backup {
    const struct command_options *options;
    struct command command; /* the database that serves */
    struct backup_folder folder;
    json_t *manifest;
    json_t *keys_manifest;
    struct key_counts keys;
};

/* A database of an older version is backed up as well: before an upgrade it is asked for late. */
static enum err check_database(struct command *command)
{
    enum err err = migration_check(command->db);
    if (err == ERR_CONFLICT)
        command_say("the database was made by a newer version of Rostrum: use that one.");
    else if (err == ERR_DENIED)
        command_say(
            "the database is one whose restore or copy was not finished: there is nothing to be "
            "backed up.");
    if (err == ERR_STALE)
        return ERR_NONE;
    if (err == ERR_NONE)
        err = vault_check_keyring(command->db);
    if (err == ERR_DENIED)
        command_say("this key ring does not belong to this database, or it is not whole.");
    return err;
}

/* What the backup says of itself, read in one transaction of its own state. */
static enum err describe(struct backup *backup, struct db *db)
{
    char organizations[BACKUP_PATH_LEN], persons[BACKUP_PATH_LEN];
    const char *scheme = db_scheme(db);
    json_object_set_new(backup->manifest, "engine", json_string(scheme));
    enum err err = backup_path(organizations, backup->folder.partial, BACKUP_ORGANIZATION_KEYS);
    if (err == ERR_NONE)
        err = backup_path(persons, backup->folder.keys_partial, BACKUP_KEYS);
    if (err == ERR_NONE)
        err = backup_check_logs(db, &backup->command.actor);
    if (err == ERR_INVALID)
        command_say("the audit log is not whole: see the lines above. The backup was not made.");
    if (err == ERR_NONE)
        err = backup_describe(db, backup->manifest);
    if (err == ERR_NONE)
        err = backup_describe_logs(db, backup->manifest);
    if (err == ERR_NONE)
        err = key_file_write(db, &(struct key_paths){organizations, persons}, &backup->keys);
    return err;
}

/* The copy has all that the database had at one moment: it is read as a database, and the keys
 * leave it last. */
static enum err describe_copy(struct backup *backup, const char *path)
{
    struct command_options options = *backup->options;
    struct command copy;
    options.database_url = arena_printf(backup->command.arena, "sqlite:%s", path);
    enum err err = command_open(&options, false, &copy);
    if (err == ERR_NONE)
        err = describe(backup, copy.db);
    enum err end = command_close(&copy);
    return err != ERR_NONE ? err : end;
}

static enum err copy_sqlite(struct backup *backup)
{
    char path[BACKUP_PATH_LEN];
    enum err err = backup_path(path, backup->folder.partial, BACKUP_SQLITE);
    if (err != ERR_NONE)
        return err;
    command_say("copying the database …");
    err = sqlite_copy_make(command_database_file(backup->options->database_url), path);
    if (err == ERR_NONE)
        err = describe_copy(backup, path);
    if (err != ERR_NONE)
        return err;
    command_say("checking the copy …");
    err = sqlite_copy_settle(path, true);
    if (err == ERR_INVALID)
        command_say("the copy is damaged, and so may the database be: the lines above say where.");
    return err == ERR_NONE
               ? manifest_add_file(backup->manifest, backup->folder.partial, BACKUP_SQLITE)
               : err;
}

/* The transaction whose state pg_dump reads must not be idle for too long before it has begun. */
static void keep_transaction(void *context)
{
    db_stay_awake(context);
}

/* Its data keys and ledger are in files of their own: so nothing takes half a restore for whole,
 * and the keys of persons are apart. */
static enum err start_dump(struct backup *backup, const char *snapshot, const char *path,
                           pid_t *pid)
{
    struct arena *arena = backup->command.arena;
    const char *const arguments[] = {
        "pg_dump",
        "--format=custom",
        "--no-password",
        "--no-owner",
        "--no-publications",
        "--no-subscriptions",
        "--enable-row-security",
        "--exclude-table-data=data_keys",
        "--exclude-table-data=schema_migrations",
        arena_printf(arena, "--snapshot=%s", snapshot),
        arena_printf(arena, "--file=%s", path),
        NULL,
    };
    return child_start(arguments, backup->options->database_url, pid);
}

static enum err copy_postgres(struct backup *backup)
{
    char path[BACKUP_PATH_LEN];
    const char *snapshot = NULL;
    struct db *db = backup->command.db;
    pid_t pid = -1;
    enum err err = backup_path(path, backup->folder.partial, BACKUP_POSTGRES);
    if (err == ERR_NONE)
        err = db_export_snapshot(db, &snapshot);
    if (err == ERR_NONE)
        err = start_dump(backup, snapshot, path, &pid);
    if (err != ERR_NONE)
        return err;
    command_say("dumping the database …");
    err = describe(backup, db);
    if (err != ERR_NONE) {
        child_end(pid);
        return err;
    }
    err = child_wait(pid, "pg_dump", keep_transaction, db);
    return err == ERR_NONE
               ? manifest_add_file(backup->manifest, backup->folder.partial, BACKUP_POSTGRES)
               : err;
}

static enum err write_manifests(struct backup *backup)
{
    const struct keyring *ring = backup->command.keyring;
    struct arena *arena = backup->command.arena;
    const char *partial = backup->folder.partial;
    const char *keys = backup->folder.keys_partial;
    enum err err = manifest_add_file(backup->manifest, partial, BACKUP_ORGANIZATION_KEYS);
    if (err == ERR_NONE)
        err = manifest_add_file(backup->keys_manifest, keys, BACKUP_KEYS);
    json_object_set(backup->manifest, "personal_keys",
                    json_array_get(json_object_get(backup->keys_manifest, "files"), 0));
    json_object_set_new(backup->keys_manifest, "persons",
                        json_integer((json_int_t)backup->keys.persons));
    if (err == ERR_NONE)
        err = manifest_write(ring, arena, keys, backup->keys_manifest);
    return err == ERR_NONE ? manifest_write(ring, arena, partial, backup->manifest) : err;
}

/* Pages tell when the newest backup was made. The backup is there, whether that is noted or not. */
static void note(struct backup *backup)
{
    if (command_next_request(&backup->command) != ERR_NONE ||
        backup_note(backup->command.db) != ERR_NONE)
        command_say("the backup is whole, but the database did not take a note of it.");
}

static void report(const struct backup *backup, const char *made_at)
{
    const struct backup_folder *folder = &backup->folder;
    int removed = backup_folder_prune(folder);
    if (removed > 0)
        command_say("removed personal keys of more than %d days ago (%d).", BACKUP_KEYS_DAYS,
                    removed);
    command_say("the backup of %s is whole: %s/%s.", made_at, folder->root, folder->name);
    command_say("the keys of its %lld persons are apart, in %s/%s/%s, and kept %d days. The key "
                "ring is in neither: keep a copy of it in another place.",
                (long long)backup->keys.persons, folder->root, BACKUP_PERSONAL_KEYS, folder->name,
                BACKUP_KEYS_DAYS);
    (void)printf("%s/%s\n", folder->root, folder->name);
}

static enum err make(struct backup *backup)
{
    int64_t made_at = clock_now();
    char iso[CLOCK_ISO_LEN];
    struct arena *arena = arena_create(BACKUP_ARENA);
    backup->manifest = manifest_begin(arena, MANIFEST_DATABASE, made_at);
    backup->keys_manifest = manifest_begin(arena, MANIFEST_PERSONAL_KEYS, made_at);
    clock_format_iso(made_at, iso);
    db_be_patient(backup->command.db);
    enum err err = command_database_file(backup->options->database_url) != NULL
                       ? copy_sqlite(backup)
                       : copy_postgres(backup);
    if (err == ERR_NONE)
        err = write_manifests(backup);
    if (err == ERR_NONE)
        err = backup_folder_finish(&backup->folder);
    if (err == ERR_NONE) {
        note(backup);
        report(backup, iso);
    } else {
        command_say("no backup was made.");
    }
    arena_destroy(arena);
    return err;
}

static int run(const struct command_options *options)
{
    struct backup backup = {.options = options};
    enum err err = command_open(options, false, &backup.command);
    if (err == ERR_NONE)
        err = check_database(&backup.command);
    if (err == ERR_NONE) { /* what is read from here on is one state */
        err = command_next_request(&backup.command);
    }
    if (err == ERR_NONE) {
        err = backup_folder_open(options->words[0], &backup.folder);
        if (err == ERR_NONE)
            err = make(&backup);
        backup_folder_close(&backup.folder);
    }
    return command_end(&backup.command, err);
}

const struct subcommand backup_subcommand = {
    .name = "backup",
    .words = "DIR",
    .words_min = 1,
    .words_max = 1,
    .summary = "makes a backup while Rostrum serves, and prints its path",
    .help = "It is a new folder below DIR. The keys of persons are apart, in "
            "DIR/personal-keys, and kept for 30 days, so that who was erased stays "
            "erased. The key ring is in neither: keep a copy of it elsewhere. "
            "PostgreSQL needs pg_dump.",
    .run = run,
};
