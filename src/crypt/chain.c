#include "crypt/chain.h"

#include <sodium.h>
#include <string.h>

void chain_leaf(const void *bytes, size_t len, chain_hash out)
{
    static const uint8_t prefix = 0x00;
    crypto_hash_sha256_state state;
    (void)crypto_hash_sha256_init(&state);
    (void)crypto_hash_sha256_update(&state, &prefix, 1);
    (void)crypto_hash_sha256_update(&state, bytes, len);
    (void)crypto_hash_sha256_final(&state, out);
}

static void hash_node(const chain_hash left, const chain_hash right, chain_hash out)
{
    uint8_t bytes[1 + 2 * HASH_LEN] = {0x01};
    memcpy(bytes + 1, left, HASH_LEN);
    memcpy(bytes + 1 + HASH_LEN, right, HASH_LEN);
    (void)crypto_hash_sha256(out, bytes, sizeof bytes);
}

static bool has_bit(int64_t size, int level)
{
    return (size >> level & 1) != 0;
}

int chain_add(struct chain *chain, const chain_hash leaf, chain_hash closed[CHAIN_LEVELS])
{
    int level = 0;
    memcpy(closed[0], leaf, HASH_LEN);
    for (; has_bit(chain->size, level); level++)
        hash_node(chain->frontier[level], closed[level], closed[level + 1]);
    memcpy(chain->frontier[level], closed[level], HASH_LEN);
    chain->size++;
    return level + 1;
}

void chain_root(const struct chain *chain, chain_hash root)
{
    bool is_first = true;
    for (int level = 0; level < CHAIN_LEVELS; level++) {
        if (!has_bit(chain->size, level))
            continue;
        if (is_first)
            memcpy(root, chain->frontier[level], HASH_LEN);
        else
            hash_node(chain->frontier[level], root, root);
        is_first = false;
    }
    if (is_first)
        (void)crypto_hash_sha256(root, (const uint8_t *)"", 0);
}

size_t chain_store(const struct chain *chain, chain_hash out[CHAIN_LEVELS])
{
    size_t count = 0;
    for (int level = CHAIN_LEVELS - 1; level >= 0; level--)
        if (has_bit(chain->size, level))
            memcpy(out[count++], chain->frontier[level], HASH_LEN);
    return count;
}

enum err chain_load(struct chain *chain, int64_t size, const void *bytes, size_t len)
{
    size_t at = 0;
    chain->size = size;
    for (int level = CHAIN_LEVELS - 1; level >= 0; level--) {
        if (!has_bit(size, level))
            continue;
        if (at + HASH_LEN > len)
            return ERR_INVALID;
        memcpy(chain->frontier[level], (const uint8_t *)bytes + at, HASH_LEN);
        at += HASH_LEN;
    }
    return at == len && size >= 0 ? ERR_NONE : ERR_INVALID;
}

/* Roots of parts of the tree */

/* The root of a full subtree, from those of the stored level below it. */
static enum err full_root(const struct chain_source *source, int level, int64_t place,
                          chain_hash root)
{
    chain_hash hashes[CHAIN_TILE_SIZE];
    int stored = level - level % CHAIN_TILE;
    int count = 1 << (level - stored);
    enum err err = source->read(source->context, stored, place * count, count, hashes);
    for (; count > 1; count /= 2)
        for (int i = 0; i < count / 2; i++)
            hash_node(hashes[2 * i], hashes[2 * i + 1], hashes[i]);
    memcpy(root, hashes[0], HASH_LEN);
    return err;
}

/* The root of the leaves from begin to end, where begin is a multiple of the largest power of two
 * that is not above end - begin: the parts of a tree that proofs are made of. */
static enum err range_root(const struct chain_source *source, int64_t begin, int64_t end,
                           chain_hash root)
{
    struct chain part = {.size = end - begin};
    int64_t at = begin;
    for (int level = CHAIN_LEVELS - 1; level >= 0; level--) {
        if (!has_bit(part.size, level))
            continue;
        enum err err = full_root(source, level, at >> level, part.frontier[level]);
        if (err != ERR_NONE)
            return err;
        at += INT64_C(1) << level;
    }
    chain_root(&part, root);
    return ERR_NONE;
}

/* The largest power of two that is smaller than size, for sizes above 1. */
static int64_t split(int64_t size)
{
    int64_t power = 1;
    while (power < size - power)
        power *= 2;
    return power;
}

static void reverse(chain_hash *path, int count)
{
    for (int i = 0, j = count - 1; i < j; i++, j--) {
        chain_hash hash;
        memcpy(hash, path[i], HASH_LEN);
        memcpy(path[i], path[j], HASH_LEN);
        memcpy(path[j], hash, HASH_LEN);
    }
}

/* PATH(m, D[n]), from the root down and then turned round. */
enum err chain_prove_leaf(const struct chain_source *source, int64_t index, int64_t size,
                          chain_hash path[CHAIN_PATH_MAX], int *count)
{
    int64_t begin = 0;
    int64_t end = size;
    *count = 0;
    if (index < 0 || index >= size)
        return ERR_INVALID;
    while (end - begin > 1) {
        int64_t middle = begin + split(end - begin);
        bool is_left = index < middle;
        enum err err = is_left ? range_root(source, middle, end, path[(*count)++])
                               : range_root(source, begin, middle, path[(*count)++]);
        if (err != ERR_NONE)
            return err;
        *(is_left ? &end : &begin) = middle;
    }
    reverse(path, *count);
    return ERR_NONE;
}

/* Goes up from the node at place `at` of a level whose last place is `last`; root is that node's
 * hash, and old_root, if it is not NULL, that of a smaller tree in which the node is the last. */
static enum err climb(int64_t at, int64_t last, chain_hash *path, int count, uint8_t *old_root,
                      chain_hash root)
{
    for (int i = 0; i < count; i++) {
        if (last == 0)
            return ERR_INVALID;
        if ((at & 1) != 0 || at == last) {
            if (old_root != NULL)
                hash_node(path[i], old_root, old_root);
            hash_node(path[i], root, root);
            for (; (at & 1) == 0 && at != 0; at >>= 1)
                last >>= 1;
        } else {
            hash_node(root, path[i], root);
        }
        at >>= 1;
        last >>= 1;
    }
    return last == 0 ? ERR_NONE : ERR_INVALID;
}

enum err chain_root_of_leaf(const chain_hash leaf, int64_t index, int64_t size, chain_hash *path,
                            int count, chain_hash root)
{
    if (index < 0 || index >= size)
        return ERR_INVALID;
    memcpy(root, leaf, HASH_LEN);
    return climb(index, size - 1, path, count, NULL, root);
}

/* SUBPROOF(m, D[n], b), from the root down and then turned round. */
enum err chain_prove_growth(const struct chain_source *source, int64_t before, int64_t size,
                            chain_hash path[CHAIN_PATH_MAX], int *count)
{
    int64_t begin = 0;
    int64_t end = size;
    enum err err = ERR_NONE;
    *count = 0;
    if (before < 1 || before > size)
        return ERR_INVALID;
    while (err == ERR_NONE && before != end) {
        int64_t middle = begin + split(end - begin);
        bool is_left = before <= middle;
        err = is_left ? range_root(source, middle, end, path[(*count)++])
                      : range_root(source, begin, middle, path[(*count)++]);
        *(is_left ? &end : &begin) = middle;
    }
    if (err == ERR_NONE && begin > 0) /* else it is the root of before itself */
        err = range_root(source, begin, end, path[(*count)++]);
    reverse(path, *count);
    return err;
}

static bool is_power_of_two(int64_t size)
{
    return (size & (size - 1)) == 0;
}

enum err chain_check_growth(int64_t before, const chain_hash before_root, int64_t size,
                            const chain_hash root, chain_hash *path, int count)
{
    if (before < 1 || before > size)
        return ERR_INVALID;
    if (before == size)
        return count == 0 && memcmp(before_root, root, HASH_LEN) == 0 ? ERR_NONE : ERR_INVALID;
    bool is_whole = is_power_of_two(before); /* its root is not in the path */
    if (!is_whole && count == 0)
        return ERR_INVALID;
    chain_hash old_root;
    chain_hash new_root;
    memcpy(old_root, is_whole ? before_root : path[0], HASH_LEN);
    memcpy(new_root, old_root, HASH_LEN);
    int64_t at = before - 1; /* the last leaf of before, then the top of the whole tree it ends */
    int64_t last = size - 1;
    for (; (at & 1) != 0; at >>= 1)
        last >>= 1;
    int known = is_whole ? 0 : 1;
    enum err err = climb(at, last, path + known, count - known, old_root, new_root);
    bool is_same =
        memcmp(old_root, before_root, HASH_LEN) == 0 && memcmp(new_root, root, HASH_LEN) == 0;
    return err == ERR_NONE && is_same ? ERR_NONE : ERR_INVALID;
}
