#include "data/card/card_list.h"

#include "data/db/query.h"

static void read_row(const struct db_result *rows, int row, const struct uuid *organization_id,
                     struct card_row *read)
{
    card_read_row(rows, row, organization_id, &read->card);
    read->name = db_get_text(rows, row, CARD_COLUMN_COUNT);
    read->is_archived = !db_is_null(rows, row, CARD_COLUMN_COUNT + 1);
}

enum err card_list(struct db *db, const struct actor *actor, struct card_list *list)
{
    struct query q;
    struct db_result rows;
    struct policy_target target = {.organization_id = actor->organization_id};
    if (!policy_allows(actor, PERMISSION_AGENT_SEE, &target) ||
        !policy_allows(actor, PERMISSION_TEAM_SEE, &target))
        return ERR_DENIED;
    query_begin(&q, db,
                "SELECT " CARD_COLUMNS ", COALESCE(a.name, t.name), "
                "COALESCE(a.archived_at, t.archived_at) FROM cards c "
                "LEFT JOIN agents a ON a.organization_id = c.organization_id AND a.id = c.agent_id "
                "LEFT JOIN teams t ON t.organization_id = c.organization_id AND t.id = c.team_id");
    query_bind(&q, " WHERE c.organization_id = ", db_uuid(&actor->organization_id));
    query_bind(&q, " ORDER BY c.slug LIMIT ", db_int(CARD_LIST_MAX + 1));
    enum err err = query_run(&q, &rows);
    if (err != ERR_NONE)
        return err;
    list->has_more = rows.row_count > CARD_LIST_MAX;
    list->count = list->has_more ? CARD_LIST_MAX : rows.row_count;
    list->rows = arena_array(db_arena(db), (size_t)list->count + 1, sizeof *list->rows);
    for (int i = 0; i < list->count; i++)
        read_row(&rows, i, &actor->organization_id, &list->rows[i]);
    return ERR_NONE;
}
