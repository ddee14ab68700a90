#include "test.h"

#include "audit_logs.h"
#include "crypt/log_check.h"
#include "other_verifier.h"

/* Both verifiers, this program's and the one in Python, find every change of a log and believe
 * every log that nobody changed. tests/faults/audit does the same with many more. */

enum { SOUND = 40, CHANGED_EACH = 15 };

static struct arena *arena;
static struct keyring *ring;
static struct keyring *forger;

static int set_up(void **state)
{
    (void)state;
    arena = arena_create(256 << 20);
    ring = ring_of("a active " RING_KEY_A "\n");
    forger = ring_of("a active " RING_KEY_B "\n");
    return ring == NULL || forger == NULL ? -1 : 0;
}

static int tear_down(void **state)
{
    (void)state;
    keyring_close(ring);
    keyring_close(forger);
    arena_destroy(arena);
    return 0;
}

/* The problem, or NULL. */
static const char *check(struct text text, const struct note_key *keys, int key_count)
{
    struct log_report report;
    struct text lines[201];
    struct log_check *log = log_check_begin(arena, keys, key_count);
    int count = audit_logs_lines(text, lines);
    enum err err = ERR_NONE;
    for (int i = 0; err == ERR_NONE && i < count; i++) {
        size_t len = lines[i].len - (lines[i].data[lines[i].len - 1] == '\n');
        if (len == lines[i].len)
            log_check_fail(log, "the last line has no end");
        err = log_check_line(log, (struct text){arena_copy(arena, lines[i].data, len), len});
    }
    err = log_check_end(log, &report);
    assert_int_equal(err, report.problem == NULL ? ERR_NONE : ERR_INVALID);
    return report.problem;
}

static struct note_key own_key(void)
{
    struct note_key key;
    assert_int_equal(note_key_of(ring, NULL, &key), ERR_NONE);
    return key;
}

static void sound_logs_are_believed(void **state)
{
    (void)state;
    uint64_t seed = 1;
    struct note_key key = own_key();
    struct other_verifier other = other_verifier_open();
    for (int i = 0; i < SOUND; i++) {
        struct text text = audit_logs_make(arena, ring, &seed);
        assert_null(check(text, &key, 1));
        assert_null(check(text, NULL, 0));
        other_verifier_add(&other, text);
    }
    assert_int_equal(other_verifier_count(&other, arena, &key), SOUND);
}

static void every_change_is_found(void **state)
{
    (void)state;
    uint64_t seed = 2;
    struct note_key key = own_key();
    struct other_verifier other = other_verifier_open();
    for (int change = 0; change < CHANGE_COUNT; change++)
        for (int i = 0; i < CHANGED_EACH; i++) {
            struct text text = audit_logs_make(arena, ring, &seed);
            text = audit_logs_change(arena, text, (enum audit_change)change, forger, &seed);
            other_verifier_add(&other, text);
            if (check(text, &key, 1) == NULL)
                fail_msg("change %d of kind %d was not found", i, change);
        }
    assert_int_equal(other_verifier_count(&other, arena, &key), 0);
}

/* Whoever forges everything, keys included, is found by those who have the keys another way. */
static void a_log_of_another_key_is_found_by_the_key(void **state)
{
    (void)state;
    uint64_t seed = 3;
    struct note_key key = own_key();
    struct text text = audit_logs_make(arena, forger, &seed);
    assert_null(check(text, NULL, 0));
    assert_string_equal(check(text, &key, 1),
                        "the checkpoint is not signed with a key that was given");
    struct other_verifier other = other_verifier_open();
    other_verifier_add(&other, text);
    assert_int_equal(other_verifier_count(&other, arena, &key), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sound_logs_are_believed),
        cmocka_unit_test(every_change_is_found),
        cmocka_unit_test(a_log_of_another_key_is_found_by_the_key),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
