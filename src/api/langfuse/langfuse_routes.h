#ifndef API_LANGFUSE_ROUTES_H
#define API_LANGFUSE_ROUTES_H

#include "web/route.h"

/* The part of Langfuse's API that its clients use for prompts, so that they work unchanged. */
extern const struct route langfuse_routes[];
extern const int langfuse_route_count;

#endif
