#include "data/db/writer_lock.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/time.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/log.h"

static void wake(int signal_number)
{
    (void)signal_number; /* its arrival ends the fcntl() with EINTR */
}

static int set_lock(int fd, int command, short type)
{
    struct flock lock = {.l_type = type, .l_whence = SEEK_SET};
    return fcntl(fd, command, &lock);
}

/* The timer repeats, so that a signal between arming it and waiting is not the only one. */
static void set_timer(int ms)
{
    struct itimerval timer = {.it_value = {.tv_sec = ms / 1000, .tv_usec = ms % 1000 * 1000},
                              .it_interval = {.tv_usec = ms > 0 ? 100000 : 0}};
    setitimer(ITIMER_REAL, &timer, NULL);
}

enum err writer_lock(int fd, int limit_ms)
{
    if (set_lock(fd, F_OFD_SETLK, F_WRLCK) == 0)
        return ERR_NONE;
    struct sigaction action = {.sa_handler = wake};
    struct sigaction before;
    sigaction(SIGALRM, &action, &before);
    set_timer(limit_ms);
    int64_t deadline = clock_monotonic() + (int64_t)limit_ms * (CLOCK_SECOND / 1000);
    int result = -1;
    do /* another signal, such as SIGTERM, does not end the wait */
        result = set_lock(fd, F_OFD_SETLKW, F_WRLCK);
    while (result != 0 && errno == EINTR && clock_monotonic() < deadline);
    set_timer(0);
    sigaction(SIGALRM, &before, NULL);
    if (result == 0)
        return ERR_NONE;
    log_line("error", errno == EINTR ? "db.writer_lock_timeout" : "db.writer_lock", NULL, 0);
    return ERR_UNAVAILABLE;
}

void writer_unlock(int fd)
{
    (void)set_lock(fd, F_OFD_SETLK, F_UNLCK);
}

bool writer_is_free(int fd)
{
    struct flock lock = {.l_type = F_WRLCK, .l_whence = SEEK_SET};
    return fcntl(fd, F_OFD_GETLK, &lock) != 0 || lock.l_type == F_UNLCK;
}
