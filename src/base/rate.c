#include "base/rate.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/file.h"
#include "base/log.h"

enum { SIZE = RATE_PLACES * (int)sizeof(uint64_t), WINDOW_S = 60, COUNT_BITS = 32 };

static enum err fail(const char *reason)
{
    log_line("error", "rate", (const struct log_field[]){{"reason", reason}}, 1);
    return ERR_UNAVAILABLE;
}

/* The file of all processes, or -1; *err says whether there should be one. */
static int open_file(const char *folder, enum err *err)
{
    char path[PATH_MAX];
    *err = ERR_NONE;
    if (folder == NULL || folder[0] == '\0')
        return -1;
    int len = snprintf(path, sizeof path, "%.*s/rates", folder_first_len(folder), folder);
    int fd = len < 0 || (size_t)len >= sizeof path
                 ? -1
                 : open(path, O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0600);
    if (fd < 0)
        *err = fail(strerror(errno));
    return fd;
}

enum err rates_open(struct rates *rates, const char *folder, int64_t limit)
{
    enum err err;
    *rates = (struct rates){.limit = limit};
    int fd = open_file(folder, &err);
    /* All of it has its place on the disk from now on: whoever writes into memory that turns out to
     * have none is killed. On a full disk each process counts alone. */
    int failure = fd < 0 ? 0 : posix_fallocate(fd, 0, SIZE);
    if (failure != 0) {
        (void)!fail(strerror(failure));
        (void)close(fd);
        fd = -1;
    }
    void *memory = MAP_FAILED;
    if (err == ERR_NONE)
        memory = mmap(NULL, SIZE, PROT_READ | PROT_WRITE,
                      fd < 0 ? MAP_SHARED | MAP_ANONYMOUS : MAP_SHARED, fd, 0);
    if (fd >= 0)
        (void)close(fd);
    if (err == ERR_NONE && memory == MAP_FAILED)
        err = fail(strerror(errno));
    if (err == ERR_NONE)
        rates->places = memory;
    return err;
}

void rates_close(struct rates *rates)
{
    if (rates->places != NULL)
        (void)munmap(rates->places, SIZE);
    *rates = (struct rates){.places = NULL};
}

/* The last bytes of an id are random. */
static uint64_t *place_of(const struct rates *rates, const struct uuid *id)
{
    size_t last = sizeof id->bytes - 1;
    return &rates->places[(size_t)id->bytes[last - 1] << 8 | id->bytes[last]];
}

/* A word is the minute and how many there were in it. */
struct rate rate_take(const struct rates *rates, const struct uuid *id)
{
    if (rates->limit == 0 || rates->places == NULL)
        return (struct rate){0, 0, 0};
    int64_t now_s = clock_now() / CLOCK_SECOND;
    uint64_t window = (uint64_t)(now_s / WINDOW_S);
    uint64_t *place = place_of(rates, id);
    uint64_t seen = __atomic_load_n(place, __ATOMIC_RELAXED);
    uint64_t count = 0;
    do {
        count = seen >> COUNT_BITS == window ? (seen & UINT32_MAX) + 1 : 1;
        if (count > UINT32_MAX)
            count = UINT32_MAX;
    } while (!__atomic_compare_exchange_n(place, &seen, window << COUNT_BITS | count, false,
                                          __ATOMIC_RELAXED, __ATOMIC_RELAXED));
    int64_t left = rates->limit - (int64_t)count;
    return (struct rate){rates->limit, left < -1 ? -1 : left, WINDOW_S - now_s % WINDOW_S};
}
