#include "test.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "crypt.h"
#include "crypt/token.h"

#define BASE64URL "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"

static struct arena *arena;
static struct keyring *ring;
static struct keyring *other_ring;

static int set_up(void **state)
{
    (void)state;
    arena = arena_create(1024 * 1024);
    ring = ring_of("a active " RING_KEY_A "\n");
    other_ring = ring_of("a active " RING_KEY_B "\n");
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

static void secrets_are_random_and_fit_a_cookie(void **state)
{
    (void)state;
    char secrets[64][SECRET_TEXT_LEN];
    for (size_t i = 0; i < COUNT_OF(secrets); i++) {
        secret_make(secrets[i]);
        assert_int_equal(strlen(secrets[i]), SECRET_TEXT_LEN - 1);
        assert_int_equal(strspn(secrets[i], BASE64URL), SECRET_TEXT_LEN - 1);
        for (size_t j = 0; j < i; j++)
            assert_string_not_equal(secrets[i], secrets[j]);
    }
}

static void tokens_say_their_organization(void **state)
{
    (void)state;
    char token[TOKEN_TEXT_LEN];
    char other[TOKEN_TEXT_LEN];
    struct uuid organization_id = uuid_make();
    struct uuid claimed;
    token_make(&organization_id, token);
    token_make(&organization_id, other);
    assert_int_equal(strlen(token), TOKEN_TEXT_LEN - 1);
    assert_int_equal(strspn(token, BASE64URL "."), TOKEN_TEXT_LEN - 1);
    assert_string_not_equal(token, other);
    assert_int_equal(token_organization(token, &claimed), ERR_NONE);
    assert_memory_equal(&claimed, &organization_id, sizeof claimed);
}

static void what_is_no_token_has_no_organization(void **state)
{
    (void)state;
    char token[TOKEN_TEXT_LEN];
    struct uuid organization_id = uuid_make();
    struct uuid claimed;
    token_make(&organization_id, token);
    char longer[TOKEN_TEXT_LEN + 1];
    char broken[4][TOKEN_TEXT_LEN];
    (void)snprintf(longer, sizeof longer, "%sA", token);
    for (size_t i = 0; i < COUNT_OF(broken); i++)
        memcpy(broken[i], token, sizeof token);
    broken[0][UUID_TEXT_LEN - 1] = '-';   /* no dot */
    broken[1][0] = 'X';                   /* no UUID */
    broken[2][TOKEN_TEXT_LEN - 2] = '\0'; /* too short */
    memmove(broken[3], broken[3] + 1, TOKEN_TEXT_LEN - 1);
    for (size_t i = 0; i < COUNT_OF(broken); i++)
        assert_int_equal(token_organization(broken[i], &claimed), ERR_INVALID);
    assert_int_equal(token_organization(longer, &claimed), ERR_INVALID);
    assert_int_equal(token_organization("", &claimed), ERR_INVALID);
    assert_int_equal(token_organization(".", &claimed), ERR_INVALID);
}

static void codes_are_groups_of_clear_characters(void **state)
{
    (void)state;
    bool is_seen[128] = {false};
    for (int round = 0; round < 200; round++) {
        char code[CODE_TEXT_LEN];
        code_make(code);
        assert_int_equal(strlen(code), CODE_TEXT_LEN - 1);
        for (size_t i = 0; code[i] != '\0'; i++) {
            assert_int_equal(code[i] == '-', i % 6 == 5);
            assert_true(code[i] == '-' || isdigit(code[i]) || isupper(code[i]));
            is_seen[(unsigned char)code[i]] = true;
        }
    }
    int count = 0;
    for (size_t i = 0; i < COUNT_OF(is_seen); i++)
        count += is_seen[i];
    assert_int_equal(count, 33); /* all of the 32, and the dash */
    assert_false(is_seen['I'] || is_seen['L'] || is_seen['O'] || is_seen['U']);
}

static bool same_code(const char *a, const char *b)
{
    uint8_t hash_a[KEYRING_HASHES][HASH_LEN];
    uint8_t hash_b[KEYRING_HASHES][HASH_LEN];
    code_hash(ring, KEY_PURPOSE_LINK, a, hash_a);
    code_hash(ring, KEY_PURPOSE_LINK, b, hash_b);
    return memcmp(hash_a, hash_b, sizeof hash_a) == 0;
}

static void a_code_may_be_typed_in_many_ways(void **state)
{
    (void)state;
    static const char code[] = "0123A-10QZ9-ABCDE-FGHJ1";
    assert_true(same_code(code, "0123a-10qz9-abcde-fghj1"));
    assert_true(same_code(code, "0123A10QZ9ABCDEFGHJ1"));
    assert_true(same_code(code, " 0123A 10QZ9 ABCDE FGHJ1 "));
    assert_true(same_code(code, "O123a-lOqz9-abcde-fghji"));
    assert_true(same_code(code, "o123A-I0QZ9-ABCDE-FGHJL"));
    assert_false(same_code(code, "0123A-10QZ9-ABCDE-FGHJ2"));
    assert_false(same_code(code, "0123A-10QZ9-ABCDE-FGHJ"));
    assert_false(same_code(code, "0123A-10QZ9-ABCDE-FGHJ11"));
    assert_false(same_code(code, ""));
    char *long_code = arena_alloc(arena, 5000);
    memset(long_code, '1', 4999);
    memcpy(long_code, code, strlen(code));
    assert_false(same_code(code, long_code));
}

static void hashes_depend_on_key_and_purpose(void **state)
{
    (void)state;
    uint8_t session[KEYRING_HASHES][HASH_LEN];
    uint8_t other[KEYRING_HASHES][HASH_LEN];
    token_hash(ring, KEY_PURPOSE_SESSION, "token", session);
    /* HMAC-SHA256 under the session key of this ring, computed apart from this program. */
    static const uint8_t expected[] = {0x0d, 0x95, 0x2a, 0x91, 0x16, 0xd2, 0x92, 0x0a};
    assert_memory_equal(session[0], expected, sizeof expected);
    assert_memory_equal(session[1], session[0], HASH_LEN);
    token_hash(ring, KEY_PURPOSE_LINK, "token", other);
    assert_memory_not_equal(session, other, HASH_LEN);
    token_hash(other_ring, KEY_PURPOSE_SESSION, "token", other);
    assert_memory_not_equal(session, other, HASH_LEN);
    token_hash(ring, KEY_PURPOSE_SESSION, "Token", other);
    assert_memory_not_equal(session, other, HASH_LEN);
    token_hash(ring, KEY_PURPOSE_SESSION, "token", other);
    assert_memory_equal(session, other, HASH_LEN);
}

static void form_tokens_belong_to_one_cookie(void **state)
{
    (void)state;
    char one[CSRF_TEXT_LEN];
    char two[CSRF_TEXT_LEN];
    csrf_token(ring, "cookie-one", one);
    csrf_token(ring, "cookie-two", two);
    assert_int_equal(strspn(one, BASE64URL), CSRF_TEXT_LEN - 1);
    assert_true(csrf_fits(ring, "cookie-one", one));
    assert_false(csrf_fits(ring, "cookie-one", two));
    assert_false(csrf_fits(ring, "cookie-two", one));
    assert_false(csrf_fits(other_ring, "cookie-one", one));
}

static void form_tokens_are_masked_anew(void **state)
{
    (void)state;
    char one[CSRF_TEXT_LEN];
    char again[CSRF_TEXT_LEN];
    int alike = 0;
    csrf_token(ring, "cookie", one);
    csrf_token(ring, "cookie", again);
    for (int i = 0; i < CSRF_TEXT_LEN - 1; i++)
        alike += one[i] == again[i];
    assert_in_range(alike, 0, 15); /* of 86, with 64 letters: one or two are expected */
    assert_true(csrf_fits(ring, "cookie", one));
    assert_true(csrf_fits(ring, "cookie", again));
}

static void form_tokens_of_another_shape_do_not_fit(void **state)
{
    (void)state;
    char token[CSRF_TEXT_LEN + 1] = "";
    csrf_token(ring, "cookie", token);
    for (int i = 0; i < CSRF_TEXT_LEN - 1; i++) {
        char before = token[i];
        token[i] = before == 'A' ? 'B' : 'A';
        assert_false(csrf_fits(ring, "cookie", token));
        token[i] = '\0';
        assert_false(csrf_fits(ring, "cookie", token));
        token[i] = before;
    }
    token[CSRF_TEXT_LEN - 1] = 'A';
    assert_false(csrf_fits(ring, "cookie", token));
}

static void signed_texts_come_back(void **state)
{
    (void)state;
    static const char *const texts[] = {
        "", "a", "ab", "abc", "Saved. \"Quotes\"; semicolons, \xc3\xa9 and \xe2\x80\xa8",
    };
    for (size_t i = 0; i < COUNT_OF(texts); i++) {
        char *signed_text = signed_text_make(ring, arena, texts[i]);
        assert_int_equal(strspn(signed_text, BASE64URL "."), strlen(signed_text));
        char *text = NULL;
        assert_int_equal(signed_text_open(ring, arena, signed_text, &text), ERR_NONE);
        assert_string_equal(text, texts[i]);
        assert_int_equal(signed_text_open(other_ring, arena, signed_text, &text), ERR_INVALID);
    }
}

static void signed_texts_can_not_be_changed(void **state)
{
    (void)state;
    char *signed_text = signed_text_make(ring, arena, "goes to /prompts");
    char *text = NULL;
    size_t len = strlen(signed_text);
    for (size_t i = 0; i < len; i++) {
        char kept = signed_text[i];
        for (const char *p = BASE64URL ".=% "; *p != '\0'; p++) {
            signed_text[i] = *p;
            enum err expected = *p == kept ? ERR_NONE : ERR_INVALID;
            assert_int_equal(signed_text_open(ring, arena, signed_text, &text), expected);
        }
        signed_text[i] = '\0'; /* cut off here */
        assert_int_equal(signed_text_open(ring, arena, signed_text, &text), ERR_INVALID);
        signed_text[i] = kept;
        arena_reset(arena);
        signed_text = signed_text_make(ring, arena, "goes to /prompts");
    }
    char *longer = arena_printf(arena, "%sA", signed_text);
    assert_int_equal(signed_text_open(ring, arena, longer, &text), ERR_INVALID);
    assert_int_equal(signed_text_open(ring, arena, "", &text), ERR_INVALID);
    assert_int_equal(signed_text_open(ring, arena, ".", &text), ERR_INVALID);
}

/* FIPS 180-4 examples. */
static void sha256_is_sha256(void **state)
{
    (void)state;
    char hex[SHA256_HEX_LEN];
    sha256_hex("abc", 3, hex);
    assert_string_equal(hex, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    sha256_hex(NULL, 0, hex);
    assert_string_equal(hex, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(secrets_are_random_and_fit_a_cookie),
        cmocka_unit_test(tokens_say_their_organization),
        cmocka_unit_test(what_is_no_token_has_no_organization),
        cmocka_unit_test(codes_are_groups_of_clear_characters),
        cmocka_unit_test(a_code_may_be_typed_in_many_ways),
        cmocka_unit_test(hashes_depend_on_key_and_purpose),
        cmocka_unit_test(form_tokens_belong_to_one_cookie),
        cmocka_unit_test(form_tokens_are_masked_anew),
        cmocka_unit_test(form_tokens_of_another_shape_do_not_fit),
        cmocka_unit_test(signed_texts_come_back),
        cmocka_unit_test(signed_texts_can_not_be_changed),
        cmocka_unit_test(sha256_is_sha256),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
