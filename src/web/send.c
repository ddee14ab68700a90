#include "web/send.h"

#include <errno.h>
#include <limits.h>
#include <poll.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/socket.h>

#include "base/clock.h"
#include "base/log.h"

/* How long the reader of this answer is still waited for: less with each wait, and more again with
 * what it takes. */
static int64_t patience_us;

void send_begin(void)
{
    patience_us = SEND_WAIT_MS * 1000;
}

/* Waits until more can be written; false if the reader is too slow: the worker has others to serve.
 */
static bool wait_for_reader(int fd)
{
    struct pollfd ready = {.fd = fd, .events = POLLOUT};
    int64_t began = clock_monotonic();
    int count = patience_us > 0 ? poll(&ready, 1, (int)(patience_us / 1000)) : 0;
    patience_us -= clock_monotonic() - began;
    bool goes_on = count > 0 || (count < 0 && errno == EINTR);
    if (!goes_on)
        log_line("warn", "reader.slow", NULL, 0);
    return goes_on;
}

static void note_taken(size_t len)
{
    patience_us += (int64_t)len * 1000 / SEND_RATE;
    if (patience_us > SEND_WAIT_MS * 1000)
        patience_us = SEND_WAIT_MS * 1000;
}

static ssize_t write_some(int fd, struct iovec *pieces, size_t count)
{
    struct msghdr message = {.msg_iov = pieces, .msg_iovlen = count > IOV_MAX ? IOV_MAX : count};
    ssize_t written = sendmsg(fd, &message, MSG_DONTWAIT | MSG_NOSIGNAL);
    bool is_no_socket = written < 0 && errno == ENOTSOCK; /* of a plain CGI server */
    return is_no_socket ? writev(fd, pieces, (int)message.msg_iovlen) : written;
}

static void skip_written(struct iovec **pieces, size_t *count, size_t len)
{
    while (*count > 0 && len >= (*pieces)->iov_len) {
        len -= (*pieces)->iov_len;
        (*pieces)++;
        (*count)--;
    }
    if (*count > 0) {
        (*pieces)->iov_base = (char *)(*pieces)->iov_base + len;
        (*pieces)->iov_len -= len;
    }
}

bool send_all(int fd, struct iovec *pieces, size_t count)
{
    while (count > 0) {
        ssize_t written = write_some(fd, pieces, count);
        if (written >= 0) {
            note_taken((size_t)written);
            skip_written(&pieces, &count, (size_t)written);
        } else if (errno != EINTR && (errno != EAGAIN || !wait_for_reader(fd))) {
            return false;
        }
    }
    return true;
}
