#ifndef CLI_DEMO_CREW_H
#define CLI_DEMO_CREW_H

#include "cli/demo/demo_story.h"

/* Saves an agent, a team or a test set of the demonstration. */
MUST_USE demo_save demo_save_agent NONNULL;
MUST_USE demo_save demo_save_team NONNULL;
MUST_USE demo_save demo_save_set NONNULL;

#endif
