#include "base/arena.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#if defined(__SANITIZE_ADDRESS__)
#define HAS_ASAN 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define HAS_ASAN 1
#endif
#endif

#ifdef HAS_ASAN
#include <sanitizer/asan_interface.h>
#define POISON(pointer, size)   ASAN_POISON_MEMORY_REGION(pointer, size)
#define UNPOISON(pointer, size) ASAN_UNPOISON_MEMORY_REGION(pointer, size)
enum { RED_ZONE = 16 };
#else
#define POISON(pointer, size)   ((void)0)
#define UNPOISON(pointer, size) ((void)0)
enum { RED_ZONE = 0 };
#endif

enum { ALIGNMENT = 16, FIRST_BLOCK = 256 * 1024, PRINTED_LEN = 256 };

struct block {
    struct block *next;
    size_t size; /* bytes in data */
    size_t used;
    _Alignas(ALIGNMENT) unsigned char data[];
};

struct deferred {
    struct deferred *next;
    arena_done *done;
    void *what;
};

struct arena {
    struct deferred *deferred;
    struct block *newest; /* a chain; the oldest is the one that reset keeps */
    size_t limit;
    size_t total;
};

static struct block *block_create(size_t size, struct block *next)
{
    struct block *block = calloc(1, sizeof *block + size);
    if (block == NULL)
        die("out of memory for a block of %zu bytes", size);
    block->next = next;
    block->size = size;
    POISON(block->data, size);
    return block;
}

struct arena *arena_create(size_t limit)
{
    struct arena *arena = malloc(sizeof *arena);
    if (arena == NULL)
        die("out of memory for an arena");
    arena->deferred = NULL;
    arena->newest = block_create(FIRST_BLOCK, NULL);
    arena->limit = limit;
    arena->total = 0;
    return arena;
}

static void block_wipe(struct block *block)
{
    UNPOISON(block->data, block->size);
    explicit_bzero(block->data, block->used);
    block->used = 0;
    POISON(block->data, block->size);
}

void arena_destroy(struct arena *arena)
{
    arena_reset(arena);
    UNPOISON(arena->newest->data, arena->newest->size);
    free(arena->newest);
    free(arena);
}

void *arena_alloc(struct arena *arena, size_t size)
{
    if (size > arena->limit || arena->total + size > arena->limit)
        die("a request needs more than %zu bytes of memory", arena->limit);
    size_t rounded = (size + RED_ZONE + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    if (rounded == 0)
        rounded = ALIGNMENT;
    struct block *block = arena->newest;
    if (block->size - block->used < rounded) {
        size_t block_size = rounded > FIRST_BLOCK ? rounded : FIRST_BLOCK;
        block = arena->newest = block_create(block_size, block);
    }
    unsigned char *memory = block->data + block->used;
    block->used += rounded;
    arena->total += rounded;
    UNPOISON(memory, size);
    return memory; /* zero: a block begins so, and reset wipes it */
}

void *arena_array(struct arena *arena, size_t count, size_t size)
{
    size_t total = 0;
    if (__builtin_mul_overflow(count, size, &total))
        die("an array of %zu elements of %zu bytes", count, size);
    return arena_alloc(arena, total);
}

char *arena_copy(struct arena *arena, const void *bytes, size_t len)
{
    char *copy = arena_alloc(arena, len + 1);
    if (len > 0)
        memcpy(copy, bytes, len);
    return copy;
}

char *arena_strdup(struct arena *arena, const char *text)
{
    return arena_copy(arena, text, strlen(text));
}

char *arena_vprintf(struct arena *arena, const char *format, va_list args)
{
    char text[PRINTED_LEN];
    va_list again;
    va_copy(again, args);
    int len = vsnprintf(text, sizeof text, format, args);
    if (len < 0)
        die("a format that cannot be printed: %s", format);
    char *copy = arena_alloc(arena, (size_t)len + 1);
    if ((size_t)len < sizeof text)
        memcpy(copy, text, (size_t)len);
    else
        (void)vsnprintf(copy, (size_t)len + 1, format, again);
    va_end(again);
    return copy;
}

char *arena_printf(struct arena *arena, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    char *text = arena_vprintf(arena, format, args);
    va_end(args);
    return text;
}

void arena_defer(struct arena *arena, arena_done *done, void *what)
{
    struct deferred *deferred = arena_alloc(arena, sizeof *deferred);
    *deferred = (struct deferred){arena->deferred, done, what};
    arena->deferred = deferred;
}

void arena_reset(struct arena *arena)
{
    for (const struct deferred *deferred = arena->deferred; deferred != NULL;
         deferred = deferred->next)
        deferred->done(deferred->what);
    arena->deferred = NULL;
    while (arena->newest->next != NULL) {
        struct block *block = arena->newest;
        arena->newest = block->next;
        block_wipe(block);
        UNPOISON(block->data, block->size);
        free(block);
    }
    block_wipe(arena->newest);
    arena->total = 0;
}

size_t arena_used(const struct arena *arena)
{
    return arena->total;
}
