#ifndef APP_REST_H
#define APP_REST_H

#include "app.h"

/* What nobody waits for, such as numbers for the events of a request that was answered: after how
 * many milliseconds it is due if nobody asks for anything meanwhile; -1: there is nothing to do.
 * Then app_rest does it. */
enum { APP_REST_MS = 50 };
MUST_USE int app_rest_in_ms(const struct app *app) NONNULL;
void app_rest(struct app *app, struct arena *arena) NONNULL;

/* The process ends as it should: what only its memory has is written. */
void app_leave(struct app *app, struct arena *arena) NONNULL;

#endif
