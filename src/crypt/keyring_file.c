#include "crypt/keyring_file.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <sodium.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/err.h"
#include "crypt/keyring_text.h"

enum {
    KEY_TEXT_LEN = sodium_base64_ENCODED_LEN(KEY_LEN, sodium_base64_VARIANT_ORIGINAL),
    NEW_LINE_LEN = KID_LEN + 8 + KEY_TEXT_LEN + 2,
    RANDOM_NAME_LEN = 6, /* bytes */
};

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

/* "kid state base64" with a fresh key and a random kid, so that no two rings share one. */
static void make_line(char line[NEW_LINE_LEN], const char *state)
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
    (void)snprintf(line, NEW_LINE_LEN, "k%s %s %s\n", name_hex, state, key_text);
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
    return failure == 0 ? ERR_NONE
                        : keyring_text_refuse(ERR_UNAVAILABLE, path, 0, strerror(failure));
}

/* "PATH.new-012345abcdef" */
static enum err name_temporary(const char *path, char temporary[PATH_MAX])
{
    uint8_t suffix[RANDOM_NAME_LEN];
    char suffix_hex[2 * RANDOM_NAME_LEN + 1];
    if (sodium_init() < 0)
        die("libsodium does not start");
    randombytes_buf(suffix, sizeof suffix);
    (void)sodium_bin2hex(suffix_hex, sizeof suffix_hex, suffix, sizeof suffix);
    int len = snprintf(temporary, PATH_MAX, "%s.new-%s", path, suffix_hex);
    if (len < 0 || len >= PATH_MAX)
        return keyring_text_refuse(ERR_UNAVAILABLE, path, 0, strerror(ENAMETOOLONG));
    return ERR_NONE;
}

enum err keyring_create(const char *path)
{
    char temporary[PATH_MAX];
    char line[NEW_LINE_LEN];
    enum err err = name_temporary(path, temporary);
    if (err != ERR_NONE)
        return err;
    make_line(line, "active");
    bool is_written = write_new_file(temporary, line, strlen(line));
    sodium_memzero(line, sizeof line);
    if (!is_written)
        return keyring_text_refuse(ERR_UNAVAILABLE, path, 0, strerror(errno));
    return publish(temporary, path);
}

/* Changing */

/* A line of the file as it is read, split: what the next function changes before it is written. */
struct line {
    struct keyring_line shown;
    const char *base64; /* in the locked text */
};

struct ring_text {
    char *text; /* locked */
    struct line lines[KEYRING_LINES_MAX];
    int count;
};

static void close_text(struct ring_text *ring)
{
    sodium_free(ring->text);
}

/* The file was checked by keyring_open: each line is "kid state base64". */
static enum err open_text(const char *path, struct ring_text *ring)
{
    struct keyring *checked = NULL;
    struct stat status;
    size_t len = 0;
    enum err err = keyring_open(path, &checked);
    if (err != ERR_NONE)
        return err;
    keyring_close(checked);
    *ring = (struct ring_text){.text = NULL};
    err = keyring_text_read(path, &ring->text, &len, &status);
    char *rest = NULL;
    char *line = err == ERR_NONE ? strtok_r(ring->text, "\n", &rest) : NULL;
    for (; line != NULL && ring->count < KEYRING_LINES_MAX; line = strtok_r(NULL, "\n", &rest)) {
        struct line *next = &ring->lines[ring->count++];
        char *state = strchr(line, ' ');
        char *base64 = strchr(state + 1, ' ');
        *state++ = *base64++ = '\0';
        (void)snprintf(next->shown.kid, sizeof next->shown.kid, "%s", line);
        (void)snprintf(next->shown.state, sizeof next->shown.state, "%s", state);
        next->base64 = base64;
    }
    return err;
}

/* Writes the lines, and one more if it is not "", in place of the file. */
static enum err write_text(const char *path, const struct ring_text *ring, const char *more)
{
    char temporary[PATH_MAX];
    enum err err = name_temporary(path, temporary);
    if (err != ERR_NONE)
        return err;
    char *text = sodium_malloc(KEYRING_TEXT_MAX);
    if (text == NULL)
        die("no locked memory for the key ring");
    size_t len = 0;
    for (int i = 0; i < ring->count && len < KEYRING_TEXT_MAX; i++)
        len += (size_t)snprintf(text + len, KEYRING_TEXT_MAX - len, "%s %s %s\n",
                                ring->lines[i].shown.kid, ring->lines[i].shown.state,
                                ring->lines[i].base64);
    if (len < KEYRING_TEXT_MAX)
        len += (size_t)snprintf(text + len, KEYRING_TEXT_MAX - len, "%s", more);
    bool is_done = len < KEYRING_TEXT_MAX && write_new_file(temporary, text, len) &&
                   rename(temporary, path) == 0 && sync_folder_of(path);
    int failure = errno;
    sodium_free(text);
    (void)unlink(temporary);
    return is_done ? ERR_NONE : keyring_text_refuse(ERR_UNAVAILABLE, path, 0, strerror(failure));
}

/* Waits for others who change the file; -1 (logged) if that is not possible. */
static int lock(const char *path)
{
    char name[PATH_MAX];
    int len = snprintf(name, sizeof name, "%s.lock", path);
    int fd = len < 0 || len >= PATH_MAX ? -1 : open(name, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (fd >= 0 && flock(fd, LOCK_EX) == 0)
        return fd;
    (void)keyring_text_refuse(ERR_UNAVAILABLE, path, 0, strerror(errno));
    if (fd >= 0)
        (void)close(fd);
    return -1;
}

static struct line *find_line(struct ring_text *ring, const char *kid)
{
    for (int i = 0; i < ring->count; i++)
        if (strcmp(ring->lines[i].shown.kid, kid) == 0)
            return &ring->lines[i];
    return NULL;
}

static bool is_in(const struct line *line, const char *state)
{
    return strcmp(line->shown.state, state) == 0;
}

static void set_state(struct line *line, const char *state)
{
    (void)snprintf(line->shown.state, sizeof line->shown.state, "%s", state);
}

/* What is done to the lines; more is a line to add. */
typedef enum err change_lines(struct ring_text *ring, const char *kid, char more[NEW_LINE_LEN]);

static enum err change(const char *path, const char *kid, change_lines *do_it,
                       char more[NEW_LINE_LEN])
{
    struct ring_text ring;
    int fd = lock(path);
    if (fd < 0)
        return ERR_UNAVAILABLE;
    enum err err = open_text(path, &ring);
    if (err == ERR_NONE) {
        err = do_it(&ring, kid, more);
        if (err == ERR_NONE)
            err = write_text(path, &ring, more);
        close_text(&ring);
    }
    (void)close(fd);
    return err;
}

static enum err add_line(struct ring_text *ring, const char *kid, char more[NEW_LINE_LEN])
{
    (void)kid;
    int usable_count = 0;
    for (int i = 0; i < ring->count; i++)
        usable_count += !is_in(&ring->lines[i], "retired");
    if (usable_count >= KEYRING_HASHES || ring->count == KEYRING_LINES_MAX)
        return ERR_CONFLICT;
    make_line(more, "decrypt");
    return ERR_NONE;
}

static enum err activate_line(struct ring_text *ring, const char *kid, char more[NEW_LINE_LEN])
{
    struct line *line = find_line(ring, kid);
    more[0] = '\0';
    if (line == NULL || is_in(line, "retired"))
        return ERR_NOT_FOUND;
    for (int i = 0; i < ring->count; i++)
        if (is_in(&ring->lines[i], "active"))
            set_state(&ring->lines[i], "decrypt");
    set_state(line, "active");
    return ERR_NONE;
}

static enum err retire_line(struct ring_text *ring, const char *kid, char more[NEW_LINE_LEN])
{
    struct line *line = find_line(ring, kid);
    more[0] = '\0';
    if (line == NULL)
        return ERR_NOT_FOUND;
    if (is_in(line, "active"))
        return ERR_CONFLICT;
    set_state(line, "retired");
    return ERR_NONE;
}

enum err keyring_file_add(const char *path, char kid[KID_LEN + 1])
{
    char line[NEW_LINE_LEN];
    enum err err = change(path, "", add_line, line);
    if (err == ERR_NONE)
        (void)snprintf(kid, KID_LEN + 1, "%.*s", (int)strcspn(line, " "), line);
    sodium_memzero(line, sizeof line);
    return err;
}

enum err keyring_file_activate(const char *path, const char *kid)
{
    char line[NEW_LINE_LEN];
    return change(path, kid, activate_line, line);
}

enum err keyring_file_retire(const char *path, const char *kid)
{
    char line[NEW_LINE_LEN];
    return change(path, kid, retire_line, line);
}

enum err keyring_file_list(const char *path, struct keyring_lines *lines)
{
    struct ring_text ring;
    enum err err = open_text(path, &ring);
    if (err != ERR_NONE)
        return err;
    lines->count = ring.count;
    for (int i = 0; i < ring.count; i++)
        lines->items[i] = ring.lines[i].shown;
    close_text(&ring);
    return ERR_NONE;
}
