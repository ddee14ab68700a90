#include "crypt/runner_key.h"

#include <sodium.h>
#include <string.h>

#include "crypt/base64.h"

static const char secret_prefix[] = "rostrum-runner-secret+";
static const char public_prefix[] = "rostrum-runner+";

enum { CHECK_BYTES = 4, CHECK_LEN = 2 * CHECK_BYTES };

static void start(void)
{
    if (sodium_init() < 0)
        die("libsodium can't start");
}

static void set_public(struct runner_key *key)
{
    uint8_t secret[crypto_sign_SECRETKEYBYTES];
    (void)crypto_sign_seed_keypair(key->public.bytes, secret, key->seed);
    sodium_memzero(secret, sizeof secret);
}

void runner_key_make(struct runner_key *key)
{
    start();
    randombytes_buf(key->seed, sizeof key->seed);
    set_public(key);
}

void runner_key_wipe(struct runner_key *key)
{
    sodium_memzero(key, sizeof *key);
}

/* ---- as text ------------------------------------------------------------------------------- */

static const char *encode(struct arena *arena, const uint8_t *bytes, size_t len)
{
    return base64url_make(arena, (struct text){(const char *)bytes, len});
}

/* Of exactly so many bytes. */
static enum err decode(struct arena *arena, const char *text, uint8_t *bytes, size_t len)
{
    struct text opened;
    if (strlen(text) > RUNNER_LINE_MAX || base64url_open(arena, text, &opened) != ERR_NONE ||
        opened.len != len)
        return ERR_INVALID;
    memcpy(bytes, opened.data, len);
    return ERR_NONE;
}

static void check_of(const struct runner_public *key, char check[CHECK_LEN + 1])
{
    uint8_t hash[crypto_hash_sha256_BYTES];
    (void)crypto_hash_sha256(hash, key->bytes, sizeof key->bytes);
    (void)sodium_bin2hex(check, CHECK_LEN + 1, hash, CHECK_BYTES);
}

const char *runner_key_text(struct arena *arena, const struct runner_key *key)
{
    return arena_printf(arena, "%s%s", secret_prefix, encode(arena, key->seed, sizeof key->seed));
}

enum err runner_key_read(struct arena *arena, const char *text, struct runner_key *key)
{
    start();
    size_t len = strcspn(text, "\n");
    if (strncmp(text, secret_prefix, sizeof secret_prefix - 1) != 0 ||
        strspn(text + len, "\n") != strlen(text + len))
        return ERR_INVALID;
    const char *line = arena_copy(arena, text, len);
    enum err err = decode(arena, line + sizeof secret_prefix - 1, key->seed, sizeof key->seed);
    if (err == ERR_NONE)
        set_public(key);
    return err;
}

const char *runner_public_text(struct arena *arena, const struct runner_public *key)
{
    char check[CHECK_LEN + 1];
    check_of(key, check);
    return arena_printf(arena, "%s%s+%s", public_prefix, check,
                        encode(arena, key->bytes, sizeof key->bytes));
}

enum err runner_public_read(struct arena *arena, const char *text, struct runner_public *key)
{
    char check[CHECK_LEN + 1];
    const char *rest = text + sizeof public_prefix - 1;
    start();
    if (strncmp(text, public_prefix, sizeof public_prefix - 1) != 0 ||
        strcspn(rest, "+") != CHECK_LEN || rest[CHECK_LEN] != '+' ||
        decode(arena, rest + CHECK_LEN + 1, key->bytes, sizeof key->bytes) != ERR_NONE)
        return ERR_INVALID;
    check_of(key, check);
    bool is_whole = strncmp(rest, check, CHECK_LEN) == 0;
    return is_whole && crypto_core_ed25519_is_valid_point(key->bytes) == 1 ? ERR_NONE : ERR_INVALID;
}

const char *runner_public_check(struct arena *arena, const char *text)
{
    return arena_copy(arena, text + sizeof public_prefix - 1, CHECK_LEN);
}

/* ---- sealing ------------------------------------------------------------------------------- */

struct text runner_seal(struct arena *arena, const struct runner_public *to, struct text plain)
{
    uint8_t box[crypto_box_PUBLICKEYBYTES];
    size_t len = plain.len + crypto_box_SEALBYTES;
    char *sealed = arena_alloc(arena, len + 1);
    if (crypto_sign_ed25519_pk_to_curve25519(box, to->bytes) != 0 ||
        crypto_box_seal((uint8_t *)sealed, (const uint8_t *)plain.data, plain.len, box) != 0)
        die("a runner key can't be sealed to");
    sealed[len] = '\0';
    return (struct text){sealed, len};
}

enum err runner_unseal(struct arena *arena, const struct runner_key *key, struct text sealed,
                       struct text *plain)
{
    uint8_t box[crypto_box_PUBLICKEYBYTES], box_secret[crypto_box_SECRETKEYBYTES];
    uint8_t secret[crypto_sign_SECRETKEYBYTES], public[crypto_sign_PUBLICKEYBYTES];
    if (sealed.len < crypto_box_SEALBYTES)
        return ERR_INVALID;
    size_t len = sealed.len - crypto_box_SEALBYTES;
    char *out = arena_alloc(arena, len + 1);
    (void)crypto_sign_seed_keypair(public, secret, key->seed);
    bool is_open = crypto_sign_ed25519_pk_to_curve25519(box, public) == 0 &&
                   crypto_sign_ed25519_sk_to_curve25519(box_secret, secret) == 0 &&
                   crypto_box_seal_open((uint8_t *)out, (const uint8_t *)sealed.data, sealed.len,
                                        box, box_secret) == 0;
    sodium_memzero(secret, sizeof secret);
    sodium_memzero(box_secret, sizeof box_secret);
    out[len] = '\0';
    *plain = (struct text){out, len};
    return is_open ? ERR_NONE : ERR_INVALID;
}

/* ---- signing ------------------------------------------------------------------------------- */

void runner_sign(const struct runner_key *key, struct text text,
                 uint8_t signature[RUNNER_SIGNATURE_LEN])
{
    uint8_t secret[crypto_sign_SECRETKEYBYTES], public[crypto_sign_PUBLICKEYBYTES];
    (void)crypto_sign_seed_keypair(public, secret, key->seed);
    (void)crypto_sign_detached(signature, NULL, (const uint8_t *)text.data, text.len, secret);
    sodium_memzero(secret, sizeof secret);
}

enum err runner_check(const struct runner_public *key, struct text text,
                      const uint8_t signature[RUNNER_SIGNATURE_LEN])
{
    return crypto_sign_verify_detached(signature, (const uint8_t *)text.data, text.len,
                                       key->bytes) == 0
               ? ERR_NONE
               : ERR_INVALID;
}
