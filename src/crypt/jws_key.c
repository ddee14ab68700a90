#include "crypt/jws_key.h"

#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/ecdsa.h>
#include <openssl/evp.h>
#include <openssl/param_build.h>
#include <sodium.h>
#include <string.h>

#include "base/budget.h"
#include "base/log.h"
#include "crypt/base64.h"
#include "crypt/token.h"

enum { EC_LEN = 32 /* bytes of a coordinate, of the secret, and of half a signature */ };

/* ---- making ------------------------------------------------------------------------------- */

static const char *encode(struct arena *arena, const uint8_t *bytes, size_t len)
{
    return base64url_make(arena, (struct text){(const char *)bytes, len});
}

static const char *number_of(struct arena *arena, const EVP_PKEY *key, const char *name)
{
    BIGNUM *number = NULL;
    uint8_t bytes[EC_LEN];
    if (EVP_PKEY_get_bn_param(key, name, &number) != 1 ||
        BN_bn2binpad(number, bytes, EC_LEN) != EC_LEN)
        die("a new key can't be read");
    BN_clear_free(number);
    const char *text = encode(arena, bytes, EC_LEN);
    sodium_memzero(bytes, sizeof bytes);
    return text;
}

/* RFC 7638: the required members, sorted, without white space. */
static const char *thumbprint(struct arena *arena, const char *x, const char *y)
{
    uint8_t hash[HASH_LEN];
    const char *text =
        arena_printf(arena, "{\"crv\":\"P-256\",\"kty\":\"EC\",\"x\":\"%s\",\"y\":\"%s\"}", x, y);
    sha256(text, strlen(text), hash);
    return encode(arena, hash, HASH_LEN);
}

void jws_key_make(struct arena *arena, struct jws_key *key)
{
    budget_hold(); /* what libcrypto made must be given back */
    EVP_PKEY *made = EVP_EC_gen("P-256");
    if (made == NULL)
        die("a key can't be made");
    *key = (struct jws_key){.x = number_of(arena, made, OSSL_PKEY_PARAM_EC_PUB_X),
                            .y = number_of(arena, made, OSSL_PKEY_PARAM_EC_PUB_Y),
                            .d = number_of(arena, made, OSSL_PKEY_PARAM_PRIV_KEY)};
    key->kid = thumbprint(arena, key->x, key->y);
    EVP_PKEY_free(made);
    budget_release();
}

json_t *jws_key_public(const struct jws_key *key)
{
    return json_pack("{s:s, s:s, s:s, s:s, s:s, s:s, s:s}", "kty", "EC", "crv", "P-256", "x",
                     key->x, "y", key->y, "kid", key->kid, "use", "sig", "alg", "ES256");
}

/* ---- signing ------------------------------------------------------------------------------ */

static bool open_part(struct arena *arena, const char *encoded, uint8_t out[EC_LEN])
{
    struct text bytes;
    if (base64url_open(arena, encoded, &bytes) != ERR_NONE || bytes.len != EC_LEN)
        return false;
    memcpy(out, bytes.data, EC_LEN);
    return true;
}

/* libcrypto's key; NULL if it is none. */
static EVP_PKEY *build(const uint8_t point[1 + 2 * EC_LEN], const uint8_t secret[EC_LEN])
{
    EVP_PKEY *key = NULL;
    OSSL_PARAM_BLD *parts = OSSL_PARAM_BLD_new();
    BIGNUM *number = BN_bin2bn(secret, EC_LEN, NULL);
    EVP_PKEY_CTX *context = EVP_PKEY_CTX_new_from_name(NULL, "EC", NULL);
    if (parts == NULL || number == NULL || context == NULL ||
        OSSL_PARAM_BLD_push_utf8_string(parts, OSSL_PKEY_PARAM_GROUP_NAME, "P-256", 0) != 1 ||
        OSSL_PARAM_BLD_push_octet_string(parts, OSSL_PKEY_PARAM_PUB_KEY, point, 1 + 2 * EC_LEN) !=
            1 ||
        OSSL_PARAM_BLD_push_BN(parts, OSSL_PKEY_PARAM_PRIV_KEY, number) != 1)
        die("out of memory");
    OSSL_PARAM *params = OSSL_PARAM_BLD_to_param(parts);
    if (params == NULL || EVP_PKEY_fromdata_init(context) != 1 ||
        EVP_PKEY_fromdata(context, &key, EVP_PKEY_KEYPAIR, params) != 1)
        key = NULL;
    EVP_PKEY_CTX_free(context);
    OSSL_PARAM_free(params);
    OSSL_PARAM_BLD_free(parts);
    BN_clear_free(number);
    return key;
}

static EVP_PKEY *open_key(struct arena *arena, const struct jws_key *key)
{
    uint8_t point[1 + 2 * EC_LEN] = {0x04}; /* uncompressed (SEC 1, 2.3.3) */
    uint8_t secret[EC_LEN];
    if (key->d == NULL || !open_part(arena, key->x, point + 1) ||
        !open_part(arena, key->y, point + 1 + EC_LEN) || !open_part(arena, key->d, secret))
        return NULL;
    EVP_PKEY *made = build(point, secret);
    sodium_memzero(secret, sizeof secret);
    return made;
}

/* The two halves of a signature in DER, as JWS has them (RFC 7518, 3.4). */
static const char *from_der(struct arena *arena, const uint8_t *der, size_t len)
{
    uint8_t halves[2 * EC_LEN];
    ECDSA_SIG *signature = d2i_ECDSA_SIG(NULL, &der, (long)len);
    if (signature == NULL || BN_bn2binpad(ECDSA_SIG_get0_r(signature), halves, EC_LEN) != EC_LEN ||
        BN_bn2binpad(ECDSA_SIG_get0_s(signature), halves + EC_LEN, EC_LEN) != EC_LEN)
        die("a signature can't be read");
    ECDSA_SIG_free(signature);
    return encode(arena, halves, sizeof halves);
}

enum err jws_key_sign(struct arena *arena, const struct jws_key *key, struct text text,
                      const char **signature)
{
    enum { DER_MAX = 128 };
    uint8_t der[DER_MAX];
    size_t len = sizeof der;
    budget_hold(); /* what libcrypto made must be given back */
    EVP_PKEY *opened = open_key(arena, key);
    EVP_MD_CTX *context = EVP_MD_CTX_new();
    bool is_signed = opened != NULL && context != NULL &&
                     EVP_DigestSignInit(context, NULL, EVP_sha256(), NULL, opened) == 1 &&
                     EVP_DigestSign(context, der, &len, (const uint8_t *)text.data, text.len) == 1;
    if (is_signed)
        *signature = from_der(arena, der, len);
    EVP_MD_CTX_free(context);
    EVP_PKEY_free(opened);
    budget_release();
    return is_signed ? ERR_NONE : ERR_UNAVAILABLE;
}
