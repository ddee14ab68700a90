#include "crypt/keyring.h"

#include <errno.h>
#include <limits.h>
#include <sodium.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include "base/log.h"
#include "crypt/crypt_use.h"
#include "crypt/hkdf.h"
#include "crypt/keyring_text.h"

enum {
    KEYS_MAX = 32,
};

/* The master key itself is wiped as soon as its purpose keys are made. */
struct ring_key {
    char kid[KID_LEN + 1];
    uint8_t purpose_keys[KEY_PURPOSE_COUNT][KEY_LEN];
    /* HMACs with the key already taken in: every request makes two. */
    crypto_auth_hmacsha256_state states[KEY_PURPOSE_COUNT];
};

struct keyring {
    int count;
    int active; /* index, -1 until the line is read */
    struct stat file;
    char path[PATH_MAX];
    struct ring_key keys[KEYS_MAX];
};

/* No core file and no debugger of another process of this user may see the keys. */
static void forbid_dumps(void)
{
    const struct rlimit none = {0, 0};
    if (prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) != 0 || setrlimit(RLIMIT_CORE, &none) != 0)
        die("core dumps can't be turned off: %s", strerror(errno));
}

/* Opening */

static bool is_kid(const char *kid)
{
    static const char allowed[] =
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_";
    size_t len = strlen(kid);
    return len > 0 && len <= KID_LEN && strspn(kid, allowed) == len;
}

static const struct ring_key *find(const struct keyring *ring, const char *kid)
{
    for (int i = 0; i < ring->count; i++)
        if (strcmp(ring->keys[i].kid, kid) == 0)
            return &ring->keys[i];
    return NULL;
}

static void ring_add(struct keyring *ring, const char *kid, const uint8_t master[KEY_LEN])
{
    struct ring_key *key = &ring->keys[ring->count++];
    memcpy(key->kid, kid, strlen(kid) + 1);
    for (int i = 0; i < KEY_PURPOSE_COUNT; i++) {
        hkdf_expand(master, crypt_purpose_infos[i], strlen(crypt_purpose_infos[i]),
                    key->purpose_keys[i]);
        (void)crypto_auth_hmacsha256_init(&key->states[i], key->purpose_keys[i], KEY_LEN);
    }
}

/* Adds the key of a line that was split into its three fields; what is wrong with it, or NULL. */
static const char *read_key(struct keyring *ring, const char *kid, const char *state,
                            const char *base64)
{
    bool is_active = strcmp(state, "active") == 0;
    bool is_retired = strcmp(state, "retired") == 0;
    if (!is_kid(kid))
        return "the key id is not 1 to 16 letters, digits, dashes or underscores";
    if (!is_active && !is_retired && strcmp(state, "decrypt") != 0)
        return "the state is not active, decrypt or retired";
    if (find(ring, kid) != NULL)
        return "the key id is there twice";
    if (is_active && ring->active >= 0)
        return "there are two active keys";
    if (ring->count == KEYS_MAX)
        return "there are too many keys";
    uint8_t master[KEY_LEN];
    size_t len = 0;
    bool is_decoded = sodium_base642bin(master, sizeof master, base64, strlen(base64), NULL, &len,
                                        NULL, sodium_base64_VARIANT_ORIGINAL) == 0;
    if (is_decoded && len == KEY_LEN && !is_retired) {
        if (is_active)
            ring->active = ring->count;
        ring_add(ring, kid, master);
    }
    sodium_memzero(master, sizeof master);
    return is_decoded && len == KEY_LEN ? NULL : "the key is not 32 bytes in base64";
}

static const char *read_line(struct keyring *ring, char *line)
{
    char *state = strchr(line, ' ');
    char *base64 = state == NULL ? NULL : strchr(state + 1, ' ');
    if (base64 == NULL)
        return "the line is not \"kid state base64\"";
    *state++ = '\0';
    *base64++ = '\0';
    return read_key(ring, line, state, base64);
}

/* Reads the text of a ring, which ends in NUL and is changed on the way. */
static enum err read_text(struct keyring *ring, const char *path, char *text, size_t len)
{
    if (strlen(text) != len)
        return keyring_text_refuse(ERR_INVALID, path, 0, "the file contains a NUL");
    int number = 0;
    char *next = text;
    while (next != NULL && *next != '\0') {
        char *line = next;
        next = strchr(line, '\n');
        if (next != NULL)
            *next++ = '\0';
        number++;
        const char *problem = read_line(ring, line);
        if (problem != NULL)
            return keyring_text_refuse(ERR_INVALID, path, number, problem);
    }
    if (ring->active < 0)
        return keyring_text_refuse(ERR_INVALID, path, 0, "there is no active key");
    return ERR_NONE;
}

/* A new ring in locked memory, from the file as it is now. */
static enum err read_ring(const char *path, struct keyring **out)
{
    char *text = NULL;
    size_t len = 0;
    struct stat status;
    enum err err = keyring_text_read(path, &text, &len, &status);
    if (err != ERR_NONE)
        return err;
    struct keyring *ring = sodium_malloc(sizeof *ring);
    if (ring == NULL)
        die("no locked memory for the key ring");
    memset(ring, 0, sizeof *ring);
    ring->active = -1;
    ring->file = status;
    (void)snprintf(ring->path, sizeof ring->path, "%s", path);
    err = read_text(ring, path, text, len);
    sodium_free(text);
    if (err == ERR_NONE)
        *out = ring;
    else
        sodium_free(ring);
    return err;
}

enum err keyring_open(const char *path, struct keyring **out)
{
    forbid_dumps();
    enum err err = read_ring(path, out);
    if (err == ERR_NONE)
        (void)sodium_mprotect_readonly(*out);
    return err;
}

static bool is_same_file(const struct stat *a, const struct stat *b)
{
    return a->st_dev == b->st_dev && a->st_ino == b->st_ino && a->st_size == b->st_size &&
           a->st_mtim.tv_sec == b->st_mtim.tv_sec && a->st_mtim.tv_nsec == b->st_mtim.tv_nsec;
}

bool keyring_refresh(struct keyring *keyring)
{
    struct stat status;
    struct keyring *fresh = NULL;
    if (stat(keyring->path, &status) != 0 || is_same_file(&status, &keyring->file))
        return false;
    bool is_read = read_ring(keyring->path, &fresh) == ERR_NONE;
    (void)sodium_mprotect_readwrite(keyring);
    if (is_read)
        memcpy(keyring, fresh, sizeof *keyring);
    else
        keyring->file = status; /* so that it is said once */
    (void)sodium_mprotect_readonly(keyring);
    if (fresh != NULL)
        sodium_free(fresh);
    return is_read;
}

void keyring_close(struct keyring *keyring)
{
    sodium_free(keyring);
}

/* Using */

const char *keyring_active(const struct keyring *keyring)
{
    return keyring->keys[keyring->active].kid;
}

const char *keyring_kid(const struct keyring *keyring, int index)
{
    return index >= 0 && index < keyring->count ? keyring->keys[index].kid : NULL;
}

const uint8_t *keyring_purpose_key(const struct keyring *keyring, const char *kid,
                                   enum key_purpose purpose)
{
    const struct ring_key *key = kid == NULL ? &keyring->keys[keyring->active] : find(keyring, kid);
    return key == NULL ? NULL : key->purpose_keys[purpose];
}

static void hash_with(const struct ring_key *key, enum key_purpose purpose, const void *bytes,
                      size_t len, uint8_t out[HASH_LEN])
{
    crypto_auth_hmacsha256_state state = key->states[purpose];
    (void)crypto_auth_hmacsha256_update(&state, bytes, len);
    (void)crypto_auth_hmacsha256_final(&state, out);
    sodium_memzero(&state, sizeof state);
}

void keyring_hash(const struct keyring *keyring, enum key_purpose purpose, const void *bytes,
                  size_t len, uint8_t out[HASH_LEN])
{
    hash_with(&keyring->keys[keyring->active], purpose, bytes, len, out);
}

/* Keys are added at the end: the last one that is not active is what the active one replaces, or
 * what will replace it. */
static const struct ring_key *other_key(const struct keyring *keyring)
{
    for (int i = keyring->count - 1; i >= 0; i--)
        if (i != keyring->active)
            return &keyring->keys[i];
    return &keyring->keys[keyring->active];
}

void keyring_hash_all(const struct keyring *keyring, enum key_purpose purpose, const void *bytes,
                      size_t len, uint8_t out[KEYRING_HASHES][HASH_LEN])
{
    keyring_hash(keyring, purpose, bytes, len, out[0]);
    memcpy(out[1], out[0], HASH_LEN);
    if (keyring->count > 1)
        hash_with(other_key(keyring), purpose, bytes, len, out[1]);
}

enum err keyring_check_value(const struct keyring *keyring, const char *kid, uint8_t out[HASH_LEN])
{
    static const char label[] = "rostrum key check";
    const uint8_t *key = keyring_purpose_key(keyring, kid, KEY_PURPOSE_CHECK);
    if (key == NULL)
        return ERR_NOT_FOUND;
    char message[sizeof label + KID_LEN];
    (void)snprintf(message, sizeof message, "%s%s", label, kid);
    (void)crypto_auth_hmacsha256(out, (const uint8_t *)message, strlen(message), key);
    return ERR_NONE;
}
