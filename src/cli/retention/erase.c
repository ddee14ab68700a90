#include "cli/retention/erase.h"

#include <stdlib.h>

#include "cli/retention/expire.h"
#include "data/privacy/erasure_run.h"
#include "data/privacy/erasure_scan.h"
#include "data/user/erasure_ledger.h"

enum { SLICE_US = 1000000 };

struct run {
    struct command command;
    const char *keyring_path;
    int erased_count;
    int failed_count;
};

/* Works in one organization after the other. */
static void enter(struct run *run, const struct uuid *organization_id)
{
    run->command.actor.organization_id = *organization_id;
    run->command.actor.home_organization_id = *organization_id;
}

/* Goes on until the list of texts that may name the person is whole: it can't be made once the name
 * is gone. */
static enum err search(struct run *run, const struct uuid *id)
{
    struct erasure_case erasure = {.scan_ended_at = 0};
    enum err err = ERR_NONE;
    while (err == ERR_NONE && erasure.scan_ended_at == 0) {
        err = erasure_scan(run->command.db, &run->command.actor, id, SLICE_US, &erasure);
        if (err == ERR_NONE)
            err = command_next_request(&run->command);
    }
    return err;
}

static enum err erase(struct run *run, const struct uuid *id)
{
    struct problem problem;
    const char *ledger_path = erasure_ledger_path(run->command.arena, run->keyring_path);
    enum err err =
        erasure_carry_out(run->command.db, &run->command.actor, id, ledger_path, &problem);
    run->erased_count += err == ERR_NONE;
    if (err != ERR_CONFLICT)
        return err;
    command_say("an erasure that is due was not carried out: %s", problem.message);
    run->failed_count++;
    return ERR_NONE;
}

static enum err look_at(struct run *run, const struct erasure_case *open)
{
    struct erasure_case erasure;
    enter(run, &open->organization_id);
    enum err err = erasure_get(run->command.db, &run->command.actor, &open->id, &erasure);
    if (err != ERR_NONE || erasure.state == ERASURE_ASKED || erasure.state == ERASURE_LAPSED)
        return err;
    bool is_due = erasure.state == ERASURE_DUE;
    err = search(run, &open->id);
    return err == ERR_NONE && is_due ? erase(run, &open->id) : err;
}

static enum err erase_all(struct run *run)
{
    struct erasure_case open = {.id = {{0}}};
    enum err err = ERR_NONE;
    while ((err = erasure_next_open(run->command.db, &open)) == ERR_NONE) {
        err = look_at(run, &open);
        if (err == ERR_NONE)
            err = command_next_request(&run->command);
        if (err != ERR_NONE)
            return err;
    }
    return err == ERR_NOT_FOUND ? ERR_NONE : err;
}

static int run_erase(const struct command_options *options)
{
    struct run run = {.keyring_path = options->keyring_path};
    enum err err = command_open(options, false, &run.command);
    if (err == ERR_NONE)
        err = expire_approvals(&run.command);
    if (err == ERR_NONE)
        err = erase_all(&run);
    enum err end = command_close(&run.command);
    if (err != ERR_NONE || end != ERR_NONE)
        return EXIT_FAILURE;
    command_say("%d erasure%s carried out.", run.erased_count, run.erased_count == 1 ? "" : "s");
    return run.failed_count == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}

const struct subcommand erase_subcommand = {
    .name = "erase run",
    .words = "",
    .summary = "erases the people whose grace period is over",
    .help = "It also lets requests for approval expire. For a timer, once a day.",
    .run = run_erase,
};
