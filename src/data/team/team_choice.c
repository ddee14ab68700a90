#include "data/team/team.h"

enum err team_agent_choices(struct db *db, const struct actor *actor, const char *q, int limit,
                            struct agent_choice_list *list)
{
    struct policy_target target = {.organization_id = actor->organization_id};
    struct db_result result;
    *list = (struct agent_choice_list){.items = NULL};
    if (!policy_allows(actor, PERMISSION_AGENT_SEE, &target))
        return ERR_DENIED;
    enum err err = db_select(
        db, &result,
        "SELECT id, name, model, version FROM agents WHERE organization_id = $1 "
        "AND archived_at IS NULL AND lower(name) LIKE $2 ESCAPE '\\' ORDER BY name LIMIT $3",
        db_uuid(&actor->organization_id), db_text(db_like(db_arena(db), q)),
        db_int((int64_t)limit + 1));
    if (err != ERR_NONE)
        return err;
    list->has_more = result.row_count > limit;
    list->count = list->has_more ? limit : result.row_count;
    list->items = arena_array(db_arena(db), (size_t)list->count + 1, sizeof *list->items);
    for (int i = 0; i < list->count; i++)
        list->items[i] = (struct agent_choice){.id = db_get_uuid(&result, i, 0),
                                               .name = db_get_text(&result, i, 1),
                                               .model = db_get_text(&result, i, 2),
                                               .version = db_get_int(&result, i, 3)};
    return ERR_NONE;
}
