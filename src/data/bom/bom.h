#ifndef DATA_BOM_H
#define DATA_BOM_H

#include "data/bom/bom_shape.h"
#include "data/record/record_store.h"

/* The bill of materials of a record at a version: everything that it is made of, to any depth, each
 * thing once, with the SHA-256 of its content. Of a prompt the prompts that it refers to; of an
 * agent its model, its prompt, tools, MCP servers, skills, endpoint and the agents that it hands
 * over to; of a team its members; and of all of these what they are made of.
 *
 * The content of a record's version that is hashed is its parts, joined by one line feed where
 * there are two: the body and the settings of a prompt, the config of an agent, the members and the
 * settings of a team, byte for byte as they are stored; JSON in one line. Of what is part of a
 * config it is its JSON in one line, keys in their order. */

struct bom_of {
    const struct record_store *store;
    struct uuid id;
    int64_t version; /* 0: the current one, at that moment */
    int64_t at;      /* labels and current versions as they were at this moment; 0: now */
};

/* Resolves it. Needs the right to read prompts, agents and teams: ERR_DENIED. ERR_NOT_FOUND for a
 * record that the actor may not see, or a version that is not there. What a part refers to in vain
 * is an item with a problem. */
MUST_USE enum err bom_get(struct db *db, const struct actor *actor, const struct bom_of *of,
                          struct bom *bom) NONNULL;

#endif
