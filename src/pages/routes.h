#ifndef PAGES_ROUTES_H
#define PAGES_ROUTES_H

#include "web/route.h"

/* Every address of Rostrum, with who may ask for it. */
extern const struct route routes[];
extern const int route_count;

#endif
