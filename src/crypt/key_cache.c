#include "crypt/key_cache.h"

#include <sodium.h>
#include <string.h>

/* The key that was used last is the first of its set; empty places have the nil id. */
struct key_set {
    struct data_key keys[KEY_CACHE_WAYS];
};

struct key_cache {
    size_t set_count;
    struct key_set sets[];
};

struct key_cache *key_cache_create(size_t set_count)
{
    if (sodium_init() < 0 || set_count == 0 || (set_count & (set_count - 1)) != 0)
        die("no key cache of %zu sets can be made", set_count);
    /* The block ends where its page does, so its size keeps the alignment. */
    size_t size = (sizeof(struct key_cache) + 15) / 16 * 16 + set_count * sizeof(struct key_set);
    struct key_cache *cache = sodium_malloc(size);
    if (cache == NULL)
        die("no locked memory for a key cache");
    memset(cache, 0, size);
    cache->set_count = set_count;
    return cache;
}

void key_cache_destroy(struct key_cache *cache)
{
    sodium_free(cache);
}

/* Brings a key to the front of a set, over the key at a place, which the ones before move into. */
static const struct data_key *bring_forward(struct key_set *set, int place,
                                            const struct data_key *key)
{
    struct data_key first = *key;
    memmove(&set->keys[1], &set->keys[0], (size_t)place * sizeof set->keys[0]);
    set->keys[0] = first;
    sodium_memzero(&first, sizeof first);
    return &set->keys[0];
}

static struct key_set *set_of(struct key_cache *cache, const struct uuid *id)
{
    uint64_t hash = (uint64_t)uuid_random_half(id);
    return &cache->sets[(hash ^ hash >> 32) & (cache->set_count - 1)];
}

/* The place of a key in its set; the last place if it is not there. */
static int place_of(const struct key_set *set, const struct uuid *id)
{
    int place = 0;
    while (place < KEY_CACHE_WAYS - 1 && !uuid_equal(&set->keys[place].id, id))
        place++;
    return place;
}

const struct data_key *key_cache_find(struct key_cache *cache, const struct uuid *id)
{
    struct key_set *set = set_of(cache, id);
    int place = place_of(set, id);
    if (!uuid_equal(&set->keys[place].id, id))
        return NULL;
    return bring_forward(set, place, &set->keys[place]);
}

const struct data_key *key_cache_add(struct key_cache *cache, const struct data_key *key)
{
    struct key_set *set = set_of(cache, &key->id);
    return bring_forward(set, place_of(set, &key->id), key);
}
