#include "data/retention/retention_source_internal.h"

#include <string.h>

#include "base/clock.h"
#include "data/hold/legal_hold_check.h"

#define NO_NUMBER "CAST(0 AS bigint)"

/* Those of kinds of records come first, one for each of them. */
static const struct retention_source shapes[] = {
    {&retention_kinds[RETENTION_VERSIONS], record_kinds, NULL, NULL, "x.record_id", "x.version",
     "x.created_at", "x.organization_id, x.record_id, x.author_id"},
    {&retention_kinds[RETENTION_ARCHIVED], record_kinds, NULL, NULL, "x.id", NO_NUMBER,
     "x.archived_at", "x.organization_id, x.id, x.owner_id"},
    {&retention_kinds[RETENTION_PEOPLE], NULL, "user", "users", "x.id", NO_NUMBER,
     "x.deactivated_at", "x.organization_id, x.id"},
    {&retention_kinds[RETENTION_SESSIONS], NULL, "session", "sessions", "x.id", NO_NUMBER,
     "COALESCE(x.ended_at, x.expires_at)", "x.organization_id, x.user_id"},
    {&retention_kinds[RETENTION_SESSIONS], NULL, "link", "one_time_links", "x.id", NO_NUMBER,
     "COALESCE(x.used_at, x.expires_at)", "x.organization_id, x.user_id"},
    {&retention_kinds[RETENTION_SESSIONS], NULL, "token", "api_tokens", "x.id", NO_NUMBER,
     "COALESCE(x.revoked_at, x.expires_at)", "x.organization_id, x.user_id, x.responsible_id"},
    {&retention_kinds[RETENTION_AUDIT], NULL, "event", "audit_events", "x.id", NO_NUMBER,
     "x.occurred_at", "x.organization_id, x.actor_id, x.subject_id, x.record_id"},
    {&retention_kinds[RETENTION_SECURITY], NULL, "event", "audit_events", "x.id", NO_NUMBER,
     "x.occurred_at", "x.organization_id, x.actor_id, x.subject_id, x.record_id"},
    {&retention_kinds[RETENTION_EXPORTS], NULL, "event", "audit_events", "x.id", NO_NUMBER,
     "x.occurred_at", "x.organization_id, x.actor_id, x.subject_id, x.record_id"},
    {&retention_kinds[RETENTION_IMPORTS], NULL, "import", "imports", "x.id", NO_NUMBER,
     "x.expires_at", "x.organization_id, x.user_id"},
    {&retention_kinds[RETENTION_EVIDENCE], NULL, "run", "retention_runs", "x.id", NO_NUMBER,
     "x.ended_at", "x.organization_id"},
    {&retention_kinds[RETENTION_OUTPUTS], NULL, "outputs", "test_runs", "x.id", NO_NUMBER,
     "x.ended_at", "x.organization_id, x.record_id, x.set_id, x.created_by"},
};

bool retention_source_at(int index, struct retention_source *source)
{
    int left = index;
    for (size_t i = 0; i < COUNT_OF(shapes); i++) {
        int count = shapes[i].record_kind != NULL ? RECORD_KIND_COUNT : 1;
        if (left >= count) {
            left -= count;
            continue;
        }
        *source = shapes[i];
        if (source->record_kind == NULL)
            return true;
        source->record_kind = &record_kinds[left];
        source->noun = source->record_kind->name;
        bool is_version = source->kind->id == RETENTION_VERSIONS;
        source->table_sql = is_version ? source->record_kind->versions : source->record_kind->table;
        return true;
    }
    return false;
}

void retention_source_find(const char *kind, const char *noun, struct retention_source *source)
{
    for (int i = 0; retention_source_at(i, source); i++)
        if (strcmp(source->kind->name, kind) == 0 && strcmp(source->noun, noun) == 0)
            return;
    die("a line of an unknown kind: %s of %s", noun, kind);
}

/* ---- what nothing refers to --------------------------------------------------------------- */

/* Old, and nobody can come back to it: no label has it or ever had it, no proposal or comment is
 * about it, no version of another record names it. */
static void add_versions(struct query *q, const struct record_kind *kind)
{
    query_add(q, " AND x.version <> (SELECT r.version FROM ");
    query_add(q, kind->table);
    query_add(q, " r WHERE r.organization_id = x.organization_id AND r.id = x.record_id) "
                 "AND NOT EXISTS (SELECT 1 FROM ");
    query_add(q, kind->labels);
    query_add(q, " l WHERE l.organization_id = x.organization_id AND l.record_id = x.record_id "
                 "AND l.version = x.version) "
                 "AND NOT EXISTS (SELECT 1 FROM label_moves m "
                 "WHERE m.organization_id = x.organization_id AND m.record_id = x.record_id "
                 "AND (m.to_version = x.version OR m.from_version = x.version)) "
                 "AND NOT EXISTS (SELECT 1 FROM label_proposals p "
                 "WHERE p.organization_id = x.organization_id AND p.record_id = x.record_id "
                 "AND (p.to_version = x.version OR p.from_version = x.version)) "
                 "AND NOT EXISTS (SELECT 1 FROM comments c "
                 "WHERE c.organization_id = x.organization_id AND c.record_id = x.record_id "
                 "AND c.version = x.version) "
                 "AND NOT EXISTS (SELECT 1 FROM record_links k "
                 "WHERE k.organization_id = x.organization_id AND k.target_id = x.record_id "
                 "AND k.target_version = x.version) "
                 "AND NOT EXISTS (SELECT 1 FROM team_members t "
                 "WHERE t.organization_id = x.organization_id AND t.agent_id = x.record_id "
                 "AND t.agent_version = x.version)");
}

static void add_archived(struct query *q)
{
    query_add(q, " AND NOT EXISTS (SELECT 1 FROM record_links k "
                 "WHERE k.organization_id = x.organization_id AND k.target_id = x.id "
                 "AND k.source_id <> x.id) "
                 "AND NOT EXISTS (SELECT 1 FROM team_members t "
                 "WHERE t.organization_id = x.organization_id AND t.agent_id = x.id)");
}

/* What they own is handed over before. */
static void add_people(struct query *q)
{
    query_add(q, " AND NOT x.is_active AND x.erased_at IS NULL");
    for (int i = 0; i < RECORD_KIND_COUNT; i++) {
        query_add(q, " AND NOT EXISTS (SELECT 1 FROM ");
        query_add(q, record_kinds[i].table);
        query_add(q, " r WHERE r.organization_id = x.organization_id AND r.owner_id = x.id)");
    }
}

/* Events whose leaf is in the tree: it stays. */
static void add_events(struct query *q, enum retention_kind_id kind)
{
    static const char *const conditions[RETENTION_KIND_COUNT] = {
        [RETENTION_EXPORTS] = " AND x.action LIKE '%.export' AND x.outcome = 'success'",
        [RETENTION_SECURITY] = " AND (x.action LIKE 'session.%' OR x.outcome <> 'success')",
        [RETENTION_AUDIT] = " AND x.action NOT LIKE '%.export' AND x.action NOT LIKE 'session.%' "
                            "AND x.outcome = 'success'",
    };
    query_add(q, conditions[kind]);
    query_add(q, " AND EXISTS (SELECT 1 FROM audit_sequence s "
                 "WHERE s.organization_id = x.organization_id AND s.event_id = x.id "
                 "AND s.leaf_hash IS NOT NULL)");
}

static void add_free(struct query *q, const struct retention_source *source)
{
    enum retention_kind_id kind = source->kind->id;
    if (kind == RETENTION_VERSIONS)
        add_versions(q, source->record_kind);
    else if (kind == RETENTION_ARCHIVED)
        add_archived(q);
    else if (kind == RETENTION_PEOPLE)
        add_people(q);
    else if (kind == RETENTION_OUTPUTS)
        query_add(q, " AND x.outputs_deleted_at IS NULL");
    else if (kind == RETENTION_AUDIT || kind == RETENTION_SECURITY || kind == RETENTION_EXPORTS)
        add_events(q, kind);
}

void retention_source_add(struct query *q, const struct retention_source *source,
                          const struct retention_due *due)
{
    query_add(q, source->table_sql);
    query_bind(q, " AS x WHERE x.organization_id = ", db_uuid(&due->organization_id));
    query_add(q, " AND ");
    query_add(q, source->clock_sql);
    query_bind(q, " < ", db_time(due->measured_at - due->days * CLOCK_DAY));
    add_free(q, source);
}

void retention_source_add_held(struct query *q, const struct retention_source *source)
{
    query_add(q, LEGAL_HOLD_EXISTS_BEGIN);
    query_add(q, source->held_sql);
    query_add(q, LEGAL_HOLD_EXISTS_END);
}

void retention_source_add_row(struct query *q, const struct retention_source *source,
                              const struct uuid *id, int64_t number)
{
    query_add(q, " AND ");
    query_add(q, source->id_sql);
    query_bind(q, " = ", db_uuid(id));
    query_add(q, " AND ");
    query_add(q, source->number_sql);
    query_bind(q, " = ", db_int(number));
}
