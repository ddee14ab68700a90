#ifndef DATA_THROTTLE_H
#define DATA_THROTTLE_H

#include "data/db/db.h"

/* How often something may be guessed. Attempts are counted in the database, before they are
 * verified: for each subject 5 are free, then each waits twice as long as the one before, 15
 * minutes at most; 20 a minute from one network address, 100 a minute from one network (/24 or
 * /64). Nobody is locked out: a device that is known (device.h) has a counter of its own in place
 * of all these. What is counted are keyed hashes; unknown subjects are counted exactly like known
 * ones. The table has at most 65,536 rows; when many are counted, those that find no room share a
 * row. */

/* What is attempted. Each has counters of its own. */
enum throttle_purpose {
    THROTTLE_SIGN_IN,        /* by subject, address and network */
    THROTTLE_REAUTHENTICATE, /* the password once more, of someone signed in: by subject alone */
    THROTTLE_FACTOR,         /* second factors and recovery codes: by subject alone */
    THROTTLE_RESET,          /* asking for a link by mail: by subject, address and network */
    THROTTLE_LINK,           /* links and codes that do not exist: by address and network */
    THROTTLE_TOKEN,          /* likewise tokens of programs */
    THROTTLE_SSO,            /* likewise ways back from a provider of single sign-on */
};

struct throttle_attempt {
    enum throttle_purpose purpose;
    const char *subject; /* a normalised address, or an id as text; "" for links and tokens */
    const char *device;  /* the subject's known device, or NULL */
};

/* Counts an attempt of this request's client in a write transaction of its own, which waits for no
 * change of content. ERR_LIMITED if it may not be made yet: then db_retry_at() says when, nothing
 * is counted, and the first refusal of each wait is an event ("session.throttle"). ERR_UNAVAILABLE
 * as db_begin_alone. What is long and random (a link, a token) is looked up first, and counted only
 * if there is no such thing. */
MUST_USE enum err throttle_count(struct db *db, const struct throttle_attempt *attempt) NONNULL;

/* The attempt was right: its subject or device begins anew, and it no longer counts for the address
 * and the network. In the open write transaction, or in one of its own. */
MUST_USE enum err throttle_forget(struct db *db, const struct throttle_attempt *attempt) NONNULL;

#endif
