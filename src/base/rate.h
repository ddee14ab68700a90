#ifndef BASE_RATE_H
#define BASE_RATE_H

#include <stdint.h>

#include "base/err.h"
#include "base/uuid.h"

/* How often something may be done, counted over all processes: so many times a minute for each id.
 * The counts are in memory that the processes share, one word each, which costs no lock. Two ids
 * that fall into the same of the RATE_PLACES words share their count. */

enum { RATE_PLACES = 1 << 16 };

struct rates {
    uint64_t *places;
    int64_t limit; /* a minute; 0: nothing is counted */
};

/* folder as of turns_open(); without one the counts are this process's own. ERR_UNAVAILABLE
 * (logged). */
MUST_USE enum err rates_open(struct rates *rates, const char *folder, int64_t limit)
    __attribute__((nonnull(1)));
void rates_close(struct rates *rates) NONNULL;

/* Counts one; *left is how many more there may be until *reset_s seconds from now, -1 if this one
 * is too many. */
struct rate {
    int64_t limit; /* 0: nothing was counted */
    int64_t left;
    int64_t reset_s;
};
struct rate rate_take(const struct rates *rates, const struct uuid *id) NONNULL;

#endif
