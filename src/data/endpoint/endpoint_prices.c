#include "data/endpoint/endpoint_prices.h"

#include <string.h>

#include "base/clock.h"
#include "base/text.h"
#include "data/endpoint/endpoint_internal.h"

enum err endpoint_prices(struct db *db, const struct uuid *organization_id, const struct uuid *id,
                         struct endpoint_price_list *list)
{
    struct db_result rows;
    list->count = 0;
    enum err err = db_select(db, &rows,
                             "SELECT model, day, input_micros, output_micros FROM model_prices "
                             "WHERE organization_id = $1 AND endpoint_id = $2 "
                             "ORDER BY model, day DESC LIMIT $3",
                             db_uuid(organization_id), db_uuid(id), db_int(ENDPOINT_PRICE_MAX));
    if (err != ERR_NONE)
        return err;
    list->items = arena_array(db_arena(db), (size_t)rows.row_count + 1, sizeof *list->items);
    for (; list->count < rows.row_count; list->count++)
        list->items[list->count] =
            (struct endpoint_price){.model = db_get_text(&rows, list->count, 0),
                                    .day = db_get_int(&rows, list->count, 1),
                                    .input_micros = db_get_int(&rows, list->count, 2),
                                    .output_micros = db_get_int(&rows, list->count, 3)};
    return ERR_NONE;
}

/* ---- setting them -------------------------------------------------------------------------- */

static bool is_in(const struct endpoint_price_list *list, const struct endpoint_price *price)
{
    for (int i = 0; i < list->count; i++) {
        const struct endpoint_price *one = &list->items[i];
        if (strcmp(one->model, price->model) == 0 && one->day == price->day &&
            one->input_micros == price->input_micros && one->output_micros == price->output_micros)
            return true;
    }
    return false;
}

/* Only what changes is written. */
static enum err write_prices(struct db *db, const struct endpoint *endpoint,
                             const struct endpoint_price_list *before,
                             const struct endpoint_price_list *after)
{
    for (int i = 0; i < before->count; i++)
        if (!is_in(after, &before->items[i]))
            db_change_later(db,
                            "DELETE FROM model_prices WHERE organization_id = $1 "
                            "AND endpoint_id = $2 AND model = $3 AND day = $4",
                            db_uuid(&endpoint->organization_id), db_uuid(&endpoint->id),
                            db_text(before->items[i].model), db_int(before->items[i].day));
    for (int i = 0; i < after->count; i++)
        if (!is_in(before, &after->items[i]))
            db_change_later(db,
                            "INSERT INTO model_prices (organization_id, endpoint_id, model, day, "
                            "input_micros, output_micros) VALUES ($1, $2, $3, $4, $5, $6)",
                            db_uuid(&endpoint->organization_id), db_uuid(&endpoint->id),
                            db_text(after->items[i].model), db_int(after->items[i].day),
                            db_int(after->items[i].input_micros),
                            db_int(after->items[i].output_micros));
    return db_change_one(db,
                         "UPDATE model_endpoints SET revision = revision + 1, updated_at = $1 "
                         "WHERE organization_id = $2 AND id = $3 AND revision = $4",
                         db_time(clock_now()), db_uuid(&endpoint->organization_id),
                         db_uuid(&endpoint->id), db_int(endpoint->revision));
}

static enum err set_inside(struct db *db, const struct actor *actor,
                           const struct endpoint *endpoint,
                           const struct endpoint_price_list lists[2],
                           const struct audit_ready *ready)
{
    enum err err = write_prices(db, endpoint, &lists[0], &lists[1]);
    return err == ERR_NONE ? endpoint_record(db, actor, &endpoint->id, "endpoint.prices", ready)
                           : err;
}

static enum err save(struct db *db, const struct actor *actor, const struct endpoint *endpoint,
                     const struct endpoint_price_list *after)
{
    struct endpoint_price_list lists[2] = {{.count = 0}, *after};
    struct audit_ready ready;
    enum err err = endpoint_prices(db, &actor->organization_id, &endpoint->id, &lists[0]);
    if (err != ERR_NONE)
        return err;
    const char *was = endpoint_price_list_format(db_arena(db), &lists[0]);
    const char *is = endpoint_price_list_format(db_arena(db), after);
    if (strcmp(was, is) == 0)
        return ERR_NONE;
    json_t *details = json_object();
    audit_change(details, "prices", text_or_null(was), text_or_null(is));
    err = endpoint_seal_event(db, actor, details, &ready);
    if (err == ERR_NONE)
        err = db_begin(db);
    return err == ERR_NONE ? db_finish(db, set_inside(db, actor, endpoint, lists, &ready)) : err;
}

enum err endpoint_prices_set(struct db *db, const struct actor *actor,
                             const struct endpoint *based_on, struct text typed,
                             struct problem *problem)
{
    struct endpoint before;
    struct endpoint_price_list list;
    const char *message = NULL;
    *problem = (struct problem){.field = "", .message = NULL};
    enum err err = endpoint_load(db, actor, &based_on->id, "endpoint.prices", &before);
    if (err != ERR_NONE)
        return err;
    if (endpoint_price_list_parse(db_arena(db), typed, &list, &message) != ERR_NONE)
        return problem_refuse(problem, ERR_INVALID, "prices", message);
    err = before.revision == based_on->revision ? save(db, actor, &before, &list) : ERR_STALE;
    if (err == ERR_NOT_FOUND)
        err = ERR_STALE;
    if (err == ERR_STALE)
        problem->message =
            "Someone else changed this endpoint meanwhile. Look at it and save yours "
            "again.";
    return err;
}
