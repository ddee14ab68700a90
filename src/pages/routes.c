#include "pages/routes.h"

#include "domain/policy.h"
#include "pages/handlers.h"
#include "pages/routes_internal.h"

/* A GET row says, before its pool, how many round trips to PostgreSQL it may take: signing in the
 * session is one. tests/pages/shell/round_trips.c holds every page to it. */

const struct route routes[] = {
#include "pages/routes_people.h"
#include "pages/routes_records.h"
#include "pages/routes_settings.h"
};

const int route_count = (int)COUNT_OF(routes);
