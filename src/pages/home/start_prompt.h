#ifndef PAGES_START_PROMPT_H
#define PAGES_START_PROMPT_H

#include "pages/home/start_block.h"

/* Proposals that wait, what changed lately, one's own prompts that are not live, labels that were
 * moved. */
extern const struct start_block start_proposals, start_recent, start_drafts, start_moves;

#endif
