#include "domain/diff/intern.h"

#include <string.h>

#include "base/keyed_hash.h"

enum { FIRST_CAPACITY = 64 };

void intern_init(struct intern *intern, struct arena *arena)
{
    intern->arena = arena;
    intern->capacity = FIRST_CAPACITY;
    intern->slots = arena_array(arena, FIRST_CAPACITY, sizeof *intern->slots);
    intern->count = 0;
}

static struct intern_slot *find_slot(const struct intern *intern, uint64_t hash, const char *text,
                                     size_t len)
{
    size_t at = hash & (intern->capacity - 1);
    for (;; at = (at + 1) & (intern->capacity - 1)) {
        struct intern_slot *slot = &intern->slots[at];
        if (slot->id == 0)
            return slot;
        if (slot->hash == hash && slot->len == len && memcmp(slot->text, text, len) == 0)
            return slot;
    }
}

static void grow(struct intern *intern)
{
    const struct intern_slot *old = intern->slots;
    size_t old_capacity = intern->capacity;
    intern->capacity *= 2;
    intern->slots = arena_array(intern->arena, intern->capacity, sizeof *intern->slots);
    for (size_t i = 0; i < old_capacity; i++) {
        if (old[i].id == 0)
            continue;
        size_t at = old[i].hash & (intern->capacity - 1);
        while (intern->slots[at].id != 0)
            at = (at + 1) & (intern->capacity - 1);
        intern->slots[at] = old[i];
    }
}

int intern_add(struct intern *intern, const char *text, size_t len)
{
    uint64_t hash = keyed_hash(text, len);
    struct intern_slot *slot = find_slot(intern, hash, text, len);
    if (slot->id != 0)
        return slot->id - 1;
    *slot = (struct intern_slot){hash, text, (uint32_t)len, ++intern->count};
    int id = intern->count - 1;
    if ((size_t)intern->count * 2 > intern->capacity)
        grow(intern);
    return id;
}

int intern_find(const struct intern *intern, const char *text, size_t len)
{
    const struct intern_slot *slot = find_slot(intern, keyed_hash(text, len), text, len);
    return slot->id - 1;
}
