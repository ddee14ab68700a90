#ifndef CRYPT_KEY_CACHE_H
#define CRYPT_KEY_CACHE_H

#include "crypt/seal.h"

/* Unwrapped data keys in sodium_malloc memory, for as long as the process lives: those that were
 * used last. The random end of an id chooses one of `set_count` sets (a power of two), and each set
 * has the KEY_CACHE_WAYS keys that were used last of those that belong there. */
struct key_cache;

enum { KEY_CACHE_WAYS = 8 };

/* Owned by the caller: key_cache_destroy. */
MUST_USE struct key_cache *key_cache_create(size_t set_count);
void key_cache_destroy(struct key_cache *cache) NONNULL;

/* The answer is valid until the next call. find gives NULL for a key that is not there. */
const struct data_key *key_cache_find(struct key_cache *cache, const struct uuid *id) NONNULL;
const struct data_key *key_cache_add(struct key_cache *cache, const struct data_key *key) NONNULL;

#endif
