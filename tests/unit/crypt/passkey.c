#include "test.h"

#include <string.h>

#include "authenticator.h"
#include "base/clock.h"
#include "crypt.h"
#include "crypt/passkey.h"

#define ORIGIN "https://rostrum.example.org"
#define COOKIE "the cookie of a browser"
enum { EDDSA = -8 };

static struct arena *arena;
static struct keyring *ring;
static const struct passkey_site site = {ORIGIN, "rostrum.example.org"};

static int set_up(void **state)
{
    (void)state;
    arena = arena_create(4 * 1024 * 1024);
    ring = ring_of("a active " RING_KEY_A "\n");
    return ring == NULL ? -1 : 0;
}

static int tear_down(void **state)
{
    (void)state;
    keyring_close(ring);
    arena_destroy(arena);
    return 0;
}

static const char *challenge(enum passkey_purpose purpose)
{
    return passkey_challenge(ring, arena, purpose, COOKIE);
}

static enum err make(const struct passkey_answer *answer, struct passkey_made *made)
{
    return passkey_check_made(ring, arena, &site, COOKIE, answer, EDDSA, made);
}

static enum err use(const struct passkey_answer *answer, const struct passkey_key *key)
{
    struct passkey_used used;
    return passkey_check_used(ring, arena, &site, COOKIE, answer, key, &used);
}

/* A passkey as it is kept. */
static struct passkey_key key_of(const struct authenticator *device)
{
    struct passkey_made made;
    struct passkey_answer answer = authenticator_register(device, arena, challenge(PASSKEY_MAKE));
    assert_int_equal(make(&answer, &made), ERR_NONE);
    return made.key;
}

static void a_passkey_is_made_and_signs(void **state)
{
    (void)state;
    struct passkey_made made;
    struct passkey_used used;
    struct authenticator device = authenticator_make(ORIGIN, site.rp_id);
    device.count = 7;
    struct passkey_answer answer = authenticator_register(&device, arena, challenge(PASSKEY_MAKE));
    assert_int_equal(make(&answer, &made), ERR_NONE);
    assert_int_equal(made.id.len, sizeof device.id);
    assert_memory_equal(made.id.data, device.id, sizeof device.id);
    assert_memory_equal(made.key.public_key.data, device.public_key, sizeof device.public_key);
    assert_int_equal(made.key.sign_count, 7);
    device.count = 0x01020304;
    answer = authenticator_sign(&device, arena, challenge(PASSKEY_SIGN_IN));
    assert_int_equal(passkey_check_used(ring, arena, &site, COOKIE, &answer, &made.key, &used),
                     ERR_NONE);
    assert_int_equal(used.sign_count, 0x01020304);
    assert_memory_not_equal(used.challenge_hash, made.challenge_hash, HASH_LEN);
}

static void the_host_of_an_origin_is_found(void **state)
{
    (void)state;
    assert_string_equal(passkey_rp_id(arena, "https://rostrum.example.org"), "rostrum.example.org");
    assert_string_equal(passkey_rp_id(arena, "http://localhost:8080"), "localhost");
}

/* Each of them signed by the right key. */
static void what_is_not_as_it_must_be_is_refused(void **state)
{
    (void)state;
    struct passkey_made made;
    static const struct authenticator wrong[] = {
        {.type = "webauthn.get"},
        {.type = "payment.get"},
        {.origin = "https://rostrum.example.org.evil.example"},
        {.origin = "https://rostrum.example.org:8443"},
        {.origin = "http://rostrum.example.org"},
        {.rp_id = "example.org"},
        {.more = ",\"crossOrigin\":true"},
        {.more = ",\"topOrigin\":\"https://evil.example\""},
        {.more = ",\"origin\":\"" ORIGIN "\""},
        {.more = ",\"deep\":[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]"
                 "]]]]]]]]]]"},
        {.flags = AUTHENTICATOR_PRESENT},
        {.flags = AUTHENTICATOR_VERIFIED},
    };
    for (size_t i = 0; i < COUNT_OF(wrong); i++) {
        struct authenticator device = authenticator_make(ORIGIN, site.rp_id);
        struct passkey_key key = key_of(&device);
        device.type = wrong[i].type;
        device.origin = wrong[i].origin == NULL ? device.origin : wrong[i].origin;
        device.rp_id = wrong[i].rp_id == NULL ? device.rp_id : wrong[i].rp_id;
        device.more = wrong[i].more == NULL ? device.more : wrong[i].more;
        device.flags = wrong[i].flags == 0 ? device.flags : wrong[i].flags;
        struct passkey_answer answer =
            authenticator_register(&device, arena, challenge(PASSKEY_MAKE));
        assert_int_equal(make(&answer, &made), ERR_DENIED);
        if (i == 0)
            device.type = "webauthn.create";
        answer = authenticator_sign(&device, arena, challenge(PASSKEY_SIGN_IN));
        assert_int_equal(use(&answer, &key), ERR_DENIED);
    }
}

static void challenges_are_of_one_purpose_browser_and_time(void **state)
{
    (void)state;
    struct authenticator device = authenticator_make(ORIGIN, site.rp_id);
    struct passkey_key key = key_of(&device);
    struct passkey_made made;
    const char *const wrong[] = {
        challenge(PASSKEY_MAKE),
        passkey_challenge(ring, arena, PASSKEY_SIGN_IN, "another browser"),
        "",
        "a challenge of the attacker",
        signed_text_make(ring, arena, "success:passkey sign_in"),
        signed_text_make(ring, arena, "passkey sign_in "),
    };
    for (size_t i = 0; i < COUNT_OF(wrong); i++) {
        struct passkey_answer answer = authenticator_sign(&device, arena, wrong[i]);
        assert_int_equal(use(&answer, &key), ERR_DENIED);
    }
    struct passkey_answer answer =
        authenticator_register(&device, arena, challenge(PASSKEY_SIGN_IN));
    assert_int_equal(make(&answer, &made), ERR_DENIED);
    answer = authenticator_sign(&device, arena, challenge(PASSKEY_SIGN_IN));
    assert_int_equal(use(&answer, &key), ERR_NONE);
    clock_travel(clock_now() + 5 * CLOCK_MINUTE + CLOCK_SECOND);
    assert_int_equal(use(&answer, &key), ERR_DENIED);
    clock_travel(0);
}

static void signatures_of_others_and_changed_ones_are_refused(void **state)
{
    (void)state;
    struct authenticator device = authenticator_make(ORIGIN, site.rp_id);
    struct authenticator other = authenticator_make(ORIGIN, site.rp_id);
    struct passkey_key key = key_of(&device);
    struct passkey_answer answer = authenticator_sign(&other, arena, challenge(PASSKEY_SIGN_IN));
    assert_int_equal(use(&answer, &key), ERR_DENIED);
    answer = authenticator_sign(&device, arena, challenge(PASSKEY_SIGN_IN));
    char *changed = arena_strdup(arena, answer.signature);
    for (size_t i = 0; i < strlen(changed); i += 9) {
        char was = changed[i];
        changed[i] = was == 'A' ? 'B' : 'A';
        struct passkey_answer forged = {answer.client_data, answer.auth_data, changed};
        assert_int_equal(use(&forged, &key), ERR_DENIED);
        changed[i] = was;
    }
    static const int64_t algorithms[] = {0, -7, -257, -65535, 8, INT64_MAX};
    for (size_t i = 0; i < COUNT_OF(algorithms); i++) {
        struct passkey_key confused = {algorithms[i], key.public_key, 0};
        assert_int_equal(use(&answer, &confused), ERR_DENIED);
    }
}

/* Whatever is cut off, added or changed in the bytes of an authenticator. */
static void hostile_bytes_are_refused(void **state)
{
    (void)state;
    struct authenticator device = authenticator_make(ORIGIN, site.rp_id);
    struct passkey_made made;
    struct text data = authenticator_data(&device, arena, device.flags | AUTHENTICATOR_HAS_KEY);
    struct passkey_answer answer = authenticator_register(&device, arena, challenge(PASSKEY_MAKE));
    for (size_t len = 0; len < data.len; len++) {
        answer.auth_data = base64url_make(arena, (struct text){data.data, len});
        assert_int_equal(make(&answer, &made), ERR_DENIED);
    }
    enum { KEY_AT = HASH_LEN + 5 + 18 + 16, KEY_HEAD = 10 };
    for (size_t at = KEY_AT; at < KEY_AT + KEY_HEAD; at++)
        for (int bit = 0; bit < 8; bit++) {
            char *bytes = (char *)data.data;
            bytes[at] = (char)(bytes[at] ^ (1 << bit));
            answer.auth_data = base64url_make(arena, data);
            assert_int_equal(make(&answer, &made), ERR_DENIED);
            bytes[at] = (char)(bytes[at] ^ (1 << bit));
        }
    static const char *const texts[] = {"",       "AA",  "not base64!",
                                        "====",   "e30", "W10",
                                        "bnVsbA", "IiI", "eyJ0eXBlIjoid2ViYXV0aG4uY3JlYXRlIn0"};
    for (size_t i = 0; i < COUNT_OF(texts); i++) {
        struct passkey_answer forged = {texts[i], base64url_make(arena, data), NULL};
        assert_int_equal(make(&forged, &made), ERR_DENIED);
        answer.auth_data = texts[i];
        assert_int_equal(make(&answer, &made), ERR_DENIED);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_passkey_is_made_and_signs),
        cmocka_unit_test(the_host_of_an_origin_is_found),
        cmocka_unit_test(what_is_not_as_it_must_be_is_refused),
        cmocka_unit_test(challenges_are_of_one_purpose_browser_and_time),
        cmocka_unit_test(signatures_of_others_and_changed_ones_are_refused),
        cmocka_unit_test(hostile_bytes_are_refused),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
