#include "cli/user/user.h"

#include <stdio.h>
#include <stdlib.h>

#include "data/account/user_change.h"
#include "data/sign_in/user_factor.h"
#include "data/sign_in/user_recover.h"
#include "data/user/user_command.h"

static void print_link(const struct command_options *options, const struct user_link *link)
{
    (void)printf("%s/%s/%s\n", options->public_url,
                 link->purpose == LINK_INVITATION ? "invite" : "reset", link->token);
}

static enum err make_link(struct command *command, const struct command_options *options)
{
    struct user_link link;
    const char *email = options->words[0];
    enum err err = user_link_email(command->db, &command->actor, email, &link);
    if (err == ERR_NONE)
        print_link(options, &link);
    else if (err == ERR_NOT_FOUND)
        command_say("nobody has the address %s.", email);
    else if (err == ERR_CONFLICT)
        command_say("%s is inactive, or signs in by single sign-on alone: rostrum user activate "
                    "and rostrum organization sso-off change that.",
                    email);
    else
        command_say("the link for %s could not be made.", email);
    return err;
}

static enum err recover(struct command *command, const struct command_options *options)
{
    struct user_recovery recovery;
    const char *email = options->words[0];
    enum err err = user_recover_email(command->db, &command->actor, email, &recovery);
    if (err == ERR_NOT_FOUND)
        command_say("nobody has the address %s.", email);
    else if (err == ERR_CONFLICT)
        command_say("%s is no superuser, or can't be activated: for other people there are rostrum "
                    "user link, activate and remove-factor.",
                    email);
    else if (err != ERR_NONE)
        command_say("%s could not be recovered; the lines above say why. Nothing was changed.",
                    email);
    if (err != ERR_NONE)
        return err;
    if (recovery.was_inactive)
        command_say("the account is active again.");
    if (recovery.had_factor)
        command_say("the second factor is removed: set a new one up after signing in.");
    command_say("the link works once; hand it over in person.");
    print_link(options, &recovery.link);
    return ERR_NONE;
}

typedef enum err user_verb(struct db *db, const struct actor *actor, const struct uuid *id);

static enum err change_state(struct command *command, const char *email, user_verb *verb)
{
    struct actor inside;
    enum err err = user_command_for(command->db, &command->actor, email, &inside);
    if (err == ERR_CONFLICT) /* inactive: that may be the reason to come */
        err = ERR_NONE;
    if (err == ERR_NOT_FOUND)
        command_say("nobody has the address %s.", email);
    else if (err != ERR_NONE)
        command_say("%s could not be changed; the lines above say why.", email);
    if (err != ERR_NONE)
        return err;
    struct uuid id = inside.user_id;
    inside.user_id = command->actor.user_id;
    err = verb(command->db, &inside, &id);
    if (err == ERR_CONFLICT && verb == user_deactivate)
        command_say("%s is the last active superuser: make another one first.", email);
    else if (err == ERR_CONFLICT)
        command_say("the organization of %s may not have more people.", email);
    else if (err != ERR_NONE)
        command_say("%s could not be changed; the lines above say why.", email);
    return err;
}

static enum err deactivate(struct command *command, const struct command_options *options)
{
    return change_state(command, options->words[0], user_deactivate);
}

static enum err activate(struct command *command, const struct command_options *options)
{
    return change_state(command, options->words[0], user_activate);
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

static int run_link(const struct command_options *options)
{
    return command_run(options, make_link);
}

static int run_remove_factor(const struct command_options *options)
{
    return command_run(options, remove_factor);
}

static int run_recover(const struct command_options *options)
{
    return command_run(options, recover);
}

static int run_deactivate(const struct command_options *options)
{
    return command_run(options, deactivate);
}

static int run_activate(const struct command_options *options)
{
    return command_run(options, activate);
}

const struct subcommand user_recover_subcommand = {
    .name = "user recover",
    .words = "EMAIL",
    .words_min = 1,
    .words_max = 1,
    .summary = "lets a superuser back in whom nobody else can help",
    .help = "For the last one who is locked out: the account is activated, the second factor is "
            "removed, sessions end, and standard output has a link that works once. Each step is "
            "an event of the audit log.",
    .run = run_recover,
};

const struct subcommand user_deactivate_subcommand = {
    .name = "user deactivate",
    .words = "EMAIL",
    .words_min = 1,
    .words_max = 1,
    .summary = "deactivates a person, who is out at the next request",
    .help = "What they own stays theirs until someone transfers it. It is an event of the audit "
            "log. The last active superuser is refused.",
    .run = run_deactivate,
};

const struct subcommand user_activate_subcommand = {
    .name = "user activate",
    .words = "EMAIL",
    .words_min = 1,
    .words_max = 1,
    .summary = "activates a person who was deactivated",
    .help = "It is an event of the audit log.",
    .run = run_activate,
};

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
