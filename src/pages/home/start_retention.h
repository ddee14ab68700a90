#ifndef PAGES_START_RETENTION_H
#define PAGES_START_RETENTION_H

#include "pages/home/start_block.h"

/* For administrators: what is due for deletion, if anything is. */
extern const struct start_block start_retention;

#endif
