#ifndef BASE_FETCH_H
#define BASE_FETCH_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/setting_table.h"
#include "base/text.h"

/* Asking other servers by HTTP, at addresses that people typed: https alone, certificates checked,
 * no redirects, no proxy, and only so many bytes. A host on this machine or in a network that is
 * not public is never asked (base/network.h), whatever its name resolves to, unless the operator
 * lists it, "HOST[:PORT]...", where plain http is fine as well: in sso-hosts for single
 * sign-on, in webhook-hosts for webhooks. Of models nothing is asked but what the operator
 * lists in model-hosts: hosts, networks (10.0.0.0/8), or the word public.
 *
 * Names are looked up here and not by libcurl, whose resolver starts threads: the sandbox kills
 * whoever does (base/sandbox.h). */

enum { FETCH_MAX = 1024 * 1024 };

enum fetch_outcome {
    FETCH_DONE, /* answered, with whatever status */
    FETCH_ADDRESS,
    FETCH_PRIVATE,
    FETCH_UNKNOWN,
    FETCH_UNREACHABLE,
    FETCH_TLS,    /* the certificate is not of this host, or it can't be spoken with */
    FETCH_ISSUER, /* nobody who is trusted made the certificate */
    FETCH_DATE,   /* it is over, or does not hold yet */
    FETCH_CA,     /* the file of the setting ca-file is none */
    FETCH_SLOW,
    FETCH_LARGE,
    FETCH_STOPPED, /* by whoever watched */
    FETCH_OUTCOME_COUNT
};

/* What each means, as people read it: "it did not answer in time". */
extern const char *const fetch_outcome_texts[FETCH_OUTCOME_COUNT];

/* Looks at what has come so far of an answer, whenever more has come and some times a second
 * besides; false ends it. */
struct fetch_answer;
typedef bool fetch_watch(void *watcher, const struct fetch_answer *so_far);

struct fetch {
    const char *url;
    enum setting_id hosts; /* that lists the hosts which are allowed besides */
    const char *form;      /* the body of a POST, application/x-www-form-urlencoded; NULL: a GET */
    const char *json;      /* or a JSON document; NULL: none */
    const char *const *headers; /* "Name: value", NULL after the last; NULL: none */
    const char *user;           /* of HTTP Basic (RFC 7617), with the password; NULL: none */
    const char *password;
    const char *bearer; /* a token (RFC 6750); NULL: none */
    size_t most;        /* bytes of an answer; 0: FETCH_MAX */
    int64_t until;      /* of clock_monotonic() */
    fetch_watch *watch; /* NULL: nobody looks */
    void *watcher;
};

struct fetch_answer {
    int status;       /* 0: it did not come to one; with an outcome after FETCH_CA it may have, and
                         with FETCH_UNREACHABLE if the connection broke */
    struct text body; /* followed by a NUL, in the arena */
    const char *type; /* "application/json; charset=utf-8"; "" if it does not say */
    int64_t retry_after_s; /* it asks to be left alone so long (RFC 9110, 10.2.3); 0: no */
};

/* Is this an address that fetch() would try: https, or a host in the list of the setting hosts; no
 * user, no fragment, ASCII? */
bool fetch_is_address(struct arena *arena, const char *url, enum setting_id hosts) NONNULL;

/* "HOST", or "HOST:PORT" where it is not that of the scheme, in lowercase, of such an address; ""
 * for anything else. In the arena. */
const char *fetch_host(struct arena *arena, const char *url, enum setting_id hosts) NONNULL;

/* Nothing is left in the middle of it (base/budget.h). No transaction should be open meanwhile. */
MUST_USE enum fetch_outcome fetch(struct arena *arena, const struct fetch *ask,
                                  struct fetch_answer *answer) NONNULL;

#endif
