#ifndef BASE_TIME_ZONE_H
#define BASE_TIME_ZONE_H

#include <stdbool.h>

#include "base/arena.h"

/* The time zones of the IANA database ("America/New_York"), as the system's zone files (tzdata)
 * have them. */

#define TIME_ZONE_UTC "UTC" /* of whoever has chosen none */

/* Where the system keeps them: tzfile(5). */
#define TIME_ZONE_FILES "/usr/share/zoneinfo"

enum { TIME_ZONE_MAX = 64 }; /* bytes of a name, without the NUL */

/* True for a name that the system has a file for, also an older name ("Asia/Calcutta"). Never for a
 * path out of the folder of zones. UTC is always known. */
bool time_zone_is_known(const char *name) NONNULL;

struct time_zone_list {
    const char **names;
    int count;
};

/* What people choose from: UTC, then the zones of the countries by name. Arena-owned. */
struct time_zone_list time_zone_list(struct arena *arena) NONNULL;

#endif
