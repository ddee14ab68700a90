#include "test.h"

#include <string.h>

#include "crypt/base64.h"
#include "crypt/runner_key.h"
#include "crypt/token.h"

/* Keys of runners: both halves as text, what is sealed and what is signed. */

static struct arena *arena;

static int set_up(void **state)
{
    (void)state;
    arena = arena_create(4 * 1024 * 1024);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    arena_destroy(arena);
    return 0;
}

static void both_halves_come_back_from_their_lines(void **state)
{
    (void)state;
    struct runner_key key, read;
    struct runner_public public;
    runner_key_make(&key);
    const char *line = runner_key_text(arena, &key);
    assert_int_equal(runner_key_read(arena, arena_printf(arena, "%s\n", line), &read), ERR_NONE);
    assert_memory_equal(&key, &read, sizeof key);
    assert_int_equal(runner_public_read(arena, runner_public_text(arena, &key.public), &public),
                     ERR_NONE);
    assert_memory_equal(&key.public, &public, sizeof public);
    runner_key_wipe(&read);
    assert_memory_not_equal(&key, &read, sizeof key);
}

/* The seed and the public key of RFC 8032, section 7.1, TEST 1. */
static void the_key_is_that_of_rfc_8032(void **state)
{
    (void)state;
    struct runner_key key;
    static const uint8_t public[] = {0xd7, 0x5a, 0x98, 0x01, 0x82, 0xb1, 0x0a, 0xb7,
                                     0xd5, 0x4b, 0xfe, 0xd3, 0xc9, 0x64, 0x07, 0x3a,
                                     0x0e, 0xe1, 0x72, 0xf3, 0xda, 0xa6, 0x23, 0x25,
                                     0xaf, 0x02, 0x1a, 0x68, 0xf7, 0x07, 0x51, 0x1a};
    static const char seed[] = "nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A";
    assert_int_equal(
        runner_key_read(arena, arena_printf(arena, "rostrum-runner-secret+%s", seed), &key),
        ERR_NONE);
    assert_memory_equal(key.public.bytes, public, sizeof public);
}

/* Every bit of a line counts. */
static void a_line_that_was_typed_wrongly_is_refused(void **state)
{
    (void)state;
    struct runner_key key;
    struct runner_public public;
    runner_key_make(&key);
    const char *line = runner_public_text(arena, &key.public);
    for (size_t i = 0; i < strlen(line); i++)
        for (int bit = 0; bit < 7; bit++) {
            char *changed = arena_strdup(arena, line);
            changed[i] = (char)(changed[i] ^ (1 << bit));
            assert_int_equal(runner_public_read(arena, changed, &public), ERR_INVALID);
        }
    static const char *const wrong[] = {"", "rostrum-runner+", "rostrum-runner+00000000+",
                                        "ssh-ed25519 AAAA"};
    for (size_t i = 0; i < COUNT_OF(wrong); i++) {
        assert_int_equal(runner_public_read(arena, wrong[i], &public), ERR_INVALID);
        assert_int_equal(runner_key_read(arena, wrong[i], &key), ERR_INVALID);
    }
    assert_int_equal(runner_public_read(arena, arena_printf(arena, "%s ", line), &public),
                     ERR_INVALID);
    assert_int_equal(
        runner_key_read(arena, arena_printf(arena, "%s\nmore", runner_key_text(arena, &key)), &key),
        ERR_INVALID);
}

static const char *line_of(const uint8_t bytes[RUNNER_PUBLIC_LEN])
{
    char hex[SHA256_HEX_LEN];
    sha256_hex(bytes, RUNNER_PUBLIC_LEN, hex);
    return arena_printf(
        arena, "rostrum-runner+%.8s+%s", hex,
        base64url_make(arena, (struct text){(const char *)bytes, RUNNER_PUBLIC_LEN}));
}

/* Points of order 1, 2, 4 and 8, the first of them in its second spelling as well (y = p + 1), a
 * point with a part of low order, and no point at all. */
static void keys_of_low_order_are_refused(void **state)
{
    (void)state;
    struct runner_public public;
    static const uint8_t low[][RUNNER_PUBLIC_LEN] = {
        {1},
        {0},
        {[31] = 0x80},
        {0xee, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
         0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
         0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f},
        {0xec, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
         0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
         0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f},
        {0x26, 0xe8, 0x95, 0x8f, 0xc2, 0xb2, 0x27, 0xb0, 0x45, 0xc3, 0xf4,
         0x89, 0xf2, 0xef, 0x98, 0xf0, 0xd5, 0xdf, 0xac, 0x05, 0xd3, 0xc6,
         0x33, 0x39, 0xb1, 0x38, 0x02, 0x88, 0x6d, 0x53, 0xfc, 0x05},
        {0xc7, 0x17, 0x6a, 0x70, 0x3d, 0x4d, 0xd8, 0x4f, 0xba, 0x3c, 0x0b,
         0x76, 0x0d, 0x10, 0x67, 0x0f, 0x2a, 0x20, 0x53, 0xfa, 0x2c, 0x39,
         0xcc, 0xc6, 0x4e, 0xc7, 0xfd, 0x77, 0x92, 0xac, 0x03, 0x7a},
        {2},
        {0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
         0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
         0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff},
    };
    for (size_t i = 0; i < COUNT_OF(low); i++)
        assert_int_equal(runner_public_read(arena, line_of(low[i]), &public), ERR_INVALID);
}

static void what_is_sealed_opens_for_its_runner_alone(void **state)
{
    (void)state;
    struct runner_key key, other;
    struct text opened;
    const struct text plain = {"a run", 5};
    runner_key_make(&key);
    runner_key_make(&other);
    struct text sealed = runner_seal(arena, &key.public, plain);
    assert_null(memmem(sealed.data, sealed.len, plain.data, plain.len));
    assert_int_equal(runner_unseal(arena, &key, sealed, &opened), ERR_NONE);
    assert_string_equal(opened.data, "a run");
    assert_int_equal(runner_unseal(arena, &other, sealed, &opened), ERR_INVALID);
    for (size_t i = 0; i < sealed.len * 8; i++) {
        char *changed = arena_copy(arena, sealed.data, sealed.len);
        changed[i / 8] = (char)(changed[i / 8] ^ (1 << (i % 8)));
        assert_int_equal(runner_unseal(arena, &key, (struct text){changed, sealed.len}, &opened),
                         ERR_INVALID);
    }
    for (size_t len = 0; len < sealed.len; len++)
        assert_int_equal(runner_unseal(arena, &key, (struct text){sealed.data, len}, &opened),
                         ERR_INVALID);
}

static void what_is_signed_is_of_its_runner_alone(void **state)
{
    (void)state;
    struct runner_key key, other;
    uint8_t signature[RUNNER_SIGNATURE_LEN];
    runner_key_make(&key);
    runner_key_make(&other);
    runner_sign(&key, (struct text){"said", 4}, signature);
    assert_int_equal(runner_check(&key.public, (struct text){"said", 4}, signature), ERR_NONE);
    assert_int_equal(runner_check(&key.public, (struct text){"Said", 4}, signature), ERR_INVALID);
    assert_int_equal(runner_check(&other.public, (struct text){"said", 4}, signature), ERR_INVALID);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(both_halves_come_back_from_their_lines),
        cmocka_unit_test(the_key_is_that_of_rfc_8032),
        cmocka_unit_test(a_line_that_was_typed_wrongly_is_refused),
        cmocka_unit_test(keys_of_low_order_are_refused),
        cmocka_unit_test(what_is_sealed_opens_for_its_runner_alone),
        cmocka_unit_test(what_is_signed_is_of_its_runner_alone),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
