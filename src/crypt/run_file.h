#ifndef CRYPT_RUN_FILE_H
#define CRYPT_RUN_FILE_H

#include "crypt/runner_key.h"

/* The file in which a test run is carried to a runner: two lines that say what it is and whose,
 * then the document, sealed to the runner's key:
 *
 *     rostrum-run 1
 *     rostrum-runner+0a1b2c3d+…
 *     SEALED BYTES */

/* In the arena. */
struct text run_file_seal(struct arena *arena, const struct runner_public *to,
                          struct text document) NONNULL;

/* Back. ERR_INVALID: *problem says why, "it is sealed to another runner: …", in the arena or
 * static. */
MUST_USE enum err run_file_open(struct arena *arena, const struct runner_key *key, struct text file,
                                struct text *document, const char **problem) NONNULL;

#endif
