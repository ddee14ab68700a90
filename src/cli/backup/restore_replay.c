#include "cli/backup/restore_replay.h"

#include "data/backup/backup_log.h"
#include "data/backup/restore_content.h"

/* An audit log that has lost its end tells so, and gets no new checkpoint before the old ones are
 * put aside. */
static enum err count_lost(struct restore_replay *replay, struct command *command,
                           const struct uuid *id, int64_t *lost_count)
{
    char text[UUID_TEXT_LEN];
    enum err err = restore_count_lost(command->db, replay->checkpoints, id, lost_count);
    if (err != ERR_NONE || *lost_count == 0)
        return err;
    uuid_format(id, text);
    command_say("%lld events are missing that %s/%s.jsonl has a checkpoint of: they came after the "
                "backup.",
                (long long)*lost_count, replay->checkpoints, text);
    replay->log_count++;
    return ERR_NONE;
}

enum err restore_replay(struct restore_replay *replay, struct command *command)
{
    struct restore_source source = {replay->name, replay->made_at, 0};
    struct uuid id = {{0}};
    enum err err = ERR_NONE;
    while (err == ERR_NONE) {
        err = restore_next_organization(command->db, &id);
        if (err == ERR_NONE)
            err = count_lost(replay, command, &id, &source.lost_count);
        if (err == ERR_NONE)
            err = restore_organization(command->db, &command->actor, &id, &source,
                                       &replay->erased_count);
        if (err == ERR_NONE)
            err = command_next_request(command);
    }
    return err == ERR_NOT_FOUND ? ERR_NONE : err;
}

void restore_replay_report(const struct restore_replay *replay)
{
    command_say("sessions and open links have ended: people sign in again, and invitations are "
                "sent anew.");
    if (replay->erased_count > 0)
        command_say("persons erased again, or without a key: %lld. What they own can be "
                    "transferred to others on the page Users.",
                    (long long)replay->erased_count);
    if (replay->log_count > 0)
        command_say("before the workers start, move those files of %s to a safe place and keep "
                    "them: they say what the logs had. Until then no checkpoint is signed.",
                    replay->checkpoints);
    command_say("start the workers when you are ready.");
}
