#include "cli/backup/restore.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/number.h"
#include "cli/backup/backup_folder.h"
#include "cli/backup/backup_manifest.h"
#include "cli/backup/restore_keys.h"
#include "cli/backup/restore_replay.h"
#include "cli/backup/restore_target.h"
#include "data/audit/audit_checkpoint.h"
#include "data/audit/audit_sequence.h"
#include "data/backup/backup_content.h"
#include "data/backup/backup_log.h"
#include "data/backup/restore_content.h"
#include "data/db/db_copy.h"
#include "data/db/migration.h"

enum { RESTORE_ARENA = 2047 << 20 }; /* the keys of all persons */

struct restore {
    struct command_options options; /* with the address of what is filled */
    const char *folder;
    const json_t *manifest;
    struct restore_keys keys;
    struct restore_target target;
    struct arena *arena;
    struct keyring *keyring;
    struct restore_replay replay;
};

static enum err refuse(const struct restore *restore, const char *why)
{
    command_say("%s is refused: %s. Nothing was done.", restore->folder, why);
    return ERR_INVALID;
}

static enum err check_fit(const struct restore *restore)
{
    const char *engine = json_string_value(json_object_get(restore->manifest, "engine"));
    int64_t schema =
        number_of_json(NUMBER_COUNTER, json_object_get(restore->manifest, "schema"), 0);
    bool is_sqlite = command_database_file(restore->options.database_url) != NULL;
    if (engine == NULL || schema < 1)
        return refuse(restore, "its manifest can't be understood");
    if (strcmp(engine, is_sqlite ? "sqlite" : "postgresql") != 0)
        return refuse(restore, is_sqlite ? "it is of a PostgreSQL database: say where to restore "
                                           "it with --database postgresql://…"
                                         : "it is of a SQLite database: say where to restore it "
                                           "with --database sqlite:PATH");
    if (schema > migration_texts[migration_text_count - 1].number)
        return refuse(restore, "a newer version of Rostrum made it: use that one, or a newer one");
    return ERR_NONE;
}

static enum err check_key_ids(const struct restore *restore)
{
    size_t i = 0;
    json_t *kid = NULL;
    json_array_foreach(json_object_get(restore->manifest, "key_ids"), i, kid)
    {
        if (json_is_string(kid) &&
            keyring_purpose_key(restore->keyring, json_string_value(kid), KEY_PURPOSE_WRAP) != NULL)
            continue;
        return refuse(restore,
                      arena_printf(restore->arena,
                                   "its master key %s is not in the key ring %s. Say where the "
                                   "key ring of then is with --key-ring",
                                   json_is_string(kid) ? json_string_value(kid) : "",
                                   restore->options.keyring_path));
    }
    return ERR_NONE;
}

/* Everything that can be known before anything is written. */
static enum err check(struct restore *restore)
{
    size_t len = strlen(restore->folder);
    size_t end = strlen(BACKUP_PARTIAL);
    if (len > end && strcmp(restore->folder + len - end, BACKUP_PARTIAL) == 0)
        return refuse(restore, "it was not finished");
    enum err err = manifest_read(restore->keyring, restore->arena, restore->folder,
                                 MANIFEST_DATABASE, &restore->manifest);
    if (err == ERR_NONE)
        err = check_fit(restore);
    if (err == ERR_NONE)
        err = check_key_ids(restore);
    if (err != ERR_NONE)
        return err;
    command_say("checking the files of the backup …");
    err = manifest_check_files(restore->manifest, restore->folder);
    if (err == ERR_NONE)
        err = restore_keys_read(
            restore->keyring, restore->arena,
            &(struct restore_keys_source){.folder = restore->folder,
                                          .personal_keys =
                                              command_value(&restore->options, "personal-keys"),
                                          .erasures = command_value(&restore->options, "erasures"),
                                          .keyring_path = restore->options.keyring_path,
                                          .made_at = manifest_made_at(restore->manifest)},
            &restore->keys);
    return err;
}

static enum err bring_keys_back(struct restore *restore, struct command *command)
{
    const struct restore_keys *keys = &restore->keys;
    command_say("bringing the keys back …");
    enum err err = restore_keys(command->db, keys->organizations, keys->organization_count);
    if (err == ERR_NONE)
        err = restore_keys(command->db, keys->persons, keys->person_count);
    if (err == ERR_INVALID)
        command_say("a key of the backup does not open with this key ring.");
    return err == ERR_NONE ? restore_forget_keys(command->db) : err;
}

static enum err told(enum err err)
{
    if (err == ERR_INVALID)
        command_say("what came back is not what was backed up; the lines above say where.");
    return err;
}

static enum err check_counts(struct restore *restore, struct command *command)
{
    command_say("checking what came back …");
    return told(backup_check_counts(command->db, restore->manifest));
}

/* Reads each log in batches, which find theirs by the indexes. */
static enum err check_logs(struct command *command)
{
    command_say("checking the audit logs …");
    return told(backup_check_logs(command->db, &command->actor));
}

static enum err replay(struct restore *restore, struct command *command)
{
    const char *slash = strrchr(restore->folder, '/');
    restore->replay = (struct restore_replay){
        .checkpoints = restore->options.checkpoints,
        .name = slash == NULL ? restore->folder : slash + 1,
        .made_at = manifest_made_at(restore->manifest),
    };
    return restore_replay(&restore->replay, command);
}

/* Each step on a database from which no worker starts before the last one. */
static enum err fill(struct restore *restore, struct command *command)
{
    int migrated = 0;
    enum err err = check_counts(restore, command);
    if (err == ERR_NONE)
        err = bring_keys_back(restore, command);
    if (err == ERR_NONE)
        err = command_next_request(command);
    if (err == ERR_NONE)
        err = restore_target_add_rules(&restore->target);
    if (err == ERR_NONE)
        err = check_logs(command);
    if (err == ERR_NONE)
        err = restore_begin(command->db, restore->manifest);
    if (err == ERR_NONE)
        err = command_migrate(command, &migrated);
    if (err == ERR_NONE && migrated > 0)
        command_say("brought the schema to that of this version (%d).", migrated);
    if (err == ERR_NONE)
        err = replay(restore, command);
    if (err == ERR_NONE)
        err = audit_sequence_all(command->db);
    return err == ERR_NONE ? restore_finish(command->db) : err;
}

static enum err fill_target(struct restore *restore)
{
    struct command command;
    enum err err = command_open(&restore->options, false, &command);
    if (err == ERR_NONE) {
        db_fill(command.db);
        db_be_patient(command.db);
        audit_checkpoint_keep_in(command.db, NULL); /* of another database, perhaps, which serves */
        err = fill(restore, &command);
    }
    enum err end = command_close(&command);
    return err != ERR_NONE ? err : end;
}

static void report(const struct restore *restore)
{
    command_say("restored %s.", restore->folder);
    restore_replay_report(&restore->replay);
}

static enum err carry_out(struct restore *restore)
{
    enum err err = check(restore);
    if (err == ERR_NONE)
        err = restore_target_load(&restore->target, restore->manifest, restore->folder,
                                  &restore->options);
    if (err == ERR_NONE) {
        err = fill_target(restore);
        err = restore_target_finish(&restore->target, err);
    }
    if (err == ERR_NONE)
        report(restore);
    return err;
}

static int run(const struct command_options *options)
{
    struct restore restore = {.options = *options};
    enum err err = keyring_open(options->keyring_path, &restore.keyring);
    if (err != ERR_NONE) {
        command_explain_keyring(err, options->keyring_path);
        return EXIT_FAILURE;
    }
    restore.arena = arena_create(RESTORE_ARENA);
    char *folder = arena_strdup(restore.arena, options->words[0]);
    for (size_t len = strlen(folder); len > 1 && folder[len - 1] == '/'; len--)
        folder[len - 1] = '\0';
    restore.folder = folder;
    err = carry_out(&restore);
    arena_destroy(restore.arena);
    keyring_close(restore.keyring);
    return err == ERR_NONE ? EXIT_SUCCESS : EXIT_FAILURE;
}

const struct subcommand restore_subcommand = {
    .name = "restore",
    .words = "BACKUP",
    .words_min = 1,
    .words_max = 1,
    .summary = "fills a new database from a backup that it checks first",
    .help = "The database that --database names must not be there yet, or be empty in "
            "PostgreSQL, which also needs pg_restore and the role that owns it. Who was "
            "erased since stays so; sessions and open links end.",
    .options = {{"personal-keys", "FOLDER", "the keys of persons; else the newest beside BACKUP"},
                {"erasures", "FILE", "who was erased; else erasures.jsonl beside the key ring"}},
    .run = run,
};
