#ifndef DOMAIN_TEAM_PLAN_H
#define DOMAIN_TEAM_PLAN_H

#include <stdint.h>

#include "base/uuid.h"

/* What a team is made of: its kind, its members, its edges and how it ends. */

enum team_kind {
    TEAM_ROUND_ROBIN,  /* one after the other, again and again */
    TEAM_SELECTOR,     /* a model chooses the next speaker */
    TEAM_HANDOFF,      /* members hand over to each other */
    TEAM_SEQUENTIAL,   /* one after the other, once */
    TEAM_HIERARCHICAL, /* a lead gives work to the others */
    TEAM_GRAPH,        /* along edges */
    TEAM_KIND_COUNT
};

enum team_role { TEAM_LEAD, TEAM_WORKER, TEAM_REVIEWER, TEAM_ROLE_COUNT };

enum {
    TEAM_MEMBERS_MAX = 100,
    TEAM_EDGES_MAX = 500,
    TEAM_CONDITION_MAX = 500,      /* characters */
    TEAM_END_TEXT_MAX = 200,       /* characters */
    TEAM_SETTINGS_MAX = 64 * 1024, /* bytes */
};

struct team_member {
    struct uuid agent_id;
    enum team_role role;
    int64_t agent_version;   /* pinned to this one; 0: not */
    const char *agent_label; /* follows this label; NULL: not. Neither: always the current one */
};

struct team_edge {
    struct uuid from, to;  /* agent ids */
    const char *condition; /* "" for none */
};

/* All 0 or "": not limited in this way. */
struct team_termination {
    int64_t max_messages; /* 1..100000, likewise the next */
    int64_t max_turns;
    int64_t timeout_s;  /* 1..604800 */
    int64_t max_tokens; /* 1..1000000000 */
    const char *text;   /* the team ends when someone says this; one line, "" for none */
};

struct team_plan {
    enum team_kind kind;
    struct team_member *members;
    int member_count;
    struct team_edge *edges; /* of a graph */
    int edge_count;
    struct team_termination termination;
};

#endif
