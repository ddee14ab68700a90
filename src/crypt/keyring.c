#include "crypt/keyring.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <sodium.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/log.h"
#include "crypt/hkdf.h"

enum {
    KEYS_MAX = 32,
    FILE_LEN_MAX = 16 * 1024,
    KEY_TEXT_LEN = sodium_base64_ENCODED_LEN(KEY_LEN, sodium_base64_VARIANT_ORIGINAL),
    NEW_LINE_LEN = KID_LEN + 8 + KEY_TEXT_LEN + 2,
    RANDOM_NAME_LEN = 6, /* bytes */
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
    struct ring_key keys[KEYS_MAX];
};

/* Part of the stored format: a changed name is a different key. */
static const char *const purpose_infos[KEY_PURPOSE_COUNT] = {
    [KEY_PURPOSE_CHECK] = "rostrum1/check",
    [KEY_PURPOSE_WRAP] = "rostrum1/wrap",
    [KEY_PURPOSE_EMAIL_INDEX] = "rostrum1/email-index",
    [KEY_PURPOSE_SESSION] = "rostrum1/session",
    [KEY_PURPOSE_LINK] = "rostrum1/link",
    [KEY_PURPOSE_CSRF] = "rostrum1/csrf",
    [KEY_PURPOSE_COOKIE] = "rostrum1/cookie",
};

static enum err refuse(enum err err, const char *path, int line, const char *problem)
{
    char number[16];
    (void)snprintf(number, sizeof number, "%d", line);
    const struct log_field fields[] = {
        {"path", path},
        {"problem", problem},
        {"line", number},
    };
    log_line("error", "keyring", fields, line > 0 ? 3 : 2);
    return err;
}

static void start_sodium(void)
{
    if (sodium_init() < 0)
        die("libsodium does not start");
}

/* No core file and no debugger of another process of this user may see the keys. */
static void forbid_dumps(void)
{
    const struct rlimit none = {0, 0};
    if (prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) != 0 || setrlimit(RLIMIT_CORE, &none) != 0)
        die("core dumps can't be turned off: %s", strerror(errno));
}

/* Creating */

static bool write_all(int fd, const char *bytes, size_t len)
{
    while (len > 0) {
        ssize_t written = write(fd, bytes, len);
        if (written < 0 && errno == EINTR)
            continue;
        if (written <= 0)
            return false;
        bytes += written;
        len -= (size_t)written;
    }
    return true;
}

/* A new file that reached the disk; errno says why if not. */
static bool write_new_file(const char *path, const char *bytes, size_t len)
{
    int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (fd < 0)
        return false;
    bool is_ok = fchmod(fd, 0600) == 0 && write_all(fd, bytes, len) && fsync(fd) == 0;
    int saved_errno = errno;
    is_ok = close(fd) == 0 && is_ok;
    if (!is_ok) {
        (void)unlink(path);
        errno = saved_errno;
    }
    return is_ok;
}

/* Makes the names in the folder of a file reach the disk; errno says why if not. */
static bool sync_folder_of(const char *path)
{
    char folder[PATH_MAX];
    (void)snprintf(folder, sizeof folder, "%s", path);
    char *slash = strrchr(folder, '/');
    if (slash == NULL)
        (void)snprintf(folder, sizeof folder, ".");
    else
        slash[slash == folder ? 1 : 0] = '\0';
    int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0)
        return false;
    int failure = fsync(fd) == 0 ? 0 : errno;
    (void)close(fd);
    errno = failure;
    return failure == 0;
}

/* "kid active base64" with a fresh key and a random kid, so that no two rings share one. */
static void make_line(char line[NEW_LINE_LEN])
{
    uint8_t key[KEY_LEN];
    char key_text[KEY_TEXT_LEN];
    uint8_t name[RANDOM_NAME_LEN];
    char name_hex[2 * RANDOM_NAME_LEN + 1];
    randombytes_buf(key, sizeof key);
    randombytes_buf(name, sizeof name);
    (void)sodium_bin2base64(key_text, sizeof key_text, key, sizeof key,
                            sodium_base64_VARIANT_ORIGINAL);
    (void)sodium_bin2hex(name_hex, sizeof name_hex, name, sizeof name);
    (void)snprintf(line, NEW_LINE_LEN, "k%s active %s\n", name_hex, key_text);
    sodium_memzero(key, sizeof key);
    sodium_memzero(key_text, sizeof key_text);
}

/* Gives the finished file its name. link(2) fails if the name is taken, where rename(2) would
 * overwrite someone's only key. */
static enum err publish(const char *temporary, const char *path)
{
    int failure = link(temporary, path) == 0 ? 0 : errno;
    (void)unlink(temporary);
    if (failure == EEXIST)
        return ERR_CONFLICT;
    if (failure == 0 && !sync_folder_of(path))
        failure = errno;
    return failure == 0 ? ERR_NONE : refuse(ERR_UNAVAILABLE, path, 0, strerror(failure));
}

enum err keyring_create(const char *path)
{
    start_sodium();
    uint8_t suffix[RANDOM_NAME_LEN];
    char suffix_hex[2 * RANDOM_NAME_LEN + 1];
    randombytes_buf(suffix, sizeof suffix);
    (void)sodium_bin2hex(suffix_hex, sizeof suffix_hex, suffix, sizeof suffix);
    char temporary[PATH_MAX];
    int len = snprintf(temporary, sizeof temporary, "%s.new-%s", path, suffix_hex);
    if (len < 0 || (size_t)len >= sizeof temporary)
        return refuse(ERR_UNAVAILABLE, path, 0, strerror(ENAMETOOLONG));
    char line[NEW_LINE_LEN];
    make_line(line);
    bool is_written = write_new_file(temporary, line, strlen(line));
    sodium_memzero(line, sizeof line);
    if (!is_written)
        return refuse(ERR_UNAVAILABLE, path, 0, strerror(errno));
    return publish(temporary, path);
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
        hkdf_expand(master, purpose_infos[i], strlen(purpose_infos[i]), key->purpose_keys[i]);
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
        return refuse(ERR_INVALID, path, 0, "the file contains a NUL");
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
            return refuse(ERR_INVALID, path, number, problem);
    }
    if (ring->active < 0)
        return refuse(ERR_INVALID, path, 0, "there is no active key");
    return ERR_NONE;
}

static enum err check_file(int fd, const char *path)
{
    struct stat status;
    if (fstat(fd, &status) != 0)
        return refuse(ERR_UNAVAILABLE, path, 0, strerror(errno));
    if (!S_ISREG(status.st_mode))
        return refuse(ERR_INVALID, path, 0, "it is not a regular file");
    mode_t mode = status.st_mode & 07777;
    if (mode != 0600 && mode != 0400)
        return refuse(ERR_DENIED, path, 0, "its mode is not 0600 or 0400");
    if (status.st_uid != geteuid())
        return refuse(ERR_DENIED, path, 0, "it belongs to another user");
    if (status.st_size > FILE_LEN_MAX)
        return refuse(ERR_INVALID, path, 0, "it is longer than 16 KiB");
    return ERR_NONE;
}

/* Reads from an open file into the ring, through locked memory. */
static enum err read_file(struct keyring *ring, int fd, const char *path)
{
    enum err err = check_file(fd, path);
    if (err != ERR_NONE)
        return err;
    char *text = sodium_malloc(FILE_LEN_MAX + 1);
    if (text == NULL)
        die("no locked memory for the key ring");
    size_t len = 0;
    ssize_t got = 0;
    do {
        got = read(fd, text + len, FILE_LEN_MAX - len);
        if (got > 0)
            len += (size_t)got;
    } while (got > 0 || (got < 0 && errno == EINTR));
    text[len] = '\0';
    err = got < 0 ? refuse(ERR_UNAVAILABLE, path, 0, strerror(errno))
                  : read_text(ring, path, text, len);
    sodium_free(text);
    return err;
}

/* Opens without waiting, should the path be a pipe. */
static enum err open_file(const char *path, int *fd)
{
    *fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
    if (*fd >= 0)
        return ERR_NONE;
    int failure = errno;
    enum err err = failure == ENOENT || failure == ENOTDIR ? ERR_NOT_FOUND
                   : failure == EACCES || failure == EPERM ? ERR_DENIED
                                                           : ERR_UNAVAILABLE;
    return refuse(err, path, 0, strerror(failure));
}

enum err keyring_open(const char *path, struct keyring **out)
{
    start_sodium();
    forbid_dumps();
    int fd = -1;
    enum err err = open_file(path, &fd);
    if (err != ERR_NONE)
        return err;
    struct keyring *ring = sodium_malloc(sizeof *ring);
    if (ring == NULL)
        die("no locked memory for the key ring");
    memset(ring, 0, sizeof *ring);
    ring->active = -1;
    err = read_file(ring, fd, path);
    (void)close(fd);
    if (err != ERR_NONE) {
        sodium_free(ring);
        return err;
    }
    (void)sodium_mprotect_readonly(ring);
    *out = ring;
    return ERR_NONE;
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

void keyring_hash(const struct keyring *keyring, enum key_purpose purpose, const void *bytes,
                  size_t len, uint8_t out[HASH_LEN])
{
    crypto_auth_hmacsha256_state state = keyring->keys[keyring->active].states[purpose];
    (void)crypto_auth_hmacsha256_update(&state, bytes, len);
    (void)crypto_auth_hmacsha256_final(&state, out);
    sodium_memzero(&state, sizeof state);
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
