#ifndef DOMAIN_TEAM_RULES_H
#define DOMAIN_TEAM_RULES_H

#include "base/json.h"
#include "base/uuid.h"
#include "domain/agent/agent_config.h"

/* What makes a team: its kind, its members and how it ends. Pure rules; what the database knows
 * (is this an agent, is it archived) is checked by data/team/team.c. */

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

/* As stored ("round_robin", "lead"), NULL at the end; and as people read them ("Round robin",
 * "Lead"); and what a kind does, in a sentence. In the orders above. */
extern const char *const team_kind_names[TEAM_KIND_COUNT + 1];
extern const char *const team_kind_labels[TEAM_KIND_COUNT + 1];
extern const char *const team_kind_sentences[TEAM_KIND_COUNT + 1];
extern const char *const team_role_names[TEAM_ROLE_COUNT + 1];
extern const char *const team_role_labels[TEAM_ROLE_COUNT + 1];

MUST_USE enum err team_kind_parse(const char *name, enum team_kind *kind) NONNULL;
MUST_USE enum err team_role_parse(const char *name, enum team_role *role) NONNULL;

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
    int64_t agent_version; /* 0: always the current one */
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
    const char *text;   /* the team ends when somebody says this; one line, "" for none */
};
bool team_termination_is_set(const struct team_termination *termination) NONNULL;

struct team_plan {
    enum team_kind kind;
    struct team_member *members;
    int member_count;
    struct team_edge *edges; /* of a graph */
    int edge_count;
    struct team_termination termination;
};

/* The index of a member, -1 for an agent that is none. */
int team_member_find(const struct team_plan *plan, const struct uuid *agent_id) NONNULL;

/* The rules: at least one member and at most TEAM_MEMBERS_MAX, none twice; a hierarchical team has
 * exactly one lead; a selector or handoff team at least two members; edges only in a graph, only
 * between members, none twice; a graph whose edges make a cycle (found by depth-first search), and
 * a round robin, selector or handoff team, says when it ends: some termination. Adds problems by
 * path, counted from 0: "members[3]", "settings.edges[2].to", "settings.termination"; their
 * sentences count members and edges from 1. Nothing is added about a value that has a problem
 * already: team_settings_read may go before with the same problems. ERR_INVALID if there are any
 * afterwards. */
MUST_USE enum err team_plan_check(struct arena *arena, const struct team_plan *plan,
                                  struct config_problems *problems) NONNULL;

/* A time in the largest unit that divides it: 1800 is {30, "minute"}. The noun is static. */
struct team_duration {
    int64_t count;
    const char *noun;
};
struct team_duration team_duration_of(int64_t seconds);

/* True if the edges make a cycle. */
bool team_has_cycle(struct arena *arena, const struct team_plan *plan) NONNULL;

/* settings as JSON {edges: [{from, to, condition}], termination: {…}} with unknown keys kept: read
 * into the plan (edges and termination), ERR_INVALID with problems for wrong types and ranges
 * (paths as above), and then the plan has what could be read, each edge at its index; and written
 * from it, with unknown keys, of edges and of termination too, taken over from `before` (may be
 * NULL). Texts of the plan point into settings. */
MUST_USE enum err team_settings_read(struct arena *arena, const json_t *settings,
                                     struct team_plan *plan,
                                     struct config_problems *problems) NONNULL;
MUST_USE json_t *team_settings_write(struct arena *arena, const struct team_plan *plan,
                                     const json_t *before) __attribute__((nonnull(1, 2)));

/* The rules of single values, which reading and team_plan_check share: the condition of an edge
 * (*problem is static), and the ranges of a termination, with problems by path. */
MUST_USE enum err team_condition_check(const char *condition, const char **problem)
    __attribute__((nonnull(2)));
void team_termination_check(struct arena *arena, const struct team_termination *termination,
                            struct config_problems *problems) NONNULL;

#endif
