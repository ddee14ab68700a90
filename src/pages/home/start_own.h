#ifndef PAGES_START_OWN_H
#define PAGES_START_OWN_H

#include "pages/home/start_block.h"

/* The actor's agents and teams. */
extern const struct start_block start_agents, start_teams;

#endif
