#include "data/trail/activity_recent.h"

#include "data/identity/person.h"

/* How many of the newest versions, and of somebody's own prompts, are looked at. */
enum { LOOKED_AT = 500 };

/* $1 organization, $2 how many are looked at, $3 limit. A record stands once, where its current
 * version is; the versions before it are passed over. */
#define RECENT(versions, table, id)                                                                \
    "SELECT r.id, r.name, r.version, v.message, v.created_at, " PERSON_COLUMNS(                    \
        a) ", (SELECT max(b.version) FROM " versions " b WHERE b." id " = r.id "                   \
           "AND b.version < r.version) FROM (SELECT " id                                           \
           " AS record_id, version, message, author_id, created_at "                               \
           "FROM " versions " WHERE organization_id = $1 ORDER BY created_at DESC LIMIT $2) v "    \
           "JOIN " table " r ON r.id = v.record_id AND r.version = v.version "                     \
           "JOIN users a ON a.id = v.author_id "                                                   \
           "WHERE r.organization_id = $1 AND r.archived_at IS NULL "                               \
           "ORDER BY v.created_at DESC, r.id DESC LIMIT $3"

static bool may_see(const struct actor *actor, enum permission permission)
{
    struct policy_target target = {.organization_id = actor->organization_id};
    return policy_allows(actor, permission, &target);
}

static enum err read_change(struct db *db, const struct db_result *result, int row, bool is_agent,
                            struct recent_change *change)
{
    *change = (struct recent_change){
        .is_agent = is_agent,
        .id = db_get_uuid(result, row, 0),
        .name = db_get_text(result, row, 1),
        .version = db_get_int(result, row, 2),
        .previous = db_get_int(result, row, 9),
        .message = db_get_text(result, row, 3),
        .changed_at = db_get_time(result, row, 4),
    };
    return person_name(db, result, row, 5, &change->author_name);
}

/* The two lists as one, by time. */
static enum err merge(struct db *db, const struct db_result *prompts,
                      const struct db_result *agents, int limit, struct recent_change_list *list)
{
    int p = 0;
    int a = 0;
    while (list->count < limit && (p < prompts->row_count || a < agents->row_count)) {
        bool is_agent =
            p == prompts->row_count ||
            (a < agents->row_count && db_get_time(agents, a, 4) > db_get_time(prompts, p, 4));
        enum err err = read_change(db, is_agent ? agents : prompts, is_agent ? a : p, is_agent,
                                   &list->items[list->count]);
        if (err != ERR_NONE)
            return err;
        *(is_agent ? &a : &p) += 1;
        list->count++;
    }
    return ERR_NONE;
}

enum err activity_recent(struct db *db, const struct actor *actor, int limit,
                         struct recent_change_list *list)
{
    struct db_result prompts = {.values = NULL};
    struct db_result agents = {.values = NULL};
    if (limit < 1 || limit > ACTIVITY_RECENT_MAX)
        return ERR_INVALID;
    *list = (struct recent_change_list){
        .items = arena_array(db_arena(db), (size_t)limit, sizeof *list->items)};
    if (may_see(actor, PERMISSION_PROMPT_SEE))
        db_later(db, &prompts, RECENT("prompt_versions", "prompts", "prompt_id"),
                 db_uuid(&actor->organization_id), db_int(LOOKED_AT), db_int(limit));
    if (may_see(actor, PERMISSION_AGENT_SEE))
        db_later(db, &agents, RECENT("agent_versions", "agents", "agent_id"),
                 db_uuid(&actor->organization_id), db_int(LOOKED_AT), db_int(limit));
    enum err err = db_collect(db);
    return err == ERR_NONE ? merge(db, &prompts, &agents, limit, list) : err;
}

enum err activity_drafts(struct db *db, const struct actor *actor, int limit,
                         struct draft_prompt_list *list)
{
    struct db_result result;
    if (limit < 1 || limit > ACTIVITY_RECENT_MAX)
        return ERR_INVALID;
    if (!may_see(actor, PERMISSION_PROMPT_SEE))
        return ERR_DENIED;
    enum err err =
        db_select(db, &result,
                  "SELECT p.id, p.name, p.version, l.version, p.updated_at "
                  "FROM (SELECT id, name, version, archived_at, updated_at FROM prompts "
                  "WHERE organization_id = $1 AND owner_id = $2 "
                  "ORDER BY updated_at DESC, id DESC LIMIT $3) p "
                  "LEFT JOIN prompt_labels l ON l.prompt_id = p.id AND l.label = 'production' "
                  "WHERE p.archived_at IS NULL AND (l.version IS NULL OR l.version < p.version) "
                  "ORDER BY p.updated_at DESC, p.id DESC LIMIT $4",
                  db_uuid(&actor->organization_id), db_uuid(&actor->user_id), db_int(LOOKED_AT),
                  db_int(limit));
    if (err != ERR_NONE)
        return err;
    list->count = result.row_count;
    list->items = arena_array(db_arena(db), (size_t)result.row_count + 1, sizeof *list->items);
    for (int i = 0; i < result.row_count; i++)
        list->items[i] = (struct draft_prompt){
            .id = db_get_uuid(&result, i, 0),
            .name = db_get_text(&result, i, 1),
            .version = db_get_int(&result, i, 2),
            .production_version = db_get_int(&result, i, 3),
            .updated_at = db_get_time(&result, i, 4),
        };
    return ERR_NONE;
}

enum err activity_is_empty(struct db *db, const struct actor *actor, bool *is_empty)
{
    struct db_result result;
    enum err err =
        db_select(db, &result,
                  "SELECT CASE WHEN EXISTS (SELECT 1 FROM prompts WHERE organization_id = $1) "
                  "OR EXISTS (SELECT 1 FROM agents WHERE organization_id = $1) "
                  "OR EXISTS (SELECT 1 FROM teams WHERE organization_id = $1) THEN 0 ELSE 1 END",
                  db_uuid(&actor->organization_id));
    if (err == ERR_NONE)
        *is_empty = db_get_int(&result, 0, 0) != 0;
    return err;
}
