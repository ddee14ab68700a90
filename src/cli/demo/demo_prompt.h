#ifndef CLI_DEMO_PROMPT_H
#define CLI_DEMO_PROMPT_H

#include "cli/demo/demo_story.h"

/* Saves a prompt of the demonstration. */
MUST_USE demo_save demo_save_prompt NONNULL;

#endif
