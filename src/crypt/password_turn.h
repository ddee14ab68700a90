#ifndef CRYPT_PASSWORD_TURN_H
#define CRYPT_PASSWORD_TURN_H

#include "base/err.h"

/* Hashes of passwords take a core and 64 MiB each: over all workers of a user of the system half of
 * the cores hash at a time, so that pages keep the others, and few wait for them. Who finds no
 * place among those who wait is sent away at once, before anything is written: so a flood of
 * sign-ins leaves workers that answer it. Places and cores are locks of files, which the kernel
 * releases when a worker dies: rostrum-password-UID-CORE.lock and rostrum-password-UID-queue.lock
 * in the service's own runtime folder: the setting runtime, else $RUNTIME_DIRECTORY, else where the
 * key ring is. */

/* Whoever is known (signed in, on a known device, with a link) has places that strangers never
 * take.
 */
enum password_who { PASSWORD_STRANGER, PASSWORD_KNOWN };

/* How many places there are for each core that hashes. */
enum { PASSWORD_PLACES_STRANGER = 2, PASSWORD_PLACES_KNOWN = 4 };

/* Takes a place until as many password_turn_end(). Inside it begins another turn only in name.
 * ERR_UNAVAILABLE if there is none: try again in a few seconds. */
MUST_USE enum err password_turn_begin(enum password_who who);
void password_turn_end(void);

/* Waits, within a turn, at most a second for a core: ERR_UNAVAILABLE. *lock is given back by
 * password_core_end. */
MUST_USE enum err password_core_begin(int *lock) NONNULL;
void password_core_end(int lock);

#endif
