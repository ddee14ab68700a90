#ifndef BASE_TURN_H
#define BASE_TURN_H

#include "base/err.h"
#include "base/uuid.h"

/* Turns at heavy work, counted over all processes of a pool: so many at once of one person and of
 * one organization. A turn is a lock of bytes in one file, which the kernel releases when the
 * process ends, in whichever way (fcntl(2), open file description locks). Their places come from
 * the ids: nothing is stored, and no file is made for anyone. */

enum { TURN_PER_PERSON = 2, TURN_PER_ORGANIZATION = 3 };

/* Who waits is not sent away at once: one of each organization is waited for so long. */
enum { TURN_WAIT_MS = 100 };

struct turns {
    int fd; /* -1: nothing is counted */
    bool is_taken;
};

/* folder is the first of a list with colons; name tells files of several pools in it apart; without
 * a folder (NULL or "") nothing is counted. ERR_UNAVAILABLE (logged) if the file can't be opened.
 */
MUST_USE enum err turns_open(struct turns *turns, const char *folder, const char *name)
    __attribute__((nonnull(1, 3)));
void turns_close(struct turns *turns) NONNULL;

/* Takes a turn, which this process has until turns_give_back(). ERR_UNAVAILABLE: the person, or
 * their organization, has as many as may be at once. A process has one turn at a time. */
MUST_USE enum err turns_take(struct turns *turns, const struct uuid *person,
                             const struct uuid *organization) NONNULL;
void turns_give_back(struct turns *turns) NONNULL;

#endif
