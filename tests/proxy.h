#ifndef TESTS_PROXY_H
#define TESTS_PROXY_H

#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

/* A process between the program and PostgreSQL, on Unix sockets: passes everything on until the
 * first connection sends COMMIT (with its NUL: not READ COMMITTED). Then it cuts that one, before
 * or after the server has got it. */

enum proxy_cut {
    PROXY_BEFORE_COMMIT,
    PROXY_AFTER_COMMIT,
    PROXY_HOLD_COMMIT,
    PROXY_NEVER,
    PROXY_LAST_COMMIT, /* after which the server can't be reached any more */
};

enum { PROXY_PAIRS = 16 };

static inline int proxy_socket(const char *path, int is_server)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    (void)snprintf(address.sun_path, sizeof address.sun_path, "%s", path);
    int code = is_server ? bind(fd, (struct sockaddr *)&address, sizeof address)
                         : connect(fd, (struct sockaddr *)&address, sizeof address);
    if (code == 0 && is_server)
        code = listen(fd, 8);
    return code == 0 ? fd : -1;
}

/* One direction of a pair; 0 when it is over. */
static inline int proxy_pass(int from, int to, enum proxy_cut cut, int *has_cut)
{
    char bytes[65536];
    ssize_t len = read(from, bytes, sizeof bytes);
    if (len <= 0)
        return 0;
    int is_commit =
        !*has_cut && cut != PROXY_NEVER && memmem(bytes, (size_t)len, "COMMIT", 7) != NULL;
    *has_cut |= is_commit;
    if (is_commit && cut == PROXY_BEFORE_COMMIT)
        return 0;
    if (write(to, bytes, (size_t)len) != len)
        return 0;
    if (!is_commit)
        return 1;
    struct pollfd answer = {.fd = to, .events = POLLIN};
    (void)poll(&answer, 1, 2000); /* the server has answered; nobody hears it */
    if (cut == PROXY_LAST_COMMIT)
        _exit(0);
    if (cut == PROXY_HOLD_COMMIT)
        (void)poll(NULL, 0, 6000);
    return 0;
}

_Noreturn static inline void proxy_run(int listener, const char *server, enum proxy_cut cut)
{
    struct pollfd fds[1 + 2 * PROXY_PAIRS] = {{.fd = listener, .events = POLLIN}};
    int count = 1;
    int has_cut = 0;
    for (;;) {
        if (poll(fds, (nfds_t)count, -1) < 0)
            _exit(1);
        for (int i = 1; i < count; i++) {
            int other = i % 2 == 1 ? i + 1 : i - 1;
            if (fds[i].fd < 0 || fds[i].revents == 0 ||
                proxy_pass(fds[i].fd, fds[other].fd, i % 2 == 1 ? cut : PROXY_AFTER_COMMIT,
                           i % 2 == 1 ? &has_cut : &(int){1}))
                continue;
            (void)close(fds[i].fd);
            (void)close(fds[other].fd);
            fds[i].fd = fds[other].fd = -1;
        }
        if (fds[0].revents != 0 && count < 2 * PROXY_PAIRS) {
            fds[count++] = (struct pollfd){.fd = accept(listener, NULL, NULL), .events = POLLIN};
            fds[count++] = (struct pollfd){.fd = proxy_socket(server, 0), .events = POLLIN};
        }
    }
}

/* Listens in the folder as PostgreSQL would, for the server in the other one. */
static inline pid_t proxy_start(const char *folder, const char *server_folder, enum proxy_cut cut)
{
    char path[108];
    char server[108];
    (void)snprintf(path, sizeof path, "%s/.s.PGSQL.5432", folder);
    (void)snprintf(server, sizeof server, "%s/.s.PGSQL.5432", server_folder);
    int listener = proxy_socket(path, 1);
    if (listener < 0)
        return -1;
    pid_t pid = fork();
    if (pid == 0)
        proxy_run(listener, server, cut);
    (void)close(listener);
    return pid;
}

static inline void proxy_stop(pid_t pid, const char *folder)
{
    char path[108];
    (void)snprintf(path, sizeof path, "%s/.s.PGSQL.5432", folder);
    (void)kill(pid, SIGKILL);
    (void)waitpid(pid, NULL, 0);
    (void)unlink(path);
}

#endif
