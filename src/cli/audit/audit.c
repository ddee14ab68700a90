#include "cli/audit/audit.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/audit/audit_logs.h"
#include "data/audit/audit.h"
#include "data/audit/audit_checkpoint.h"
#include "data/vault/signing_key.h"

/* That a log was handed out is an event of it, which it ends with. */
static enum err record_export(struct command *command, const struct uuid *id)
{
    struct audit_event event = {.action = "audit.export",
                                .record_type = "organization",
                                .record_id = *id,
                                .organization_id = *id};
    enum err err = audit_record_alone(command->db, &command->actor, &event);
    enum err end = command_next_request(command);
    return err == ERR_NONE ? end : err;
}

static enum err record_exports(struct command *command, const char *slug)
{
    struct audit_logs logs;
    enum err err = audit_logs_open(command, slug, false, &logs);
    for (int i = 0; err == ERR_NONE && i < logs.count; i++)
        err = record_export(command, &logs.ids[i]);
    audit_logs_close(&logs);
    return err;
}

static enum err write_line(void *context, struct text line)
{
    FILE *file = context;
    bool is_ok = fwrite(line.data, 1, line.len, file) == line.len && putc('\n', file) != EOF;
    return is_ok ? ERR_NONE : ERR_INVALID;
}

static enum err write_logs(struct command *command, const char *slug, FILE *file, const char *path)
{
    struct audit_logs logs;
    struct audit_output output = {write_line, file};
    enum err err = record_exports(command, slug);
    if (err != ERR_NONE)
        return err;
    err = audit_logs_open(command, slug, true, &logs);
    if (err == ERR_NONE)
        err = audit_logs_give(command, &logs, &output);
    audit_logs_close(&logs);
    if (fflush(file) != 0 || err == ERR_INVALID) {
        command_say("%s can't be written.", path);
        return ERR_INVALID;
    }
    return err;
}

static int run_export(const struct command_options *options)
{
    struct command command;
    const char *path = options->word_count > 0 ? options->words[0] : "-";
    const char *slug = command_value(options, "organization");
    enum err err = command_open(options, false, &command);
    bool is_stdout = strcmp(path, "-") == 0;
    FILE *file = NULL;
    if (err == ERR_NONE) {
        file = is_stdout ? stdout : fopen(path, "wxe");
        if (file == NULL) {
            command_say("%s can't be made: it must not be there yet.", path);
            err = ERR_INVALID;
        }
    }
    if (err == ERR_NONE)
        err = write_logs(&command, slug, file, path);
    if (file != NULL && !is_stdout && fclose(file) != 0 && err == ERR_NONE) {
        command_say("%s can't be written.", path);
        err = ERR_INVALID;
    }
    return command_end(&command, err);
}

const struct subcommand audit_export_subcommand = {
    .name = "audit export",
    .words = "[FILE]",
    .words_max = 1,
    .summary = "writes the audit logs with all that is needed to verify them",
    .help = "JSON Lines, into a new file or to standard output; docs/audit.md has the "
            "format.",
    .options = {{"organization", "SLUG", "only this organization, by its short name"}},
    .run = run_export,
};

static int run_checkpoint(const struct command_options *options)
{
    struct command command;
    struct audit_logs logs;
    int refused_count = 0;
    enum err err = command_open(options, false, &command);
    if (err == ERR_NONE) {
        err = audit_logs_open(&command, NULL, true, &logs);
        refused_count = logs.refused_count;
        audit_logs_close(&logs);
    }
    int status = command_end(&command, err);
    return refused_count > 0 ? EXIT_FAILURE : status;
}

const struct subcommand audit_checkpoint_subcommand = {
    .name = "audit checkpoint",
    .words = "",
    .summary = "signs the audit logs that have grown",
    .help = "For a timer, each minute.",
    .run = run_checkpoint,
};

static int run_keys(const struct command_options *options)
{
    struct command command;
    struct note_key *keys = NULL;
    int count = 0;
    bool is_pem = command_value(options, "pem") != NULL;
    enum err err = command_open(options, false, &command);
    if (err == ERR_NONE)
        err = signing_key_list(command.db, &keys, &count);
    for (int i = 0; err == ERR_NONE && i < count; i++)
        if (is_pem)
            (void)printf("%s\n%s", keys[i].name, note_key_pem(command.arena, &keys[i]));
        else
            (void)printf("%s\n", note_key_text(command.arena, &keys[i]));
    return command_end(&command, err);
}

const struct subcommand audit_keys_subcommand = {
    .name = "audit keys",
    .words = "",
    .summary = "prints the public keys that sign",
    .help = "For \"audit verify --key\", or for openssl.",
    .options = {{"pem", NULL, "in the format of openssl"}},
    .run = run_keys,
};
