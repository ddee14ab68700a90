#ifndef BASE_ARENA_H
#define BASE_ARENA_H

#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"

/* An arena owns everything that one request makes: handlers allocate and never free. Blocks are
 * wiped and poisoned (under AddressSanitizer) at reset, so that a pointer kept past its request is
 * found by the tests, and no plain text stays in memory. Work that is out of memory, or past the
 * limit of an arena, is left (base/budget.h); outside of a budget that is die(). */
struct arena;

/* A new arena that refuses to hold more than limit bytes. Owned by the caller: arena_destroy. */
MUST_USE struct arena *arena_create(size_t limit);
void arena_destroy(struct arena *arena) NONNULL;

/* One that outlives the request which makes it: no budget counts it, and arena_cut leaves it alone.
 */
MUST_USE struct arena *arena_create_lasting(size_t limit);

/* Memory of size bytes, zeroed, aligned for any type, valid until the next reset. */
MUST_USE void *arena_alloc(struct arena *arena, size_t size) NONNULL
    __attribute__((returns_nonnull, alloc_size(2)));

/* count * size bytes, with the multiplication checked. */
MUST_USE void *arena_array(struct arena *arena, size_t count, size_t size) NONNULL
    __attribute__((returns_nonnull));

/* Copies; the result is always NUL-terminated. arena_copy takes any bytes. */
MUST_USE char *arena_strdup(struct arena *arena, const char *text) NONNULL;
MUST_USE char *arena_copy(struct arena *arena, const void *bytes, size_t len)
    __attribute__((nonnull(1)));

MUST_USE char *arena_printf(struct arena *arena, const char *format, ...) PRINTF(2, 3);
MUST_USE char *arena_vprintf(struct arena *arena, const char *format, va_list args) PRINTF(2, 0);

/* Has done(what) called at the next reset, before the memory goes: for the memory of libraries that
 * can't use an arena. Later ones are called first. */
typedef void arena_done(void *what);
void arena_defer(struct arena *arena, arena_done *done, void *what) NONNULL;

/* Wipes and takes back everything; the first block is kept for the next request. */
void arena_reset(struct arena *arena) NONNULL;

/* For work that was left in its middle (base/budget.h): arena_cut wipes and takes back what this
 * arena has handed out since arena_mark, and destroys all arenas made since. What was deferred
 * since is not done: the memory of libraries is the arena's too, and may be half made. */
struct arena_mark {
    int64_t number;
    const void *block;
    size_t used, total;
    void *deferred;
};
MUST_USE struct arena_mark arena_mark(const struct arena *arena) NONNULL;
void arena_cut(struct arena *arena, const struct arena_mark *mark) NONNULL;

/* Bytes that all arenas of the process have handed out, ever: what some work needed is a difference
 * of two. */
size_t arena_total(void);

/* Bytes handed out since the last reset. */
size_t arena_used(const struct arena *arena) NONNULL;

#endif
