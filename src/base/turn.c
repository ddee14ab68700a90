#include "base/turn.h"

#include <fcntl.h>
#include <stdio.h>
#include <time.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/shared_file.h"

enum {
    PAUSE_MS = 5,
    PLACE_BYTES = 6, /* of an id: its last ones, which are random */
    PLACE_BITS = 4,  /* of the bytes that belong to an id */
    WAITING = 15,    /* the byte of an organization that one of it waits with */
};

enum err turns_open(struct turns *turns, const char *folder, const char *name)
{
    char file[80];
    *turns = (struct turns){.fd = -1};
    (void)snprintf(file, sizeof file, "turns-%s", name);
    return shared_file_open(folder, file, "turn", &turns->fd);
}

void turns_close(struct turns *turns)
{
    if (turns->fd >= 0)
        (void)close(turns->fd);
    *turns = (struct turns){.fd = -1};
}

static off_t place_of(const struct uuid *id, int index)
{
    uint64_t place = 0;
    for (size_t i = sizeof id->bytes - PLACE_BYTES; i < sizeof id->bytes; i++)
        place = place << 8 | id->bytes[i];
    return (off_t)(place << PLACE_BITS | (uint64_t)index);
}

/* Whether the byte is ours now. */
static bool try_lock(const struct turns *turns, off_t place, short type)
{
    struct flock lock = {.l_type = type, .l_whence = SEEK_SET, .l_start = place, .l_len = 1};
    return fcntl(turns->fd, F_OFD_SETLK, &lock) == 0;
}

/* The byte that is ours now of the first so many of an id, or -1. */
static off_t try_any(const struct turns *turns, const struct uuid *id, int count)
{
    for (int i = 0; i < count; i++)
        if (try_lock(turns, place_of(id, i), F_WRLCK))
            return place_of(id, i);
    return -1;
}

static bool try_both(struct turns *turns, const struct uuid *person,
                     const struct uuid *organization)
{
    off_t own = try_any(turns, person, TURN_PER_PERSON);
    if (own < 0)
        return false;
    turns->is_taken = try_any(turns, organization, TURN_PER_ORGANIZATION) >= 0;
    if (!turns->is_taken)
        (void)try_lock(turns, own, F_UNLCK);
    return turns->is_taken;
}

enum err turns_take(struct turns *turns, const struct uuid *person, const struct uuid *organization)
{
    const struct timespec pause = {0, PAUSE_MS * 1000000L};
    if (turns->fd < 0 || try_both(turns, person, organization))
        return ERR_NONE;
    off_t waiting = place_of(organization, WAITING);
    if (!try_lock(turns, waiting, F_WRLCK))
        return ERR_UNAVAILABLE;
    int64_t until = clock_monotonic() + TURN_WAIT_MS * 1000;
    while (!try_both(turns, person, organization) && clock_monotonic() < until)
        (void)nanosleep(&pause, NULL);
    (void)try_lock(turns, waiting, F_UNLCK);
    return turns->is_taken ? ERR_NONE : ERR_UNAVAILABLE;
}

void turns_give_back(struct turns *turns)
{
    struct flock all = {.l_type = F_UNLCK, .l_whence = SEEK_SET};
    if (turns->is_taken)
        (void)fcntl(turns->fd, F_OFD_SETLK, &all);
    turns->is_taken = false;
}
