#include "app_rest.h"

#include "base/clock.h"
#include "data/audit/audit_sequence.h"
#include "data/db/db_self.h"

/* Who would wait for the turn of others lets requests go first, but not forever. */
enum { GIVE_WAY_MS = 10, GIVE_WAY_MOST = 50 };

static bool gives_way(struct app *app)
{
    if (db_is_turn_free(app->db) || app->gave_way == GIVE_WAY_MOST) {
        app->gave_way = 0;
        return false;
    }
    app->gave_way++;
    app->give_way_until = clock_monotonic() + GIVE_WAY_MS * (CLOCK_SECOND / 1000);
    return true;
}

/* Under load the work of many requests is done at once, by each worker at most so often. Whoever
 * gives way to a request that another worker then takes does it after its own next one. */
static int due_in_ms(const struct app *app)
{
    int usage_ms = usage_due_in_ms(app->usage);
    if (!audit_sequence_is_due(app->db) && !api_token_uses_due(app->token_uses))
        return usage_ms;
    int64_t since_ms = (clock_monotonic() - app->rested_at) / 1000;
    int rest_ms = since_ms >= APP_REST_MS ? 0 : APP_REST_MS - (int)since_ms;
    return usage_ms >= 0 && usage_ms < rest_ms ? usage_ms : rest_ms;
}

int app_rest_in_ms(const struct app *app)
{
    int due_ms = due_in_ms(app);
    int64_t give_way_ms = (app->give_way_until - clock_monotonic() + 999) / 1000;
    return due_ms >= 0 && give_way_ms > due_ms ? (int)give_way_ms : due_ms;
}

void app_rest(struct app *app, struct arena *arena)
{
    if (gives_way(app))
        return;
    if (api_token_uses_due(app->token_uses))
        api_token_uses_write(app->token_uses, app->db, arena);
    if (usage_due_in_ms(app->usage) == 0)
        usage_write_some(app->usage, app->db, arena);
    audit_sequence_written(app->db, arena);
    app->rested_at = clock_monotonic();
}

void app_leave(struct app *app, struct arena *arena)
{
    app->gave_way = GIVE_WAY_MOST; /* it waits now */
    app_rest(app, arena);
    usage_write(app->usage, app->db, arena);
}
