#ifndef CLI_DEMO_CREW_H
#define CLI_DEMO_CREW_H

#include "cli/demo/demo_story.h"

/* Saves an agent or a team of the demonstration. */
MUST_USE demo_save demo_save_agent NONNULL;
MUST_USE demo_save demo_save_team NONNULL;

#endif
