#ifndef PAGES_START_ADMIN_H
#define PAGES_START_ADMIN_H

#include "pages/home/start_block.h"

/* People, failed sign-ins, all organizations. */
extern const struct start_block start_people, start_failures, start_organizations;

#endif
