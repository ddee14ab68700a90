#ifndef APP_BUDGET_H
#define APP_BUDGET_H

#include "app.h"

/* What a request of a route may use at most, after it was over its budget so often (the app's
 * settings for tests included). route and request may be NULL: before they are known. */
struct budget app_budget(const struct app *app, const struct route *route,
                         const struct request *request, int times_over) __attribute__((nonnull(1)));

#endif
