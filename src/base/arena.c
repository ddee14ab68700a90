#include "base/arena.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#include "base/budget.h"
#include "base/poison.h"

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
    struct arena *older, *younger; /* of all that are there */
    int64_t number;                /* 1, 2, 3 … */
    struct deferred *deferred;
    struct block *newest; /* a chain; the oldest is the one that reset keeps */
    size_t limit;
    size_t total;
    bool is_lasting;
};

static struct arena *youngest;
static int64_t last_number;

/* Memory of a process that can't have more. Work within a budget is left instead. */
NORETURN static void fail(const char *what, size_t size)
{
    budget_fail();
    die("%s: %zu bytes", what, size);
}

/* Blocks come from the system and go back to it: malloc would keep what a large request had. Under
 * AddressSanitizer from malloc, which looks for what they point to. Zeroed; NULL: there is none. */
static void *get_memory(size_t len)
{
    if (RED_ZONE > 0)
        return calloc(1, len);
    void *memory = mmap(NULL, len, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    return memory == MAP_FAILED ? NULL : memory;
}

static void give_memory(void *memory, size_t len)
{
    if (RED_ZONE > 0)
        free(memory);
    else
        (void)munmap(memory, len);
}

static struct block *block_create(const struct arena *arena, size_t size, struct block *next)
{
    if (!arena->is_lasting)
        budget_take(size);
    struct block *block = get_memory(sizeof *block + size);
    if (block == NULL)
        fail("out of memory for a block", size);
    block->next = next;
    block->size = size;
    POISON(block->data, size);
    return block;
}

static void block_free(const struct arena *arena, struct block *block)
{
    if (!arena->is_lasting)
        budget_give(block->size);
    UNPOISON(block->data, block->size);
    give_memory(block, sizeof *block + block->size);
}

static struct arena *create(size_t limit, bool is_lasting)
{
    struct arena *arena = calloc(1, sizeof *arena);
    if (arena == NULL)
        fail("out of memory for an arena", sizeof *arena);
    arena->limit = limit;
    arena->is_lasting = is_lasting;
    arena->number = ++last_number;
    arena->older = youngest;
    if (youngest != NULL)
        youngest->younger = arena;
    youngest = arena; /* before its first block: from here on arena_cut finds it */
    arena->newest = block_create(arena, FIRST_BLOCK, NULL);
    return arena;
}

struct arena *arena_create(size_t limit)
{
    return create(limit, false);
}

struct arena *arena_create_lasting(size_t limit)
{
    return create(limit, true);
}

static void block_wipe(struct block *block, size_t from)
{
    UNPOISON(block->data, block->size);
    explicit_bzero(block->data + from, block->used - from);
    block->used = from;
    POISON(block->data + from, block->size - from);
}

static void release_blocks(struct arena *arena, const struct block *last)
{
    while (arena->newest != NULL && arena->newest != last) {
        struct block *block = arena->newest;
        arena->newest = block->next;
        block_wipe(block, 0);
        block_free(arena, block);
    }
}

static void release(struct arena *arena)
{
    if (arena->younger != NULL)
        arena->younger->older = arena->older;
    else
        youngest = arena->older;
    if (arena->older != NULL)
        arena->older->younger = arena->younger;
    release_blocks(arena, NULL);
    free(arena);
}

void arena_destroy(struct arena *arena)
{
    arena_reset(arena);
    release(arena);
}

static size_t handed_out; /* by all arenas, ever */

void *arena_alloc(struct arena *arena, size_t size)
{
    bool fits = size <= arena->limit && arena->total + size <= arena->limit;
    if (!arena->is_lasting)
        budget_look();
    if (!fits && (arena->is_lasting || !budget_is_held()))
        fail("more memory is needed than an arena may have", arena->limit);
    size_t rounded = (size + RED_ZONE + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    if (rounded == 0)
        rounded = ALIGNMENT;
    struct block *block = arena->newest;
    if (block->size - block->used < rounded) {
        size_t block_size = rounded > FIRST_BLOCK ? rounded : FIRST_BLOCK;
        block = arena->newest = block_create(arena, block_size, block);
    }
    unsigned char *memory = block->data + block->used;
    block->used += rounded;
    arena->total += rounded;
    handed_out += rounded;
    UNPOISON(memory, size);
    return memory; /* zero: a block begins so, and reset wipes it */
}

void *arena_array(struct arena *arena, size_t count, size_t size)
{
    size_t total = 0;
    if (__builtin_mul_overflow(count, size, &total))
        fail("an array is too large for any memory", size);
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
    const struct block *first = arena->newest;
    while (first->next != NULL)
        first = first->next;
    release_blocks(arena, first);
    block_wipe(arena->newest, 0);
    arena->total = 0;
}

struct arena_mark arena_mark(const struct arena *arena)
{
    return (struct arena_mark){.number = last_number,
                               .block = arena->newest,
                               .used = arena->newest->used,
                               .total = arena->total,
                               .deferred = arena->deferred};
}

void arena_cut(struct arena *arena, const struct arena_mark *mark)
{
    for (struct arena *one = youngest, *older = NULL; one != NULL && one->number > mark->number;
         one = older) {
        older = one->older;
        if (!one->is_lasting)
            release(one);
    }
    release_blocks(arena, mark->block);
    block_wipe(arena->newest, mark->used);
    arena->total = mark->total;
    arena->deferred = mark->deferred;
}

size_t arena_total(void)
{
    return handed_out;
}

size_t arena_used(const struct arena *arena)
{
    return arena->total;
}
