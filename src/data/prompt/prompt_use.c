#include "data/prompt/prompt_use.h"

#include <string.h>

#include "data/prompt/prompt_agent.h"
#include "data/prompt/prompt_link.h"

/* What refers to $1 in the organization $2: current versions, and those with a label. */
#define USES                                                                                       \
    "FROM prompt_references r CROSS JOIN prompts p "                                               \
    "WHERE r.target_id = $1 AND p.id = r.prompt_id AND p.organization_id = $2 "                    \
    "AND (r.version = p.version OR EXISTS (SELECT 1 FROM prompt_labels l "                         \
    "WHERE l.prompt_id = r.prompt_id AND l.version = r.version)) "

static const char list_sql[] =
    "SELECT DISTINCT r.prompt_id, p.name, r.version, r.label, r.target_version, p.archived_at, "
    "CASE WHEN r.version = p.version THEN 1 ELSE 0 END AS is_current " USES
    "ORDER BY is_current DESC, p.name, r.version DESC, r.label, r.target_version LIMIT $3";

static const char names_sql[] =
    "SELECT p.name AS name " USES "UNION SELECT a.name AS name " PROMPT_AGENTS
    "ORDER BY name LIMIT 1000";

/* The organization is said the other way round, so that SQLite does not walk all its labels. */
static const char labels_sql[] =
    "SELECT l.prompt_id, l.version, l.label FROM prompt_labels l "
    "WHERE NOT (l.organization_id <> $2) AND l.prompt_id IN "
    "(SELECT r.prompt_id FROM prompt_references r WHERE r.target_id = $1) "
    "ORDER BY l.label LIMIT 10000";

static void read_uses(struct db *db, const struct db_result *result, struct prompt_use_list *list)
{
    list->has_more = result->row_count > PROMPT_USE_LIMIT;
    list->count = list->has_more ? PROMPT_USE_LIMIT : result->row_count;
    list->uses = arena_array(db_arena(db), (size_t)list->count + 1, sizeof *list->uses);
    for (int i = 0; i < list->count; i++)
        list->uses[i] = (struct prompt_use){
            .prompt_id = db_get_uuid(result, i, 0),
            .name = db_get_text(result, i, 1),
            .version = db_get_int(result, i, 2),
            .label = db_get_text(result, i, 3),
            .target_version = db_get_int(result, i, 4),
            .archived_at = db_get_time(result, i, 5),
            .is_current = db_get_int(result, i, 6) != 0,
        };
}

static void add_labels(struct db *db, const struct db_result *result, struct prompt_use *use)
{
    use->labels = arena_array(db_arena(db), (size_t)result->row_count + 1, sizeof *use->labels);
    for (int i = 0; i < result->row_count; i++) {
        struct uuid prompt_id = db_get_uuid(result, i, 0);
        if (uuid_equal(&prompt_id, &use->prompt_id) && db_get_int(result, i, 1) == use->version)
            use->labels[use->label_count++] = db_get_text(result, i, 2);
    }
}

enum err prompt_where_used(struct db *db, const struct actor *actor, const struct uuid *prompt_id,
                           struct prompt_use_list *list)
{
    struct prompt prompt;
    struct db_result result;
    enum err err = prompt_load(db, actor, prompt_id, PERMISSION_PROMPT_SEE, &prompt);
    if (err == ERR_NONE)
        err = db_select(db, &result, list_sql, db_uuid(&prompt.id),
                        db_uuid(&prompt.organization_id), db_int(PROMPT_USE_LIMIT + 1));
    if (err != ERR_NONE)
        return err;
    read_uses(db, &result, list);
    if (list->count == 0)
        return ERR_NONE;
    err = db_select(db, &result, labels_sql, db_uuid(&prompt.id), db_uuid(&prompt.organization_id));
    for (int i = 0; err == ERR_NONE && i < list->count; i++)
        add_labels(db, &result, &list->uses[i]);
    return err;
}

enum err prompt_use_names(struct db *db, const struct prompt *prompt, const char **names)
{
    struct db_result result;
    *names = NULL;
    enum err err =
        db_select(db, &result, names_sql, db_uuid(&prompt->id), db_uuid(&prompt->organization_id));
    if (err == ERR_NONE)
        *names = work_names(db, &result);
    return err;
}

enum err prompt_resolve_body(struct db *db, const struct actor *actor,
                             const struct prompt_version_key *key, struct text *resolved,
                             struct problem *problem)
{
    struct work work = work_begin(db, actor, problem);
    struct prompt prompt;
    struct prompt_version version;
    enum err err = prompt_load(db, actor, &key->id, PERMISSION_PROMPT_READ, &prompt);
    if (err == ERR_DENIED)
        return work_refuse(&work, err, "", "You do not have the right to read this prompt.");
    if (err == ERR_NONE)
        err = prompt_version_load(db, &prompt, key->version == 0 ? prompt.version : key->version,
                                  &version);
    return err == ERR_NONE ? prompt_link_resolve(&work, &prompt, &version, resolved) : err;
}
