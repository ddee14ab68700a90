#include "data/register/register_summary.h"

#include "base/clock.h"
#include "data/db/query.h"
#include "data/register/register_list.h"
#include "data/register/register_provider.h"

/* The ids of one kind, and whether their providers are known. $2 is the organization. */
static void add_ids(struct query *q, const struct record_kind *kind)
{
    query_add(q, "SELECT r.id, ");
    register_provider_add_known(q, kind);
    query_add(q, " AS has_provider FROM ");
    query_add(q, kind->table);
    query_add(q, " r WHERE r.organization_id = $2 AND r.archived_at IS NULL");
}

static void select_counts(struct query *q, struct db *db, const struct uuid *organization_id)
{
    query_begin(q, db,
                "SELECT COALESCE(e.risk_class, 'not_assessed') AS risk, count(*), "
                "count(CASE WHEN e.review_on <= ");
    query_bind(q, "", db_time(clock_now() / CLOCK_DAY * CLOCK_DAY));
    query_add(q, " THEN 1 END), count(CASE WHEN e.is_complete AND r.has_provider = 1 THEN 1 END) "
                 "FROM (");
    add_ids(q, &record_kinds[RECORD_AGENT]);
    query_add(q, " UNION ALL ");
    add_ids(q, &record_kinds[RECORD_TEAM]);
    query_bind(
        q, ") r LEFT JOIN register_entries e ON e.organization_id = ", db_uuid(organization_id));
    query_add(q, " AND e.record_id = r.id GROUP BY risk LIMIT 10");
}

static void select_models(struct query *q, struct db *db, const struct uuid *organization_id)
{
    query_begin(q, db, "SELECT a.model AS model FROM agents a");
    query_bind(q, " WHERE a.organization_id = ", db_uuid(organization_id));
    query_add(q, " AND a.archived_at IS NULL UNION SELECT v.model FROM agent_labels l JOIN "
                 "agent_versions v ON v.organization_id = l.organization_id AND "
                 "v.record_id = l.record_id AND v.version = l.version JOIN agents a ON "
                 "a.organization_id = l.organization_id AND a.id = l.record_id AND "
                 "a.archived_at IS NULL WHERE l.organization_id = $1");
    query_bind(q, " ORDER BY model LIMIT ", db_int(REGISTER_OFFERS_MAX));
}

static void select_providers(struct query *q, struct db *db, const struct uuid *organization_id)
{
    query_begin(q, db, "SELECT DISTINCT provider FROM agent_providers");
    query_bind(q, " WHERE organization_id = ", db_uuid(organization_id));
    query_bind(q, " AND provider <> '' ORDER BY provider LIMIT ", db_int(REGISTER_OFFERS_MAX));
}

void register_summary_ahead(struct db *db, const struct actor *actor)
{
    struct query q;
    select_counts(&q, db, &actor->organization_id);
    query_ahead(&q);
    select_models(&q, db, &actor->organization_id);
    query_ahead(&q);
    select_providers(&q, db, &actor->organization_id);
    query_ahead(&q);
}

static void read_counts(const struct db_result *result, struct register_summary *summary)
{
    for (int i = 0; i < result->row_count; i++) {
        enum register_risk risk;
        int64_t count = db_get_int(result, i, 1);
        if (register_risk_parse(db_get_text(result, i, 0), &risk) != ERR_NONE)
            die("an unknown risk class in the register");
        summary->by_risk[risk] = count;
        summary->total += count;
        summary->overdue += db_get_int(result, i, 2);
        summary->incomplete += count - db_get_int(result, i, 3);
    }
}

static enum err read_offers(struct query *q, const char ***names, int *count)
{
    struct db_result result;
    struct arena *arena = db_arena(q->db);
    enum err err = query_run(q, &result);
    if (err != ERR_NONE)
        return err;
    *count = result.row_count;
    *names = arena_array(arena, (size_t)result.row_count + 1, sizeof **names);
    for (int i = 0; i < result.row_count; i++)
        (*names)[i] = db_get_text(&result, i, 0);
    return ERR_NONE;
}

enum err register_summary(struct db *db, const struct actor *actor,
                          struct register_summary *summary)
{
    struct query q;
    struct db_result result;
    *summary = (struct register_summary){.total = 0};
    enum err err = register_list_check(actor);
    if (err != ERR_NONE)
        return err;
    select_counts(&q, db, &actor->organization_id);
    err = query_run(&q, &result);
    if (err != ERR_NONE)
        return err;
    read_counts(&result, summary);
    select_models(&q, db, &actor->organization_id);
    err = read_offers(&q, &summary->models, &summary->model_count);
    if (err != ERR_NONE)
        return err;
    select_providers(&q, db, &actor->organization_id);
    return read_offers(&q, &summary->providers, &summary->provider_count);
}
