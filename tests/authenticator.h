#ifndef TESTS_AUTHENTICATOR_H
#define TESTS_AUTHENTICATOR_H

#include <stdio.h>
#include <string.h>

#include <sodium.h>

#include "crypt/base64.h"
#include "crypt/passkey.h"
#include "crypt/token.h"

/* An authenticator with one passkey of Ed25519, and the browser before it. Tests change what it
 * says before it signs. */

enum { AUTHENTICATOR_PRESENT = 0x01, AUTHENTICATOR_VERIFIED = 0x04, AUTHENTICATOR_HAS_KEY = 0x40 };

struct authenticator {
    uint8_t public_key[crypto_sign_PUBLICKEYBYTES];
    uint8_t secret_key[crypto_sign_SECRETKEYBYTES];
    char id[16];
    uint32_t count;
    /* what it says */
    const char *type;
    const char *origin;
    const char *rp_id;
    const char *more; /* members of the client's data, with a comma before each */
    unsigned flags;
};

static inline struct authenticator authenticator_make(const char *origin, const char *rp_id)
{
    struct authenticator device = {.origin = origin,
                                   .rp_id = rp_id,
                                   .more = ",\"crossOrigin\":false",
                                   .flags = AUTHENTICATOR_PRESENT | AUTHENTICATOR_VERIFIED};
    assert_int_equal(crypto_sign_keypair(device.public_key, device.secret_key), 0);
    randombytes_buf(device.id, sizeof device.id);
    return device;
}

static inline struct text authenticator_client_data(const struct authenticator *device,
                                                    struct arena *arena, const char *type,
                                                    const char *challenge)
{
    struct text bytes = {challenge, strlen(challenge)};
    const char *json =
        arena_printf(arena, "{\"type\":\"%s\",\"challenge\":\"%s\",\"origin\":\"%s\"%s}",
                     device->type == NULL ? type : device->type, base64url_make(arena, bytes),
                     device->origin, device->more);
    return (struct text){json, strlen(json)};
}

/* The hash of the site's id, flags and counter, and the credential with its key in COSE if it is
 * one that has just been made. */
static inline struct text authenticator_data(const struct authenticator *device,
                                             struct arena *arena, unsigned flags)
{
    static const uint8_t cose[] = {0xa4, 0x01, 0x01, 0x03, 0x27, 0x20, 0x06, 0x21, 0x58, 0x20};
    uint8_t *data = arena_alloc(arena, 512);
    size_t len = HASH_LEN + 5;
    sha256(device->rp_id, strlen(device->rp_id), data);
    data[HASH_LEN] = (uint8_t)flags;
    for (int i = 0; i < 4; i++)
        data[HASH_LEN + 1 + i] = (uint8_t)(device->count >> (24 - 8 * i));
    if ((flags & AUTHENTICATOR_HAS_KEY) != 0) {
        memset(data + len, 0, 18);
        data[len + 17] = sizeof device->id;
        len += 18;
        memcpy(data + len, device->id, sizeof device->id);
        len += sizeof device->id;
        memcpy(data + len, cose, sizeof cose);
        len += sizeof cose;
        memcpy(data + len, device->public_key, sizeof device->public_key);
        len += sizeof device->public_key;
    }
    return (struct text){(const char *)data, len};
}

static inline struct passkey_answer authenticator_register(const struct authenticator *device,
                                                           struct arena *arena,
                                                           const char *challenge)
{
    struct text client = authenticator_client_data(device, arena, "webauthn.create", challenge);
    struct text data = authenticator_data(device, arena, device->flags | AUTHENTICATOR_HAS_KEY);
    return (struct passkey_answer){base64url_make(arena, client), base64url_make(arena, data),
                                   NULL};
}

static inline struct passkey_answer authenticator_sign(const struct authenticator *device,
                                                       struct arena *arena, const char *challenge)
{
    uint8_t signed_bytes[1024], signature[crypto_sign_BYTES];
    struct text client = authenticator_client_data(device, arena, "webauthn.get", challenge);
    struct text data = authenticator_data(device, arena, device->flags);
    memcpy(signed_bytes, data.data, data.len);
    sha256(client.data, client.len, signed_bytes + data.len);
    assert_int_equal(crypto_sign_detached(signature, NULL, signed_bytes, data.len + HASH_LEN,
                                          device->secret_key),
                     0);
    return (struct passkey_answer){
        base64url_make(arena, client), base64url_make(arena, data),
        base64url_make(arena, (struct text){(const char *)signature, sizeof signature})};
}

#endif
