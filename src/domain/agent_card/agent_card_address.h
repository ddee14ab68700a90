#ifndef DOMAIN_AGENT_CARD_ADDRESS_H
#define DOMAIN_AGENT_CARD_ADDRESS_H

#include <stdbool.h>

#include "base/arena.h"

/* Whether anyone on the internet could reach the host of an http(s) URL, as far as its text tells:
 * it is a public address, or a name of several labels that is not one of those that networks keep
 * for themselves (localhost, .local, .internal, .home.arpa and their like: RFC 6761, 6762, 8375,
 * ICANN 2024). Numbers that browsers read as addresses (0x7f.1) are none. No name is looked up. */
bool agent_card_address_is_public(struct arena *arena, const char *url) NONNULL;

#endif
