#include "web/listen.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include "base/log.h"

enum {
    LISTEN_FD = 0,
    FIRST_BYTE_MS = 10000, /* after a connection; a busy server may be late */
};

static int null_fd;
static volatile sig_atomic_t is_stopping;

/* The listening socket makes way for /dev/null in this process: an accept that waits starts again
 * and fails, and one about to begin fails too. Reads and writes of the request being served go on,
 * for the handler has SA_RESTART. */
static void stop(int signal_number)
{
    (void)signal_number;
    int saved_errno = errno;
    is_stopping = 1;
    (void)dup2(null_fd, LISTEN_FD);
    errno = saved_errno;
}

static void catch_signals(void)
{
    /* SIGUSR1, too: supervisors send it, and with the library's own handler accept fails forever;
     * SIGQUIT, which multiwatch sends to its children when it is ended itself; and SIGUSR2, which
     * it hands on to them and starts each of them anew. */
    static const int signals[] = {SIGTERM, SIGINT, SIGQUIT, SIGUSR1, SIGUSR2};
    struct sigaction action = {.sa_handler = stop, .sa_flags = SA_RESTART};
    sigemptyset(&action.sa_mask);
    null_fd = open("/dev/null", O_RDWR | O_CLOEXEC);
    bool is_caught = null_fd >= 0;
    for (size_t i = 0; is_caught && i < COUNT_OF(signals); i++)
        is_caught = sigaction(signals[i], &action, NULL) == 0;
    if (!is_caught)
        die("signals cannot be caught: %s", strerror(errno));
}

/* Several processes wait for the same connection and one gets it, so none of them can tell before
 * whether it will wait: accept(2) itself gives up after the timeout of the socket (socket(7)). */
static void limit_wait(int idle_s)
{
    struct timeval timeout = {.tv_sec = idle_s};
    if (setsockopt(LISTEN_FD, SOL_SOCKET, SO_RCVTIMEO, &timeout, sizeof timeout) != 0)
        die("the socket takes no timeout: %s", strerror(errno));
}

void listen_open(int idle_s)
{
    limit_wait(idle_s);
    catch_signals();
}

bool listen_is_quiet(int wait_ms)
{
    struct pollfd fd = {.fd = LISTEN_FD, .events = POLLIN};
    return poll(&fd, 1, wait_ms) == 0;
}

/* Waits for its first byte, also when it is time to end; without one it is closed. */
static bool has_begun(int fd)
{
    struct pollfd first = {.fd = fd, .events = POLLIN};
    int count;
    do
        count = poll(&first, 1, FIRST_BYTE_MS);
    while (count < 0 && errno == EINTR);
    if (count <= 0)
        (void)close(fd);
    return count > 0;
}

enum listen_event listen_next(int *fd)
{
    do {
        do
            *fd = accept4(LISTEN_FD, NULL, NULL, SOCK_CLOEXEC);
        while (*fd < 0 && errno == EINTR && !is_stopping);
        if (*fd < 0 && errno == EAGAIN && !is_stopping)
            return LISTEN_IDLE;
        if (*fd < 0) {
            const struct log_field why[] = {{"reason", strerror(errno)}};
            if (!is_stopping)
                log_line("error", "accept", why, COUNT_OF(why));
            return LISTEN_END;
        }
    } while (!has_begun(*fd));
    return LISTEN_CONNECTION;
}
