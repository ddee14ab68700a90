#include "data/register/register_use.h"

#include <inttypes.h>
#include <string.h>

/* Versions v of agents a that are current or have a label. $1 is the organization. */
#define IS_LIVE                                                                                    \
    "(v.version = a.version OR EXISTS (SELECT 1 FROM agent_labels l WHERE l.organization_id = $1 " \
    "AND l.record_id = a.id AND l.version = v.version))"

/* The version v of the agent a that a member k of a live version of a team follows. Not COALESCE,
 * behind which row-level security lets no index be used. */
#define FROM_MEMBERS                                                                               \
    "FROM record_links k JOIN agents a ON a.organization_id = $1 AND a.id = k.target_id "          \
    "LEFT JOIN agent_labels f ON f.organization_id = $1 AND f.record_id = a.id "                   \
    "AND f.label = k.label "                                                                       \
    "JOIN agent_versions v ON v.organization_id = $1 AND v.record_id = a.id AND v.version = "      \
    "CASE WHEN k.target_version IS NOT NULL THEN k.target_version "                                \
    "WHEN f.version IS NOT NULL THEN f.version ELSE a.version END "                                \
    "WHERE k.organization_id = $1 AND k.sort = 'member' AND k.is_live "

void register_use_add_model(struct query *query, const struct record_kind *kind, const char *model)
{
    if (kind->id == RECORD_TEAM)
        query_bind(query,
                   " AND EXISTS (SELECT 1 " FROM_MEMBERS "AND k.source_id = r.id AND v.model = ",
                   db_text(model));
    else
        query_bind(query,
                   " AND EXISTS (SELECT 1 FROM agents a JOIN agent_versions v ON "
                   "v.organization_id = $1 AND v.record_id = a.id WHERE a.organization_id = $1 AND "
                   "a.id = r.id AND " IS_LIVE " AND v.model = ",
                   db_text(model));
    query_add(query, ")");
}

void register_use_add_provider(struct query *query, const struct record_kind *kind,
                               const char *provider)
{
    if (kind->id == RECORD_TEAM)
        query_add(query, " AND EXISTS (SELECT 1 FROM team_members m JOIN agent_providers p ON "
                         "p.organization_id = $1 AND p.agent_id = m.agent_id WHERE "
                         "m.organization_id = $1 AND m.team_id = r.id");
    else
        query_add(query, " AND EXISTS (SELECT 1 FROM agent_providers p WHERE "
                         "p.organization_id = $1 AND p.agent_id = r.id");
    query_bind(query, " AND p.provider = ", db_text(provider));
    query_add(query, ")");
}

/* ---- in words ------------------------------------------------------------------------------ */

static void add_ids(struct query *q, const struct uuid *ids, int count)
{
    for (int i = 0; i < count; i++)
        query_bind(q, i == 0 ? "" : ", ", db_uuid(&ids[i]));
    query_add(q, ")");
}

/* Appends a use to the words of a record. */
static void append(struct arena *arena, const struct uuid *ids, int count, const char **words,
                   const struct uuid *id, const char *use)
{
    for (int i = 0; i < count; i++)
        if (uuid_equal(&ids[i], id))
            words[i] = words[i][0] == '\0' ? use : arena_printf(arena, "%s, %s", words[i], use);
}

/* "v3 (current, production)": a version in the rows from i to end. */
static const char *version_words(struct arena *arena, const struct db_result *result, int i,
                                 int *end)
{
    struct uuid id = db_get_uuid(result, i, 0);
    int64_t version = db_get_int(result, i, 1);
    struct buf buf;
    buf_init(&buf, arena);
    buf_printf(&buf, "v%" PRId64 " (%s", version, db_get_int(result, i, 2) != 0 ? "current" : "");
    for (*end = i; *end < result->row_count; ++*end) {
        struct uuid next = db_get_uuid(result, *end, 0);
        const char *label = db_get_text(result, *end, 3);
        if (!uuid_equal(&next, &id) || db_get_int(result, *end, 1) != version)
            break;
        if (label != NULL)
            buf_printf(&buf, "%s%s", buf.data[buf.len - 1] == '(' ? "" : ", ", label);
    }
    buf_add_char(&buf, ')');
    return buf.data;
}

static enum err add_agents(struct db *db, const struct uuid *organization_id, const char *model,
                           const struct uuid *ids, int count, const char **words)
{
    struct arena *arena = db_arena(db);
    struct query q;
    struct db_result result;
    query_begin(&q, db,
                "SELECT a.id, v.version, CASE WHEN v.version = a.version THEN 1 ELSE 0 END, "
                "l.label FROM agents a JOIN agent_versions v ON v.organization_id = "
                "a.organization_id AND v.record_id = a.id LEFT JOIN agent_labels l ON "
                "l.organization_id = a.organization_id AND l.record_id = a.id AND "
                "l.version = v.version");
    query_bind(&q, " WHERE a.organization_id = ", db_uuid(organization_id));
    query_bind(&q, " AND v.model = ", db_text(model));
    query_add(&q, " AND (v.version = a.version OR l.label IS NOT NULL) AND a.id IN (");
    add_ids(&q, ids, count);
    query_add(&q, " ORDER BY a.id, v.version, l.label LIMIT 1000");
    enum err err = query_run(&q, &result);
    for (int i = 0, end = 0; err == ERR_NONE && i < result.row_count; i = end) {
        struct uuid id = db_get_uuid(&result, i, 0);
        const char *use = version_words(arena, &result, i, &end);
        append(arena, ids, count, words, &id, use);
    }
    return err;
}

static bool is_row_of(const struct db_result *result, int row, const struct uuid *id)
{
    struct uuid of = db_get_uuid(result, row, 0);
    return uuid_equal(&of, id);
}

static enum err add_teams(struct db *db, const struct uuid *organization_id, const char *model,
                          const struct uuid *ids, int count, const char **words)
{
    struct query q;
    struct db_result result;
    query_begin(&q, db, "WITH here AS (SELECT o.id FROM organizations o WHERE o.id = ");
    query_bind(&q, "", db_uuid(organization_id));
    query_bind(
        &q, ") SELECT DISTINCT k.source_id, a.name " FROM_MEMBERS "AND v.model = ", db_text(model));
    query_add(&q, " AND k.source_id IN (");
    add_ids(&q, ids, count);
    query_add(&q, " ORDER BY 1, 2 LIMIT 1000");
    enum err err = query_run(&q, &result);
    for (int i = 0; err == ERR_NONE && i < result.row_count; i++) {
        struct uuid id = db_get_uuid(&result, i, 0);
        const char *name = db_get_text(&result, i, 1);
        bool is_next = i > 0 && is_row_of(&result, i - 1, &id); /* "through one, another" */
        append(db_arena(db), ids, count, words, &id,
               is_next ? name : arena_printf(db_arena(db), "through %s", name));
    }
    return err;
}

enum err register_use_words(struct db *db, const struct uuid *organization_id, const char *model,
                            const struct uuid *ids, int count, const char **words)
{
    for (int i = 0; i < count; i++)
        words[i] = "";
    enum err err = add_agents(db, organization_id, model, ids, count, words);
    return err == ERR_NONE ? add_teams(db, organization_id, model, ids, count, words) : err;
}
