#ifndef DOMAIN_AGENT_CARD_H
#define DOMAIN_AGENT_CARD_H

#include <stdbool.h>

#include "base/json.h"

/* The agent card of A2A: what an agent says of itself to programs that want to talk to it (A2A
 * 1.0, section 4.4.1 and 5.7; 0.3, section 5.5). It holds what is passed here and nothing else, so
 * no instructions. */

enum agent_card_generation {
    AGENT_CARD_0_3, /* url, preferredTransport, protocolVersion "0.3.0" */
    AGENT_CARD_1_0, /* supportedInterfaces */
};

enum { AGENT_CARD_SKILLS_MAX = 500 /* more are left out */ };

struct agent_card_source {
    enum agent_card_generation generation;
    const char *name;        /* of the agent or the team */
    const char *description; /* "": the name stands in for it */
    const char *version;     /* of the agent or the team, as text */
    /* {url, protocol, protocol_version} as the config of an agent has it; of a team its entry
     * agent's. protocol: "a2a", "jsonrpc" (also without one), "http+json", "grpc" or a URI, in any
     * case; protocol_version: "1.0" (also without one) or "0.3", which the agent speaks. NULL:
     * there is none. */
    const json_t *endpoint;
    json_t *skills; /* an array that agent_card_add_… have filled; empty: the agent is its skill */
    const char *provider_name; /* NULL or "", likewise the next: the card names no provider */
    const char *provider_url;
    bool is_private; /* only people and programs of the organization get it */
};

/* Makes the card, owned by the arena. ERR_NOT_FOUND: without an endpoint there is no card.
 * ERR_INVALID: the address is a secret or has one in it, is not public though the card is, or a
 * text of the card has a credential in it; or no client of A2A speaks the protocol. *problem is a
 * sentence that says so, in the arena; NULL if there is a card. */
MUST_USE enum err agent_card_make(struct arena *arena, const struct agent_card_source *source,
                                  json_t **card, const char **problem) NONNULL;

/* Adds what an agent can do to the skills of its card: the skills of its config, or, without any,
 * its tools by name and description. */
void agent_card_add_config(struct arena *arena, json_t *skills, const json_t *config) NONNULL;

/* Adds a member of a team; description "": the name stands in for it. */
void agent_card_add_member(struct arena *arena, json_t *skills, const char *name,
                           const char *description) NONNULL;

/* A name as an id of a skill: letters, digits and _ in lower case, words joined by -; "agent" for a
 * name without any of them. In the arena. */
MUST_USE const char *agent_card_id(struct arena *arena, const char *name) NONNULL;

#endif
