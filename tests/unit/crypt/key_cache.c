#include "test.h"

#include <string.h>

#include "crypt/seal.h"

enum { CAPACITY = 8 };

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

static void forget(struct key_cache *cache, unsigned number)
{
    struct data_key key = key_of(number, 0);
    key_cache_forget(cache, &key.id);
}

static void keys_are_found_by_id(void **state)
{
    (void)state;
    struct key_cache *cache = key_cache_create(CAPACITY);
    assert_false(has(cache, 0));
    for (unsigned i = 1; i <= CAPACITY; i++)
        assert_int_equal(add(cache, i)->bytes[0], i);
    for (unsigned i = 1; i <= CAPACITY; i++)
        assert_true(has(cache, i));
    assert_false(has(cache, CAPACITY + 1));
    key_cache_destroy(cache);
}

static void the_key_not_used_for_longest_is_replaced(void **state)
{
    (void)state;
    struct key_cache *cache = key_cache_create(3);
    (void)add(cache, 1);
    (void)add(cache, 2);
    (void)add(cache, 3);
    assert_true(has(cache, 1)); /* used: now 2 is the oldest */
    (void)add(cache, 4);
    assert_false(has(cache, 2));
    assert_true(has(cache, 3) && has(cache, 1) && has(cache, 4));
    (void)add(cache, 5);
    assert_false(has(cache, 3));
    assert_true(has(cache, 1) && has(cache, 4) && has(cache, 5));
    key_cache_destroy(cache);
}

/* An answer stays what it was until as many other keys were used as the cache holds. */
static void an_answer_stays_while_others_come(void **state)
{
    (void)state;
    struct key_cache *cache = key_cache_create(CAPACITY);
    for (unsigned i = 1; i <= CAPACITY; i++)
        (void)add(cache, i);
    struct data_key first = key_of(1, 0);
    const struct data_key *held = key_cache_find(cache, &first.id);
    for (unsigned i = 100; i < 100 + CAPACITY - 1; i++)
        (void)add(cache, i);
    assert_true(uuid_equal(&held->id, &first.id));
    assert_int_equal(held->bytes[0], 1);
    key_cache_destroy(cache);
}

static void adding_again_replaces(void **state)
{
    (void)state;
    struct key_cache *cache = key_cache_create(2);
    const struct data_key *one = add(cache, 1);
    (void)add(cache, 2);
    struct data_key changed = key_of(1, 99);
    assert_ptr_equal(key_cache_add(cache, &changed), one);
    assert_int_equal(one->bytes[5], 99);
    assert_true(has(cache, 2));
    key_cache_destroy(cache);
}

static void a_forgotten_key_is_gone(void **state)
{
    (void)state;
    struct key_cache *cache = key_cache_create(3);
    (void)add(cache, 1);
    const struct data_key *two = add(cache, 2);
    (void)add(cache, 3);
    forget(cache, 2);
    forget(cache, 2);
    forget(cache, 77);
    assert_false(has(cache, 2));
    static const uint8_t zero[KEY_LEN];
    assert_memory_equal(two->bytes, zero, KEY_LEN); /* wiped, not only unlinked */
    (void)add(cache, 4);                            /* takes the free place */
    assert_true(has(cache, 1) && has(cache, 3) && has(cache, 4));
    (void)add(cache, 2);
    assert_false(has(cache, 1));
    key_cache_destroy(cache);
}

/* A plain list beside the cache says at each step what must be in it. */
static void the_cache_agrees_with_a_list(void **state)
{
    (void)state;
    struct key_cache *cache = key_cache_create(CAPACITY);
    unsigned list[CAPACITY] = {0}; /* newest first; 0 is empty */
    uint32_t random = 1;
    for (int step = 0; step < 20000; step++) {
        random = random * 1664525 + 1013904223;
        unsigned number = 1 + (random >> 16) % (2 * CAPACITY);
        bool is_forget = (random >> 8) % 5 == 0;
        size_t at = 0;
        while (at < CAPACITY && list[at] != number)
            at++;
        assert_int_equal(has(cache, number), at < CAPACITY);
        if (is_forget) {
            forget(cache, number);
            for (; at < CAPACITY; at++)
                list[at] = at + 1 < CAPACITY ? list[at + 1] : 0;
            continue;
        }
        (void)add(cache, number);
        if (at == CAPACITY)
            at--;
        memmove(list + 1, list, at * sizeof list[0]);
        list[0] = number;
    }
    key_cache_destroy(cache);
}

static void one_key_is_enough(void **state)
{
    (void)state;
    struct key_cache *cache = key_cache_create(1);
    for (unsigned i = 1; i < 20; i++) {
        (void)add(cache, i);
        assert_true(has(cache, i));
        assert_false(has(cache, i - 1));
    }
    forget(cache, 19);
    assert_false(has(cache, 19));
    (void)add(cache, 20);
    assert_true(has(cache, 20));
    key_cache_destroy(cache);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(keys_are_found_by_id),
        cmocka_unit_test(the_key_not_used_for_longest_is_replaced),
        cmocka_unit_test(an_answer_stays_while_others_come),
        cmocka_unit_test(adding_again_replaces),
        cmocka_unit_test(a_forgotten_key_is_gone),
        cmocka_unit_test(the_cache_agrees_with_a_list),
        cmocka_unit_test(one_key_is_enough),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
