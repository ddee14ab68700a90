#include "cli/mail/webhooks.h"

#include <stdio.h>

#include "base/clock.h"
#include "base/log.h"
#include "cli/mail/senders.h"
#include "cli/mail/watch.h"
#include "data/webhook/webhook_send.h"
#include "data/webhook/webhook_state.h"
#include "data/webhook/webhook_sweep.h"
#include "domain/webhook/webhook_outcome.h"

enum {
    PAUSE_MS = 2000,
    SPREAD_MS = 500,
    REPORT_TRIES = 10,
    REPORT_PAUSE_MS = 500,
};
#define SWEEP_PAUSE  CLOCK_MINUTE
#define FORGET_PAUSE CLOCK_HOUR

/* ---- sending ------------------------------------------------------------------------------- */

static void log_attempt(const struct webhook_claimed *claimed,
                        const struct webhook_attempt *attempt)
{
    char id[UUID_TEXT_LEN], endpoint[UUID_TEXT_LEN], status[16];
    uuid_format(&claimed->delivery.message_id, id);
    uuid_format(&claimed->webhook.id, endpoint);
    (void)snprintf(status, sizeof status, "%d", attempt->status);
    log_line("info", "webhook",
             (const struct log_field[]){{"id", id},
                                        {"endpoint", endpoint},
                                        {"outcome", webhook_fetch_names[attempt->outcome]},
                                        {"status", status}},
             4);
}

/* Delivered, but not noted, would be sent once more: the database gets some time to come back. */
static enum err report(struct sender *sender, const struct webhook_claimed *claimed,
                       const struct webhook_attempt *attempt)
{
    enum err err = ERR_UNAVAILABLE;
    for (int i = 0; i < REPORT_TRIES && err == ERR_UNAVAILABLE; i++) {
        if (i > 0)
            watch_wait_ms(REPORT_PAUSE_MS);
        err = webhook_report(sender->command.db, &sender->command.actor, claimed, attempt);
    }
    return err == ERR_NOT_FOUND ? ERR_NONE : err;
}

static enum err send_one(struct sender *sender)
{
    struct webhook_claimed claimed;
    struct webhook_attempt attempt;
    enum err err = webhook_claim(sender->command.db, &claimed);
    if (err != ERR_NONE)
        return err;
    webhook_send(sender->command.arena, &claimed, sender->options->public_url, &attempt);
    log_attempt(&claimed, &attempt);
    bool is_taken = webhook_is_taken(attempt.outcome, attempt.status);
    sender->done_count += is_taken;
    sender->failed_count += !is_taken;
    return report(sender, &claimed, &attempt);
}

/* ---- tidying up ---------------------------------------------------------------------------- */

static enum err end_old_secrets(struct sender *sender)
{
    enum err err = ERR_NONE;
    while (err == ERR_NONE && !watch_is_over()) {
        err = webhook_end_old_secret(sender->command.db, &sender->command.actor);
        enum err end = command_next_request(&sender->command);
        err = err == ERR_NONE ? end : err;
    }
    return err == ERR_NOT_FOUND ? ERR_NONE : err;
}

static enum err tidy_up(struct sender *sender)
{
    enum err err = ERR_NONE;
    if (sender->number == 0 && senders_is_time(&sender->swept_at, SWEEP_PAUSE)) {
        err = senders_repeat(&sender->command, webhook_sweep);
        if (err == ERR_NONE)
            err = end_old_secrets(sender);
    }
    if (err == ERR_NONE && sender->number == 0 && senders_is_time(&sender->forgot_at, FORGET_PAUSE))
        err = senders_repeat(&sender->command, webhook_forget_old);
    return err;
}

static int run(const struct command_options *options)
{
    static const struct sender_work work = {.done_word = "delivered",
                                            .pause_ms = PAUSE_MS,
                                            .spread_ms = SPREAD_MS,
                                            .tidy_up = tidy_up,
                                            .send = send_one};
    return senders_run(options, &work);
}

const struct subcommand webhooks_subcommand = {
    .name = "webhooks",
    .words = "",
    .summary = "sends what waits in the queue of webhooks, and says how much that was",
    .help = "It reads the setting webhook-hosts.",
    .options = {{"watch", NULL, "goes on until it is ended"},
                {"at-once", "COUNT", "how many are sent at the same time, 1 to 32 (4)"}},
    .run = run,
};
