#include "base/json_memory.h"

#include <jansson.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/poison.h"

/* Small pieces have sizes in steps and a list of free ones for each; larger ones share one list. */
enum {
    STEP = 16,
    SMALL = 1024, /* bytes of the largest small piece */
    SIZES = SMALL / STEP,
    CHUNK_LEN = 64 * 1024, /* that small pieces are cut from */
    LARGE_STEP = 4096,
    LARGE_LOOKS = 64, /* free ones that are looked at before another is made */
};

/* Before each piece. A free one is in a list, others say whose they are. */
struct piece {
    union {
        struct pool *pool; /* NULL: memory of its own */
        struct piece *next;
    };
    size_t size; /* bytes in data */
    _Alignas(STEP) unsigned char data[];
};

struct pool {
    struct arena *arena;
    unsigned char *chunk;
    size_t left; /* bytes of the chunk */
    struct piece *free_small[SIZES + 1];
    struct piece *free_large;
};

static struct pool *current;

static struct piece *cut_small(struct pool *pool, size_t size)
{
    size_t whole = sizeof(struct piece) + size;
    if (pool->left < whole) {
        pool->chunk = arena_alloc(pool->arena, CHUNK_LEN);
        pool->left = CHUNK_LEN;
    }
    struct piece *piece = (struct piece *)(void *)pool->chunk;
    pool->chunk += whole;
    pool->left -= whole;
    return piece;
}

static struct piece *take_small(struct pool *pool, size_t size)
{
    struct piece **list = &pool->free_small[size / STEP];
    struct piece *piece = *list;
    if (piece == NULL)
        return cut_small(pool, size);
    *list = piece->next;
    return piece;
}

/* One that is not twice as large as it needs to be, or NULL. */
static struct piece *find_large(struct pool *pool, size_t size)
{
    struct piece **at = &pool->free_large;
    for (int i = 0; i < LARGE_LOOKS && *at != NULL; i++, at = &(*at)->next) {
        struct piece *piece = *at;
        if (piece->size < size || piece->size / 2 > size)
            continue;
        *at = piece->next;
        return piece;
    }
    return NULL;
}

static struct piece *take(struct pool *pool, size_t asked)
{
    bool is_small = asked <= SMALL;
    size_t step = is_small ? STEP : LARGE_STEP;
    size_t size = asked == 0 ? STEP : (asked + step - 1) / step * step;
    struct piece *piece = is_small ? take_small(pool, size) : find_large(pool, size);
    if (piece == NULL)
        piece = arena_alloc(pool->arena, sizeof *piece + size);
    else if (!is_small)
        size = piece->size;
    piece->pool = pool;
    piece->size = size;
    UNPOISON(piece->data, size);
    POISON(piece->data + asked, is_small ? size - asked : 0);
    return piece;
}

static void *allocate(size_t size)
{
    if (size > SIZE_MAX / 2)
        return NULL;
    if (current != NULL)
        return take(current, size)->data;
    struct piece *piece = malloc(sizeof *piece + size);
    if (piece == NULL)
        return NULL;
    piece->pool = NULL;
    piece->size = size;
    return piece->data;
}

static void release(void *memory)
{
    if (memory == NULL)
        return;
    struct piece *piece =
        (struct piece *)(void *)((unsigned char *)memory - offsetof(struct piece, data));
    struct pool *pool = piece->pool;
    UNPOISON(piece->data, piece->size);
    explicit_bzero(piece->data, piece->size);
    if (pool == NULL) {
        free(piece);
        return;
    }
    struct piece **list =
        piece->size <= SMALL ? &pool->free_small[piece->size / STEP] : &pool->free_large;
    piece->next = *list;
    *list = piece;
    POISON(piece->data, piece->size);
}

/* Before main(): a value must be freed as it was made. */
__attribute__((constructor)) static void install(void)
{
    json_set_alloc_funcs(allocate, release);
}

static void forget(void *pool)
{
    if (current == pool)
        current = NULL;
}

void json_memory_use(struct arena *arena)
{
    json_object_seed(0); /* the system's random number, before anyone's keys */
    struct pool *pool = arena_alloc(arena, sizeof *pool);
    pool->arena = arena;
    arena_defer(arena, forget, pool);
    current = pool;
}

void json_memory_leave(void)
{
    current = NULL;
}

bool json_memory_is_in(const struct arena *arena)
{
    return current != NULL && current->arena == arena;
}
