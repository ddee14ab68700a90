#include "crypt/signed_note.h"

#include <sodium.h>
#include <stdio.h>
#include <string.h>

#include "base/text.h"

enum {
    ALGORITHM = 1, /* Ed25519 in the list of C2SP */
    KEY_ID_LEN = 4,
    SIGNATURE_LEN = KEY_ID_LEN + crypto_sign_BYTES,
    SIGNATURE_TEXT_LEN = sodium_base64_ENCODED_LEN(SIGNATURE_LEN, sodium_base64_VARIANT_ORIGINAL),
    KEY_BLOB_LEN = 1 + NOTE_KEY_LEN,
    KEY_TEXT_LEN = sodium_base64_ENCODED_LEN(KEY_BLOB_LEN, sodium_base64_VARIANT_ORIGINAL),
};

static const char name_prefix[] = "rostrum/";
static const char line_prefix[] = "\xe2\x80\x94 "; /* an em dash and a space */

void note_key_set(struct note_key *key, const char *kid, const uint8_t bytes[NOTE_KEY_LEN])
{
    (void)snprintf(key->name, sizeof key->name, "%s%s", name_prefix, kid);
    memcpy(key->bytes, bytes, NOTE_KEY_LEN);
}

static void derive(const uint8_t *seed, uint8_t public_key[NOTE_KEY_LEN],
                   uint8_t secret_key[crypto_sign_SECRETKEYBYTES])
{
    (void)crypto_sign_seed_keypair(public_key, secret_key, seed);
}

enum err note_key_of(const struct keyring *ring, const char *kid, struct note_key *key)
{
    const uint8_t *seed = keyring_purpose_key(ring, kid, KEY_PURPOSE_SIGN);
    if (seed == NULL)
        return ERR_NOT_FOUND;
    uint8_t public_key[NOTE_KEY_LEN];
    uint8_t secret_key[crypto_sign_SECRETKEYBYTES];
    derive(seed, public_key, secret_key);
    sodium_memzero(secret_key, sizeof secret_key);
    note_key_set(key, kid == NULL ? keyring_active(ring) : kid, public_key);
    return ERR_NONE;
}

/* The first four bytes of SHA-256(name | line break | algorithm | public key). */
static void key_id(const struct note_key *key, uint8_t id[KEY_ID_LEN])
{
    uint8_t hash[crypto_hash_sha256_BYTES];
    const uint8_t middle[] = {'\n', ALGORITHM};
    crypto_hash_sha256_state state;
    (void)crypto_hash_sha256_init(&state);
    (void)crypto_hash_sha256_update(&state, (const uint8_t *)key->name, strlen(key->name));
    (void)crypto_hash_sha256_update(&state, middle, sizeof middle);
    (void)crypto_hash_sha256_update(&state, key->bytes, sizeof key->bytes);
    (void)crypto_hash_sha256_final(&state, hash);
    memcpy(id, hash, KEY_ID_LEN);
}

char *note_key_text(struct arena *arena, const struct note_key *key)
{
    uint8_t id[KEY_ID_LEN];
    uint8_t blob[KEY_BLOB_LEN] = {ALGORITHM};
    char id_text[2 * KEY_ID_LEN + 1];
    char blob_text[KEY_TEXT_LEN];
    key_id(key, id);
    memcpy(blob + 1, key->bytes, NOTE_KEY_LEN);
    (void)sodium_bin2hex(id_text, sizeof id_text, id, sizeof id);
    (void)sodium_bin2base64(blob_text, sizeof blob_text, blob, sizeof blob,
                            sodium_base64_VARIANT_ORIGINAL);
    return arena_printf(arena, "%s+%s+%s", key->name, id_text, blob_text);
}

char *note_key_pem(struct arena *arena, const struct note_key *key)
{
    /* SubjectPublicKeyInfo with the algorithm 1.3.101.112 (RFC 8410, section 4). */
    static const uint8_t begin[] = {0x30, 0x2a, 0x30, 0x05, 0x06, 0x03,
                                    0x2b, 0x65, 0x70, 0x03, 0x21, 0x00};
    uint8_t der[sizeof begin + NOTE_KEY_LEN];
    char text[sodium_base64_ENCODED_LEN(sizeof der, sodium_base64_VARIANT_ORIGINAL)];
    memcpy(der, begin, sizeof begin);
    memcpy(der + sizeof begin, key->bytes, NOTE_KEY_LEN);
    (void)sodium_bin2base64(text, sizeof text, der, sizeof der, sodium_base64_VARIANT_ORIGINAL);
    return arena_printf(arena, "-----BEGIN PUBLIC KEY-----\n%s\n-----END PUBLIC KEY-----\n", text);
}

enum err note_key_read(const char *text, struct note_key *key)
{
    uint8_t blob[KEY_BLOB_LEN];
    uint8_t id[KEY_ID_LEN];
    size_t len = 0;
    size_t name_len = strcspn(text, "+");
    if (name_len == 0 || name_len >= NOTE_NAME_LEN || text[name_len] != '+')
        return ERR_INVALID;
    const char *blob_text = strchr(text + name_len + 1, '+');
    if (blob_text++ == NULL ||
        sodium_base642bin(blob, sizeof blob, blob_text, strlen(blob_text), NULL, &len, NULL,
                          sodium_base64_VARIANT_ORIGINAL) != 0 ||
        len != sizeof blob || blob[0] != ALGORITHM)
        return ERR_INVALID;
    memcpy(key->name, text, name_len);
    key->name[name_len] = '\0';
    memcpy(key->bytes, blob + 1, NOTE_KEY_LEN);
    char id_text[2 * KEY_ID_LEN + 1];
    key_id(key, id);
    (void)sodium_bin2hex(id_text, sizeof id_text, id, sizeof id);
    size_t id_len = (size_t)(blob_text - text) - name_len - 2;
    bool is_same = id_len == strlen(id_text) && memcmp(text + name_len + 1, id_text, id_len) == 0;
    return is_same ? ERR_NONE : ERR_INVALID;
}

char *signed_note_make(const struct keyring *ring, struct arena *arena, const char *text)
{
    size_t len = strlen(text);
    if (len == 0 || text[len - 1] != '\n')
        die("a note must end in a line break");
    struct note_key key;
    uint8_t secret_key[crypto_sign_SECRETKEYBYTES];
    uint8_t signature[SIGNATURE_LEN];
    char signature_text[SIGNATURE_TEXT_LEN];
    derive(keyring_purpose_key(ring, NULL, KEY_PURPOSE_SIGN), key.bytes, secret_key);
    note_key_set(&key, keyring_active(ring), key.bytes);
    key_id(&key, signature);
    (void)crypto_sign_detached(signature + KEY_ID_LEN, NULL, (const uint8_t *)text, len,
                               secret_key);
    sodium_memzero(secret_key, sizeof secret_key);
    (void)sodium_bin2base64(signature_text, sizeof signature_text, signature, sizeof signature,
                            sodium_base64_VARIANT_ORIGINAL);
    return arena_printf(arena, "%s\n%s%s %s\n", text, line_prefix, key.name, signature_text);
}

char *signed_note_make_json(const struct keyring *ring, struct arena *arena, const json_t *json)
{
    struct text text = json_format(arena, json, JSON_INDENTED);
    return signed_note_make(ring, arena, arena_printf(arena, "%s\n", text.data));
}

/* Checking */

/* Where the lines of signatures begin, after the last empty line; NULL if there is none. */
static const char *find_signatures(const char *note)
{
    const char *found = NULL;
    for (const char *next = note; (next = strstr(next, "\n\n")) != NULL; next++)
        found = next;
    return found == NULL ? NULL : found + 2;
}

/* Is this how the signature is written? libsodium reads some bytes past ASCII as digits too. */
static bool is_written(const uint8_t signature[SIGNATURE_LEN], const char *text, size_t len)
{
    char written[SIGNATURE_TEXT_LEN];
    (void)sodium_bin2base64(written, sizeof written, signature, SIGNATURE_LEN,
                            sodium_base64_VARIANT_ORIGINAL);
    return strlen(written) == len && memcmp(written, text, len) == 0;
}

/* A line "— NAME BASE64" without its line break; the signature of this key, or ERR_NOT_FOUND. */
static enum err read_line(struct text line, const struct note_key *key,
                          uint8_t signature[SIGNATURE_LEN])
{
    size_t prefix_len = strlen(line_prefix);
    if (line.len <= prefix_len || memcmp(line.data, line_prefix, prefix_len) != 0)
        return ERR_INVALID;
    const char *name = line.data + prefix_len;
    size_t rest = line.len - prefix_len;
    const char *space = memchr(name, ' ', rest);
    size_t name_len = space == NULL ? 0 : (size_t)(space - name);
    if (name_len == 0)
        return ERR_INVALID;
    if (name_len != strlen(key->name) || memcmp(name, key->name, name_len) != 0)
        return ERR_NOT_FOUND;
    uint8_t id[KEY_ID_LEN];
    size_t len = 0;
    if (sodium_base642bin(signature, SIGNATURE_LEN, space + 1, rest - name_len - 1, NULL, &len,
                          NULL, sodium_base64_VARIANT_ORIGINAL) != 0 ||
        len != SIGNATURE_LEN || !is_written(signature, space + 1, rest - name_len - 1))
        return ERR_INVALID;
    key_id(key, id);
    return memcmp(signature, id, KEY_ID_LEN) == 0 ? ERR_NONE : ERR_NOT_FOUND;
}

/* Whether this key signed the text: ERR_NOT_FOUND if no line is its own. */
static enum err check_key(struct text text, const char *lines, const struct note_key *key)
{
    uint8_t signature[SIGNATURE_LEN];
    enum err found = ERR_NOT_FOUND;
    while (*lines != '\0') {
        const char *end = strchr(lines, '\n');
        if (end == NULL)
            return ERR_INVALID;
        enum err err = read_line((struct text){lines, (size_t)(end - lines)}, key, signature);
        if (err == ERR_NONE &&
            crypto_sign_verify_detached(signature + KEY_ID_LEN, (const uint8_t *)text.data,
                                        text.len, key->bytes) != 0)
            err = ERR_INVALID;
        if (err == ERR_INVALID)
            return err;
        if (err == ERR_NONE)
            found = ERR_NONE;
        lines = end + 1;
    }
    return found;
}

enum err signed_note_open(struct arena *arena, const struct note_key *keys, int key_count,
                          const char *note, const char **text, const struct note_key **key)
{
    const char *lines = find_signatures(note);
    if (lines == NULL || *lines == '\0')
        return ERR_INVALID;
    struct text signed_text = {note, (size_t)(lines - note) - 1};
    enum err err = ERR_NOT_FOUND;
    for (int i = 0; err == ERR_NOT_FOUND && i < key_count; i++) {
        err = check_key(signed_text, lines, &keys[i]);
        if (err == ERR_NONE) {
            *text = arena_copy(arena, signed_text.data, signed_text.len);
            *key = &keys[i];
        }
    }
    return err;
}
