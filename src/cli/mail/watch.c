#include "cli/mail/watch.h"

#include <signal.h>
#include <time.h>

static volatile sig_atomic_t is_asked_to_end;

static void ask_to_end(int number)
{
    (void)number;
    is_asked_to_end = 1;
}

enum err watch_begin(void)
{
    struct sigaction action = {.sa_handler = ask_to_end};
    bool is_set = sigaction(SIGTERM, &action, NULL) == 0 && sigaction(SIGINT, &action, NULL) == 0 &&
                  signal(SIGPIPE, SIG_IGN) != SIG_ERR;
    return is_set ? ERR_NONE : ERR_UNAVAILABLE;
}

bool watch_is_over(void)
{
    return is_asked_to_end != 0;
}

void watch_wait_ms(long ms)
{
    const struct timespec pause = {ms / 1000, ms % 1000 * 1000000};
    (void)nanosleep(&pause, NULL); /* a signal ends it early */
}
