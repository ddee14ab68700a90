#ifndef DATA_TEAM_AGENT_H
#define DATA_TEAM_AGENT_H

#include "data/record/record_mark.h"
#include "data/record/work.h"

/* What the editor of a team must know of an agent: what it is called now, and what a member of a
 * team can follow: its labels, and its newest versions. */

enum { TEAM_AGENT_VERSIONS_MAX = 12 };

struct team_agent {
    struct uuid id;
    const char *name; /* NULL: there is no such agent in the organization */
    const char *model;
    int64_t version; /* the current one */
    bool is_archived;
    const struct record_label_mark *labels; /* by name */
    int label_count;
    int64_t versions[TEAM_AGENT_VERSIONS_MAX]; /* newest first */
    int version_count;
};

/* Fills in the rest of agents whose ids are set. ERR_DENIED for those who may not see the agents of
 * the organization. */
MUST_USE enum err team_agent_load(struct db *db, const struct actor *actor,
                                  const struct uuid *organization_id, struct team_agent *agents,
                                  int count) NONNULL;

#endif
