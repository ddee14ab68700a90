#include <sodium.h>
#include <string.h>

#include "crypt/seal.h"

/* Slots in two structures at once: chains by a hash of the id, to find one, and a ring ordered by
 * last use, to know which to give up. Slot 0 is the head of that ring and holds no key; chains end
 * in 0. Empty slots have the nil id, are in no chain, and lie at the old end of the ring. */
struct slot {
    struct data_key key;
    int next_in_chain;
    int newer;
    int older;
};

struct key_cache {
    struct slot *slots; /* capacity + 1, in the same block of memory */
    int *chains;        /* first slot of each chain, the same */
    size_t chain_mask;  /* the number of chains, a power of 2, less 1 */
};

enum { HEAD = 0, CAPACITY_MAX = 1 << 20 };

/* The last 8 bytes of a version 7 UUID are random. */
static int *chain_of(const struct key_cache *cache, const struct uuid *id)
{
    uint64_t hash = 0;
    memcpy(&hash, id->bytes + 8, sizeof hash);
    return &cache->chains[(hash ^ hash >> 32) & cache->chain_mask];
}

static void ring_remove(struct slot *slots, int at)
{
    slots[slots[at].newer].older = slots[at].older;
    slots[slots[at].older].newer = slots[at].newer;
}

/* Puts a slot on the older side of another: of the head means newest of all. */
static void ring_insert(struct slot *slots, int at, int newer)
{
    slots[at].newer = newer;
    slots[at].older = slots[newer].older;
    slots[slots[at].older].newer = at;
    slots[newer].older = at;
}

struct key_cache *key_cache_create(int capacity)
{
    if (sodium_init() < 0 || capacity < 1 || capacity > CAPACITY_MAX)
        die("no key cache of %d keys can be made", capacity);
    size_t chain_count = 1;
    while (chain_count < (size_t)capacity)
        chain_count *= 2;
    size_t slots_size = ((size_t)capacity + 1) * sizeof(struct slot);
    /* The block ends where its page does, so its size keeps the alignment. */
    size_t size = sizeof(struct key_cache) + slots_size + chain_count * sizeof(int);
    size = (size + 15) / 16 * 16;
    uint8_t *block = sodium_malloc(size);
    if (block == NULL)
        die("no locked memory for a key cache");
    memset(block, 0, size);
    struct key_cache *cache = (struct key_cache *)(void *)block;
    cache->slots = (struct slot *)(void *)(block + sizeof *cache);
    cache->chains = (int *)(void *)(block + sizeof *cache + slots_size);
    cache->chain_mask = chain_count - 1;
    for (int i = 1; i <= capacity; i++)
        ring_insert(cache->slots, i, HEAD);
    return cache;
}

const struct data_key *key_cache_find(const struct key_cache *cache, const struct uuid *id)
{
    struct slot *slots = cache->slots;
    int at = *chain_of(cache, id);
    while (at != 0 && !uuid_equal(&slots[at].key.id, id))
        at = slots[at].next_in_chain;
    if (at == 0)
        return NULL;
    ring_remove(slots, at);
    ring_insert(slots, at, HEAD);
    return &slots[at].key;
}

/* Takes a slot out of its chain and wipes its key. */
static void slot_clear(struct key_cache *cache, int at)
{
    struct slot *slot = &cache->slots[at];
    int *link = chain_of(cache, &slot->key.id);
    while (*link != 0 && *link != at)
        link = &cache->slots[*link].next_in_chain;
    if (*link == at)
        *link = slot->next_in_chain;
    slot->next_in_chain = 0;
    sodium_memzero(&slot->key, sizeof slot->key);
}

const struct data_key *key_cache_add(struct key_cache *cache, const struct data_key *key)
{
    const struct data_key *kept = key_cache_find(cache, &key->id);
    int at = kept == NULL ? cache->slots[HEAD].newer : cache->slots[HEAD].older;
    struct slot *slot = &cache->slots[at];
    if (kept != NULL) {
        slot->key = *key;
        return kept;
    }
    slot_clear(cache, at);
    int *chain = chain_of(cache, &key->id);
    slot->key = *key;
    slot->next_in_chain = *chain;
    *chain = at;
    ring_remove(cache->slots, at);
    ring_insert(cache->slots, at, HEAD);
    return &slot->key;
}

void key_cache_forget(struct key_cache *cache, const struct uuid *id)
{
    if (key_cache_find(cache, id) == NULL)
        return;
    struct slot *slots = cache->slots;
    int at = slots[HEAD].older; /* found just now, so the newest */
    slot_clear(cache, at);
    ring_remove(slots, at);
    ring_insert(slots, at, slots[HEAD].newer);
}

void key_cache_destroy(struct key_cache *cache)
{
    sodium_free(cache);
}
