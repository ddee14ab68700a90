#include "test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "authenticator.h"
#include "base/buf.h"
#include "crypt.h"
#include "crypt/passkey.h"

/* Passkeys of the algorithms that most authenticators have: keys and signatures are OpenSSL's. */

#define ORIGIN "https://rostrum.example.org"
#define COOKIE "the cookie of a browser"

enum { RSA_LEN = 256, RSA_AT = 33, EC_LEN = 64, FILE_MAX = 4096, KEY_AT = HASH_LEN + 5 + 18 + 16 };

static struct arena *arena;
static struct keyring *ring;
static char folder[40];
static const struct passkey_site site = {ORIGIN, "rostrum.example.org"};

/* An algorithm, how its key is made, and how the key stands in COSE (RFC 9053): what is before its
 * first number and between both. */
struct algorithm {
    int64_t id;
    const char *name;
    const char *genpkey;
    const char *head;
    size_t head_len;
    const char *middle;
    size_t middle_len;
};
static const struct algorithm algorithms[] = {
    {-257, "rs256", "-algorithm RSA -pkeyopt rsa_keygen_bits:2048",
     "\xa4\x01\x03\x03\x39\x01\x00\x20\x59\x01\x00", 11, "\x21\x43", 2},
    {-7, "es256", "-algorithm EC -pkeyopt ec_paramgen_curve:P-256",
     "\xa5\x01\x02\x03\x26\x20\x01\x21\x58\x20", 10, "\x22\x58\x20", 3},
};

static void run(const char *command)
{
    if (system(command) != 0) /* NOLINT(cert-env33-c): the arguments are ours */
        fail_msg("%s", command);
}

static struct text read_all(const char *name)
{
    char path[80];
    char *bytes = arena_alloc(arena, FILE_MAX);
    (void)snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *file = fopen(path, "rb");
    assert_non_null(file);
    size_t len = fread(bytes, 1, FILE_MAX, file);
    assert_int_equal(fclose(file), 0);
    return (struct text){bytes, len};
}

/* Both keys, in PEM, and the public halves in DER. */
static int set_up(void **state)
{
    (void)state;
    arena = arena_create(4 * 1024 * 1024);
    ring = ring_of("a active " RING_KEY_A "\n");
    (void)snprintf(folder, sizeof folder, "/tmp/passkeys-XXXXXX");
    if (ring == NULL || mkdtemp(folder) == NULL)
        return -1;
    for (size_t i = 0; i < COUNT_OF(algorithms); i++) {
        const char *name = algorithms[i].name;
        run(arena_printf(arena, "openssl genpkey %s -out %s/%s.pem 2>/dev/null",
                         algorithms[i].genpkey, folder, name));
        run(arena_printf(arena, "openssl pkey -in %s/%s.pem -pubout -outform DER -out %s/%s.der",
                         folder, name, folder, name));
    }
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    run(arena_printf(arena, "rm -r %s", folder));
    keyring_close(ring);
    arena_destroy(arena);
    return 0;
}

/* The key in COSE: modulus and exponent, or the coordinates of a point. */
static struct text cose_of(const struct algorithm *algorithm)
{
    struct text der = read_all(arena_printf(arena, "%s.der", algorithm->name));
    bool is_rsa = algorithm->id == -257;
    const char *first = is_rsa ? der.data + RSA_AT : der.data + der.len - EC_LEN;
    size_t first_len = is_rsa ? RSA_LEN : EC_LEN / 2;
    size_t second_len = is_rsa ? 3 : EC_LEN / 2;
    const char *second = der.data + der.len - second_len;
    struct buf cose;
    buf_init(&cose, arena);
    buf_add(&cose, algorithm->head, algorithm->head_len);
    buf_add(&cose, first, first_len);
    buf_add(&cose, algorithm->middle, algorithm->middle_len);
    buf_add(&cose, second, second_len);
    return (struct text){cose.data, cose.len};
}

/* What an authenticator with this key says of it. */
static struct passkey_answer answer_made(const struct authenticator *device, struct text cose)
{
    struct passkey_answer answer =
        authenticator_register(device, arena, passkey_challenge(ring, arena, PASSKEY_MAKE, COOKIE));
    struct text data = authenticator_data(device, arena, device->flags | AUTHENTICATOR_HAS_KEY);
    struct buf bytes;
    buf_init(&bytes, arena);
    buf_add(&bytes, data.data, KEY_AT);
    buf_add(&bytes, cose.data, cose.len);
    answer.auth_data = base64url_make(arena, (struct text){bytes.data, bytes.len});
    return answer;
}

/* options: of openssl dgst. */
static struct passkey_answer answer_signed(const struct authenticator *device, const char *name,
                                           const char *options)
{
    uint8_t bytes[1024];
    char path[80];
    struct text client = authenticator_client_data(
        device, arena, "webauthn.get", passkey_challenge(ring, arena, PASSKEY_SIGN_IN, COOKIE));
    struct text data = authenticator_data(device, arena, device->flags);
    memcpy(bytes, data.data, data.len);
    sha256(client.data, client.len, bytes + data.len);
    (void)snprintf(path, sizeof path, "%s/bytes", folder);
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(bytes, 1, data.len + HASH_LEN, file), data.len + HASH_LEN);
    assert_int_equal(fclose(file), 0);
    run(arena_printf(arena, "openssl dgst %s -sign %s/%s.pem -out %s/signature %s", options, folder,
                     name, folder, path));
    return (struct passkey_answer){base64url_make(arena, client), base64url_make(arena, data),
                                   base64url_make(arena, read_all("signature"))};
}

static enum err use(const struct passkey_answer *answer, const struct passkey_key *key)
{
    struct passkey_used used;
    return passkey_check_used(ring, arena, &site, COOKIE, answer, key, &used);
}

static struct passkey_key key_of(const struct authenticator *device,
                                 const struct algorithm *algorithm)
{
    struct passkey_made made;
    struct passkey_answer answer = answer_made(device, cose_of(algorithm));
    assert_int_equal(passkey_check_made(ring, arena, &site, COOKIE, &answer, algorithm->id, &made),
                     ERR_NONE);
    assert_int_equal(made.key.algorithm, algorithm->id);
    assert_memory_equal(made.id.data, device->id, sizeof device->id);
    return made.key;
}

static void each_algorithm_is_verified(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(algorithms); i++) {
        struct authenticator device = authenticator_make(ORIGIN, site.rp_id);
        struct passkey_key key = key_of(&device, &algorithms[i]);
        struct passkey_answer answer = answer_signed(&device, algorithms[i].name, "-sha256");
        assert_int_equal(use(&answer, &key), ERR_NONE);
    }
}

static void changed_signatures_and_data_are_refused(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(algorithms); i++) {
        struct authenticator device = authenticator_make(ORIGIN, site.rp_id);
        struct passkey_key key = key_of(&device, &algorithms[i]);
        struct passkey_answer answer = answer_signed(&device, algorithms[i].name, "-sha256");
        char *changed = arena_strdup(arena, answer.signature);
        for (size_t at = 0; at < strlen(changed); at += 7) {
            char was = changed[at];
            changed[at] = was == 'A' ? 'B' : 'A';
            struct passkey_answer forged = {answer.client_data, answer.auth_data, changed};
            assert_int_equal(use(&forged, &key), ERR_DENIED);
            changed[at] = was;
        }
        device.count++;
        struct passkey_answer moved = answer;
        moved.auth_data = base64url_make(arena, authenticator_data(&device, arena, device.flags));
        assert_int_equal(use(&moved, &key), ERR_DENIED);
        struct passkey_answer unsigned_answer = {answer.client_data, answer.auth_data, ""};
        assert_int_equal(use(&unsigned_answer, &key), ERR_DENIED);
    }
}

/* RS256 is PKCS #1 v1.5 with SHA-256 and nothing else; and an algorithm is that of its key. */
static void other_schemes_and_keys_are_refused(void **state)
{
    (void)state;
    struct authenticator device = authenticator_make(ORIGIN, site.rp_id);
    struct passkey_key keys[COUNT_OF(algorithms)];
    static const char *const schemes[] = {"-sha1", "-sha512",
                                          "-sha256 -sigopt rsa_padding_mode:pss"};
    for (size_t i = 0; i < COUNT_OF(algorithms); i++)
        keys[i] = key_of(&device, &algorithms[i]);
    for (size_t i = 0; i < COUNT_OF(schemes); i++) {
        struct passkey_answer answer = answer_signed(&device, "rs256", schemes[i]);
        assert_int_equal(use(&answer, &keys[0]), ERR_DENIED);
    }
    for (size_t i = 0; i < COUNT_OF(algorithms); i++) {
        struct passkey_answer answer = answer_signed(&device, algorithms[i].name, "-sha256");
        assert_int_equal(use(&answer, &keys[1 - i]), ERR_DENIED);
        struct passkey_key confused = {algorithms[1 - i].id, keys[i].public_key, 0};
        assert_int_equal(use(&answer, &confused), ERR_DENIED);
    }
}

/* The key in COSE cut off anywhere, and said to be of another algorithm. */
static void hostile_keys_are_refused(void **state)
{
    (void)state;
    struct passkey_made made;
    struct authenticator device = authenticator_make(ORIGIN, site.rp_id);
    for (size_t i = 0; i < COUNT_OF(algorithms); i++) {
        struct text cose = cose_of(&algorithms[i]);
        for (size_t len = 0; len < cose.len; len++) {
            struct passkey_answer answer = answer_made(&device, (struct text){cose.data, len});
            assert_int_equal(
                passkey_check_made(ring, arena, &site, COOKIE, &answer, algorithms[i].id, &made),
                ERR_DENIED);
        }
        struct passkey_answer answer = answer_made(&device, cose);
        assert_int_equal(
            passkey_check_made(ring, arena, &site, COOKIE, &answer, algorithms[1 - i].id, &made),
            ERR_DENIED);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_algorithm_is_verified),
        cmocka_unit_test(changed_signatures_and_data_are_refused),
        cmocka_unit_test(other_schemes_and_keys_are_refused),
        cmocka_unit_test(hostile_keys_are_refused),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
