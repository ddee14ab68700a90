#ifndef PAGES_START_USAGE_H
#define PAGES_START_USAGE_H

#include "pages/home/start_block.h"

/* What is live and not served, and what is served though archived. */
extern const struct start_block start_usage;

#endif
