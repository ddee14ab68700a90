#include "data/agent/agent_use.h"

#include "data/agent/agent_store.h"
#include "data/prompt/prompt_agent.h"
#include "data/prompt/prompt_store.h"

/* Every list has the columns id, name, kind, role, version, label, target version and archived_at;
 * active ones come first. */
#define COLUMNS_OF_TEAM "t.id, t.name, t.kind, "
#define ACTIVE_FIRST(of)                                                                           \
    "ORDER BY CASE WHEN " of ".archived_at IS NULL THEN 0 ELSE 1 END, " of ".name, "

static const char teams_sql[] =
    "SELECT " COLUMNS_OF_TEAM "m.role, m.agent_version, NULL, NULL, t.archived_at "
    "FROM team_members m CROSS JOIN teams t "
    "WHERE m.agent_id = $1 AND t.id = m.team_id AND t.organization_id = $2 " ACTIVE_FIRST(
        "t") "t.id LIMIT $3";

static const char handoffs_sql[] =
    "SELECT a.id, a.name, NULL, NULL, h.version, NULL, NULL, a.archived_at "
    "FROM agent_handoffs h CROSS JOIN agents a WHERE h.target_id = $1 AND a.id = h.agent_id "
    "AND a.organization_id = $2 AND a.version = h.version " ACTIVE_FIRST("a") "a.id LIMIT $3";

static const char prompt_agents_sql[] =
    "SELECT a.id, a.name, NULL, NULL, r.version, r.label, r.prompt_version, "
    "a.archived_at " PROMPT_AGENTS ACTIVE_FIRST("a") "r.version DESC LIMIT $3";

/* The organization is said the other way round, so that SQLite does not walk all its teams. */
static const char prompt_teams_sql[] =
    "SELECT " COLUMNS_OF_TEAM "NULL, NULL, NULL, NULL, t.archived_at FROM teams t "
    "WHERE NOT (t.organization_id <> $2) AND t.id IN (SELECT m.team_id FROM agent_prompts r "
    "CROSS JOIN agents a CROSS JOIN team_members m WHERE r.prompt_id = $1 AND a.id = r.agent_id "
    "AND m.agent_id = r.agent_id AND r.version = COALESCE(m.agent_version, "
    "a.version)) " ACTIVE_FIRST("t") "t.id LIMIT $3";

static enum err read_uses(struct db *db, const char *sql, const struct uuid *id,
                          const struct uuid *organization_id, struct agent_use_list *list)
{
    struct db_result result;
    enum err err = db_select(db, &result, sql, db_uuid(id), db_uuid(organization_id),
                             db_int(AGENT_USE_LIMIT + 1));
    if (err != ERR_NONE)
        return err;
    list->has_more = result.row_count > AGENT_USE_LIMIT;
    list->count = list->has_more ? AGENT_USE_LIMIT : result.row_count;
    list->uses = arena_array(db_arena(db), (size_t)list->count + 1, sizeof *list->uses);
    for (int i = 0; i < list->count; i++)
        list->uses[i] = (struct agent_use){
            .id = db_get_uuid(&result, i, 0),
            .name = db_get_text(&result, i, 1),
            .kind = db_get_text(&result, i, 2),
            .role = db_get_text(&result, i, 3),
            .version = db_get_int(&result, i, 4),
            .label = db_get_text(&result, i, 5),
            .target_version = db_get_int(&result, i, 6),
            .archived_at = db_get_time(&result, i, 7),
        };
    return ERR_NONE;
}

enum err agent_team_list(struct db *db, const struct actor *actor, const struct uuid *agent_id,
                         struct agent_use_list *list)
{
    struct agent agent;
    enum err err = agent_load(db, actor, agent_id, PERMISSION_AGENT_SEE, &agent);
    return err != ERR_NONE ? err
                           : read_uses(db, teams_sql, &agent.id, &agent.organization_id, list);
}

enum err agent_handoff_list(struct db *db, const struct actor *actor, const struct uuid *agent_id,
                            struct agent_use_list *list)
{
    struct agent agent;
    enum err err = agent_load(db, actor, agent_id, PERMISSION_AGENT_SEE, &agent);
    return err != ERR_NONE ? err
                           : read_uses(db, handoffs_sql, &agent.id, &agent.organization_id, list);
}

enum err prompt_agent_list(struct db *db, const struct actor *actor, const struct uuid *prompt_id,
                           struct agent_use_list *list)
{
    struct prompt prompt;
    enum err err = prompt_load(db, actor, prompt_id, PERMISSION_PROMPT_SEE, &prompt);
    if (err != ERR_NONE)
        return err;
    return read_uses(db, prompt_agents_sql, &prompt.id, &prompt.organization_id, list);
}

enum err prompt_team_list(struct db *db, const struct actor *actor, const struct uuid *prompt_id,
                          struct agent_use_list *list)
{
    struct prompt prompt;
    enum err err = prompt_load(db, actor, prompt_id, PERMISSION_PROMPT_SEE, &prompt);
    if (err != ERR_NONE)
        return err;
    return read_uses(db, prompt_teams_sql, &prompt.id, &prompt.organization_id, list);
}
