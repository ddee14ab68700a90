#include "data/register/register_model.h"

#include <string.h>

#include "base/buf.h"
#include "data/db/query.h"

/* Rows of one question: no team has more members. */
#define ROWS_MAX "5000"

/* The version of an agent that a member of a team follows. */
#define FOLLOWED                                                                                   \
    "COALESCE(m.agent_version, (SELECT l.version FROM agent_labels l "                             \
    "WHERE l.organization_id = m.organization_id AND l.record_id = m.agent_id "                    \
    "AND l.label = m.agent_label), a.version)"

static void select_agents(struct query *q, struct db *db, const struct uuid *organization_id)
{
    query_begin(q, db,
                "SELECT a.id, a.model, COALESCE(p.provider, '') FROM agents a "
                "LEFT JOIN agent_providers p ON p.organization_id = a.organization_id "
                "AND p.agent_id = a.id");
    query_bind(q, " WHERE a.organization_id = ", db_uuid(organization_id));
    query_add(q, " AND a.id IN (");
}

static void select_teams(struct query *q, struct db *db, const struct uuid *organization_id)
{
    query_begin(q, db,
                "SELECT DISTINCT m.team_id, v.model, CASE WHEN v.model = a.model "
                "THEN COALESCE(p.provider, '') ELSE '' END FROM team_members m "
                "JOIN agents a ON a.organization_id = m.organization_id AND a.id = m.agent_id "
                "JOIN agent_versions v ON v.organization_id = a.organization_id "
                "AND v.record_id = a.id AND v.version = " FOLLOWED
                " LEFT JOIN agent_providers p ON p.organization_id = a.organization_id "
                "AND p.agent_id = a.id");
    query_bind(q, " WHERE m.organization_id = ", db_uuid(organization_id));
    query_add(q, " AND m.team_id IN (");
}

static void select_models(struct query *q, struct db *db, const struct uuid *organization_id,
                          const struct record_kind *kind, const struct uuid *ids, int count)
{
    if (kind->id == RECORD_TEAM)
        select_teams(q, db, organization_id);
    else
        select_agents(q, db, organization_id);
    for (int i = 0; i < count; i++)
        query_bind(q, i == 0 ? "" : ", ", db_uuid(&ids[i]));
    query_add(q, ") ORDER BY 1, 2, 3 LIMIT " ROWS_MAX);
}

/* The rows are in the order of their records, and by name within one. */
static void read_models(struct db *db, const struct db_result *result, const struct uuid *id,
                        struct register_model_list *list)
{
    int first = 0;
    list->count = 0;
    for (int i = result->row_count - 1; i >= 0; i--) {
        struct uuid of = db_get_uuid(result, i, 0);
        if (!uuid_equal(&of, id))
            continue;
        first = i;
        list->count++;
    }
    list->items = arena_array(db_arena(db), (size_t)list->count + 1, sizeof *list->items);
    for (int i = 0; i < list->count; i++)
        list->items[i] = (struct register_model){db_get_text(result, first + i, 1),
                                                 db_get_text(result, first + i, 2)};
}

enum err register_model_of(struct db *db, const struct uuid *organization_id,
                           const struct record_kind *kind, const struct uuid *ids, int count,
                           struct register_model_list *lists)
{
    struct query q;
    struct db_result result;
    if (count == 0)
        return ERR_NONE;
    select_models(&q, db, organization_id, kind, ids, count);
    enum err err = query_run(&q, &result);
    for (int i = 0; err == ERR_NONE && i < count; i++)
        read_models(db, &result, &ids[i], &lists[i]);
    return err;
}

void register_model_ahead(struct db *db, const struct record_head *head)
{
    struct query q;
    select_models(&q, db, &head->organization_id, head->store->kind, &head->id, 1);
    query_ahead(&q);
}

enum err register_model_list(struct db *db, const struct record_head *head,
                             struct register_model_list *list)
{
    return register_model_of(db, &head->organization_id, head->store->kind, &head->id, 1, list);
}

const char *register_model_words(struct arena *arena, const struct register_model_list *list)
{
    struct buf buf;
    buf_init(&buf, arena);
    for (int i = 0; i < list->count; i++) {
        const struct register_model *model = &list->items[i];
        buf_printf(&buf, i == 0 ? "%s" : ", %s", model->name);
        if (model->provider[0] != '\0')
            buf_printf(&buf, " (%s)", model->provider);
    }
    return buf.data;
}
