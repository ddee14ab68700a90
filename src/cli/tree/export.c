#include "cli/tree/export.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/number.h"
#include "cli/command/named.h"
#include "cli/tree/tree_export.h"
#include "data/framework/framework_export.h"
#include "data/transfer/transfer_stores.h"
#include "domain/framework/framework.h"

/* Every folder that is before a slash of the path. */
static enum err make_folders(struct arena *arena, const char *path)
{
    for (const char *slash = strchr(path + 1, '/'); slash != NULL; slash = strchr(slash + 1, '/')) {
        const char *folder = arena_printf(arena, "%.*s", (int)(slash - path), path);
        if (mkdir(folder, 0777) != 0 && errno != EEXIST) {
            command_say("the folder %s can't be made: %s.", folder, strerror(errno));
            return ERR_INVALID;
        }
    }
    return ERR_NONE;
}

/* A file that is there is never written over. */
static enum err write_file(struct arena *arena, const char *folder, const char *name,
                           struct text text)
{
    const char *path = arena_printf(arena, "%s/%s", folder, name);
    if (make_folders(arena, path) != ERR_NONE)
        return ERR_INVALID;
    FILE *file = fopen(path, "wxe");
    if (file == NULL) {
        command_say("%s can't be made: %s.", path, strerror(errno));
        return ERR_INVALID;
    }
    bool is_whole = fwrite(text.data, 1, text.len, file) == text.len;
    if (fclose(file) == 0 && is_whole)
        return ERR_NONE;
    command_say("%s can't be written.", path);
    return ERR_INVALID;
}

static enum err write_all(struct arena *arena, const char *folder,
                          const struct framework_export *made)
{
    enum err err = ERR_NONE;
    for (int i = 0; err == ERR_NONE && i < made->file_count; i++)
        err = write_file(arena, folder, made->files[i].name, made->files[i].text);
    if (err == ERR_NONE && made->snippet != NULL)
        err = write_file(arena, folder, "run.mjs",
                         (struct text){made->snippet, strlen(made->snippet)});
    return err;
}

static enum err give(struct arena *arena, const char *folder, const struct framework_export *made)
{
    const struct text *only = &made->files[0].text;
    if (folder == NULL && made->file_count > 1) {
        command_say("these are several files: say where with --to FOLDER.");
        return ERR_INVALID;
    }
    enum err err = folder != NULL ? write_all(arena, folder, made)
                   : fwrite(only->data, 1, only->len, stdout) == only->len ? ERR_NONE
                                                                           : ERR_UNAVAILABLE;
    for (int i = 0; err == ERR_NONE && i < made->loss_count; i++)
        (void)fprintf(stderr, "not carried over: %s\n", made->losses[i]);
    return err;
}

static enum err export(struct command *command, const struct command_options *options,
                       struct framework_ask *ask) {
    struct actor actor; struct framework_given given; struct problem problem = {0};
    const char *name = command_value(options, ask->store->kind->name);
    enum err err = named_organization(command, command_value(options, "organization"), &actor);
    if (err == ERR_NONE) err = named_record(command, &actor, ask->store->kind, name, &ask->id);
    if (err != ERR_NONE) return err;
    err = framework_export(command->db, &actor, ask, &given, &problem);
    if (err == ERR_NOT_FOUND) command_say("\"%s\" has no such version.", name);
    else if (err == ERR_INVALID) command_say("%s", problem.message);
    return err == ERR_NONE ? give(command->arena, command_value(options, "to"), &given.made) : err;
}

static int list_formats(void)
{
    command_say("say the format with --format, one of these:");
    for (int i = 0; i < FRAMEWORK_COUNT; i++)
        (void)fprintf(stderr, "  %-16s %s\n", frameworks[i].name, frameworks[i].label);
    return EXIT_FAILURE;
}

/* What the words ask for; false: the person has been told what is wrong. */
static bool read_ask(const struct command_options *options, struct framework_ask *ask)
{
    const char *version = command_value(options, "version");
    bool is_team = command_value(options, "team") != NULL;
    *ask = (struct framework_ask){.store = transfer_stores[is_team ? RECORD_TEAM : RECORD_AGENT],
                                  .label = command_value(options, "label"),
                                  .public_url = options->public_url};
    if (is_team == (command_value(options, "agent") != NULL))
        command_say("say what with --agent NAME or with --team NAME.");
    else if (command_value(options, "organization") == NULL)
        command_say("say whose it is with --organization.");
    else if (version != NULL && ask->label != NULL)
        command_say("say a version or a label, not both.");
    else if (version != NULL && number_parse(NUMBER_VERSION, version, &ask->version) != ERR_NONE)
        command_say("\"%s\" is no number of a version.", version);
    else
        return true;
    return false;
}

static int run(const struct command_options *options)
{
    struct command command;
    struct framework_ask ask;
    const char *format = command_value(options, "format");
    const struct framework *framework = format == NULL ? NULL : framework_find(format);
    if (command_value(options, "tree") != NULL)
        return tree_export(options);
    if (framework == NULL)
        return list_formats();
    if (!read_ask(options, &ask))
        return EXIT_FAILURE;
    ask.framework = framework;
    enum err err = command_open(options, false, &command);
    if (err == ERR_NONE)
        err = export(&command, options, &ask);
    return command_end(&command, err);
}

const struct subcommand export_subcommand = {
    .name = "export",
    .words = "",
    .summary = "writes an agent or a team for another framework, or all records as files "
               "for git",
    .help = "With --format it says what could not be carried over. With --tree it "
            "writes all prompts, agents, teams and test sets: only what changed is written, and "
            "files of records that are gone are removed.",
    .options = {{"organization", "SLUG", "whose records, by its short name"},
                {"format", "FORMAT",
                 "openai-agents, autogen, crewai, a2a, a2a-0.3, claude-subagent or json"},
                {"agent", "NAME", "the agent"},
                {"team", "NAME", "the team"},
                {"label", "LABEL", "the version with this label"},
                {"version", "NUMBER", "this version"},
                {"to", "FOLDER", "writes files into a folder, not to standard output"},
                {"tree", "DIR", "writes all records below this folder"},
                {"archived", NULL, "with --tree: archived records as well"}},
    .run = run,
};
