#include "crypt/seal.h"

#include <sodium.h>
#include <string.h>

#include "base/log.h"

enum {
    BLOB_VERSION = 1,
    ALG_XCHACHA20_POLY1305 = 1,
    ID_AT = 2,
    NONCE_AT = ID_AT + 16,
    NONCE_LEN = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES,
    TAG_LEN = crypto_aead_xchacha20poly1305_ietf_ABYTES,
    CIPHER_AT = NONCE_AT + NONCE_LEN,
    PAD_BLOCK = 64,
    NAME_LEN_MAX = 63,                                           /* of a table or column */
    CONTEXT_LEN_MAX = 2 + 3 * (1 + NAME_LEN_MAX) + 3 * (1 + 16), /* associated data */
};

_Static_assert((int)SEAL_OVERHEAD == CIPHER_AT + TAG_LEN, "the blob's layout");
_Static_assert((int)KEY_LEN == crypto_aead_xchacha20poly1305_ietf_KEYBYTES, "key length");
_Static_assert((int)WRAPPED_KEY_MAX >= SEAL_OVERHEAD + PAD_BLOCK, "a wrapped key fits");

/* What a blob is: part of the associated data, so that neither passes for the other. */
static const char purpose_field[] = "field";
static const char purpose_data_key[] = "data key";

/* The associated data: the blob's version and algorithm, then each part after its length. */
struct context {
    size_t len;
    uint8_t bytes[CONTEXT_LEN_MAX];
};

static void context_add(struct context *context, const void *part, size_t len)
{
    if (len > NAME_LEN_MAX)
        die("the name of a sealed place is longer than %d bytes", NAME_LEN_MAX);
    context->bytes[context->len++] = (uint8_t)len;
    memcpy(context->bytes + context->len, part, len);
    context->len += len;
}

static void context_make(struct context *context, const char *purpose,
                         const struct seal_place *place, const struct uuid *key_id)
{
    context->bytes[0] = BLOB_VERSION;
    context->bytes[1] = ALG_XCHACHA20_POLY1305;
    context->len = 2;
    context_add(context, purpose, strlen(purpose));
    context_add(context, place->table, strlen(place->table));
    context_add(context, place->column, strlen(place->column));
    context_add(context, place->organization_id.bytes, sizeof place->organization_id.bytes);
    context_add(context, place->row_id.bytes, sizeof place->row_id.bytes);
    context_add(context, key_id->bytes, sizeof key_id->bytes);
}

static size_t padded_len(size_t len)
{
    return len - len % PAD_BLOCK + PAD_BLOCK;
}

/* Writes the blob of SEAL_OVERHEAD + padded_len(len) bytes; encrypts in place. */
static void blob_write(uint8_t *blob, const struct context *context, const struct uuid *key_id,
                       const uint8_t key[KEY_LEN], const void *plain, size_t len)
{
    size_t padded = 0;
    uint8_t *cipher = blob + CIPHER_AT;
    blob[0] = BLOB_VERSION;
    blob[1] = ALG_XCHACHA20_POLY1305;
    memcpy(blob + ID_AT, key_id->bytes, sizeof key_id->bytes);
    randombytes_buf(blob + NONCE_AT, NONCE_LEN);
    if (len > 0)
        memcpy(cipher, plain, len);
    if (sodium_pad(&padded, cipher, len, PAD_BLOCK, padded_len(len)) != 0)
        die("a text of %zu bytes can't be padded", len);
    (void)crypto_aead_xchacha20poly1305_ietf_encrypt(cipher, NULL, cipher, padded, context->bytes,
                                                     context->len, NULL, blob + NONCE_AT, key);
}

/* The length of the padded text in a blob; 0 if it can't be one of ours under this key. */
static size_t blob_padded_len(const uint8_t *blob, size_t blob_len, const struct uuid *key_id)
{
    if (blob_len < SEAL_OVERHEAD + PAD_BLOCK || (blob_len - SEAL_OVERHEAD) % PAD_BLOCK != 0)
        return 0;
    if (blob[0] != BLOB_VERSION || blob[1] != ALG_XCHACHA20_POLY1305)
        return 0;
    if (memcmp(blob + ID_AT, key_id->bytes, sizeof key_id->bytes) != 0)
        return 0;
    return blob_len - SEAL_OVERHEAD;
}

/* Opens into plain, which has room for blob_padded_len() bytes. False if it does not open. */
static bool blob_read(const uint8_t *blob, size_t blob_len, const struct context *context,
                      const uint8_t key[KEY_LEN], uint8_t *plain, size_t *len)
{
    if (crypto_aead_xchacha20poly1305_ietf_decrypt(plain, NULL, NULL, blob + CIPHER_AT,
                                                   blob_len - CIPHER_AT, context->bytes,
                                                   context->len, blob + NONCE_AT, key) != 0)
        return false;
    return sodium_unpad(len, plain, blob_len - SEAL_OVERHEAD, PAD_BLOCK) == 0;
}

/* Data keys */

static struct seal_place wrapped_place(const struct uuid *organization_id, const struct uuid *id)
{
    return (struct seal_place){"data_keys", "blob", *organization_id, *id};
}

void data_key_wrap(const struct keyring *ring, const struct uuid *organization_id,
                   const struct data_key *key, struct wrapped_key *wrapped)
{
    const char *kid = keyring_active(ring);
    wrapped->id = key->id;
    wrapped->organization_id = *organization_id;
    memcpy(wrapped->kid, kid, strlen(kid) + 1);
    wrapped->blob_len = SEAL_OVERHEAD + padded_len(sizeof key->bytes);
    struct seal_place place = wrapped_place(organization_id, &key->id);
    struct context context;
    context_make(&context, purpose_data_key, &place, &key->id);
    blob_write(wrapped->blob, &context, &key->id, keyring_purpose_key(ring, kid, KEY_PURPOSE_WRAP),
               key->bytes, sizeof key->bytes);
}

void data_key_create(const struct keyring *ring, const struct uuid *organization_id,
                     struct data_key *key, struct wrapped_key *wrapped)
{
    key->id = uuid_make();
    randombytes_buf(key->bytes, sizeof key->bytes);
    data_key_wrap(ring, organization_id, key, wrapped);
}

static bool unwrap(const struct keyring *ring, const struct wrapped_key *wrapped,
                   struct data_key *key)
{
    const uint8_t *wrap_key = keyring_purpose_key(ring, wrapped->kid, KEY_PURPOSE_WRAP);
    size_t padded = wrapped->blob_len > sizeof wrapped->blob
                        ? 0
                        : blob_padded_len(wrapped->blob, wrapped->blob_len, &wrapped->id);
    uint8_t plain[PAD_BLOCK];
    if (wrap_key == NULL || padded != sizeof plain)
        return false;
    struct seal_place place = wrapped_place(&wrapped->organization_id, &wrapped->id);
    struct context context;
    context_make(&context, purpose_data_key, &place, &wrapped->id);
    size_t len = 0;
    bool is_open = blob_read(wrapped->blob, wrapped->blob_len, &context, wrap_key, plain, &len) &&
                   len == sizeof key->bytes;
    if (is_open) {
        key->id = wrapped->id;
        memcpy(key->bytes, plain, sizeof key->bytes);
    }
    sodium_memzero(plain, sizeof plain);
    return is_open;
}

/* Says which blob does not open, never what is in it. */
static enum err refuse(const char *table, const char *column, const struct uuid *row_id)
{
    char id[UUID_TEXT_LEN];
    uuid_format(row_id, id);
    const struct log_field fields[] = {{"table", table}, {"column", column}, {"row", id}};
    log_line("error", "unseal", fields, COUNT_OF(fields));
    return ERR_UNAVAILABLE;
}

enum err data_key_unwrap(const struct keyring *ring, const struct wrapped_key *wrapped,
                         struct data_key *key)
{
    if (unwrap(ring, wrapped, key))
        return ERR_NONE;
    return refuse("data_keys", "blob", &wrapped->id);
}

/* Fields */

struct text seal(struct arena *arena, const struct data_key *key, const struct seal_place *place,
                 struct text plain)
{
    struct context context;
    context_make(&context, purpose_field, place, &key->id);
    size_t blob_len = SEAL_OVERHEAD + padded_len(plain.len);
    uint8_t *blob = arena_alloc(arena, blob_len + 1);
    blob_write(blob, &context, &key->id, key->bytes, plain.data, plain.len);
    return (struct text){(const char *)blob, blob_len};
}

struct uuid seal_key_id(struct text blob)
{
    struct uuid id = {{0}};
    if (blob.data != NULL && blob.len >= SEAL_OVERHEAD)
        memcpy(id.bytes, blob.data + ID_AT, sizeof id.bytes);
    return id;
}

enum err unseal(struct arena *arena, const struct data_key *key, const struct seal_place *place,
                struct text blob, struct text *plain)
{
    const uint8_t *bytes = (const uint8_t *)blob.data;
    size_t padded = blob_padded_len(bytes, blob.len, &key->id);
    if (padded == 0)
        return refuse(place->table, place->column, &place->row_id);
    struct context context;
    context_make(&context, purpose_field, place, &key->id);
    uint8_t *opened = arena_alloc(arena, padded);
    size_t len = 0;
    if (!blob_read(bytes, blob.len, &context, key->bytes, opened, &len))
        return refuse(place->table, place->column, &place->row_id);
    opened[len] = '\0'; /* in place of the first byte of the padding */
    *plain = (struct text){(const char *)opened, len};
    return ERR_NONE;
}
