#ifndef PAGES_AGENT_LISTING_H
#define PAGES_AGENT_LISTING_H

#include "pages/listing/record_listing.h"

extern const struct record_listing agent_listing;

#endif
