#include "test.h"

#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "web/send.h"

enum { LEN = 4 << 20 };

/* A reader in a process of its own: so many bytes each time, with a pause after it, until the end.
 * It exits with 0 if all of LEN came as it was written. */
static pid_t read_beside(int fds[2], size_t each, useconds_t pause_us)
{
    assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM, 0, fds), 0);
    pid_t child = fork();
    assert_true(child >= 0);
    if (child != 0) {
        assert_int_equal(close(fds[1]), 0);
        return child;
    }
    (void)close(fds[0]);
    char *bytes = malloc(each);
    size_t total = 0;
    bool is_same = true;
    for (ssize_t len; (len = read(fds[1], bytes, each)) > 0; (void)usleep(pause_us)) {
        for (ssize_t i = 0; i < len; i++)
            is_same = is_same && bytes[i] == (char)((total + (size_t)i) % 251);
        total += (size_t)len;
    }
    _exit(is_same && total == LEN ? 0 : 1);
}

static bool send_pattern(int fd, size_t piece_len)
{
    static char bytes[LEN];
    struct iovec pieces[64];
    size_t count = 0;
    for (size_t i = 0; i < LEN; i++)
        bytes[i] = (char)(i % 251);
    for (size_t at = 0; at < LEN; at += piece_len)
        pieces[count++] = (struct iovec){bytes + at, LEN - at < piece_len ? LEN - at : piece_len};
    send_begin();
    return send_all(fd, pieces, count);
}

static void assert_came(pid_t reader, int fd)
{
    int status = 1;
    assert_int_equal(close(fd), 0);
    assert_int_equal(waitpid(reader, &status, 0), reader);
    assert_int_equal(status, 0);
}

static void all_pieces_arrive_in_order(void **state)
{
    (void)state;
    static const size_t piece_lens[] = {LEN, 65528, 100003};
    for (size_t i = 0; i < COUNT_OF(piece_lens); i++) {
        int fds[2];
        pid_t reader = read_beside(fds, 30011, 0);
        size_t len = piece_lens[i] < LEN / 60 ? LEN / 60 : piece_lens[i];
        assert_true(send_pattern(fds[0], len));
        assert_came(reader, fds[0]);
    }
}

/* Faster than 32 bytes a ms, though it stops again and again. */
static void a_reader_who_takes_pauses_gets_everything(void **state)
{
    (void)state;
    int fds[2];
    pid_t reader = read_beside(fds, 200000, 20000);
    assert_true(send_pattern(fds[0], LEN));
    assert_came(reader, fds[0]);
}

static void a_reader_who_has_gone_ends_it(void **state)
{
    (void)state;
    int fds[2];
    assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM, 0, fds), 0);
    assert_int_equal(close(fds[1]), 0);
    assert_false(send_pattern(fds[0], LEN));
    assert_int_equal(close(fds[0]), 0);
}

/* A plain CGI server reads from a pipe. */
static void a_pipe_is_written_to(void **state)
{
    (void)state;
    int fds[2];
    char read_back[16] = "";
    struct iovec pieces[] = {{"two ", 4}, {"pieces", 6}};
    assert_int_equal(pipe(fds), 0);
    send_begin();
    assert_true(send_all(fds[1], pieces, COUNT_OF(pieces)));
    assert_int_equal(read(fds[0], read_back, sizeof read_back), 10);
    assert_string_equal(read_back, "two pieces");
    assert_int_equal(close(fds[0]), 0);
    assert_int_equal(close(fds[1]), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(all_pieces_arrive_in_order),
        cmocka_unit_test(a_reader_who_takes_pauses_gets_everything),
        cmocka_unit_test(a_reader_who_has_gone_ends_it),
        cmocka_unit_test(a_pipe_is_written_to),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
