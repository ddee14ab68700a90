#ifndef BASE_JSON_MEMORY_H
#define BASE_JSON_MEMORY_H

#include <stdbool.h>

#include "base/arena.h"

/* Where jansson's values lie. A text of 16 MiB can be 6 million empty objects, 1.3 GB: so that they
 * count for the budget of their request, they lie in its arena, and go with it. What is freed is
 * wiped and used again for the next value. Outside of requests values lie in memory of their own,
 * wiped as well when they are freed. */

/* JSON made from now on lies in this arena, until that is reset, or another one is used. A value
 * must not outlive the arena that was in use when it was made. */
void json_memory_use(struct arena *arena) NONNULL;

/* No arena is in use: the one that was is cut back (arena_cut). */
void json_memory_leave(void);

/* True if values made now lie in this arena: nobody needs to free them. */
MUST_USE bool json_memory_is_in(const struct arena *arena) NONNULL;

#endif
