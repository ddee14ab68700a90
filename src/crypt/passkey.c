#include "crypt/passkey.h"

#include <fido.h>
#include <fido/eddsa.h>
#include <fido/es256.h>
#include <fido/rs256.h>
#include <inttypes.h>
#include <sodium.h>
#include <string.h>

#include "base/budget.h"
#include "base/clock.h"
#include "base/json.h"
#include "base/number.h"
#include "crypt/base64.h"
#include "crypt/token.h"

#define CHALLENGE_LIFETIME (5 * CLOCK_MINUTE)

enum {
    /* of authenticator data: the hash of the site's id, flags, the counter */
    FLAGS_AT = HASH_LEN,
    COUNT_AT,
    HEAD_LEN = COUNT_AT + 4,
    FLAG_PRESENT = 0x01,
    FLAG_VERIFIED = 0x04,
    FLAG_HAS_KEY = 0x40,
};

static const char *const purposes[] = {[PASSKEY_MAKE] = "make", [PASSKEY_SIGN_IN] = "sign_in"};
static const char *const types[] = {
    [PASSKEY_MAKE] = "webauthn.create", [PASSKEY_SIGN_IN] = "webauthn.get"};

const char *passkey_rp_id(struct arena *arena, const char *origin)
{
    const char *host = strstr(origin, "://");
    host = host == NULL ? origin : host + 3;
    return arena_copy(arena, host, strcspn(host, ":/"));
}

/* ---- the challenge -------------------------------------------------------------------------- */

/* "passkey PURPOSE HASH-OF-COOKIE ": what the text of a challenge begins with. */
static const char *beginning(struct arena *arena, enum passkey_purpose purpose, const char *cookie)
{
    char hash[SHA256_HEX_LEN];
    sha256_hex(cookie, strlen(cookie), hash);
    return arena_printf(arena, "passkey %s %s ", purposes[purpose], hash);
}

const char *passkey_challenge(const struct keyring *ring, struct arena *arena,
                              enum passkey_purpose purpose, const char *cookie)
{
    char nonce[SECRET_TEXT_LEN];
    secret_make(nonce);
    return signed_text_make(ring, arena,
                            arena_printf(arena, "%s%" PRId64 " %s",
                                         beginning(arena, purpose, cookie),
                                         clock_now() + CHALLENGE_LIFETIME, nonce));
}

static bool is_challenge(const struct keyring *ring, struct arena *arena,
                         enum passkey_purpose purpose, const char *cookie, struct text challenge)
{
    char *text = NULL;
    const char *begin = beginning(arena, purpose, cookie);
    if (strlen(challenge.data) != challenge.len ||
        signed_text_open(ring, arena, challenge.data, &text) != ERR_NONE ||
        !text_starts_with(text, begin))
        return false;
    const char *end = NULL;
    return number_leading(NUMBER_MOMENT, text + strlen(begin), &end) > clock_now();
}

/* ---- what the browser and the authenticator say --------------------------------------------- */

struct answer {
    struct text client_data;
    struct text auth_data;
    struct text signature;
    uint8_t challenge_hash[HASH_LEN];
};

/* Steps 7 to 9 of 7.1, and 11 to 13 of 7.2. A page inside that of another site is none of ours. */
static bool is_client_data(const struct keyring *ring, struct arena *arena,
                           const struct passkey_site *site, enum passkey_purpose purpose,
                           const char *cookie, struct answer *answer)
{
    json_t *json = NULL;
    const char *problem = NULL;
    struct text challenge;
    if (json_parse(arena, answer->client_data.data, answer->client_data.len, &json, &problem) !=
            ERR_NONE ||
        !json_is_object(json) || strcmp(json_text(json, "type"), types[purpose]) != 0 ||
        strcmp(json_text(json, "origin"), site->origin) != 0 ||
        json_is_true(json_object_get(json, "crossOrigin")) ||
        json_object_get(json, "topOrigin") != NULL ||
        base64url_open(arena, json_text(json, "challenge"), &challenge) != ERR_NONE)
        return false;
    sha256(challenge.data, challenge.len, answer->challenge_hash);
    return is_challenge(ring, arena, purpose, cookie, challenge);
}

/* For our site, with the person present and verified. */
static bool is_auth_data(const struct passkey_site *site, struct text data, unsigned flags)
{
    uint8_t hash[HASH_LEN];
    sha256(site->rp_id, strlen(site->rp_id), hash);
    return data.len >= HEAD_LEN && sodium_memcmp(data.data, hash, HASH_LEN) == 0 &&
           ((unsigned char)data.data[FLAGS_AT] & flags) == flags;
}

static int64_t count_of(struct text auth_data)
{
    int64_t count = 0;
    for (int i = COUNT_AT; i < HEAD_LEN; i++)
        count = count << 8 | (unsigned char)auth_data.data[i];
    return count;
}

static enum err open_answer(struct arena *arena, const struct passkey_answer *sent,
                            struct answer *answer)
{
    *answer = (struct answer){.signature = {"", 0}};
    enum err err = base64url_open(arena, sent->client_data, &answer->client_data);
    if (err == ERR_NONE)
        err = base64url_open(arena, sent->auth_data, &answer->auth_data);
    if (err == ERR_NONE && sent->signature != NULL)
        err = base64url_open(arena, sent->signature, &answer->signature);
    return err == ERR_NONE ? ERR_NONE : ERR_DENIED;
}

static bool is_algorithm(int64_t algorithm)
{
    return algorithm == COSE_ES256 || algorithm == COSE_EDDSA || algorithm == COSE_RS256;
}

/* ---- libfido2 ------------------------------------------------------------------------------- */

static void begin(void)
{
    static bool is_begun;
    if (!is_begun)
        fido_init(FIDO_DISABLE_U2F_FALLBACK);
    is_begun = true;
}

static struct text copy(struct arena *arena, const unsigned char *bytes, size_t len)
{
    return (struct text){arena_copy(arena, (const char *)bytes, len), len};
}

/* The key as libfido2's functions want it; whoever gets one gives it back. */
union public_key {
    es256_pk_t *es256;
    eddsa_pk_t *eddsa;
    rs256_pk_t *rs256;
    void *any;
};

static bool open_key(const struct passkey_key *key, union public_key *open)
{
    const void *bytes = key->public_key.data;
    size_t len = key->public_key.len;
    if (key->algorithm == COSE_ES256)
        return (open->es256 = es256_pk_new()) != NULL &&
               es256_pk_from_ptr(open->es256, bytes, len) == FIDO_OK;
    if (key->algorithm == COSE_EDDSA)
        return (open->eddsa = eddsa_pk_new()) != NULL &&
               eddsa_pk_from_ptr(open->eddsa, bytes, len) == FIDO_OK;
    return (open->rs256 = rs256_pk_new()) != NULL &&
           rs256_pk_from_ptr(open->rs256, bytes, len) == FIDO_OK;
}

static void close_key(const struct passkey_key *key, union public_key *open)
{
    if (key->algorithm == COSE_ES256)
        es256_pk_free(&open->es256);
    else if (key->algorithm == COSE_EDDSA)
        eddsa_pk_free(&open->eddsa);
    else
        rs256_pk_free(&open->rs256);
}

/* libfido2 takes a key without its coordinates for one of zeros. */
static bool is_key(const struct passkey_key *key)
{
    union public_key open = {.any = NULL};
    bool is_one = open_key(key, &open);
    close_key(key, &open);
    return is_one &&
           (key->algorithm != COSE_EDDSA ||
            (key->public_key.len == crypto_core_ed25519_BYTES &&
             crypto_core_ed25519_is_valid_point((const unsigned char *)key->public_key.data) == 1));
}

/* Reads the credential out of the authenticator's data: its CBOR, and that the key is one of the
 * algorithm, a point of its curve. */
static enum err read_made(struct arena *arena, const struct answer *answer, int64_t algorithm,
                          struct passkey_made *made)
{
    begin();
    fido_cred_t *cred = fido_cred_new();
    if (cred == NULL)
        die("no memory for a passkey");
    enum err err = ERR_DENIED;
    if (fido_cred_set_type(cred, (int)algorithm) == FIDO_OK &&
        fido_cred_set_authdata_raw(cred, (const unsigned char *)answer->auth_data.data,
                                   answer->auth_data.len) == FIDO_OK &&
        fido_cred_id_len(cred) > 0 && fido_cred_pubkey_len(cred) > 0) {
        made->id = copy(arena, fido_cred_id_ptr(cred), fido_cred_id_len(cred));
        made->key.public_key = copy(arena, fido_cred_pubkey_ptr(cred), fido_cred_pubkey_len(cred));
        err = is_key(&made->key) ? ERR_NONE : ERR_DENIED;
    }
    fido_cred_free(&cred);
    return err;
}

static bool is_signed(const struct passkey_site *site, const struct answer *answer,
                      const struct passkey_key *key)
{
    begin();
    union public_key open = {.any = NULL};
    fido_assert_t *assert = fido_assert_new();
    if (assert == NULL)
        die("no memory for a passkey");
    bool is_right =
        open_key(key, &open) && fido_assert_set_count(assert, 1) == FIDO_OK &&
        fido_assert_set_rp(assert, site->rp_id) == FIDO_OK &&
        fido_assert_set_up(assert, FIDO_OPT_TRUE) == FIDO_OK &&
        fido_assert_set_uv(assert, FIDO_OPT_TRUE) == FIDO_OK &&
        fido_assert_set_clientdata(assert, (const unsigned char *)answer->client_data.data,
                                   answer->client_data.len) == FIDO_OK &&
        fido_assert_set_authdata_raw(assert, 0, (const unsigned char *)answer->auth_data.data,
                                     answer->auth_data.len) == FIDO_OK &&
        fido_assert_set_sig(assert, 0, (const unsigned char *)answer->signature.data,
                            answer->signature.len) == FIDO_OK &&
        fido_assert_verify(assert, 0, (int)key->algorithm, open.any) == FIDO_OK;
    close_key(key, &open);
    fido_assert_free(&assert);
    return is_right;
}

/* ---- both ceremonies ------------------------------------------------------------------------ */

enum err passkey_check_made(const struct keyring *ring, struct arena *arena,
                            const struct passkey_site *site, const char *cookie,
                            const struct passkey_answer *sent, int64_t algorithm,
                            struct passkey_made *made)
{
    struct answer answer;
    enum err err = open_answer(arena, sent, &answer);
    if (err != ERR_NONE)
        return err;
    if (!is_algorithm(algorithm) ||
        !is_client_data(ring, arena, site, PASSKEY_MAKE, cookie, &answer) ||
        !is_auth_data(site, answer.auth_data, FLAG_PRESENT | FLAG_VERIFIED | FLAG_HAS_KEY))
        return ERR_DENIED;
    made->key.algorithm = algorithm;
    made->key.sign_count = count_of(answer.auth_data);
    memcpy(made->challenge_hash, answer.challenge_hash, HASH_LEN);
    budget_hold();
    err = read_made(arena, &answer, algorithm, made);
    budget_release();
    return err;
}

enum err passkey_check_used(const struct keyring *ring, struct arena *arena,
                            const struct passkey_site *site, const char *cookie,
                            const struct passkey_answer *sent, const struct passkey_key *key,
                            struct passkey_used *used)
{
    struct answer answer;
    enum err err = open_answer(arena, sent, &answer);
    if (err != ERR_NONE)
        return err;
    if (!is_algorithm(key->algorithm) ||
        !is_client_data(ring, arena, site, PASSKEY_SIGN_IN, cookie, &answer) ||
        !is_auth_data(site, answer.auth_data, FLAG_PRESENT | FLAG_VERIFIED))
        return ERR_DENIED;
    used->sign_count = count_of(answer.auth_data);
    memcpy(used->challenge_hash, answer.challenge_hash, HASH_LEN);
    budget_hold();
    bool is_right = is_signed(site, &answer, key);
    budget_release();
    return is_right ? ERR_NONE : ERR_DENIED;
}
