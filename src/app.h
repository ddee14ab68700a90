#ifndef APP_H
#define APP_H

#include "crypt/keyring.h"
#include "data/db/db.h"
#include "pages/shell/page.h"

/* The application: request in, response out, no FastCGI in sight. */

struct app {
    struct page_config config;
    struct keyring *keyring;
    struct db *db;
    const struct route *routes;
    int route_count;
    int64_t rested_at;    /* clock_monotonic */
    enum route_pool pool; /* whose routes it serves; POOL_ANY: all */
};

/* What the environment tells: ROSTRUM_DATABASE (default "sqlite:data/rostrum.db"), ROSTRUM_KEY_RING
 * (default "data/key-ring"), ROSTRUM_PUBLIC_URL (default "http://127.0.0.1:8080"),
 * ROSTRUM_TEMPLATES (default: where they are installed), ROSTRUM_POOL ("fast" or "slow"; default:
 * every route is served). */
struct app_config {
    const char *database_url;
    const char *keyring_path;
    const char *public_url;
    const char *template_dir;
    const char *pool;
    bool is_strict; /* a template that shows what no page set is a bug: for tests */
};
struct app_config app_config_from_environment(void);

/* Opens key ring, database and templates. On an error the program can't start: the reason is
 * logged, and nothing is left open. */
MUST_USE enum err app_open(const struct app_config *config, struct app *app) NONNULL;
void app_close(struct app *app) NONNULL;

/* Serves one request: route, session, policy, csrf, page, finish. The response lives in the arena.
 */
void app_serve(struct app *app, struct arena *arena, const struct request_input *input,
               struct response *response) NONNULL;

/* What nobody waits for, such as numbers for the events of a request that was answered: after how
 * many milliseconds it is due if nobody asks for anything meanwhile, at most APP_REST_MS; -1: there
 * is nothing to do. Then app_rest does it. */
enum { APP_REST_MS = 50 };
MUST_USE int app_rest_in_ms(const struct app *app) NONNULL;
void app_rest(struct app *app, struct arena *arena) NONNULL;

#endif
