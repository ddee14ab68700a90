#include "cli/mail/senders.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/number.h"
#include "cli/mail/watch.h"

enum {
    USUAL = 4,
    LOOK_MS = 200,   /* at what became of them */
    AGAIN_MS = 1000, /* until one that was killed is started again */
};

/* ---- one of them --------------------------------------------------------------------------- */

/* Everything that is due now, one a request. */
static enum err pass(struct sender *sender, const struct sender_work *work)
{
    enum err err = work->tidy_up(sender);
    while (err == ERR_NONE && !watch_is_over()) {
        err = work->send(sender);
        enum err end = command_next_request(&sender->command);
        err = err == ERR_NONE ? end : err;
    }
    return err == ERR_NOT_FOUND ? ERR_NONE : err;
}

static void watch(struct sender *sender, const struct sender_work *work)
{
    watch_wait_ms((long)sender->number * work->spread_ms);
    while (!watch_is_over()) {
        if (pass(sender, work) != ERR_NONE)
            command_say("the database does not answer; it is tried again.");
        if (!watch_is_over())
            watch_wait_ms(work->pause_ms);
    }
}

static int run_one(const struct command_options *options, const struct sender_work *work,
                   int number, bool is_watching)
{
    struct sender sender = {.options = options, .number = number};
    enum err err = command_open(options, false, &sender.command);
    if (err == ERR_NONE && is_watching)
        watch(&sender, work);
    else if (err == ERR_NONE)
        err = pass(&sender, work);
    if (err == ERR_UNAVAILABLE)
        command_say("the database does not answer; the lines above say why.");
    enum err end = command_close(&sender.command);
    if (err == ERR_NONE && !is_watching)
        (void)printf("%lld %s, %lld failed\n", (long long)sender.done_count, work->done_word,
                     (long long)sender.failed_count);
    return err == ERR_NONE && end == ERR_NONE ? EXIT_SUCCESS : EXIT_FAILURE;
}

/* ---- several of them ----------------------------------------------------------------------- */

static pid_t start(const struct command_options *options, const struct sender_work *work,
                   int number)
{
    pid_t pid = fork();
    if (pid != 0)
        return pid;
    (void)prctl(PR_SET_PDEATHSIG, SIGTERM);
    exit(run_one(options, work, number, true));
}

struct crew {
    const struct sender_work *work;
    pid_t pids[SENDERS_MAX];
    int count;
};

static bool has_failed(const struct command_options *options, struct crew *crew)
{
    int status = 0;
    pid_t ended = 0;
    while (!watch_is_over() && (ended = waitpid(-1, &status, WNOHANG)) == 0)
        watch_wait_ms(LOOK_MS);
    for (int i = 0; i < crew->count; i++) {
        if (crew->pids[i] != ended || watch_is_over())
            continue;
        if (WIFEXITED(status) && WEXITSTATUS(status) == EXIT_FAILURE)
            return true;
        watch_wait_ms(AGAIN_MS);
        crew->pids[i] = start(options, crew->work, i);
    }
    return false;
}

static int supervise(const struct command_options *options, const struct sender_work *work,
                     int count)
{
    struct crew crew = {.work = work, .count = count};
    bool is_failed = false;
    for (int i = 0; i < count; i++)
        crew.pids[i] = start(options, work, i);
    while (!watch_is_over() && !is_failed)
        is_failed = has_failed(options, &crew);
    for (int i = 0; i < count; i++)
        if (crew.pids[i] > 0)
            (void)kill(crew.pids[i], SIGTERM);
    while (waitpid(-1, NULL, 0) > 0) {
    }
    return is_failed ? EXIT_FAILURE : EXIT_SUCCESS;
}

int senders_run(const struct command_options *options, const struct sender_work *work)
{
    const char *typed = command_value(options, "at-once");
    int64_t count = USUAL;
    if (typed != NULL && number_parse(NUMBER_SENDERS, typed, &count) != ERR_NONE) {
        command_say("--at-once must be %s.", number_limits[NUMBER_SENDERS].words);
        return EXIT_FAILURE;
    }
    if (watch_begin() != ERR_NONE)
        return EXIT_FAILURE;
    return command_value(options, "watch") != NULL ? supervise(options, work, (int)count)
                                                   : run_one(options, work, 0, false);
}

/* ---- tidying up ---------------------------------------------------------------------------- */

bool senders_is_time(int64_t *done_at, int64_t pause)
{
    if (*done_at != 0 && clock_monotonic() - *done_at < pause)
        return false;
    *done_at = clock_monotonic();
    return true;
}

enum err senders_repeat(struct command *command, enum err (*step)(struct db *db, bool *has_more))
{
    bool has_more = true;
    enum err err = ERR_NONE;
    while (err == ERR_NONE && has_more && !watch_is_over()) {
        err = step(command->db, &has_more);
        enum err end = command_next_request(command);
        err = err == ERR_NONE ? end : err;
    }
    return err;
}
