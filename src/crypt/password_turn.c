#include "crypt/password_turn.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <sched.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <time.h>
#include <unistd.h>

#include "base/budget.h"
#include "base/clock.h"
#include "base/file.h"
#include "base/log.h"
#include "base/metric.h"
#include "base/setting.h"

enum { WAIT_MS = 1000, PAUSE_MS = 10 };

/* The turn of this process. */
static struct {
    int depth;
    int fd; /* holds the place */
} turn;

static enum err fail(const char *problem)
{
    const struct log_field fields[] = {{"problem", problem}};
    log_line("error", "password", fields, COUNT_OF(fields));
    return ERR_UNAVAILABLE;
}

/* Half of the cores that this process may run on, which all workers share. */
static int core_count(void)
{
    cpu_set_t cores;
    int count = sched_getaffinity(0, sizeof cores, &cores) == 0 ? CPU_COUNT(&cores) : 1;
    return count < 2 ? 1 : count / 2;
}

/* Where nobody else on the machine can make a file first: the folder that the service was given, or
 * the one of the key ring. Not a folder that all users share. */
static int format_folder(char folder[PATH_MAX])
{
    const char *given = setting_get(SETTING_RUNTIME);
    if (given[0] == '\0')
        given = getenv("RUNTIME_DIRECTORY");
    if (given != NULL && given[0] != '\0')
        return snprintf(folder, PATH_MAX, "%.*s", folder_first_len(given), given);
    const char *keyring = setting_get(SETTING_KEY_RING);
    const char *slash = strrchr(keyring, '/');
    return slash == NULL ? snprintf(folder, PATH_MAX, ".")
                         : snprintf(folder, PATH_MAX, "%.*s", (int)(slash - keyring + 1), keyring);
}

/* Opens a lock file by its last name. */
static enum err open_lock(const char *name, int *fd)
{
    char folder[PATH_MAX];
    char path[PATH_MAX + 64];
    int len = format_folder(folder);
    if (len > 0 && len < PATH_MAX)
        len = snprintf(path, sizeof path, "%s/rostrum-password-%u-%s.lock", folder,
                       (unsigned)geteuid(), name);
    if (len <= 0 || len >= PATH_MAX)
        return fail("the name of the lock folder is too long");
    *fd = open(path, O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0600);
    return *fd < 0 ? fail(strerror(errno)) : ERR_NONE;
}

/* Places */

/* A byte of the file for each place (fcntl(2), open file description locks). */
static bool try_place(int fd, int place)
{
    struct flock lock = {.l_type = F_WRLCK, .l_whence = SEEK_SET, .l_start = place, .l_len = 1};
    return fcntl(fd, F_OFD_SETLK, &lock) == 0;
}

static enum err take_place(enum password_who who)
{
    int each = who == PASSWORD_KNOWN ? PASSWORD_PLACES_KNOWN : PASSWORD_PLACES_STRANGER;
    int count = each * core_count();
    enum err err = open_lock("queue", &turn.fd);
    if (err != ERR_NONE)
        return err;
    /* those of the known from the end, where strangers have none */
    for (int i = 0; i < count; i++)
        if (try_place(turn.fd, who == PASSWORD_KNOWN ? count - 1 - i : i))
            return ERR_NONE;
    (void)close(turn.fd);
    metric_add(METRIC_LIMITED_HASHES, 1);
    return ERR_UNAVAILABLE;
}

enum err password_turn_begin(enum password_who who)
{
    enum err err = turn.depth > 0 ? ERR_NONE : take_place(who);
    if (err != ERR_NONE)
        return err;
    turn.depth++;
    budget_hold(); /* nobody else gets this place until password_turn_end */
    return ERR_NONE;
}

void password_turn_end(void)
{
    budget_release();
    if (--turn.depth == 0)
        (void)close(turn.fd);
}

/* Cores */

/* Takes one core's lock: *lock is its descriptor, or -1 while another process has it. */
static enum err try_core(int core, int *lock)
{
    char name[16];
    int fd = -1;
    (void)snprintf(name, sizeof name, "%d", core);
    enum err err = open_lock(name, &fd);
    if (err != ERR_NONE)
        return err;
    *lock = flock(fd, LOCK_EX | LOCK_NB) == 0 ? fd : -1;
    if (*lock < 0)
        (void)close(fd);
    return ERR_NONE;
}

enum err password_core_begin(int *lock)
{
    const struct timespec pause = {0, PAUSE_MS * 1000000L};
    int count = core_count();
    int64_t deadline = clock_monotonic() + WAIT_MS * 1000;
    for (;;) {
        for (int core = 0; core < count; core++) {
            enum err err = try_core(core, lock);
            if (err != ERR_NONE || *lock >= 0)
                return err;
        }
        if (clock_monotonic() >= deadline)
            return fail("no core came free for a hash");
        (void)nanosleep(&pause, NULL);
    }
}

void password_core_end(int lock)
{
    (void)close(lock);
}
