#include "cli/audit/prove.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/clock.h"
#include "base/clock_day.h"
#include "cli/command/named.h"
#include "data/proof/proof.h"
#include "data/transfer/transfer_stores.h"
#include "domain/record/label.h"

static enum err prove(struct command *command, const struct command_options *options,
                      struct proof_request *request)
{
    struct actor actor;
    struct proof proof;
    const struct record_kind *kind = record_kind_find(options->words[0]);
    enum err err = named_organization(command, command_value(options, "organization"), &actor);
    if (err == ERR_NONE)
        err = named_record(command, &actor, kind, options->words[1], &request->id);
    request->store = transfer_stores[kind->id];
    if (err != ERR_NONE)
        return err;
    err = proof_make(command->db, &actor, request, &proof);
    if (err == ERR_NOT_FOUND)
        command_say("no version had the label \"%s\" then.", request->label);
    else if (err == ERR_INVALID)
        command_say("\"%s\" is no label, or the time has not come yet.", request->label);
    else if (err == ERR_NONE &&
             fwrite(proof.note.data, 1, proof.note.len, stdout) != proof.note.len)
        err = ERR_UNAVAILABLE;
    return err;
}

static int run(const struct command_options *options)
{
    struct command command;
    const char *label = command_value(options, "label");
    const char *at = command_value(options, "at");
    struct proof_request request = {.label = label == NULL ? LABEL_PRODUCTION : label,
                                    .time = clock_now()};
    if (record_kind_find(options->words[0]) == NULL) {
        command_say("\"%s\" is no kind of record: prompt, agent or team.", options->words[0]);
        return EXIT_FAILURE;
    }
    if (command_value(options, "organization") == NULL) {
        command_say("say whose it is with --organization.");
        return EXIT_FAILURE;
    }
    if (at != NULL && clock_parse_iso(at, &request.time) != ERR_NONE) {
        command_say("\"%s\" is no time such as 2026-05-03T14:05:06Z.", at);
        return EXIT_FAILURE;
    }
    enum err err = command_open(options, false, &command);
    if (err == ERR_NONE)
        err = prove(&command, options, &request);
    return command_end(&command, err);
}

const struct subcommand prove_subcommand = {
    .name = "prove",
    .words = "KIND NAME",
    .words_min = 2,
    .words_max = 2,
    .summary = "writes the certificate of what was live",
    .help = "Which version of a prompt, an agent or a team had a label at a time, who "
            "decided it, and what it was made of; signed. KIND is prompt, agent or "
            "team.",
    .options = {{"organization", "SLUG", "whose it is, by its short name"},
                {"label", "LABEL", "the label (production)"},
                {"at", "TIME", "the time, as 2026-05-03T14:05:06Z (now)"}},
    .run = run,
};
