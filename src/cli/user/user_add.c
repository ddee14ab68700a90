#include "cli/user/user_add.h"

#include <stdio.h>

#include "cli/command/named.h"
#include "data/account/user_new.h"

/* The persona by its name; without one who is to be read from the message. */
static enum err find_persona(const char *name, enum persona *persona)
{
    *persona = PERSONA_INDIVIDUAL_DEVELOPER;
    if (name == NULL || persona_parse(name, persona) == ERR_NONE)
        return ERR_NONE;
    command_say("there is no persona \"%s\". There are:", name);
    for (int i = 0; persona_names[i] != NULL; i++)
        command_say("  %s", persona_names[i]);
    return ERR_INVALID;
}

static enum err invite(struct command *command, const struct command_options *options)
{
    struct actor inside;
    struct user_invitation invitation;
    struct problem problem = {.message = NULL};
    struct user_new person = {.email = options->words[0],
                              .full_name = command_value(options, "name"),
                              .is_superuser = command_value(options, "superuser") != NULL};
    enum err err = find_persona(command_value(options, "persona"), &person.persona);
    if (err == ERR_NONE)
        err = named_organization(command, command_value(options, "organization"), &inside);
    if (err != ERR_NONE)
        return err;
    err = user_invite(command->db, &inside, &person, &invitation, &problem);
    if (err != ERR_NONE) {
        command_say("%s was not added: %s", person.email,
                    problem.message != NULL ? problem.message : "the lines above say why.");
        return err;
    }
    command_say("hand the link over: it works once, and its owner chooses the password.");
    (void)printf("%s/invite/%s\n", options->public_url, invitation.token);
    return ERR_NONE;
}

static int run(const struct command_options *options)
{
    if (command_value(options, "organization") == NULL || command_value(options, "name") == NULL) {
        command_say("say in which --organization, and their --name.");
        return COMMAND_MISUSED;
    }
    return command_run(options, invite);
}

const struct subcommand user_add_subcommand = {
    .name = "user add",
    .words = "EMAIL",
    .words_min = 1,
    .words_max = 1,
    .summary = "invites a person, and prints the link",
    .help = "Nobody sets another's password: the person does, behind the link, which works once. "
            "It is an event of the audit log.",
    .options = {{"organization", "SLUG", "where, by its short name"},
                {"name", "NAME", "their full name"},
                {"persona", "PERSONA", "such as \"Customer Admin\" (Individual Developer)"},
                {"superuser", NULL, "with the rights of a superuser"}},
    .run = run,
};
