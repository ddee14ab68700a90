#ifndef API_DIALECT_H
#define API_DIALECT_H

#include "web/route.h"

/* The protocols that programs speak, and the routes of each. How each refuses is in
 * api/refusal.h. */
struct dialect {
    enum route_kind kind;
    const struct route *routes;
    const int *route_count;
};

extern const struct dialect dialects[];
extern const int dialect_count;

#endif
