#ifndef PAGES_TEAM_LISTING_H
#define PAGES_TEAM_LISTING_H

#include "pages/listing/record_listing.h"

extern const struct record_listing team_listing;

#endif
