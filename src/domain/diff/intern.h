#ifndef DOMAIN_INTERN_H
#define DOMAIN_INTERN_H

#include <stdint.h>

#include "base/arena.h"

/* Gives each different text a small number, 0, 1, 2 … in the order of first appearance, so that
 * texts can be compared and counted by number. */
struct intern_slot {
    uint64_t hash;
    const char *text;
    uint32_t len;
    int id; /* + 1; 0 in a free slot */
};

struct intern {
    struct arena *arena;
    struct intern_slot *slots;
    size_t capacity; /* a power of two */
    int count;
};

enum { INTERN_NONE = -1 };

void intern_init(struct intern *intern, struct arena *arena) NONNULL;

/* The number of a text, a new one if it was not seen before. The text is not copied. */
int intern_add(struct intern *intern, const char *text, size_t len) NONNULL;

/* The number of a text, or INTERN_NONE. */
int intern_find(const struct intern *intern, const char *text, size_t len) NONNULL;

#endif
