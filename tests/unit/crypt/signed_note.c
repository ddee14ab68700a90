#include "test.h"

#include <string.h>

#include "crypt.h"
#include "crypt/signed_note.h"

static struct arena *arena;
static struct keyring *ring;
static struct keyring *other_ring;

static int set_up(void **state)
{
    (void)state;
    arena = arena_create(1024 * 1024);
    ring = ring_of("new active " RING_KEY_A "\nold decrypt " RING_KEY_B "\n");
    other_ring = ring_of("old active " RING_KEY_B "\n");
    return ring == NULL || other_ring == NULL ? -1 : 0;
}

static int tear_down(void **state)
{
    (void)state;
    keyring_close(ring);
    keyring_close(other_ring);
    arena_destroy(arena);
    return 0;
}

static struct note_key key_of(const char *kid)
{
    struct note_key key;
    assert_int_equal(note_key_of(ring, kid, &key), ERR_NONE);
    return key;
}

/* The example of golang.org/x/mod/sumdb/note, which C2SP specified later. */
static void a_note_of_another_program_is_checked(void **state)
{
    (void)state;
    static const char note[] =
        "If you think cryptography is the answer to your problem,\n"
        "then you don't know what your problem is.\n"
        "\n"
        "\xe2\x80\x94 PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZI"
        "nNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n";
    struct note_key key;
    const char *text = NULL;
    const struct note_key *by = NULL;
    assert_int_equal(
        note_key_read("PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW", &key),
        ERR_NONE);
    assert_string_equal(key.name, "PeterNeumann");
    assert_int_equal(signed_note_open(arena, &key, 1, note, &text, &by), ERR_NONE);
    assert_string_equal(text, "If you think cryptography is the answer to your problem,\n"
                              "then you don't know what your problem is.\n");
    assert_ptr_equal(by, &key);
}

static void what_is_signed_can_be_checked_and_nothing_else(void **state)
{
    (void)state;
    const struct note_key keys[] = {key_of("old"), key_of(NULL)};
    const struct note_key *by = NULL;
    const char *text = NULL;
    char *note = signed_note_make(ring, arena, "{\n  \"a\": 1\n}\n\nand more\n");
    assert_int_equal(signed_note_open(arena, keys, 2, note, &text, &by), ERR_NONE);
    assert_string_equal(text, "{\n  \"a\": 1\n}\n\nand more\n");
    assert_string_equal(by->name, "rostrum/new");
    assert_int_equal(signed_note_open(arena, keys, 1, note, &text, &by), ERR_NOT_FOUND);
    assert_int_equal(signed_note_open(arena, NULL, 0, note, &text, &by), ERR_NOT_FOUND);
    for (size_t i = 0; i < strlen(note); i++)
        for (unsigned bit = 1; bit < 256; bit <<= 1) {
            char was = note[i];
            note[i] = (char)((unsigned char)was ^ bit);
            assert_int_not_equal(signed_note_open(arena, keys, 2, note, &text, &by), ERR_NONE);
            note[i] = was;
        }
    for (size_t len = strlen(note); len-- > 0;) {
        note[len] = '\0';
        assert_int_not_equal(signed_note_open(arena, keys, 2, note, &text, &by), ERR_NONE);
    }
}

/* A key of one kid is the same in every ring that has it; another kid or master has another. */
static void each_master_key_has_its_signing_key(void **state)
{
    (void)state;
    struct note_key mine = key_of("old");
    struct note_key theirs;
    struct note_key active = key_of(NULL);
    assert_int_equal(note_key_of(other_ring, NULL, &theirs), ERR_NONE);
    assert_memory_equal(mine.bytes, theirs.bytes, NOTE_KEY_LEN);
    assert_string_equal(mine.name, theirs.name);
    assert_memory_not_equal(mine.bytes, active.bytes, NOTE_KEY_LEN);
    assert_int_equal(note_key_of(ring, "none", &mine), ERR_NOT_FOUND);
    note_key_set(&mine, "new", active.bytes);
    assert_string_equal(mine.name, active.name);
    assert_memory_equal(mine.bytes, active.bytes, NOTE_KEY_LEN);
}

static void a_public_key_is_read_as_it_was_written(void **state)
{
    (void)state;
    struct note_key key = key_of(NULL);
    struct note_key read;
    char *text = note_key_text(arena, &key);
    assert_int_equal(note_key_read(text, &read), ERR_NONE);
    assert_string_equal(read.name, key.name);
    assert_memory_equal(read.bytes, key.bytes, NOTE_KEY_LEN);
    for (size_t i = 0; i < strlen(text); i++) {
        text[i] ^= 1;
        assert_int_equal(note_key_read(text, &read), ERR_INVALID);
        text[i] ^= 1;
    }
    for (size_t len = strlen(text); len-- > 0;) {
        text[len] = '\0';
        assert_int_equal(note_key_read(text, &read), ERR_INVALID);
    }
    const char *pem = note_key_pem(arena, &key);
    assert_non_null(strstr(pem, "\nMCowBQYDK2VwAyEA"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_note_of_another_program_is_checked),
        cmocka_unit_test(what_is_signed_can_be_checked_and_nothing_else),
        cmocka_unit_test(each_master_key_has_its_signing_key),
        cmocka_unit_test(a_public_key_is_read_as_it_was_written),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
