#ifndef PAGES_SET_LISTING_H
#define PAGES_SET_LISTING_H

#include "pages/listing/record_listing.h"

extern const struct record_listing set_listing;

#endif
