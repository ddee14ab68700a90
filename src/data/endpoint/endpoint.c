#include "data/endpoint/endpoint.h"

#include <string.h>

#include "data/db/query.h"
#include "data/vault/vault.h"

const char *const endpoint_secret_names[ENDPOINT_SECRET_COUNT] = {
    [ENDPOINT_SECRET_NONE] = "none",
    [ENDPOINT_SECRET_OWN] = "own",
    [ENDPOINT_SECRET_OPERATOR] = "operator",
};

bool endpoint_may(const struct actor *actor)
{
    struct policy_target target = {.organization_id = actor->organization_id};
    return policy_allows(actor, PERMISSION_ENDPOINT, &target);
}

static void select_endpoints(struct query *q, struct db *db, const struct uuid *organization_id)
{
    query_begin(q, db,
                "SELECT id, revision, name, models, data_class, currency, secret_kind, timeout_s, "
                "context_tokens, check_outcome, check_status, created_at, updated_at, archived_at, "
                "checked_at, url, secret FROM model_endpoints");
    query_bind(q, " WHERE organization_id = ", db_uuid(organization_id));
}

static enum endpoint_secret secret_kind_of(const char *name)
{
    for (int i = 0; i < ENDPOINT_SECRET_COUNT; i++)
        if (strcmp(endpoint_secret_names[i], name) == 0)
            return (enum endpoint_secret)i;
    die("an endpoint with an unknown kind of secret");
}

static void read_words(const struct db_result *rows, int row, struct endpoint *endpoint)
{
    if (endpoint_class_parse(db_get_text(rows, row, 4), &endpoint->data_class) != ERR_NONE)
        die("an endpoint with an unknown class of data");
    endpoint->secret_kind = secret_kind_of(db_get_text(rows, row, 6));
    if (!db_is_null(rows, row, 9) &&
        endpoint_outcome_parse(db_get_text(rows, row, 9), &endpoint->check_outcome) != ERR_NONE)
        die("an endpoint with an unknown outcome");
}

static enum err open_text(struct db *db, const struct endpoint *endpoint, const char *column,
                          struct text blob, const char **text)
{
    struct seal_place place = {"model_endpoints", column, endpoint->organization_id, endpoint->id};
    return vault_open_text(db, &place, blob, text);
}

static enum err read_endpoint(struct db *db, const struct uuid *organization_id,
                              const struct db_result *rows, int row, struct endpoint *endpoint)
{
    *endpoint = (struct endpoint){
        .organization_id = *organization_id,
        .id = db_get_uuid(rows, row, 0),
        .revision = db_get_int(rows, row, 1),
        .name = db_get_text(rows, row, 2),
        .models = db_get_text(rows, row, 3),
        .currency = db_get_text(rows, row, 5),
        .timeout_s = db_get_int(rows, row, 7),
        .context_tokens = db_get_int_or(rows, row, 8, 0),
        .check_status = db_get_int_or(rows, row, 10, 0),
        .created_at = db_get_time(rows, row, 11),
        .updated_at = db_get_time(rows, row, 12),
        .archived_at = db_get_time(rows, row, 13),
        .checked_at = db_get_time(rows, row, 14),
    };
    read_words(rows, row, endpoint);
    enum err err = open_text(db, endpoint, "url", db_get_bytes(rows, row, 15), &endpoint->url);
    return err == ERR_NONE
               ? open_text(db, endpoint, "secret", db_get_bytes(rows, row, 16), &endpoint->secret)
               : err;
}

enum err endpoint_find(struct db *db, const struct uuid *organization_id, const struct uuid *id,
                       struct endpoint *endpoint)
{
    struct query q;
    struct db_result rows;
    select_endpoints(&q, db, organization_id);
    query_bind(&q, " AND id = ", db_uuid(id));
    enum err err = query_run(&q, &rows);
    if (err == ERR_NONE && rows.row_count == 0)
        err = ERR_NOT_FOUND;
    return err == ERR_NONE ? read_endpoint(db, organization_id, &rows, 0, endpoint) : err;
}

enum err endpoint_get(struct db *db, const struct actor *actor, const struct uuid *id,
                      struct endpoint *endpoint)
{
    enum err err =
        endpoint_may(actor) ? endpoint_find(db, &actor->organization_id, id, endpoint) : ERR_DENIED;
    endpoint->secret = "";
    return err;
}

static void select_list(struct query *q, struct db *db, const struct actor *actor)
{
    select_endpoints(q, db, &actor->organization_id);
    query_bind(q, " ORDER BY archived_at IS NOT NULL, name_key LIMIT ", db_int(ENDPOINT_MAX));
}

enum err endpoint_list(struct db *db, const struct actor *actor, struct endpoint_list *list)
{
    struct query q;
    struct db_result rows;
    *list = (struct endpoint_list){.count = 0};
    if (!endpoint_may(actor))
        return ERR_DENIED;
    select_list(&q, db, actor);
    enum err err = query_run(&q, &rows);
    if (err != ERR_NONE)
        return err;
    list->items = arena_array(db_arena(db), (size_t)rows.row_count + 1, sizeof *list->items);
    for (int i = 0; err == ERR_NONE && i < rows.row_count; i++) {
        err = read_endpoint(db, &actor->organization_id, &rows, i, &list->items[i]);
        if (err == ERR_NONE)
            list->items[list->count++].secret = "";
    }
    return err;
}
