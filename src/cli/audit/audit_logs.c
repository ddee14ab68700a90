#include "cli/audit/audit_logs.h"

#include <string.h>

#include "data/audit/audit_checkpoint.h"
#include "data/audit/audit_sequence.h"
#include "data/audit/audit_tree.h"
#include "data/organization/organization.h"

enum { LIST_ARENA = 64 << 20, IDS_AT_ONCE = 500 };

static enum err add_all(struct command *command, struct audit_logs *logs)
{
    struct uuid last = {{0}};
    int capacity = 0;
    int count = 0;
    do { /* doubling */
        if (logs->count + IDS_AT_ONCE > capacity) {
            capacity = 2 * capacity + IDS_AT_ONCE;
            struct uuid *ids = arena_array(logs->arena, (size_t)capacity, sizeof *ids);
            if (logs->count > 0)
                memcpy(ids, logs->ids, (size_t)logs->count * sizeof *ids);
            logs->ids = ids;
        }
        enum err err = audit_tree_list(command->db, &last, logs->count == 0,
                                       logs->ids + logs->count, IDS_AT_ONCE, &count);
        if (err != ERR_NONE)
            return err;
        logs->count += count;
        if (logs->count > 0)
            last = logs->ids[logs->count - 1];
    } while (count == IDS_AT_ONCE);
    return ERR_NONE;
}

static enum err add_one(struct command *command, const char *slug, struct audit_logs *logs)
{
    logs->ids = arena_alloc(logs->arena, sizeof *logs->ids);
    logs->count = 1;
    struct organization organization;
    enum err err = organization_by_slug(command->db, &command->actor, slug, &organization);
    if (err == ERR_NONE)
        logs->ids[0] = organization.id;
    if (err == ERR_NOT_FOUND)
        command_say("there is no organization \"%s\".", slug);
    return err;
}

static enum err make_leaves(struct command *command, const struct uuid *id)
{
    bool is_done = false;
    enum err err = ERR_NONE;
    while (err == ERR_NONE && !is_done) {
        err = audit_tree_catch_up(command->db, id, &is_done);
        enum err end = command_next_request(command);
        err = err == ERR_NONE ? end : err;
    }
    return err;
}

static enum err make_checkpoint(struct command *command, const struct uuid *id, int *refused_count)
{
    struct audit_checkpoint newest;
    char text[UUID_TEXT_LEN];
    enum err err = audit_checkpoint_make(command->db, id, &newest);
    enum err end = command_next_request(command);
    if (err == ERR_CONFLICT) {
        uuid_format(id, text);
        command_say("the log of the organization %s is not signed: the line above says why. "
                    "It was changed afterwards, or the database is an older one than its "
                    "checkpoints.",
                    text);
        ++*refused_count;
        err = ERR_NONE;
    }
    return err == ERR_NONE ? end : err;
}

enum err audit_logs_open(struct command *command, const char *slug, bool makes_checkpoints,
                         struct audit_logs *logs)
{
    *logs = (struct audit_logs){.arena = arena_create(LIST_ARENA)};
    enum err err = audit_sequence_all(command->db);
    if (err == ERR_NONE)
        err = slug == NULL ? add_all(command, logs) : add_one(command, slug, logs);
    for (int i = 0; err == ERR_NONE && i < logs->count; i++) {
        err = make_leaves(command, &logs->ids[i]);
        if (err == ERR_NONE && makes_checkpoints)
            err = make_checkpoint(command, &logs->ids[i], &logs->refused_count);
    }
    if (err == ERR_UNAVAILABLE)
        command_say("the audit logs can't be read or signed; the lines above say why.");
    return err;
}

void audit_logs_close(struct audit_logs *logs)
{
    arena_destroy(logs->arena);
}

static enum err give_log(struct command *command, const struct uuid *id,
                         const struct audit_output *output)
{
    struct audit_export export;
    enum err err = audit_export_log(command->db, &command->actor, id, &export, output);
    while (err == ERR_NONE && export.done < export.size) {
        err = audit_export_next(command->db, &export, output);
        enum err end = command_next_request(command);
        err = err == ERR_NONE ? end : err;
    }
    return err;
}

enum err audit_logs_give(struct command *command, const struct audit_logs *logs,
                         const struct audit_output *output)
{
    int signed_count = 0;
    struct audit_checkpoint newest;
    enum err err = ERR_NONE;
    for (int i = 0; err == ERR_NONE && i < logs->count; i++) {
        err = audit_checkpoint_newest(command->db, &logs->ids[i], &newest);
        signed_count += newest.size > 0;
    }
    if (err == ERR_NONE)
        err = audit_export_begin(command->db, signed_count, output);
    for (int i = 0; err == ERR_NONE && i < logs->count; i++)
        err = give_log(command, &logs->ids[i], output);
    return err;
}
