#ifndef CLI_DEMO_STORY_H
#define CLI_DEMO_STORY_H

#include "cli/command/command.h"
#include "data/record/record_store.h"
#include "domain/team/team_plan.h"

/* The demonstration: a fictitious company that has kept its prompts, agents, teams and test sets in
 * Rostrum
 * for four months. Everything is done through the data module by the people who may do it, on the
 * day they did. */

/* One for each persona, in the order of enum persona, and the superuser. */
enum demo_person { TOM, MATEO, PRIYA, LENA, AMARA, INGRID, DANIEL, DEMO_PERSON_COUNT };

enum demo_kind {
    DEMO_END,    /* there are no more steps */
    DEMO_EDIT,   /* replaces a piece of a body or config, or of a team's description */
    DEMO_JOIN,   /* an agent becomes a worker of a team */
    DEMO_FOLLOW, /* a member of a team follows a label of its agent */
    DEMO_TAG,
    DEMO_RESTORE_VERSION,
    DEMO_LABEL,
    DEMO_PROPOSE,
    DEMO_APPROVE,
    DEMO_REJECT,
    DEMO_WITHDRAW,
    DEMO_TRANSFER,
    DEMO_ARCHIVE
};

/* What someone did to a record, that many days before today. */
struct demo_step {
    enum demo_kind kind;
    double days_ago;
    enum demo_person who;
    const char *why;  /* change message or reason */
    const char *from; /* edit: a piece of the text; a label move: the label; the agent */
    const char *to;   /* edit: what stands there afterwards; the new tags; the label to follow */
    int number;       /* a version; the new owner */
};

#define EDIT(days, who, why, from, to)          DEMO_EDIT, days, who, why, from, to, 0
#define JOIN(days, who, why, agent)             DEMO_JOIN, days, who, why, agent, NULL, 0
#define FOLLOW(days, who, why, agent, label)    DEMO_FOLLOW, days, who, why, agent, label, 0
#define TAG(days, who, tags)                    DEMO_TAG, days, who, "", NULL, tags, 0
#define RESTORE(days, who, ver)                 DEMO_RESTORE_VERSION, days, who, "", NULL, NULL, ver
#define LABEL(days, who, label, version, why)   DEMO_LABEL, days, who, why, label, NULL, version
#define PROPOSE(days, who, label, version, why) DEMO_PROPOSE, days, who, why, label, NULL, version
#define APPROVE(days, who, why)                 DEMO_APPROVE, days, who, why, NULL, NULL, 0
#define REJECT(days, who, why)                  DEMO_REJECT, days, who, why, NULL, NULL, 0
#define WITHDRAW(days, who)                     DEMO_WITHDRAW, days, who, "", NULL, NULL, 0
#define TRANSFER(days, who, owner)              DEMO_TRANSFER, days, who, "", NULL, NULL, owner
#define ARCHIVE(days, who)                      DEMO_ARCHIVE, days, who, "", NULL, NULL, 0

enum { DEMO_STEPS_MAX = 20, DEMO_VERSIONS_MAX = 8 };

/* A prompt and its history. The body of a chat is written with a line "### ROLE" (or
 * "### placeholder NAME") above each message. */
struct demo_prompt {
    const char *name;
    const char *description;
    const char *tags;
    const char *settings; /* NULL: none */
    double days_ago;
    const char *why;
    const char *body;
    enum demo_person who;
    bool is_chat;
    struct demo_step steps[DEMO_STEPS_MAX];
};

struct demo_topic {
    const struct demo_prompt *prompts;
    int count;
};

extern const struct demo_topic demo_shared, demo_support, demo_engineering, demo_product,
    demo_sales, demo_people, demo_data;

struct demo_agent {
    const char *name;
    const char *tags;
    const char *description;
    double days_ago;
    enum demo_person who;
    const char *why;
    const char *config; /* JSON */
    struct demo_step steps[DEMO_STEPS_MAX];
};

enum { DEMO_MEMBERS_MAX = 12, DEMO_EDGES_MAX = 8 };

struct demo_member {
    const char *agent; /* by name; NULL ends the list */
    enum team_role role;
    int version;       /* the pinned one; 0: none */
    const char *label; /* NULL: none */
};

#define MEMBER(agent, role)          agent, role, 0, NULL
#define PINNED(agent, role, version) agent, role, version, NULL
#define FOLLOWS(agent, role, label)  agent, role, 0, label

struct demo_edge {
    int from, to; /* numbers of members, from 1; 0 ends the list */
    const char *condition;
};

struct demo_team {
    const char *name;
    const char *tags;
    const char *description;
    double days_ago;
    enum demo_person who;
    enum team_kind kind;
    struct demo_member members[DEMO_MEMBERS_MAX + 1];
    struct demo_edge edges[DEMO_EDGES_MAX + 1];
    struct team_termination termination;
    struct demo_step steps[DEMO_STEPS_MAX];
};

struct demo_set {
    const char *name;
    const char *tags;
    const char *description;
    double days_ago;
    enum demo_person who;
    const char *why;
    const char *content; /* JSON: cases and settings */
    struct demo_step steps[DEMO_STEPS_MAX];
};

extern const struct demo_set demo_sets[];
extern const int demo_set_count;
extern const struct demo_agent demo_agents[];
extern const int demo_agent_count;
extern const struct demo_team demo_teams[];
extern const int demo_team_count;

/* The company while its history is played. */
struct demo {
    struct command *command;
    struct arena *home; /* lives longer than a step's request */
    int64_t today;
    struct actor actors[DEMO_PERSON_COUNT];
};

/* A prompt, an agent, a team or a test set as it is at the moment that is played. */
struct demo_record {
    const struct demo_prompt *prompt; /* or */
    const struct demo_agent *agent;   /* or */
    const struct demo_team *team;     /* or */
    const struct demo_set *set;
    const struct record_store *store;
    const char *name;
    double days_ago; /* it was made */
    enum demo_person who;
    const char *why;
    const struct demo_step *steps;
    struct uuid id; /* nil: not yet */
    int64_t version;
    int64_t revision;
    const char *description;
    const char *tags;
    const char *text; /* the body as it is written in the tables, config, cases and settings; of a
                         team NULL */
    const char *texts[DEMO_VERSIONS_MAX + 1]; /* by version */
    struct demo_member *members;              /* of a team */
    struct uuid proposal_id;                  /* the last one */
};

/* Makes a record whose id is nil, or saves it as it is now: id and version are set. */
typedef enum err demo_save(const struct demo *demo, struct demo_record *record,
                           enum demo_person who, const char *why, struct problem *problem);

#endif
