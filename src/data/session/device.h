#ifndef DATA_DEVICE_H
#define DATA_DEVICE_H

#include "base/clock.h"
#include "data/db/db.h"

/* Browsers in which somebody has signed in before. The browser keeps it in a signed cookie, for at
 * most DEVICE_PEOPLE addresses and DEVICE_LIFETIME: keyed hashes of the addresses, each with a
 * random id. It gives no rights: who is known waits for nobody who guesses elsewhere
 * (throttle.h), and hears of a sign-in from somewhere new. (After OWASP, "Slow Down Online Guessing
 * Attacks with Device Cookies".) */

enum { DEVICE_PEOPLE = 4 };
#define DEVICE_LIFETIME (400 * CLOCK_DAY)

/* The id of the device for the person with this address, or NULL: no cookie, or not one of ours, or
 * not of this person, or too old. In the arena. */
const char *device_find(struct db *db, const char *cookie, const char *email)
    __attribute__((nonnull(1, 3)));

/* The cookie once the person has signed in: what the device had (cookie may be NULL), and this
 * person first. In the arena. */
char *device_remember(struct db *db, const char *cookie, const char *email)
    __attribute__((nonnull(1, 3)));

#endif
