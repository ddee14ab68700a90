#ifndef APP_H
#define APP_H

#include "base/rate.h"
#include "base/turn.h"
#include "crypt/keyring.h"
#include "data/token/api_token_use.h"
#include "data/usage/usage.h"
#include "pages/shell/page.h"

/* The application: request in, response out, no FastCGI in sight. */

/* A request that was over its budget so often is answered with a line. */
enum { APP_TIMES_OVER = 4 };

struct app {
    struct page_config config;
    struct keyring *keyring;
    struct db *db;
    const struct route *routes;
    int route_count;
    struct api_token_uses *token_uses;
    struct usage_notes *usage;
    struct rates rates;      /* of programs, by their tokens */
    const char *api_origins; /* api/cross_origin.h; "": none */
    int64_t rested_at;       /* clock_monotonic */
    int64_t give_way_until;  /* likewise: others write */
    int gave_way;            /* so often in a row */
    enum route_pool pool;    /* whose routes it serves; POOL_ANY: all */
    struct turns turns;      /* of its pool, if it is one where they are taken */
    struct turns calls;      /* at asking other servers; of all pools together */
    /* What requests may use at most, for tests; 0: as their routes have it. One for each time that
     * a request was over its budget. */
    struct budget most[APP_TIMES_OVER];
};

/* Serves one request: route, session, policy, csrf, turn, page, finish. The response lives in the
 * arena. Once it is sent, the turn is to be given back (app->turns). */
void app_serve(struct app *app, struct arena *arena, const struct request_input *input,
               struct response *response) NONNULL;

#endif
