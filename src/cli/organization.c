#include "cli/organization.h"

#include <stdio.h>
#include <stdlib.h>

#include "data/closing/closing_run.h"

/* All steps of one organization, a request each. */
static enum err close_one(struct command *command, const struct uuid *id)
{
    bool is_done = false;
    struct problem problem;
    char text[UUID_TEXT_LEN];
    uuid_format(id, text);
    enum err err = ERR_NONE;
    while (err == ERR_NONE && !is_done) {
        err = closing_step(command->db, &command->actor, id, &is_done, &problem);
        enum err end = command_next_request(command);
        err = err == ERR_NONE ? end : err;
    }
    if (err == ERR_NONE)
        (void)printf("closed %s\n", text);
    else
        command_say("the organization %s could not be closed; what was begun goes on with the next "
                    "run.",
                    text);
    return err;
}

/* The list is asked for again after each one: its memory goes with the request. */
static enum err close_all(struct command *command, int *count)
{
    for (;; ++*count) {
        struct closing_due due;
        enum err err = closing_list_due(command->db, &command->actor, &due);
        if (err != ERR_NONE || due.count == 0)
            return err;
        struct uuid id = due.ids[0];
        err = close_one(command, &id);
        if (err != ERR_NONE)
            return err;
    }
}

static int run(const struct command_options *options)
{
    struct command command;
    int count = 0;
    enum err err = command_open(options, false, &command);
    if (err == ERR_NONE)
        err = close_all(&command, &count);
    enum err end = command_close(&command);
    if (err != ERR_NONE || end != ERR_NONE)
        return EXIT_FAILURE;
    command_say("%d organization%s closed.", count, count == 1 ? "" : "s");
    return EXIT_SUCCESS;
}

const struct subcommand organization_close_due_subcommand = {
    .name = "organization close-due",
    .words = "",
    .help = "destroys the keys and rows of the organizations whose closing\n"
            "is due: for a timer, once a day",
    .run = run,
};
