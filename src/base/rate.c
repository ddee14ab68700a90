#include "base/rate.h"

#include <sys/mman.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/shared_file.h"

enum { SIZE = RATE_PLACES * (int)sizeof(uint64_t), WINDOW_S = 60, COUNT_BITS = 32 };

enum err rates_open(struct rates *rates, const char *folder, int64_t limit)
{
    static const char event[] = "rate";
    int fd = -1;
    void *memory = NULL;
    enum err err = shared_file_open(folder, "rates", event, &fd);
    if (err == ERR_NONE)
        err = shared_file_map(fd, SIZE, event, &memory);
    if (err != ERR_NONE && fd >= 0) /* on a full disk each process counts alone */
        err = shared_file_map(-1, SIZE, event, &memory);
    if (fd >= 0)
        (void)close(fd);
    *rates = (struct rates){.places = memory, .limit = limit};
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
