#ifndef PAGES_PROMPT_LISTING_H
#define PAGES_PROMPT_LISTING_H

#include "pages/listing/record_listing.h"

extern const struct record_listing prompt_listing;

#endif
