#include "cli/mail/webhooks.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/log.h"
#include "base/number.h"
#include "cli/mail/watch.h"
#include "data/webhook/webhook_send.h"
#include "data/webhook/webhook_state.h"
#include "data/webhook/webhook_sweep.h"
#include "domain/webhook/webhook_outcome.h"

/* Each sender is a process of its own with a connection of its own, so that a slow receiver holds
 * up one of them alone. */
enum {
    SENDERS_USUAL = 4,
    SENDERS_MAX = 32, /* NUMBER_SENDERS */
    PAUSE_MS = 2000,
    SPREAD_MS = 500,
    REPORT_TRIES = 10,
    REPORT_PAUSE_MS = 500,
    LOOK_MS = 200,   /* at what became of them */
    AGAIN_MS = 1000, /* until a sender that was killed is started again */
};
#define SWEEP_PAUSE  CLOCK_MINUTE
#define FORGET_PAUSE CLOCK_HOUR

struct work {
    struct command command;
    const char *public_url;
    int number; /* the first one tidies up as well */
    int64_t delivered_count, failed_count;
    int64_t swept_at, forgot_at; /* clock_monotonic; 0: not yet */
};

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
static enum err report(struct work *work, const struct webhook_claimed *claimed,
                       const struct webhook_attempt *attempt)
{
    enum err err = ERR_UNAVAILABLE;
    for (int i = 0; i < REPORT_TRIES && err == ERR_UNAVAILABLE; i++) {
        if (i > 0)
            watch_wait_ms(REPORT_PAUSE_MS);
        err = webhook_report(work->command.db, &work->command.actor, claimed, attempt);
    }
    return err == ERR_NOT_FOUND ? ERR_NONE : err;
}

static enum err send_one(struct work *work, const struct webhook_claimed *claimed)
{
    struct webhook_attempt attempt;
    webhook_send(work->command.arena, claimed, work->public_url, &attempt);
    log_attempt(claimed, &attempt);
    bool is_taken = webhook_is_taken(attempt.outcome, attempt.status);
    work->delivered_count += is_taken;
    work->failed_count += !is_taken;
    return report(work, claimed, &attempt);
}

/* ---- tidying up ---------------------------------------------------------------------------- */

/* False if it was done within the pause; else notes that it is done now. */
static bool is_time(int64_t *done_at, int64_t pause)
{
    if (*done_at != 0 && clock_monotonic() - *done_at < pause)
        return false;
    *done_at = clock_monotonic();
    return true;
}

static enum err repeat(struct work *work, enum err (*step)(struct db *db, bool *has_more))
{
    bool has_more = true;
    enum err err = ERR_NONE;
    while (err == ERR_NONE && has_more && !watch_is_over()) {
        err = step(work->command.db, &has_more);
        enum err end = command_next_request(&work->command);
        err = err == ERR_NONE ? end : err;
    }
    return err;
}

static enum err end_old_secrets(struct work *work)
{
    enum err err = ERR_NONE;
    while (err == ERR_NONE && !watch_is_over()) {
        err = webhook_end_old_secret(work->command.db, &work->command.actor);
        enum err end = command_next_request(&work->command);
        err = err == ERR_NONE ? end : err;
    }
    return err == ERR_NOT_FOUND ? ERR_NONE : err;
}

static enum err tidy_up(struct work *work)
{
    enum err err = ERR_NONE;
    if (work->number == 0 && is_time(&work->swept_at, SWEEP_PAUSE)) {
        err = repeat(work, webhook_sweep);
        if (err == ERR_NONE)
            err = end_old_secrets(work);
    }
    if (err == ERR_NONE && work->number == 0 && is_time(&work->forgot_at, FORGET_PAUSE))
        err = repeat(work, webhook_forget_old);
    return err;
}

/* ---- a sender ------------------------------------------------------------------------------ */

/* Everything that is due now, one delivery a request. */
static enum err pass(struct work *work)
{
    enum err err = tidy_up(work);
    while (err == ERR_NONE && !watch_is_over()) {
        struct webhook_claimed claimed;
        err = webhook_claim(work->command.db, &claimed);
        if (err == ERR_NONE)
            err = send_one(work, &claimed);
        enum err end = command_next_request(&work->command);
        err = err == ERR_NONE ? end : err;
    }
    return err == ERR_NOT_FOUND ? ERR_NONE : err;
}

static void watch(struct work *work)
{
    watch_wait_ms((long)work->number * SPREAD_MS);
    while (!watch_is_over()) {
        if (pass(work) != ERR_NONE)
            command_say("the database does not answer; it is tried again.");
        if (!watch_is_over())
            watch_wait_ms(PAUSE_MS);
    }
}

static int run_sender(const struct command_options *options, int number, bool is_watching)
{
    struct work work = {.public_url = options->public_url, .number = number};
    enum err err = command_open(options, false, &work.command);
    if (err == ERR_NONE && is_watching)
        watch(&work);
    else if (err == ERR_NONE)
        err = pass(&work);
    if (err == ERR_UNAVAILABLE)
        command_say("the database does not answer; the lines above say why.");
    enum err end = command_close(&work.command);
    if (err == ERR_NONE && !is_watching)
        (void)printf("%lld delivered, %lld failed\n", (long long)work.delivered_count,
                     (long long)work.failed_count);
    return err == ERR_NONE && end == ERR_NONE ? EXIT_SUCCESS : EXIT_FAILURE;
}

/* ---- several of them ----------------------------------------------------------------------- */

static pid_t start(const struct command_options *options, int number)
{
    pid_t pid = fork();
    if (pid != 0)
        return pid;
    (void)prctl(PR_SET_PDEATHSIG, SIGTERM);
    exit(run_sender(options, number, true));
}

/* One that was killed is started again; one that can't begin ends all. */
static bool has_failed(const struct command_options *options, pid_t *senders, int count)
{
    int status = 0;
    pid_t ended = 0;
    while (!watch_is_over() && (ended = waitpid(-1, &status, WNOHANG)) == 0)
        watch_wait_ms(LOOK_MS);
    for (int i = 0; i < count; i++) {
        if (senders[i] != ended || watch_is_over())
            continue;
        if (WIFEXITED(status) && WEXITSTATUS(status) == EXIT_FAILURE)
            return true;
        watch_wait_ms(AGAIN_MS);
        senders[i] = start(options, i);
    }
    return false;
}

static int supervise(const struct command_options *options, int count)
{
    pid_t senders[SENDERS_MAX];
    bool is_failed = false;
    for (int i = 0; i < count; i++)
        senders[i] = start(options, i);
    while (!watch_is_over() && !is_failed)
        is_failed = has_failed(options, senders, count);
    for (int i = 0; i < count; i++)
        if (senders[i] > 0)
            (void)kill(senders[i], SIGTERM);
    while (waitpid(-1, NULL, 0) > 0) {
    }
    return is_failed ? EXIT_FAILURE : EXIT_SUCCESS;
}

static int run(const struct command_options *options)
{
    const char *typed = command_value(options, "at-once");
    int64_t count = SENDERS_USUAL;
    if (typed != NULL && number_parse(NUMBER_SENDERS, typed, &count) != ERR_NONE) {
        command_say("--at-once must be %s.", number_limits[NUMBER_SENDERS].words);
        return EXIT_FAILURE;
    }
    if (watch_begin() != ERR_NONE)
        return EXIT_FAILURE;
    return command_value(options, "watch") != NULL ? supervise(options, (int)count)
                                                   : run_sender(options, 0, false);
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
