#ifndef PAGES_START_CHART_H
#define PAGES_START_CHART_H

#include "pages/home/start_block.h"

/* Changes per day and versions per week. */
extern const struct start_block start_charts;

#endif
