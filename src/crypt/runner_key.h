#ifndef CRYPT_RUNNER_KEY_H
#define CRYPT_RUNNER_KEY_H

#include "base/arena.h"
#include "base/text.h"

/* The key of a runner: whoever carries test runs out beside a model that the installation can't
 * reach. One Ed25519 key (RFC 8032) signs answers; the X25519 key (RFC 7748) to which runs are
 * sealed is made from it by the birational map of RFC 7748, section 4.1, as libsodium does
 * (crypto_sign_ed25519_pk_to_curve25519), so that one line is registered. One key for both is
 * sound: Thormarker, "On using the same key pair for Ed25519 and an X25519 based KEM" (ePrint
 * 2021/509).
 */

enum {
    RUNNER_PUBLIC_LEN = 32,
    RUNNER_SEED_LEN = 32,
    RUNNER_SIGNATURE_LEN = 64,
    RUNNER_LINE_MAX = 128, /* bytes of a line of either half, without its end */
};

struct runner_public {
    uint8_t bytes[RUNNER_PUBLIC_LEN];
};

struct runner_key {
    struct runner_public public;
    uint8_t seed[RUNNER_SEED_LEN];
};

/* A fresh one. The caller wipes it (runner_key_wipe). */
void runner_key_make(struct runner_key *key) NONNULL;
void runner_key_wipe(struct runner_key *key) NONNULL;

/* The secret half as it is kept in a file, a line without its end, in the arena; and back from the
 * whole file. ERR_INVALID. */
const char *runner_key_text(struct arena *arena, const struct runner_key *key) NONNULL;
MUST_USE enum err runner_key_read(struct arena *arena, const char *text,
                                  struct runner_key *key) NONNULL;

/* The public half, "rostrum-runner+CHECK+BASE64URL" in the arena, and back; CHECK is the beginning
 * of its SHA-256, so that a line that was typed wrongly is refused. ERR_INVALID also for a point
 * that is not of the main subgroup, such as one of low order, and for a second spelling of one. */
const char *runner_public_text(struct arena *arena, const struct runner_public *key) NONNULL;
MUST_USE enum err runner_public_read(struct arena *arena, const char *text,
                                     struct runner_public *key) NONNULL;

/* CHECK of a line that was checked, by which people tell keys apart. */
const char *runner_public_check(struct arena *arena, const char *text) NONNULL;

/* Seals bytes to a runner (crypto_box_seal); in the arena. */
struct text runner_seal(struct arena *arena, const struct runner_public *to,
                        struct text plain) NONNULL;
/* ERR_INVALID if they were sealed to another, or changed. */
MUST_USE enum err runner_unseal(struct arena *arena, const struct runner_key *key,
                                struct text sealed, struct text *plain) NONNULL;

/* Signs a text, and checks that it was. ERR_INVALID. */
void runner_sign(const struct runner_key *key, struct text text,
                 uint8_t signature[RUNNER_SIGNATURE_LEN]) NONNULL;
MUST_USE enum err runner_check(const struct runner_public *key, struct text text,
                               const uint8_t signature[RUNNER_SIGNATURE_LEN]) NONNULL;

#endif
