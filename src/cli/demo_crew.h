#ifndef CLI_DEMO_CREW_H
#define CLI_DEMO_CREW_H

#include "cli/demo_story.h"
#include "domain/team/team_rules.h"

/* The agents and teams of the demonstration, with lives of their own. */

enum { DEMO_CREW_STEPS_MAX = 8, DEMO_MEMBERS_MAX = 12, DEMO_EDGES_MAX = 8 };

/* What somebody did to an agent or a team, that many days before today. */
enum demo_crew_kind {
    CREW_END,
    CREW_EDIT, /* replaces a piece of an agent's config, or of a team's description */
    CREW_RESTORE_VERSION,
    CREW_TRANSFER,
    CREW_ARCHIVE
};

struct demo_crew_step {
    enum demo_crew_kind kind;
    double days_ago;
    enum demo_person who;
    const char *why;
    const char *from, *to;
    int number; /* a version; the new owner */
};

#define CREW_CHANGE(days, who, why, from, to) CREW_EDIT, days, who, why, from, to, 0
#define CREW_BACK(days, who, ver)             CREW_RESTORE_VERSION, days, who, "", NULL, NULL, ver
#define CREW_GIVE(days, who, owner)           CREW_TRANSFER, days, who, "", NULL, NULL, owner
#define CREW_REST(days, who)                  CREW_ARCHIVE, days, who, "", NULL, NULL, 0

struct demo_agent {
    const char *name;
    const char *description;
    double days_ago;
    enum demo_person who;
    const char *why;
    const char *config; /* JSON */
    struct demo_crew_step steps[DEMO_CREW_STEPS_MAX];
};

struct demo_member {
    const char *agent; /* by name; NULL ends the list */
    enum team_role role;
    int version; /* the pinned one; 0: none */
};

struct demo_edge {
    int from, to; /* numbers of members, from 1; 0 ends the list */
    const char *condition;
};

struct demo_team {
    const char *name;
    const char *description;
    double days_ago;
    enum demo_person who;
    enum team_kind kind;
    struct demo_member members[DEMO_MEMBERS_MAX + 1];
    struct demo_edge edges[DEMO_EDGES_MAX + 1];
    struct team_termination termination;
    struct demo_crew_step steps[DEMO_CREW_STEPS_MAX];
};

extern const struct demo_agent demo_agents[];
extern const int demo_agent_count;
extern const struct demo_team demo_teams[];
extern const int demo_team_count;

/* An agent or a team as it stands at the moment that is played. */
struct demo_crew {
    const struct demo_agent *agent; /* or */
    const struct demo_team *team;
    struct uuid id;
    int64_t version;
    const char *text;                             /* the config, the description */
    const char *configs[DEMO_CREW_STEPS_MAX + 2]; /* by version */
};

/* Makes it (step NULL) or plays a step of it. */
MUST_USE enum err demo_crew_play(const struct demo *demo, struct demo_crew *crew,
                                 const struct demo_crew_step *step, struct problem *problem)
    __attribute__((nonnull(1, 2, 4)));

#endif
