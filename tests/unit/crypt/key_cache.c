#include "test.h"

#include <string.h>

#include "crypt/key_cache.h"

enum { WAYS = KEY_CACHE_WAYS };

/* A key whose id ends in the number, and whose bytes are filled with another one. */
static struct data_key key_of(unsigned number, int fill)
{
    struct data_key key = {{{0}}, {0}};
    memcpy(key.id.bytes + 12, &number, sizeof number);
    memset(key.bytes, fill, sizeof key.bytes);
    return key;
}

static bool has(struct key_cache *cache, unsigned number)
{
    struct data_key key = key_of(number, 0);
    const struct data_key *found = key_cache_find(cache, &key.id);
    if (found == NULL)
        return false;
    assert_true(uuid_equal(&found->id, &key.id));
    assert_int_equal(found->bytes[0], (int)(number & 0xff));
    assert_int_equal(found->bytes[KEY_LEN - 1], (int)(number & 0xff));
    return true;
}

static const struct data_key *add(struct key_cache *cache, unsigned number)
{
    struct data_key key = key_of(number, (int)(number & 0xff));
    return key_cache_add(cache, &key);
}

static void keys_are_found_by_id(void **state)
{
    (void)state;
    struct key_cache *cache = key_cache_create(1);
    for (unsigned i = 1; i <= WAYS; i++) {
        assert_false(has(cache, i));
        assert_int_equal(add(cache, i)->bytes[0], i);
    }
    for (unsigned i = 1; i <= WAYS; i++)
        assert_true(has(cache, i));
    assert_false(has(cache, WAYS + 1));
    key_cache_destroy(cache);
}

static void the_key_not_used_for_longest_is_replaced(void **state)
{
    (void)state;
    struct key_cache *cache = key_cache_create(1);
    for (unsigned i = 1; i <= WAYS; i++)
        (void)add(cache, i);
    assert_true(has(cache, 1)); /* used: now 2 is the oldest */
    (void)add(cache, 100);
    assert_false(has(cache, 2));
    assert_true(has(cache, 1) && has(cache, 3) && has(cache, 100));
    key_cache_destroy(cache);
}

static void adding_again_replaces(void **state)
{
    (void)state;
    struct key_cache *cache = key_cache_create(1);
    for (unsigned i = 1; i <= WAYS; i++)
        (void)add(cache, i);
    struct data_key changed = key_of(2, 99);
    assert_int_equal(key_cache_add(cache, &changed)->bytes[5], 99);
    assert_int_equal(key_cache_find(cache, &changed.id)->bytes[5], 99);
    for (unsigned i = 1; i <= WAYS; i++)
        if (i != 2)
            assert_true(has(cache, i));
    key_cache_destroy(cache);
}

/* Keys that are added go to many sets: half as many keys as there are places nearly all fit. */
static void keys_spread_over_the_sets(void **state)
{
    (void)state;
    enum { SETS = 64, KEYS = SETS * WAYS / 2 };
    struct key_cache *cache = key_cache_create(SETS);
    struct data_key keys[KEYS];
    for (size_t i = 0; i < KEYS; i++) {
        keys[i] = (struct data_key){.id = uuid_make()};
        (void)key_cache_add(cache, &keys[i]);
    }
    int found_count = 0;
    for (size_t i = 0; i < KEYS; i++)
        found_count += key_cache_find(cache, &keys[i].id) != NULL;
    assert_in_range(found_count, KEYS * 9 / 10, KEYS);
    key_cache_destroy(cache);
}

/* A plain list beside one set says at each step what must be in it. */
static void a_set_agrees_with_a_list(void **state)
{
    (void)state;
    struct key_cache *cache = key_cache_create(1);
    unsigned list[WAYS] = {0}; /* newest first; 0 is empty */
    uint32_t random = 1;
    for (int step = 0; step < 20000; step++) {
        random = random * 1664525 + 1013904223;
        unsigned number = 1 + (random >> 16) % (2 * WAYS);
        size_t at = 0;
        while (at < WAYS && list[at] != number)
            at++;
        assert_int_equal(has(cache, number), at < WAYS);
        if (at == WAYS) {
            (void)add(cache, number);
            at--;
        }
        memmove(list + 1, list, at * sizeof list[0]);
        list[0] = number;
    }
    key_cache_destroy(cache);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(keys_are_found_by_id),
        cmocka_unit_test(the_key_not_used_for_longest_is_replaced),
        cmocka_unit_test(adding_again_replaces),
        cmocka_unit_test(keys_spread_over_the_sets),
        cmocka_unit_test(a_set_agrees_with_a_list),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
