#include "data/agent/agent_list.h"

#include "data/record/record_table.h"

/* $10 model. */
#define FILTERS "($10 = '' OR r.model = $10)"

#define COLUMNS    RECORD_COLUMNS ", r.model"
#define ROW(key)   "SELECT " COLUMNS " "
#define FOUND(key) RECORD_SEARCH(key, FILTERS, "")
#define ALL        RECORD_FROM("agents")

static const struct record_source sources[] = RECORD_SOURCES(FOUND, "agents", "model");

static void read_row(struct arena *arena, const struct db_result *result, int at,
                     struct record_row *row)
{
    (void)arena;
    row->model = db_get_text(result, at, RECORD_COLUMN_OWN);
}

static int set_params(struct arena *arena, const struct record_filter *filter,
                      struct db_value *params, struct record_range *range)
{
    (void)arena;
    (void)range;
    params[0] = db_text(filter->model);
    return 1;
}

static const struct record_table table = {
    .see = PERMISSION_AGENT_SEE,
    .read = PERMISSION_AGENT_READ,
    .plain_sql = RECORD_BY_STATE(ROW, ALL),
    .by_ids_sql = RECORD_BY_IDS(COLUMNS, "agents"),
    .read_row = read_row,
    .walk_sql = RECORD_BY_STATE(FOUND, ALL),
    .sources = sources,
    .source_count = (int)COUNT_OF(sources),
    .set_params = set_params,
    .content_sql = "SELECT id, config FROM agent_versions WHERE agent_id = $1 AND version = $2 "
                   "AND organization_id = $3",
    .content_table = "agent_versions",
    .content_column = "config",
};

enum err agent_list(struct db *db, const struct actor *actor, const struct record_filter *filter,
                    struct record_list *list)
{
    return record_list_read(db, actor, &table, filter, list);
}

enum err agent_model_list(struct db *db, const struct actor *actor,
                          const struct uuid *organization_id, struct agent_model_list *list)
{
    struct db_result result;
    struct policy_target target = {.organization_id = *organization_id};
    if (uuid_is_nil(organization_id))
        target.organization_id = actor->organization_id;
    if (!policy_allows(actor, PERMISSION_AGENT_SEE, &target))
        return ERR_DENIED;
    enum err err =
        db_select(db, &result,
                  "SELECT model, agent_count FROM agent_models WHERE organization_id = $1 "
                  "AND agent_count > 0 ORDER BY agent_count DESC, model LIMIT $2",
                  db_uuid(&target.organization_id), db_int(AGENT_MODELS_MAX));
    if (err != ERR_NONE)
        return err;
    list->count = result.row_count;
    list->models = arena_array(db_arena(db), (size_t)result.row_count + 1, sizeof *list->models);
    for (int i = 0; i < result.row_count; i++)
        list->models[i] =
            (struct agent_model){db_get_text(&result, i, 0), db_get_int(&result, i, 1)};
    return ERR_NONE;
}
