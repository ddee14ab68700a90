#include "crypt/password.h"

#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <sched.h>
#include <sodium.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <time.h>
#include <unistd.h>
#include <zxcvbn.h>

#include "base/log.h"
#include "base/unicode.h"

/* Today's settings, and how every hash made with them begins. */
enum { PASSES = 3, MEMORY_KIB = 64 * 1024 };
#define TODAY "$argon2id$v=19$m=65536,t=3,p=1$"

/* A well-formed hash of no password: what an unknown user is measured against. */
static const char nobody[] =
    TODAY "Um9zdHJ1bSBvZiBub2JvZA$Tm8gcGFzc3dvcmQgZXZlciBoYXNoZXMgdG8gdGhpcyE";

enum {
    WAIT_MS = 1000,
    PAUSE_MS = 10,
    WORD_LEN_MIN = 3, /* shorter words match by chance */
    WORDS_MAX = 32,
    WORDS_SIZE = 1024, /* bytes of all words with their NULs */
};

static enum err fail(const char *problem)
{
    const struct log_field fields[] = {{"problem", problem}};
    log_line("error", "password", fields, COUNT_OF(fields));
    return ERR_UNAVAILABLE;
}

/* The gate */

/* The cores this process may run on, which all workers share. */
static int core_count(void)
{
    cpu_set_t cores;
    return sched_getaffinity(0, sizeof cores, &cores) == 0 ? CPU_COUNT(&cores) : 1;
}

/* Takes one core's lock: *lock is its descriptor, or -1 while another process has it. */
static enum err try_core(int core, int *lock)
{
    const char *folder = getenv("TMPDIR");
    char path[PATH_MAX];
    int len = snprintf(path, sizeof path, "%s/rostrum-password-%u-%d.lock",
                       folder != NULL ? folder : P_tmpdir, (unsigned)geteuid(), core);
    if (len < 0 || (size_t)len >= sizeof path)
        return fail("the name of the lock folder is too long");
    int fd = open(path, O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0600);
    if (fd < 0)
        return fail(strerror(errno));
    *lock = flock(fd, LOCK_EX | LOCK_NB) == 0 ? fd : -1;
    if (*lock < 0)
        (void)close(fd);
    return ERR_NONE;
}

static int64_t now_ms(void)
{
    struct timespec now;
    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* Waits for a core: gate_leave gives it back. ERR_UNAVAILABLE when WAIT_MS have passed. */
static enum err gate_enter(int *lock)
{
    const struct timespec pause = {0, PAUSE_MS * 1000000L};
    int count = core_count();
    int64_t deadline = now_ms() + WAIT_MS;
    for (;;) {
        for (int core = 0; core < count; core++) {
            enum err err = try_core(core, lock);
            if (err != ERR_NONE || *lock >= 0)
                return err;
        }
        if (now_ms() >= deadline)
            return fail("no core came free for a hash");
        (void)nanosleep(&pause, NULL);
    }
}

static void gate_leave(int lock)
{
    (void)close(lock);
}

/* Hashing */

static void start_sodium(void)
{
    if (sodium_init() < 0) /* chooses the fast code for this processor */
        die("libsodium does not start");
}

/* The password in NFC, as NIST SP 800-63B wants it: keyboards compose accents in different ways. In
 * an arena of its own, which wipes it, unless nothing had to be made. */
struct normalized {
    struct arena *arena; /* or NULL */
    struct text text;
};

static struct normalized normalize(const char *password)
{
    enum { ARENA_LEN = 1024 * 1024, FOR_EACH = 16 };
    size_t len = strlen(password);
    struct normalized made = {NULL, {password, len}};
    if (text_is_ascii(password, len) || !text_is_utf8(password, len))
        return made;
    made.arena = arena_create(ARENA_LEN + len * FOR_EACH);
    made.text = unicode_nfc(made.arena, password, len);
    return made;
}

static void normalized_end(struct normalized *made)
{
    if (made->arena != NULL)
        arena_destroy(made->arena);
}

enum err password_hash(struct arena *arena, const char *password, char **hash)
{
    int lock = -1;
    start_sodium();
    enum err err = gate_enter(&lock);
    if (err != ERR_NONE)
        return err;
    struct normalized made = normalize(password);
    *hash = arena_alloc(arena, crypto_pwhash_argon2id_STRBYTES);
    bool is_made = crypto_pwhash_argon2id_str(*hash, made.text.data, made.text.len, PASSES,
                                              (size_t)MEMORY_KIB * 1024) == 0;
    normalized_end(&made);
    gate_leave(lock);
    return is_made ? ERR_NONE : fail("there is no memory for a hash");
}

enum err password_verify(const char *password, const char *hash)
{
    int lock = -1;
    start_sodium();
    enum err err = gate_enter(&lock);
    if (err != ERR_NONE)
        return err;
    struct normalized made = normalize(password);
    errno = 0;
    bool is_match = crypto_pwhash_argon2id_str_verify(hash != NULL ? hash : nobody, made.text.data,
                                                      made.text.len) == 0;
    int failure = errno;
    normalized_end(&made);
    gate_leave(lock);
    if (is_match)
        return hash != NULL ? ERR_NONE : ERR_DENIED;
    /* libsodium says EINVAL for a password that does not match, and something else for a hash that
     * it can't read or memory that it can't have. */
    return failure == EINVAL ? ERR_DENIED : fail("a hash can't be compared");
}

bool password_needs_rehash(const char *hash)
{
    return !text_starts_with(hash, TODAY);
}

/* New passwords */

/* The words a password should not be made of, beside the dictionary of zxcvbn. */
struct word_list {
    const char *words[WORDS_MAX + 1]; /* ends in NULL */
    int count;
    char bytes[WORDS_SIZE];
    size_t used;
};

static void list_add(struct word_list *list, const char *word, size_t len)
{
    bool has_room = list->count < WORDS_MAX && len < sizeof list->bytes - list->used;
    if (len < WORD_LEN_MIN || !has_room)
        return;
    char *copy = list->bytes + list->used;
    memcpy(copy, word, len);
    copy[len] = '\0';
    list->used += len + 1;
    list->words[list->count++] = copy;
}

static bool is_word_char(char c)
{
    return (unsigned char)c >= 0x80 || isalnum((unsigned char)c);
}

/* "ada.l@example.org" holds the words ada, example and org. */
static void list_add_words(struct word_list *list, const char *text)
{
    const char *next = text;
    while (*next != '\0') {
        const char *word = next;
        while (is_word_char(*next))
            next++;
        list_add(list, word, (size_t)(next - word));
        if (*next != '\0')
            next++;
    }
}

static double strength_bits(const char *password, const char *const *own_words)
{
    struct word_list list = {.count = 0};
    list_add_words(&list, "rostrum");
    for (const char *const *text = own_words; *text != NULL; text++)
        list_add_words(&list, *text);
    double bits = ZxcvbnMatch(password, list.words, NULL);
    sodium_memzero(&list, sizeof list);
    return bits;
}

static const char *find_problem(struct text password, const char *const *own_words)
{
    size_t chars = text_count_chars(password.data, password.len);
    if (chars < PASSWORD_MIN_CHARS)
        return "Use at least 15 characters. A few words in a row are easy to remember.";
    if (chars > PASSWORD_MAX_CHARS)
        return "Use at most 256 characters.";
    if (strength_bits(password.data, own_words) < PASSWORD_MIN_BITS)
        return "This password is too easy to guess. Add words that have nothing to do with you or "
               "with each other.";
    return NULL;
}

enum err password_check_new(const char *password, const char *const *own_words,
                            const char **problem)
{
    *problem = "The password has characters that can't be read.";
    if (!text_is_utf8(password, strlen(password)))
        return ERR_INVALID;
    struct normalized made = normalize(password);
    *problem = find_problem(made.text, own_words);
    normalized_end(&made);
    return *problem == NULL ? ERR_NONE : ERR_INVALID;
}
