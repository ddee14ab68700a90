#include "crypt/jws.h"

#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/ecdsa.h>
#include <openssl/evp.h>
#include <openssl/param_build.h>
#include <string.h>

#include "base/budget.h"
#include "crypt/base64.h"

enum {
    KEYS_MAX = 100, /* of a set that are looked at */
    RSA_BITS_MIN = 2048,
    RSA_BITS_MAX = 8192,
    EXPONENT_MAX = 8, /* bytes: verifying with a huge one takes long */
    EC_LEN = 32,      /* of a coordinate, and of half a signature */
};

enum algorithm { RS256, ES256, ALGORITHM_COUNT };
static const struct {
    const char *name;
    const char *key_type;
} algorithms[ALGORITHM_COUNT] = {[RS256] = {"RS256", "RSA"}, [ES256] = {"ES256", "EC"}};

/* A token in its three parts. */
struct parts {
    const json_t *header;
    struct text payload;
    struct text signature;
    struct text signed_text; /* the first two, as they came */
    enum algorithm algorithm;
    const char *kid; /* "" if there is none */
};

static enum err deny(const char **problem, const char *what)
{
    *problem = what;
    return ERR_DENIED;
}

/* ---- the token ---------------------------------------------------------------------------- */

static bool open_object(struct arena *arena, const char *encoded, size_t len, json_t **json)
{
    struct text bytes;
    const char *problem = NULL;
    return base64url_open(arena, arena_copy(arena, encoded, len), &bytes) == ERR_NONE &&
           json_parse(arena, bytes.data, bytes.len, json, &problem) == ERR_NONE &&
           json_is_object(*json);
}

static bool find_algorithm(const json_t *header, enum algorithm *algorithm)
{
    for (int i = 0; i < ALGORITHM_COUNT; i++) {
        if (strcmp(json_text(header, "alg"), algorithms[i].name) != 0)
            continue;
        *algorithm = (enum algorithm)i;
        return true;
    }
    return false;
}

static enum err split(struct arena *arena, const char *token, struct parts *parts,
                      const char **problem)
{
    json_t *header = NULL;
    const char *payload = strchr(token, '.');
    const char *signature = payload == NULL ? NULL : strchr(payload + 1, '.');
    if (signature == NULL || strlen(token) > JWS_MAX || strchr(signature + 1, '.') != NULL ||
        !open_object(arena, token, (size_t)(payload - token), &header))
        return deny(problem, "it is not a signed token");
    *parts = (struct parts){.header = header, .kid = json_text(header, "kid")};
    if (!find_algorithm(header, &parts->algorithm))
        return deny(problem, "its algorithm is neither RS256 nor ES256");
    /* what must be understood (RFC 7515, 4.1.11) is not */
    if (json_object_get(header, "crit") != NULL)
        return deny(problem, "it has critical headers");
    parts->payload = (struct text){payload + 1, (size_t)(signature - payload - 1)};
    parts->signed_text = (struct text){token, (size_t)(signature - token)};
    if (base64url_open(arena, signature + 1, &parts->signature) != ERR_NONE)
        return deny(problem, "its signature is malformed");
    return ERR_NONE;
}

/* ---- the key ------------------------------------------------------------------------------ */

static bool may_verify(const json_t *key, const struct parts *parts)
{
    const char *use = json_text(key, "use");
    const char *algorithm = json_text(key, "alg");
    return strcmp(json_text(key, "kty"), algorithms[parts->algorithm].key_type) == 0 &&
           (use[0] == '\0' || strcmp(use, "sig") == 0) &&
           (algorithm[0] == '\0' || strcmp(algorithm, algorithms[parts->algorithm].name) == 0);
}

/* That of its id; without one in the header, the only one that fits. */
static enum err find_key(const struct parts *parts, const json_t *keys, const json_t **key,
                         const char **problem)
{
    bool is_named = parts->kid[0] != '\0';
    bool is_there = false;
    int count = 0;
    *key = NULL;
    for (size_t i = 0; i < json_array_size(keys) && i < KEYS_MAX; i++) {
        const json_t *one = json_array_get(keys, i);
        if (is_named && strcmp(json_text(one, "kid"), parts->kid) != 0)
            continue;
        is_there = true;
        if (!may_verify(one, parts))
            continue;
        *key = one;
        count++;
    }
    if (!is_there) {
        *problem = "no key has its id";
        return ERR_NOT_FOUND;
    }
    return count == 1 ? ERR_NONE : deny(problem, "no single key fits it");
}

/* libcrypto's key of these parameters, which are freed; NULL if they are none. */
static EVP_PKEY *make_key(const char *type, OSSL_PARAM_BLD *build)
{
    EVP_PKEY *key = NULL;
    EVP_PKEY_CTX *context = EVP_PKEY_CTX_new_from_name(NULL, type, NULL);
    OSSL_PARAM *params = OSSL_PARAM_BLD_to_param(build);
    if (context == NULL || params == NULL || EVP_PKEY_fromdata_init(context) != 1 ||
        EVP_PKEY_fromdata(context, &key, EVP_PKEY_PUBLIC_KEY, params) != 1)
        key = NULL;
    EVP_PKEY_CTX_free(context);
    OSSL_PARAM_free(params);
    OSSL_PARAM_BLD_free(build);
    return key;
}

static EVP_PKEY *rsa_key(struct text n, struct text e)
{
    OSSL_PARAM_BLD *build = OSSL_PARAM_BLD_new();
    BIGNUM *modulus = BN_bin2bn((const uint8_t *)n.data, (int)n.len, NULL);
    BIGNUM *exponent = BN_bin2bn((const uint8_t *)e.data, (int)e.len, NULL);
    if (build == NULL || modulus == NULL || exponent == NULL ||
        OSSL_PARAM_BLD_push_BN(build, OSSL_PKEY_PARAM_RSA_N, modulus) != 1 ||
        OSSL_PARAM_BLD_push_BN(build, OSSL_PKEY_PARAM_RSA_E, exponent) != 1)
        die("out of memory");
    int bits = BN_num_bits(modulus);
    bool is_sound = bits >= RSA_BITS_MIN && bits <= RSA_BITS_MAX && BN_is_odd(modulus) &&
                    BN_is_odd(exponent) && !BN_is_one(exponent);
    EVP_PKEY *key = make_key("RSA", build);
    BN_free(modulus);
    BN_free(exponent);
    if (is_sound)
        return key;
    EVP_PKEY_free(key);
    return NULL;
}

/* On the curve, or NULL. */
static EVP_PKEY *ec_key(struct text x, struct text y)
{
    uint8_t point[1 + 2 * EC_LEN] = {0x04}; /* uncompressed (SEC 1, 2.3.3) */
    memcpy(point + 1, x.data, EC_LEN);
    memcpy(point + 1 + EC_LEN, y.data, EC_LEN);
    OSSL_PARAM_BLD *build = OSSL_PARAM_BLD_new();
    if (build == NULL ||
        OSSL_PARAM_BLD_push_utf8_string(build, OSSL_PKEY_PARAM_GROUP_NAME, "P-256", 0) != 1 ||
        OSSL_PARAM_BLD_push_octet_string(build, OSSL_PKEY_PARAM_PUB_KEY, point, sizeof point) != 1)
        die("out of memory");
    EVP_PKEY *key = make_key("EC", build);
    EVP_PKEY_CTX *context = key == NULL ? NULL : EVP_PKEY_CTX_new(key, NULL);
    bool is_sound = context != NULL && EVP_PKEY_public_check(context) == 1;
    EVP_PKEY_CTX_free(context);
    if (is_sound)
        return key;
    EVP_PKEY_free(key);
    return NULL;
}

static EVP_PKEY *open_key(struct arena *arena, enum algorithm algorithm, const json_t *key)
{
    struct text a;
    struct text b;
    bool is_rsa = algorithm == RS256;
    if (base64url_open(arena, json_text(key, is_rsa ? "n" : "x"), &a) != ERR_NONE ||
        base64url_open(arena, json_text(key, is_rsa ? "e" : "y"), &b) != ERR_NONE)
        return NULL;
    if (is_rsa)
        return a.len <= RSA_BITS_MAX / 8 && b.len <= EXPONENT_MAX ? rsa_key(a, b) : NULL;
    bool is_curve = strcmp(json_text(key, "crv"), "P-256") == 0;
    return is_curve && a.len == EC_LEN && b.len == EC_LEN ? ec_key(a, b) : NULL;
}

/* ---- the signature ------------------------------------------------------------------------ */

/* The two halves of an ES256 signature as libcrypto wants them, in DER. */
static struct text to_der(struct arena *arena, struct text halves)
{
    ECDSA_SIG *signature = ECDSA_SIG_new();
    const uint8_t *bytes = (const uint8_t *)halves.data;
    BIGNUM *r = BN_bin2bn(bytes, EC_LEN, NULL);
    BIGNUM *s = BN_bin2bn(bytes + EC_LEN, EC_LEN, NULL);
    if (signature == NULL || r == NULL || s == NULL || ECDSA_SIG_set0(signature, r, s) != 1)
        die("out of memory");
    int len = i2d_ECDSA_SIG(signature, NULL);
    if (len <= 0)
        die("a signature can't be encoded");
    uint8_t *der = arena_alloc(arena, (size_t)len);
    uint8_t *end = der;
    (void)i2d_ECDSA_SIG(signature, &end);
    ECDSA_SIG_free(signature);
    return (struct text){(const char *)der, (size_t)len};
}

static bool fits(EVP_PKEY *key, struct text signature, struct text signed_text)
{
    EVP_MD_CTX *context = EVP_MD_CTX_new();
    if (context == NULL)
        die("out of memory");
    bool is_good = EVP_DigestVerifyInit(context, NULL, EVP_sha256(), NULL, key) == 1 &&
                   EVP_DigestVerify(context, (const uint8_t *)signature.data, signature.len,
                                    (const uint8_t *)signed_text.data, signed_text.len) == 1;
    EVP_MD_CTX_free(context);
    return is_good;
}

static enum err check(struct arena *arena, const struct parts *parts, const json_t *json,
                      const char **problem)
{
    struct text signature = parts->signature;
    bool has_length = parts->algorithm == RS256 || signature.len == 2 * (size_t)EC_LEN;
    EVP_PKEY *key = open_key(arena, parts->algorithm, json);
    if (key == NULL)
        return deny(problem, "its key is malformed or too weak");
    if (has_length && parts->algorithm == ES256)
        signature = to_der(arena, signature);
    bool is_good = has_length && fits(key, signature, parts->signed_text);
    EVP_PKEY_free(key);
    return is_good ? ERR_NONE : deny(problem, "its signature is wrong");
}

enum err jws_verify(struct arena *arena, const char *token, const json_t *keys, json_t **payload,
                    const char **problem)
{
    struct parts parts;
    const json_t *key = NULL;
    *problem = NULL;
    enum err err = split(arena, token, &parts, problem);
    if (err == ERR_NONE)
        err = find_key(&parts, keys, &key, problem);
    if (err != ERR_NONE)
        return err;
    budget_hold(); /* what libcrypto made must be given back */
    err = check(arena, &parts, key, problem);
    budget_release();
    if (err == ERR_NONE && !open_object(arena, parts.payload.data, parts.payload.len, payload))
        err = deny(problem, "it holds no object");
    return err;
}
