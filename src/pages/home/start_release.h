#ifndef PAGES_START_RELEASE_H
#define PAGES_START_RELEASE_H

#include "pages/home/start_block.h"

/* What waits for a review of the actor, and what of the actor's own is not released. */
extern const struct start_block start_proposals, start_drafts;

#endif
