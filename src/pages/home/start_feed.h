#ifndef PAGES_START_FEED_H
#define PAGES_START_FEED_H

#include "pages/home/start_block.h"

/* What happened lately, by days. */
extern const struct start_block start_feed;

#endif
