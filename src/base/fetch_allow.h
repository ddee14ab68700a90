#ifndef BASE_FETCH_ALLOW_H
#define BASE_FETCH_ALLOW_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/setting_table.h"

/* Who may be asked (base/fetch.h), by the operator's lists: "HOST", "HOST:PORT", and of models also
 * networks and the word public. */

struct fetch_target {
    const char *host; /* in lowercase, of IPv6 without its brackets */
    const char *port;
    enum setting_id hosts; /* the list that holds */
    bool is_tls;
    bool is_listed; /* the host by its name, or as an address in a network of the list */
};

/* Does the list name the host of the target, whose is_listed does not count yet? */
bool fetch_host_is_listed(const struct fetch_target *target, struct arena *arena) NONNULL;

/* May this address, to which the host resolved, be asked? */
bool fetch_address_is_allowed(const struct fetch_target *target, struct arena *arena,
                              const char *address) NONNULL;

#endif
