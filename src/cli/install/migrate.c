#include "cli/install/migrate.h"

#include <stdlib.h>

static int run(const struct command_options *options)
{
    struct command command;
    int applied_count = 0;
    enum err err = command_open(options, false, &command);
    if (err == ERR_NONE)
        err = command_migrate(&command, &applied_count);
    enum err end = command_close(&command);
    if (err != ERR_NONE || end != ERR_NONE)
        return EXIT_FAILURE;
    if (applied_count == 0)
        command_say("the database is up to date; nothing was to be done.");
    else
        command_say("%d migration%s applied; the database is up to date.", applied_count,
                    applied_count == 1 ? "" : "s");
    return EXIT_SUCCESS;
}

const struct subcommand migrate_subcommand = {
    .name = "migrate",
    .words = "",
    .summary = "brings the database to the schema of this version",
    .help = "Stop the workers and make a backup before. Each migration is a "
            "transaction: one that fails leaves the state before it, and running it "
            "again goes on. In PostgreSQL the role that owns the database must be "
            "named.",
    .run = run,
};
