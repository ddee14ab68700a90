#ifndef DATA_AGENT_VERSION_H
#define DATA_AGENT_VERSION_H

#include "data/agent/agent.h"

/* The versions of an agent. */

enum { AGENT_VERSION_LIMIT = 50 };

struct agent_version {
    int64_t version;
    int64_t previous; /* the next lower number, 0: none; not set in lists, likewise next */
    int64_t next;
    const char *message;
    struct uuid author_id;
    const char *author_name; /* NULL: erased */
    int64_t created_at;
    struct text config; /* JSON; data NULL in lists */
};

struct agent_version_list {
    struct agent_version *versions; /* newest first */
    int count;
    int64_t next_before;  /* the before_version of the next page, 0 at the end */
    int64_t newer_before; /* of the page before: 0 is the newest, -1: this is the newest */
};

/* AGENT_VERSION_LIMIT versions below before_version (0: from the newest). For everybody who may see
 * the agent. */
MUST_USE enum err agent_version_list(struct db *db, const struct actor *actor,
                                     const struct uuid *agent_id, int64_t before_version,
                                     struct agent_version_list *list) NONNULL;

/* One version with its config; number 0 is the current one. Needs the right to read. */
MUST_USE enum err agent_version_get(struct db *db, const struct actor *actor,
                                    const struct uuid *agent_id, int64_t number,
                                    struct agent_version *version) NONNULL;

#endif
