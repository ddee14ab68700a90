#ifndef CRYPT_CHAIN_H
#define CRYPT_CHAIN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "crypt/hkdf.h"

/* The Merkle tree of RFC 6962, section 2.1: leaf = SHA-256(0x00 | bytes), node = SHA-256(0x01 |
 * left | right). A tree that only grows is known by its frontier: the roots of the full subtrees
 * that it is made of, one for each bit of its size. */

enum { CHAIN_LEVELS = 63, CHAIN_PATH_MAX = 2 * CHAIN_LEVELS };

typedef uint8_t chain_hash[HASH_LEN];

struct chain {
    int64_t size;                      /* leaves */
    chain_hash frontier[CHAIN_LEVELS]; /* of 2^level leaves each, where size has that bit */
};

void chain_leaf(const void *bytes, size_t len, chain_hash out) NONNULL;

/* Adds a leaf. The subtrees that it closes, from that of one leaf on, are in closed; gives how many
 * they are, at least 1. */
int chain_add(struct chain *chain, const chain_hash leaf, chain_hash closed[CHAIN_LEVELS]) NONNULL;

/* The root; of a tree without leaves it is SHA-256 of nothing. */
void chain_root(const struct chain *chain, chain_hash root) NONNULL;

/* The frontier as it is stored: its hashes, those of the smallest subtrees last. chain_load:
 * ERR_INVALID if there are not as many as the size needs. */
size_t chain_store(const struct chain *chain, chain_hash out[CHAIN_LEVELS]) NONNULL; /* hashes */
MUST_USE enum err chain_load(struct chain *chain, int64_t size, const void *bytes, size_t len)
    __attribute__((nonnull(1)));

/* A full subtree is found by its level and its place among those of its level: it has the 2^level
 * leaves from place * 2^level on. Whoever stores a tree stores the roots of some levels, all those
 * that are multiples of CHAIN_TILE, and gives them from first on, count of them. */
enum { CHAIN_TILE = 8, CHAIN_TILE_SIZE = 1 << CHAIN_TILE };
typedef enum err chain_read(void *context, int level, int64_t first, int count,
                            chain_hash hashes[CHAIN_TILE_SIZE]);
struct chain_source {
    chain_read *read;
    void *context;
};

/* Audit paths (RFC 6962, section 2.1.1): that the leaf at an index from 0 is in the tree of a size.
 * *count is how many hashes it has. ERR_INVALID for an index past the end. */
MUST_USE enum err chain_prove_leaf(const struct chain_source *source, int64_t index, int64_t size,
                                   chain_hash path[CHAIN_PATH_MAX], int *count) NONNULL;

/* The root that follows from a leaf and its path (RFC 9162, section 2.1.3.2); ERR_INVALID if it
 * can't be a path of that index and size. */
MUST_USE enum err chain_root_of_leaf(const chain_hash leaf, int64_t index, int64_t size,
                                     chain_hash *path, int count, chain_hash root)
    __attribute__((nonnull(1, 6)));

/* Consistency proofs (RFC 6962, section 2.1.2): that the tree of a size extends that of an earlier
 * one, of at least 1. */
MUST_USE enum err chain_prove_growth(const struct chain_source *source, int64_t before,
                                     int64_t size, chain_hash path[CHAIN_PATH_MAX],
                                     int *count) NONNULL;

/* ERR_INVALID if the path does not show it (RFC 9162, section 2.1.4.2). */
MUST_USE enum err chain_check_growth(int64_t before, const chain_hash before_root, int64_t size,
                                     const chain_hash root, chain_hash *path, int count)
    __attribute__((nonnull(2, 4)));

#endif
