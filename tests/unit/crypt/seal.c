#include "test.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "crypt.h"
#include "crypt/seal.h"

static struct arena *arena;
static struct keyring *ring;
static struct data_key key;
static struct seal_place place;

static int set_up(void **state)
{
    (void)state;
    arena = arena_create(64 * 1024 * 1024);
    ring = ring_of("a active " RING_KEY_A "\nb decrypt " RING_KEY_B "\n");
    if (ring == NULL)
        return -1;
    struct wrapped_key wrapped;
    place = (struct seal_place){"prompt_versions", "body", uuid_make(), uuid_make()};
    data_key_create(ring, &place.organization_id, &key, &wrapped);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    keyring_close(ring);
    arena_destroy(arena);
    return 0;
}

static int empty_arena(void **state)
{
    (void)state;
    arena_reset(arena);
    return 0;
}

/* Every blob that does not open writes a log line: a loop over a thousand of them is not shown. */
static int hide_log(void)
{
    int saved = dup(STDERR_FILENO);
    int null = open("/dev/null", O_WRONLY | O_CLOEXEC);
    assert_true(saved >= 0 && null >= 0);
    assert_true(dup2(null, STDERR_FILENO) >= 0);
    assert_int_equal(close(null), 0);
    return saved;
}

static void show_log(int saved)
{
    assert_true(dup2(saved, STDERR_FILENO) >= 0);
    assert_int_equal(close(saved), 0);
}

static void assert_comes_back(const char *bytes, size_t len)
{
    struct text blob = seal(arena, &key, &place, (struct text){bytes, len});
    struct text plain = {NULL, 0};
    assert_int_equal(unseal(arena, &key, &place, blob, &plain), ERR_NONE);
    assert_int_equal(plain.len, len);
    assert_int_equal(plain.data[len], '\0');
    if (len > 0)
        assert_memory_equal(plain.data, bytes, len);
    assert_true(blob.len > SEAL_OVERHEAD + len && blob.len <= SEAL_OVERHEAD + len + 64);
    assert_int_equal((blob.len - SEAL_OVERHEAD) % 64, 0);
}

static void texts_come_back_byte_for_byte(void **state)
{
    (void)state;
    static const char *const texts[] = {
        "plain",
        " ends in spaces  ",
        "\n\n\tlines\r\n\r",
        "\xe2\x80\xa8 U+2028 \xe2\x80\xa9",
        "\xf0\x9f\x98\x80",
        "\x80",
    };
    for (size_t i = 0; i < COUNT_OF(texts); i++)
        assert_comes_back(texts[i], strlen(texts[i]));
    assert_comes_back(NULL, 0);
    assert_comes_back("", 0);
    assert_comes_back("a\0b\0", 4);
    assert_comes_back("\x80\0\0", 3); /* looks like padding */
}

static void texts_of_every_length_come_back(void **state)
{
    (void)state;
    char text[200];
    memset(text, 0x80, sizeof text);
    for (size_t len = 0; len <= sizeof text; len++)
        assert_comes_back(text, len);
    enum { LARGE = 1024 * 1024 };
    char *large = arena_alloc(arena, LARGE);
    for (size_t i = 0; i < LARGE; i++)
        large[i] = (char)(i * 31 + i / 251);
    assert_comes_back(large, LARGE);
    assert_comes_back(large, LARGE - 1);
}

/* The length of a short text and the text itself stay unknown. */
static void blobs_show_nothing(void **state)
{
    (void)state;
    static const char secret[] = "planted secret";
    struct text first = seal(arena, &key, &place, (struct text){secret, strlen(secret)});
    struct text second = seal(arena, &key, &place, (struct text){secret, strlen(secret)});
    struct text empty = seal(arena, &key, &place, (struct text){"", 0});
    assert_int_equal(first.len, empty.len);
    assert_memory_not_equal(first.data, second.data, first.len);
    assert_memory_not_equal(first.data + 18, second.data + 18, 24); /* the nonce */
    assert_null(memmem(first.data, first.len, "planted", 7));
    assert_null(memmem(first.data, first.len, key.bytes, 8));
    assert_memory_equal(first.data, "\x01\x01", 2);
    assert_memory_equal(first.data + 2, key.id.bytes, sizeof key.id.bytes);
}

static void a_moved_blob_does_not_open(void **state)
{
    (void)state;
    struct text blob = seal(arena, &key, &place, (struct text){"body", 4});
    const struct seal_place moved[] = {
        {"prompts", place.column, place.organization_id, place.row_id},
        {place.table, "message", place.organization_id, place.row_id},
        {place.table, place.column, uuid_make(), place.row_id},
        {place.table, place.column, place.organization_id, uuid_make()},
        {place.table, place.column, place.row_id, place.organization_id},
        {place.column, place.table, place.organization_id, place.row_id},
        {"prompt_version", "sbody", place.organization_id, place.row_id},
        {"prompt_versionsb", "ody", place.organization_id, place.row_id},
        {"prompt_versionsbody", "", place.organization_id, place.row_id},
        {"", "", place.organization_id, place.row_id},
    };
    struct text plain = {NULL, 0};
    for (size_t i = 0; i < COUNT_OF(moved); i++)
        assert_int_equal(unseal(arena, &key, &moved[i], blob, &plain), ERR_UNAVAILABLE);
    for (size_t bit = 0; bit < 8 * sizeof place.row_id.bytes; bit++) {
        struct seal_place near = place;
        near.row_id.bytes[bit / 8] ^= (uint8_t)(1 << bit % 8);
        assert_int_equal(unseal(arena, &key, &near, blob, &plain), ERR_UNAVAILABLE);
        near = place;
        near.organization_id.bytes[bit / 8] ^= (uint8_t)(1 << bit % 8);
        assert_int_equal(unseal(arena, &key, &near, blob, &plain), ERR_UNAVAILABLE);
    }
    assert_null(plain.data);
    assert_int_equal(unseal(arena, &key, &place, blob, &plain), ERR_NONE);
}

static void another_key_does_not_open(void **state)
{
    (void)state;
    struct text blob = seal(arena, &key, &place, (struct text){"body", 4});
    struct wrapped_key wrapped;
    struct data_key other;
    struct text plain = {NULL, 0};
    data_key_create(ring, &place.organization_id, &other, &wrapped);
    assert_int_equal(unseal(arena, &other, &place, blob, &plain), ERR_UNAVAILABLE);
    struct data_key mixed = {key.id, {0}};
    memcpy(mixed.bytes, other.bytes, sizeof mixed.bytes);
    assert_int_equal(unseal(arena, &mixed, &place, blob, &plain), ERR_UNAVAILABLE);
    mixed = key;
    mixed.id = other.id; /* the right bytes under another name */
    assert_int_equal(unseal(arena, &mixed, &place, blob, &plain), ERR_UNAVAILABLE);
    char *renamed = arena_copy(arena, blob.data, blob.len);
    memcpy(renamed + 2, other.id.bytes, sizeof other.id.bytes);
    struct text renamed_blob = {renamed, blob.len};
    assert_int_equal(unseal(arena, &mixed, &place, renamed_blob, &plain), ERR_UNAVAILABLE);
    assert_null(plain.data);
}

static void a_changed_byte_is_found(void **state)
{
    (void)state;
    struct text blob = seal(arena, &key, &place,
                            (struct text){"a body of more than one block: "
                                          "0123456789012345678901234567890",
                                          62});
    char *changed = arena_copy(arena, blob.data, blob.len);
    struct text changed_blob = {changed, blob.len};
    struct text plain = {NULL, 0};
    int opened = 0;
    int saved = hide_log();
    for (size_t i = 0; i < blob.len; i++) {
        for (int mask = 1; mask < 256; mask++) {
            changed[i] = (char)(blob.data[i] ^ mask);
            opened += unseal(arena, &key, &place, changed_blob, &plain) != ERR_UNAVAILABLE;
        }
        changed[i] = blob.data[i];
    }
    show_log(saved);
    assert_int_equal(opened, 0);
    assert_null(plain.data);
    assert_int_equal(unseal(arena, &key, &place, changed_blob, &plain), ERR_NONE);
}

static void a_cut_blob_does_not_open(void **state)
{
    (void)state;
    char body[150] = "body";
    struct text blob = seal(arena, &key, &place, (struct text){body, sizeof body});
    struct text plain = {NULL, 0};
    int opened = 0;
    int saved = hide_log();
    for (size_t len = 0; len < blob.len; len++) {
        struct text head = {arena_copy(arena, blob.data, len), len};
        struct text tail = {arena_copy(arena, blob.data + blob.len - len, len), len};
        opened += unseal(arena, &key, &place, head, &plain) != ERR_UNAVAILABLE;
        opened += unseal(arena, &key, &place, tail, &plain) != ERR_UNAVAILABLE;
    }
    for (size_t more = 1; more <= 128; more++) {
        char *longer = arena_alloc(arena, blob.len + more);
        memcpy(longer, blob.data, blob.len);
        struct text text = {longer, blob.len + more};
        opened += unseal(arena, &key, &place, text, &plain) != ERR_UNAVAILABLE;
    }
    show_log(saved);
    assert_int_equal(opened, 0);
    assert_int_equal(unseal(arena, &key, &place, (struct text){"", 0}, &plain), ERR_UNAVAILABLE);
}

static void wrapped_keys_open(void **state)
{
    (void)state;
    struct uuid organization_id = uuid_make();
    struct data_key made;
    struct data_key opened = {{{0}}, {0}};
    struct wrapped_key wrapped;
    data_key_create(ring, &organization_id, &made, &wrapped);
    assert_string_equal(wrapped.kid, "a");
    assert_true(uuid_equal(&wrapped.organization_id, &organization_id));
    assert_null(memmem(wrapped.blob, wrapped.blob_len, made.bytes, 8));
    assert_int_equal(data_key_unwrap(ring, &wrapped, &opened), ERR_NONE);
    assert_true(uuid_equal(&opened.id, &made.id));
    assert_memory_equal(opened.bytes, made.bytes, KEY_LEN);

    /* After a rotation the old master key still opens what it wrapped. */
    struct keyring *rotated = ring_of("b active " RING_KEY_B "\na decrypt " RING_KEY_A "\n");
    struct keyring *retired = ring_of("b active " RING_KEY_B "\na retired " RING_KEY_A "\n");
    assert_non_null(rotated);
    assert_non_null(retired);
    assert_int_equal(data_key_unwrap(rotated, &wrapped, &opened), ERR_NONE);
    assert_memory_equal(opened.bytes, made.bytes, KEY_LEN);
    assert_int_equal(data_key_unwrap(retired, &wrapped, &opened), ERR_UNAVAILABLE);
    keyring_close(rotated);
    keyring_close(retired);
}

static void assert_stays_wrapped(const struct wrapped_key *wrapped)
{
    struct data_key opened = {{{0}}, {0}};
    static const struct data_key untouched;
    assert_int_equal(data_key_unwrap(ring, wrapped, &opened), ERR_UNAVAILABLE);
    assert_memory_equal(&opened, &untouched, sizeof opened);
}

static void tampered_wrapped_keys_do_not_open(void **state)
{
    (void)state;
    struct data_key made;
    struct wrapped_key wrapped;
    data_key_create(ring, &place.organization_id, &made, &wrapped);
    int saved = hide_log();
    for (size_t i = 0; i < wrapped.blob_len; i++) {
        wrapped.blob[i] ^= 0x40;
        assert_stays_wrapped(&wrapped);
        wrapped.blob[i] ^= 0x40;
    }
    struct wrapped_key changed = wrapped;
    for (changed.blob_len = 0; changed.blob_len < 400; changed.blob_len++)
        if (changed.blob_len != wrapped.blob_len)
            assert_stays_wrapped(&changed);
    show_log(saved);
    changed = wrapped;
    changed.id = uuid_make();
    assert_stays_wrapped(&changed);
    memcpy(changed.blob + 2, changed.id.bytes, sizeof changed.id.bytes);
    assert_stays_wrapped(&changed);
    changed = wrapped;
    changed.organization_id = uuid_make();
    assert_stays_wrapped(&changed);
    changed = wrapped;
    memcpy(changed.kid, "b", 2);
    assert_stays_wrapped(&changed);
    memcpy(changed.kid, "c", 2);
    assert_stays_wrapped(&changed);
}

/* A field can't be planted as a data key: the purpose is part of what is authenticated. */
static void a_field_does_not_pass_for_a_wrapped_key(void **state)
{
    (void)state;
    struct wrapped_key wrapped = {
        .id = uuid_make(), .organization_id = place.organization_id, .kid = "a"};
    struct data_key wrap_key = {.id = wrapped.id};
    memcpy(wrap_key.bytes, keyring_purpose_key(ring, "a", KEY_PURPOSE_WRAP), KEY_LEN);
    struct seal_place stored = {"data_keys", "blob", wrapped.organization_id, wrapped.id};
    char planted[KEY_LEN] = "planted";
    struct text blob = seal(arena, &wrap_key, &stored, (struct text){planted, sizeof planted});
    struct text plain = {NULL, 0};
    assert_int_equal(unseal(arena, &wrap_key, &stored, blob, &plain), ERR_NONE);
    memcpy(wrapped.blob, blob.data, blob.len);
    wrapped.blob_len = blob.len;
    assert_stays_wrapped(&wrapped);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(texts_come_back_byte_for_byte, empty_arena),
        cmocka_unit_test_teardown(texts_of_every_length_come_back, empty_arena),
        cmocka_unit_test_teardown(blobs_show_nothing, empty_arena),
        cmocka_unit_test_teardown(a_moved_blob_does_not_open, empty_arena),
        cmocka_unit_test_teardown(another_key_does_not_open, empty_arena),
        cmocka_unit_test_teardown(a_changed_byte_is_found, empty_arena),
        cmocka_unit_test_teardown(a_cut_blob_does_not_open, empty_arena),
        cmocka_unit_test_teardown(wrapped_keys_open, empty_arena),
        cmocka_unit_test_teardown(tampered_wrapped_keys_do_not_open, empty_arena),
        cmocka_unit_test_teardown(a_field_does_not_pass_for_a_wrapped_key, empty_arena),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
