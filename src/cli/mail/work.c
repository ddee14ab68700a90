#include "cli/mail/work.h"

#include <stdio.h>

#include "base/clock.h"
#include "base/log.h"
#include "cli/mail/senders.h"
#include "cli/mail/watch.h"
#include "data/endpoint/endpoint_work.h"
#include "data/run/run_feed.h"
#include "data/run/run_forget.h"
#include "data/run/run_report.h"

enum {
    PAUSE_MS = 500, /* somebody looks at a page and waits */
    REPORT_TRIES = 10,
    REPORT_PAUSE_MS = 500,
};
#define FORGET_PAUSE CLOCK_HOUR

static void log_call(const struct endpoint_claimed *claimed, const struct endpoint_result *result)
{
    char id[UUID_TEXT_LEN], endpoint[UUID_TEXT_LEN], status[16];
    uuid_format(&claimed->call.id, id);
    uuid_format(&claimed->endpoint.id, endpoint);
    (void)snprintf(status, sizeof status, "%d", result->status);
    log_line("info", "model_call",
             (const struct log_field[]){{"id", id},
                                        {"endpoint", endpoint},
                                        {"outcome", endpoint_outcome_names[result->outcome]},
                                        {"status", status}},
             4);
}

/* What was answered, but not noted, would be lost although it was charged: the database gets some
 * time to come back. */
static enum err report(struct sender *sender, const struct endpoint_claimed *claimed,
                       const struct endpoint_result *result)
{
    enum err err = ERR_UNAVAILABLE;
    for (int i = 0; i < REPORT_TRIES && err == ERR_UNAVAILABLE; i++) {
        if (i > 0)
            watch_wait_ms(REPORT_PAUSE_MS);
        err = uuid_is_nil(&claimed->call.run_id)
                  ? endpoint_call_report(sender->command.db, claimed, result)
                  : run_report(sender->command.db, claimed, result);
    }
    return err == ERR_NOT_FOUND ? ERR_NONE : err;
}

/* Runs are fed before a call is made: what feeds them is short. */
static enum err make_one(struct sender *sender)
{
    struct endpoint_claimed claimed;
    struct endpoint_result result;
    enum err err = run_feed(sender->command.db);
    if (err != ERR_NOT_FOUND)
        return err;
    err = endpoint_claim(sender->command.db, &claimed);
    if (err != ERR_NONE)
        return err;
    endpoint_call_make(sender->command.arena, &claimed, &result);
    log_call(&claimed, &result);
    bool is_done = result.outcome == ENDPOINT_ANSWERED;
    sender->done_count += is_done;
    sender->failed_count += !is_done;
    return report(sender, &claimed, &result);
}

static enum err tidy_up(struct sender *sender)
{
    if (sender->number != 0 || !senders_is_time(&sender->forgot_at, FORGET_PAUSE))
        return ERR_NONE;
    enum err err = senders_repeat(&sender->command, endpoint_call_forget);
    return err == ERR_NONE ? senders_repeat(&sender->command, run_forget) : err;
}

static int run(const struct command_options *options)
{
    static const struct sender_work work = {
        .done_word = "answered", .pause_ms = PAUSE_MS, .tidy_up = tidy_up, .send = make_one};
    return senders_run(options, &work);
}

const struct subcommand work_subcommand = {
    .name = "work",
    .words = "",
    .summary = "calls the models that people and test runs ask for, and says how many answered",
    .help = "It reads the settings model-hosts, model-keys and ca-file.",
    .options = {{"watch", NULL, "goes on until it is ended"},
                {"at-once", "COUNT", "how many calls are made at the same time, 1 to 32 (4)"}},
    .run = run,
};
