#ifndef BASE_NETWORK_H
#define BASE_NETWORK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"

/* A network address in bytes: 4 of IPv4, also when it is written as
 * "::ffff:192.0.2.1" (RFC 4291, 2.5.5.2), else 16. */
enum { NETWORK_FOUR_LEN = 4, NETWORK_SIX_LEN = 16 };
struct network_address {
    uint8_t bytes[NETWORK_SIX_LEN];
    size_t len;
    size_t network_len; /* its first bytes: /24 of IPv4, /64 of IPv6 (RFC 6177: one customer's) */
};

/* False if the text is no address. */
bool network_parse(const char *text, struct network_address *address) NONNULL;

/* Can it be anyone's on the internet? Not loopback, private, shared, link-local, of documentation
 * or tests, multicast, reserved, or a tunnel into IPv4 (the registries of special-purpose
 * addresses, RFC 6890). */
bool network_is_public(const struct network_address *address) NONNULL;

/* Is it in one of the networks of a list, "127.0.0.1 ::1 10.0.0.0/8" (RFC 4632, 3.1)? False for
 * what is no address. */
bool network_is_in(const char *address, const char *networks) NONNULL;

/* Can the list be read? */
bool network_is_list(const char *networks) NONNULL;

/* Are these origins as browsers send them, apart from each other by spaces? Each is exact:
 * "https://app.example.org", with a port if it is not the usual one; no "*", no "null". */
bool network_is_origin_list(const char *origins) NONNULL;

#endif
