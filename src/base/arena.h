#ifndef BASE_ARENA_H
#define BASE_ARENA_H

#include <stdarg.h>
#include <stddef.h>

#include "base/err.h"

/* An arena owns everything that one request makes: handlers allocate and never free. Blocks are
 * wiped and poisoned (under AddressSanitizer) at reset, so that a pointer kept past its request is
 * found by the tests, and no plain text stays in memory. Out of memory, or past the limit, is
 * die(). */
struct arena;

/* A new arena that refuses to hold more than limit bytes. Owned by the caller: arena_destroy. */
MUST_USE struct arena *arena_create(size_t limit);
void arena_destroy(struct arena *arena) NONNULL;

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

/* Bytes handed out since the last reset. */
size_t arena_used(const struct arena *arena) NONNULL;

#endif
