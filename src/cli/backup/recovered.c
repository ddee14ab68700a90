#include "cli/backup/recovered.h"

#include <stdlib.h>

#include "base/clock.h"
#include "cli/backup/restore_keys.h"
#include "cli/backup/restore_replay.h"
#include "data/audit/audit_checkpoint.h"
#include "data/audit/audit_newest.h"
#include "data/audit/audit_sequence.h"
#include "data/backup/backup_log.h"
#include "data/backup/restore_content.h"
#include "data/db/db_copy.h"
#include "data/user/erasure_ledger.h"

/* A database that its operator took back to a moment of before: PostgreSQL recovered to a point in
 * time, or a snapshot of a disk. It came back whole, with the keys of whoever was erased since. */

static enum err forget_erased(const struct command_options *options, struct command *command,
                              int64_t recovered_at)
{
    struct erasure *erasures = NULL;
    int count = 0;
    enum err err = restore_erasures_read(command->arena, command_value(options, "erasures"),
                                         options->keyring_path, &erasures, &count);
    return err == ERR_NONE ? restore_forget_erased(command->db, erasures, count, recovered_at)
                           : err;
}

static enum err check_logs(struct command *command)
{
    enum err err = backup_check_logs(command->db, &command->actor);
    if (err == ERR_INVALID)
        command_say("the audit logs do not verify; the lines above say where. Nothing was done.");
    return err;
}

static enum err take_in(const struct command_options *options, struct command *command,
                        struct restore_replay *replay)
{
    char made_at[CLOCK_ISO_LEN];
    int migrated = 0;
    enum err err = check_logs(command);
    if (err == ERR_NONE)
        err = audit_newest(command->db, &replay->made_at);
    if (err == ERR_NONE && replay->made_at == 0)
        err = ERR_NOT_FOUND;
    if (err != ERR_NONE)
        return err;
    clock_format_iso(replay->made_at, made_at);
    command_say("the newest event of this database is of %s.", made_at);
    err = restore_begin(command->db, NULL);
    if (err == ERR_NONE)
        err = command_migrate(command, &migrated);
    if (err == ERR_NONE)
        err = forget_erased(options, command, replay->made_at);
    if (err == ERR_NONE)
        err = restore_replay(replay, command);
    if (err == ERR_NONE)
        err = audit_sequence_all(command->db);
    return err == ERR_NONE ? restore_finish(command->db) : err;
}

static int run(const struct command_options *options)
{
    struct command command;
    struct restore_replay replay = {.checkpoints = options->checkpoints, .name = "recovery"};
    enum err err = command_open(options, false, &command);
    if (err == ERR_NONE) {
        db_fill(command.db);
        db_be_patient(command.db);
        audit_checkpoint_keep_in(command.db, NULL); /* they may cover more than came back */
        err = take_in(options, &command, &replay);
    }
    enum err end = command_close(&command);
    if (err != ERR_NONE || end != ERR_NONE)
        return EXIT_FAILURE;
    restore_replay_report(&replay);
    return EXIT_SUCCESS;
}

const struct subcommand recovered_subcommand = {
    .name = "recovered",
    .words = "",
    .summary = "takes in a database that came back from before by other means than restore",
    .help = "PostgreSQL that was recovered to a point in time, or a snapshot of a disk. Who was "
            "erased since is erased again, sessions end, and the audit logs say so. Run it before "
            "the workers start, as the role that owns the database.",
    .options = {{"erasures", "FILE", "who was erased; else erasures.jsonl beside the key ring"}},
    .run = run,
};
