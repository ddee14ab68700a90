#ifndef PAGES_TEAM_AGENTS_H
#define PAGES_TEAM_AGENTS_H

#include "data/listing/record_list.h"
#include "data/team/team_agent.h"
#include "pages/team/team_form.h"

/* The agents that the editor of a team shows: those that may be added, and those that are in its
 * rows, whatever has become of them. */

/* At most so many can be ticked at once; the search finds the others. */
enum { TEAM_CHOICES_SHOWN = 24 };

struct team_agents {
    struct record_list choices; /* that typed->q finds */
    struct team_agent *items;   /* of the rows, and of the team as it is */
    int count;
};

/* team is the one that is edited, or NULL. Errors as record_list. */
MUST_USE enum err team_agents_load(struct page *page, const struct team_form *typed,
                                   const struct team *team, struct team_agents *agents)
    __attribute__((nonnull(1, 2, 4)));

/* The agent of an id as it is typed in a row; NULL if there is none. */
const struct team_agent *team_agents_find(const struct team_agents *agents, const char *id) NONNULL;

/* A name for each member of a plan. In the arena. */
const char *const *team_agents_names(struct page *page, const struct team_agents *agents,
                                     const struct team_plan *plan) NONNULL;

#endif
