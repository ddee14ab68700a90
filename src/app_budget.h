#ifndef APP_BUDGET_H
#define APP_BUDGET_H

#include "web/route.h"

/* What a request of a route may use at most, and no more than most (0: as the route has it). route
 * and request may be NULL: before they are known. */
struct budget app_budget(const struct budget *most, const struct route *route,
                         const struct request *request) __attribute__((nonnull(1)));

#endif
