#include "test.h"

#include <stdbool.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/keyed_hash.h"
#include "base/text.h"
#include "domain/diff/intern.h"
#include "times.h"

enum { TEXTS = 20000, TEXT_LEN = 64, BUCKETS = 4096 };

static char texts[TEXTS][TEXT_LEN];

/* Texts that all have one text_hash(): what the first eight bytes change, the ninth word of the
 * same lane takes back. */
static void make_colliding(void)
{
    const uint64_t multiplier = UINT64_C(0x9e3779b97f4a7c15);
    uint64_t base_word = 0;
    memset(texts, 'a', sizeof texts);
    memcpy(&base_word, texts[0], sizeof base_word);
    uint64_t wanted = ((TEXT_LEN ^ base_word) * multiplier) ^ base_word;
    for (uint64_t i = 1; i < TEXTS; i++) {
        uint64_t first = base_word ^ i << 20;
        uint64_t second = wanted ^ ((TEXT_LEN ^ first) * multiplier);
        memcpy(texts[i], &first, sizeof first);
        memcpy(texts[i] + TEXT_LEN / 2, &second, sizeof second);
    }
}

static int longest_chain(bool is_keyed)
{
    static int counts[BUCKETS];
    int longest = 0;
    memset(counts, 0, sizeof counts);
    for (int i = 0; i < TEXTS; i++) {
        uint64_t hash = is_keyed ? keyed_hash(texts[i], TEXT_LEN) : text_hash(texts[i], TEXT_LEN);
        int count = ++counts[hash % BUCKETS];
        longest = count > longest ? count : longest;
    }
    return longest;
}

static void texts_that_fell_together_are_spread(void **state)
{
    (void)state;
    make_colliding();
    assert_int_equal(longest_chain(false), TEXTS);
    assert_true(longest_chain(true) < 40); /* 5 on the average */
}

static void chosen_texts_are_found_as_fast_as_others(void **state)
{
    (void)state;
    struct arena *arena = arena_create(64 << 20);
    struct intern intern;
    make_colliding();
    int64_t began = times_used();
    intern_init(&intern, arena);
    for (int i = 0; i < TEXTS; i++)
        assert_int_equal(intern_add(&intern, texts[i], TEXT_LEN), i);
    assert_true(times_used() - began < CLOCK_SECOND);
    arena_destroy(arena);
}

/* A process's first hash of a text, from a child that has not chosen its key before. */
static uint64_t hash_of_child(void)
{
    int ends[2];
    uint64_t hash = 0;
    assert_int_equal(pipe(ends), 0);
    pid_t child = fork();
    if (child == 0) {
        hash = keyed_hash("support/refund", 14);
        _exit(write(ends[1], &hash, sizeof hash) == sizeof hash ? 0 : 1);
    }
    assert_int_equal(read(ends[0], &hash, sizeof hash), sizeof hash);
    assert_int_equal(waitpid(child, NULL, 0), child);
    (void)close(ends[0]);
    (void)close(ends[1]);
    return hash;
}

static void every_process_has_a_key_of_its_own(void **state)
{
    (void)state;
    assert_true(hash_of_child() != hash_of_child());
    assert_true(keyed_hash("a", 1) == keyed_hash("a", 1));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_process_has_a_key_of_its_own), /* before this one has a key */
        cmocka_unit_test(texts_that_fell_together_are_spread),
        cmocka_unit_test(chosen_texts_are_found_as_fast_as_others),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
