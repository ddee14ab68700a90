#include "cli/user/organization.h"

#include <stdio.h>
#include <stdlib.h>

#include "data/card/card_key_change.h"
#include "data/closing/closing_run.h"
#include "data/sso/sso_provider.h"

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
    .summary = "destroys the keys and rows of organizations whose closing is due",
    .help = "For a timer, once a day.",
    .run = run,
};

static enum err turn_sso_off(struct command *command, const struct command_options *options)
{
    const char *slug = options->words[0];
    enum err err = sso_provider_remove_slug(command->db, &command->actor, slug);
    if (err == ERR_NONE)
        (void)printf("Single sign-on of %s is off: its people sign in with their passwords.\n",
                     slug);
    else if (err == ERR_NOT_FOUND)
        command_say("no organization with the short name %s has single sign-on.", slug);
    else
        command_say("single sign-on of %s could not be turned off.", slug);
    return err;
}

static int run_sso_off(const struct command_options *options)
{
    return command_run(options, turn_sso_off);
}

const struct subcommand organization_sso_off_subcommand = {
    .name = "organization sso-off",
    .words = "SLUG",
    .words_min = 1,
    .words_max = 1,
    .summary = "turns single sign-on off for an organization",
    .help = "For when its provider lets nobody in any more. It is an event of the audit "
            "log. Whoever has no password needs a link: rostrum user link.",
    .run = run_sso_off,
};

static enum err replace_card_key(struct command *command, const struct command_options *options)
{
    const char *slug = options->words[0];
    struct problem problem;
    enum err err = card_key_replace_slug(command->db, &command->actor, slug, &problem);
    if (err == ERR_NONE)
        (void)printf("A new key signs the agent cards of %s. The one before stays published for %d "
                     "days.\n",
                     slug, CARD_KEY_DAYS);
    else if (err == ERR_NOT_FOUND)
        command_say("no organization with the short name %s has signed agent cards.", slug);
    else
        command_say("the key of %s could not be replaced. %s", slug,
                    problem.message == NULL ? "" : problem.message);
    return err;
}

static int run_card_key(const struct command_options *options)
{
    return command_run(options, replace_card_key);
}

const struct subcommand organization_card_key_subcommand = {
    .name = "organization card-key",
    .words = "SLUG",
    .words_min = 1,
    .words_max = 1,
    .summary = "replaces the key that signs an organization's agent cards",
    .help = "It is an event of the audit log. The key before stays published for 30 days, so that "
            "cards that it signed can still be verified.",
    .run = run_card_key,
};
