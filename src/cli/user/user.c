#include "cli/user/user.h"

#include <stdio.h>
#include <stdlib.h>

#include "data/sign_in/user_factor.h"
#include "data/sign_in/user_password.h"

static enum err make_link(struct command *command, const struct command_options *options)
{
    struct user_link link;
    const char *email = options->words[0];
    enum err err = user_link_email(command->db, &command->actor, email, &link);
    if (err == ERR_NONE)
        (void)printf("%s/%s/%s\n", options->public_url,
                     link.purpose == LINK_INVITATION ? "invite" : "reset", link.token);
    else if (err == ERR_NOT_FOUND)
        command_say("nobody has the address %s.", email);
    else if (err == ERR_CONFLICT)
        command_say("%s is inactive: an administrator has to activate the person first.", email);
    else
        command_say("the link for %s could not be made.", email);
    return err;
}

static enum err remove_factor(struct command *command, const struct command_options *options)
{
    const char *email = options->words[0];
    enum err err = user_factor_remove_email(command->db, &command->actor, email);
    if (err == ERR_NONE)
        (void)printf("The second factor of %s is removed: the password alone signs in.\n", email);
    else if (err == ERR_NOT_FOUND)
        command_say("nobody has the address %s.", email);
    else if (err == ERR_CONFLICT)
        command_say("%s has no second factor.", email);
    else
        command_say("the second factor of %s could not be removed.", email);
    return err;
}

typedef enum err user_command(struct command *command, const struct command_options *options);

static int run(const struct command_options *options, user_command *what)
{
    struct command command;
    enum err err = command_open(options, false, &command);
    if (err == ERR_NONE)
        err = what(&command, options);
    enum err end = command_close(&command);
    return err == ERR_NONE && end == ERR_NONE ? EXIT_SUCCESS : EXIT_FAILURE;
}

static int run_link(const struct command_options *options)
{
    return run(options, make_link);
}

static int run_remove_factor(const struct command_options *options)
{
    return run(options, remove_factor);
}

const struct subcommand user_link_subcommand = {
    .name = "user link",
    .words = "EMAIL",
    .words_min = 1,
    .words_max = 1,
    .summary = "makes an invitation or password reset link for a person",
    .help = "For an organization without an administrator who can. It is an event of "
            "the audit log, and the person reads on their next page that their password "
            "was reset. Standard output has the link alone.",
    .run = run_link,
};

const struct subcommand user_remove_factor_subcommand = {
    .name = "user remove-factor",
    .words = "EMAIL",
    .words_min = 1,
    .words_max = 1,
    .summary = "removes the second factor of a person who lost it",
    .help = "Recovery codes included, when no administrator is left who can. It is an "
            "event of the audit log, and the person reads on their next page that it "
            "was removed.",
    .run = run_remove_factor,
};
