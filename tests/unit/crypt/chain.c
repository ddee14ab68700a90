#include "test.h"

#include <sodium.h>
#include <string.h>

#include "crypt/chain.h"

enum { LEAVES_MAX = 700 };

static chain_hash leaves[LEAVES_MAX];
static chain_hash stored[2][LEAVES_MAX]; /* the levels 0 and 8 */

/* The leaves of the vectors of Certificate Transparency (RFC 6962's reference code). */
static const char *const vector_leaves[] = {"",
                                            "00",
                                            "10",
                                            "2021",
                                            "3031",
                                            "40414243",
                                            "5051525354555657",
                                            "606162636465666768696a6b6c6d6e6f"};
static const char *const vector_roots[] = {
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"};

static size_t unhex(const char *hex, uint8_t *out, size_t max)
{
    size_t len = 0;
    assert_int_equal(sodium_hex2bin(out, max, hex, strlen(hex), NULL, &len, NULL), 0);
    return len;
}

static void assert_hash(const chain_hash hash, const char *hex)
{
    chain_hash expected;
    assert_int_equal(unhex(hex, expected, HASH_LEN), HASH_LEN);
    assert_memory_equal(hash, expected, HASH_LEN);
}

static enum err read_stored(void *context, int level, int64_t first, int count,
                            chain_hash hashes[CHAIN_TILE_SIZE])
{
    (void)context;
    assert_int_equal(level % CHAIN_TILE, 0);
    assert_in_range(level / CHAIN_TILE, 0, 1);
    assert_true(first + count <= LEAVES_MAX >> level);
    memcpy(hashes, stored[level / CHAIN_TILE][first], (size_t)count * HASH_LEN);
    return ERR_NONE;
}

static const struct chain_source source = {.read = read_stored};

/* The root by the definition of RFC 6962, as nobody would compute it. */
static void slow_root(int64_t begin, int64_t end, chain_hash root)
{
    if (end == begin) {
        crypto_hash_sha256(root, (const uint8_t *)"", 0);
        return;
    }
    memcpy(root, leaves[begin], HASH_LEN);
    if (end - begin == 1)
        return;
    int64_t middle = 1;
    while (2 * middle < end - begin)
        middle *= 2;
    chain_hash left;
    chain_hash right;
    slow_root(begin, begin + middle, left);
    slow_root(begin + middle, end, right);
    uint8_t bytes[1 + 2 * HASH_LEN] = {0x01};
    memcpy(bytes + 1, left, HASH_LEN);
    memcpy(bytes + 1 + HASH_LEN, right, HASH_LEN);
    crypto_hash_sha256(root, bytes, sizeof bytes);
}

static int set_up(void **state)
{
    (void)state;
    for (int i = 0; i < LEAVES_MAX; i++)
        chain_leaf(&i, sizeof i, leaves[i]);
    memcpy(stored[0], leaves, sizeof leaves);
    for (int64_t i = 0; i < LEAVES_MAX / CHAIN_TILE_SIZE; i++)
        slow_root(i * CHAIN_TILE_SIZE, (i + 1) * CHAIN_TILE_SIZE, stored[1][i]);
    return sodium_init() < 0 ? -1 : 0;
}

static void the_vectors_of_certificate_transparency_hold(void **state)
{
    (void)state;
    struct chain chain = {.size = 0};
    chain_hash root;
    chain_root(&chain, root);
    assert_hash(root, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    for (size_t i = 0; i < COUNT_OF(vector_leaves); i++) {
        uint8_t bytes[16];
        chain_hash closed[CHAIN_LEVELS];
        size_t len = unhex(vector_leaves[i], bytes, sizeof bytes);
        chain_hash leaf;
        chain_leaf(bytes, len, leaf);
        (void)chain_add(&chain, leaf, closed);
        chain_root(&chain, root);
        assert_hash(root, vector_roots[i]);
        memcpy(stored[0][i], leaf, HASH_LEN);
    }
    chain_hash path[CHAIN_PATH_MAX];
    int count = 0;
    assert_int_equal(chain_prove_leaf(&source, 5, 8, path, &count), ERR_NONE);
    assert_int_equal(count, 3);
    assert_hash(path[0], "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b");
    assert_hash(path[1], "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0");
    assert_hash(path[2], "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7");
    assert_int_equal(chain_prove_growth(&source, 6, 8, path, &count), ERR_NONE);
    assert_int_equal(count, 3);
    assert_hash(path[0], "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a");
    assert_hash(path[1], "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0");
    assert_hash(path[2], "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7");
    memcpy(stored[0], leaves, sizeof leaves);
}

static void a_growing_tree_has_the_root_of_its_leaves(void **state)
{
    (void)state;
    struct chain chain = {.size = 0};
    for (int i = 0; i < LEAVES_MAX; i++) {
        chain_hash closed[CHAIN_LEVELS];
        chain_hash root;
        chain_hash expected;
        int count = chain_add(&chain, leaves[i], closed);
        assert_int_equal(count, __builtin_ctz((unsigned)i + 1) + 1);
        assert_memory_equal(closed[0], leaves[i], HASH_LEN);
        if (count > CHAIN_TILE)
            assert_memory_equal(closed[CHAIN_TILE], stored[1][i / CHAIN_TILE_SIZE], HASH_LEN);
        chain_root(&chain, root);
        slow_root(0, i + 1, expected);
        assert_memory_equal(root, expected, HASH_LEN);
    }
}

static void a_frontier_is_stored_and_read(void **state)
{
    (void)state;
    struct chain chain = {.size = 0};
    for (int i = 0; i < LEAVES_MAX; i++) {
        chain_hash hashes[CHAIN_LEVELS];
        struct chain copy;
        chain_hash root;
        chain_hash expected;
        (void)chain_add(&chain, leaves[i], hashes);
        size_t len = chain_store(&chain, hashes) * HASH_LEN;
        assert_int_equal(chain_load(&copy, chain.size, hashes, len), ERR_NONE);
        chain_root(&copy, root);
        chain_root(&chain, expected);
        assert_memory_equal(root, expected, HASH_LEN);
        assert_int_equal(chain_load(&copy, chain.size, hashes, len - 1), ERR_INVALID);
        assert_int_equal(chain_load(&copy, chain.size, hashes, len + HASH_LEN), ERR_INVALID);
    }
    assert_int_equal(chain_load(&chain, 0, NULL, 0), ERR_NONE);
}

static void every_leaf_has_a_path_and_no_other_leaf_has_it(void **state)
{
    (void)state;
    for (int64_t size = 1; size < LEAVES_MAX; size = size < 40 ? size + 1 : size * 2 + 1)
        for (int64_t index = 0; index < size; index++) {
            chain_hash path[CHAIN_PATH_MAX];
            chain_hash root;
            chain_hash expected;
            int count = 0;
            slow_root(0, size, expected);
            assert_int_equal(chain_prove_leaf(&source, index, size, path, &count), ERR_NONE);
            assert_int_equal(chain_root_of_leaf(leaves[index], index, size, path, count, root),
                             ERR_NONE);
            assert_memory_equal(root, expected, HASH_LEN);
            enum err err =
                chain_root_of_leaf(leaves[index], (index + 1) % size, size, path, count, root);
            assert_true(size == 1 || err == ERR_INVALID || memcmp(root, expected, HASH_LEN) != 0);
            if (count > 0) {
                assert_int_equal(
                    chain_root_of_leaf(leaves[index], index, size, path, count - 1, root),
                    ERR_INVALID);
                path[count / 2][7] ^= 1;
                assert_int_equal(chain_root_of_leaf(leaves[index], index, size, path, count, root),
                                 ERR_NONE);
                assert_memory_not_equal(root, expected, HASH_LEN);
            }
        }
    chain_hash path[CHAIN_PATH_MAX];
    int count = 0;
    assert_int_equal(chain_prove_leaf(&source, 3, 3, path, &count), ERR_INVALID);
    assert_int_equal(chain_prove_leaf(&source, -1, 3, path, &count), ERR_INVALID);
    assert_int_equal(chain_root_of_leaf(leaves[0], 1, 1, NULL, 0, path[0]), ERR_INVALID);
}

static void growth_is_proved_and_nothing_else(void **state)
{
    (void)state;
    static const int64_t sizes[] = {1, 2, 3, 5, 8, 13, 64, 100, 255, 256, 257, 300, 512, 700};
    for (size_t i = 0; i < COUNT_OF(sizes); i++)
        for (size_t j = i; j < COUNT_OF(sizes); j++) {
            chain_hash path[CHAIN_PATH_MAX];
            chain_hash old_root;
            chain_hash root;
            int count = 0;
            slow_root(0, sizes[i], old_root);
            slow_root(0, sizes[j], root);
            assert_int_equal(chain_prove_growth(&source, sizes[i], sizes[j], path, &count),
                             ERR_NONE);
            assert_int_equal(chain_check_growth(sizes[i], old_root, sizes[j], root, path, count),
                             ERR_NONE);
            assert_int_equal(chain_check_growth(sizes[i], root, sizes[j], old_root, path, count),
                             i == j ? ERR_NONE : ERR_INVALID);
            for (int k = 0; k < count; k++) {
                path[k][0] ^= 0x80;
                assert_int_equal(
                    chain_check_growth(sizes[i], old_root, sizes[j], root, path, count),
                    ERR_INVALID);
                path[k][0] ^= 0x80;
            }
            if (count > 0)
                assert_int_equal(
                    chain_check_growth(sizes[i], old_root, sizes[j], root, path, count - 1),
                    ERR_INVALID);
        }
    chain_hash path[CHAIN_PATH_MAX];
    int count = 0;
    assert_int_equal(chain_prove_growth(&source, 0, 3, path, &count), ERR_INVALID);
    assert_int_equal(chain_prove_growth(&source, 4, 3, path, &count), ERR_INVALID);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_vectors_of_certificate_transparency_hold),
        cmocka_unit_test(a_growing_tree_has_the_root_of_its_leaves),
        cmocka_unit_test(a_frontier_is_stored_and_read),
        cmocka_unit_test(every_leaf_has_a_path_and_no_other_leaf_has_it),
        cmocka_unit_test(growth_is_proved_and_nothing_else),
    };
    return cmocka_run_group_tests(tests, set_up, NULL);
}
