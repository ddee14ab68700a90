#include "crypt/password.h"

#include <errno.h>
#include <sodium.h>
#include <stdint.h>
#include <string.h>

#include "base/log.h"
#include "crypt/password_text.h"
#include "crypt/password_turn.h"

/* Today's settings, and how every hash made with them begins. */
enum { PASSES = 3, MEMORY_KIB = 64 * 1024 };
#define TODAY "$argon2id$v=19$m=65536,t=3,p=1$"

/* A well-formed hash of no password: what an unknown user is measured against. */
static const char nobody[] =
    TODAY "Um9zdHJ1bSBvZiBub2JvZA$Tm8gcGFzc3dvcmQgZXZlciBoYXNoZXMgdG8gdGhpcyE";

static enum err fail(const char *problem)
{
    const struct log_field fields[] = {{"problem", problem}};
    log_line("error", "password", fields, COUNT_OF(fields));
    return ERR_UNAVAILABLE;
}

/* Hashing */

static void start_sodium(void)
{
    if (sodium_init() < 0) /* chooses the fast code for this processor */
        die("libsodium does not start");
}

/* Who has no turn yet has been let in already: a link, a session. */
static enum err take_core(int *lock)
{
    start_sodium();
    enum err err = password_turn_begin(PASSWORD_KNOWN);
    if (err != ERR_NONE)
        return err;
    err = password_core_begin(lock);
    if (err != ERR_NONE)
        password_turn_end();
    return err;
}

static void give_core(int lock)
{
    password_core_end(lock);
    password_turn_end();
}

enum err password_hash(struct arena *arena, const char *password, char **hash)
{
    int lock = -1;
    enum err err = take_core(&lock);
    if (err != ERR_NONE)
        return err;
    struct password_text made = password_text_make(password);
    *hash = arena_alloc(arena, crypto_pwhash_argon2id_STRBYTES);
    bool is_made = crypto_pwhash_argon2id_str(*hash, made.text.data, made.text.len, PASSES,
                                              (size_t)MEMORY_KIB * 1024) == 0;
    password_text_end(&made);
    give_core(lock);
    return is_made ? ERR_NONE : fail("there is no memory for a hash");
}

enum err password_verify(const char *password, const char *hash)
{
    int lock = -1;
    enum err err = take_core(&lock);
    if (err != ERR_NONE)
        return err;
    struct password_text made = password_text_make(password);
    errno = 0;
    bool is_match = crypto_pwhash_argon2id_str_verify(hash != NULL ? hash : nobody, made.text.data,
                                                      made.text.len) == 0;
    int failure = errno;
    password_text_end(&made);
    give_core(lock);
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
