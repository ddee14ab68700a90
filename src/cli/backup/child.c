#include "cli/backup/child.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "cli/command/command.h"
#include "data/db/db_copy.h"

enum { NOT_FOUND = 127, LOOKS = 10 }; /* a second */

static _Noreturn void become(const char *const *arguments, const char *database_url)
{
    prctl(PR_SET_PDEATHSIG, SIGTERM);
    if (db_set_environment(database_url) == ERR_NONE)
        execvp(arguments[0], (char *const *)arguments);
    command_say("%s can't be run: %s. Install it: on Debian, postgresql-client.", arguments[0],
                strerror(errno));
    _exit(NOT_FOUND);
}

enum err child_start(const char *const *arguments, const char *database_url, pid_t *pid)
{
    *pid = fork();
    if (*pid == 0)
        become(arguments, database_url);
    if (*pid > 0)
        return ERR_NONE;
    command_say("%s can't be started: %s.", arguments[0], strerror(errno));
    return ERR_UNAVAILABLE;
}

enum err child_wait(pid_t pid, const char *name, child_beat *beat, void *context)
{
    int status = 0;
    pid_t ended = 0;
    for (int look = 1; (ended = waitpid(pid, &status, WNOHANG)) == 0; look++) {
        nanosleep(&(struct timespec){.tv_nsec = 1000000000 / LOOKS}, NULL);
        if (look % LOOKS == 0 && beat != NULL)
            beat(context);
    }
    if (ended == pid && WIFEXITED(status) && WEXITSTATUS(status) == 0)
        return ERR_NONE;
    command_say("%s failed; the lines above say why.", name);
    return ERR_UNAVAILABLE;
}

void child_end(pid_t pid)
{
    kill(pid, SIGKILL);
    (void)waitpid(pid, NULL, 0);
}
