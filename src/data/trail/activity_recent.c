#include "data/trail/activity_recent.h"

#include "data/db/query.h"

/* How many of the newest versions, and of someone's own records, are looked at. */
enum { LOOKED_AT = 500 };

static bool may_see(const struct actor *actor, const struct record_kind *kind)
{
    struct policy_target target = {.organization_id = actor->organization_id};
    return policy_allows(actor, kind->see, &target);
}

/* The kind whose next row is the newest; -1: none has one left. Rows sort by a time column. */
static int newest(const struct db_result results[RECORD_KIND_COUNT],
                  const int at[RECORD_KIND_COUNT], int column)
{
    int best = -1;
    for (int i = 0; i < RECORD_KIND_COUNT; i++)
        if (at[i] < results[i].row_count &&
            (best < 0 || db_get_time(&results[i], at[i], column) >
                             db_get_time(&results[best], at[best], column)))
            best = i;
    return best;
}

/* ---- what is not released ----------------------------------------------------------------- */

/* The actor's own, the last changed first. $1 is the organization, of each table by itself: behind
 * a LIMIT, a distributed PostgreSQL does not see that the tables have the same one, and refuses. */
static void add_owned(struct query *q, const struct actor *actor, const struct record_kind *kind)
{
    query_add(q, "SELECT o.id FROM (SELECT id FROM ");
    query_add(q, kind->table);
    query_bind(q, " WHERE organization_id = $1 AND owner_id = ", db_uuid(&actor->user_id));
    query_bind(q, " ORDER BY updated_at DESC, id DESC LIMIT ", db_int(LOOKED_AT));
    query_add(q, ") o");
}

/* Those whose current version is the actor's, of the newest versions. */
static void add_saved(struct query *q, const struct actor *actor, const struct record_kind *kind)
{
    query_add(q, "SELECT c.id FROM (SELECT record_id, version, author_id FROM ");
    query_add(q, kind->versions);
    query_bind(q, " WHERE organization_id = $1 ORDER BY created_at DESC LIMIT ", db_int(LOOKED_AT));
    query_add(q, ") v JOIN ");
    query_add(q, kind->table);
    query_bind(q,
               " c ON c.organization_id = $1 AND c.id = v.record_id AND c.version = v.version "
               "WHERE v.author_id = ",
               db_uuid(&actor->user_id));
}

static void select_unreleased(struct query *q, struct db *db, const struct actor *actor,
                              const struct record_kind *kind, int limit)
{
    query_begin(q, db, "SELECT r.id, r.name, r.version, l.version, r.updated_at, r.owner_id FROM ");
    query_add(q, kind->table);
    query_add(q, " r LEFT JOIN ");
    query_add(q, kind->labels);
    query_add(q, " l ON l.organization_id = r.organization_id AND l.record_id = r.id "
                 "AND l.label = 'production'");
    query_bind(q, " WHERE r.organization_id = ", db_uuid(&actor->organization_id));
    query_add(q, " AND r.archived_at IS NULL AND (l.version IS NULL OR l.version < r.version) "
                 "AND r.id IN (");
    add_owned(q, actor, kind);
    query_add(q, " UNION ALL ");
    add_saved(q, actor, kind);
    query_bind(q, ") ORDER BY r.updated_at DESC, r.id DESC LIMIT ", db_int(limit));
}

void activity_unreleased_ahead(struct db *db, const struct actor *actor, int limit)
{
    for (size_t i = 0; i < COUNT_OF(record_kinds); i++) {
        struct query q;
        if (!may_see(actor, &record_kinds[i]))
            continue;
        select_unreleased(&q, db, actor, &record_kinds[i], limit);
        query_ahead(&q);
    }
}

static enum err ask_all(struct db *db, const struct actor *actor, int limit,
                        struct db_result results[RECORD_KIND_COUNT])
{
    enum err err = limit < 1 || limit > ACTIVITY_RECENT_MAX ? ERR_INVALID : ERR_NONE;
    if (err == ERR_NONE)
        activity_unreleased_ahead(db, actor, limit);
    for (size_t i = 0; err == ERR_NONE && i < COUNT_OF(record_kinds); i++) {
        struct query q;
        results[i] = (struct db_result){.values = NULL};
        if (!may_see(actor, &record_kinds[i]))
            continue;
        select_unreleased(&q, db, actor, &record_kinds[i], limit);
        err = query_run(&q, &results[i]);
    }
    return err;
}

enum err activity_unreleased(struct db *db, const struct actor *actor, int limit,
                             struct unreleased_list *list)
{
    struct db_result results[RECORD_KIND_COUNT];
    int at[RECORD_KIND_COUNT] = {0};
    enum err err = ask_all(db, actor, limit, results);
    if (err != ERR_NONE)
        return err;
    *list = (struct unreleased_list){
        .items = arena_array(db_arena(db), (size_t)limit, sizeof *list->items)};
    for (int kind; list->count < limit && (kind = newest(results, at, 4)) >= 0;) {
        const struct db_result *result = &results[kind];
        int row = at[kind]++;
        list->items[list->count++] = (struct unreleased_record){
            .kind = &record_kinds[kind],
            .id = db_get_uuid(result, row, 0),
            .name = db_get_text(result, row, 1),
            .version = db_get_int(result, row, 2),
            .production_version = db_get_int(result, row, 3),
            .updated_at = db_get_time(result, row, 4),
            .owner_id = db_get_uuid(result, row, 5),
        };
    }
    return ERR_NONE;
}

/* ---- nothing ------------------------------------------------------------------------------ */

enum err activity_is_empty(struct db *db, const struct actor *actor, bool *is_empty)
{
    struct db_result results[RECORD_KIND_COUNT];
    for (size_t i = 0; i < COUNT_OF(record_kinds); i++) {
        struct query q;
        query_begin(&q, db, "SELECT id FROM ");
        query_add(&q, record_kinds[i].table);
        query_bind(&q, " WHERE organization_id = ", db_uuid(&actor->organization_id));
        query_add(&q, " LIMIT 1");
        query_later(&q, &results[i]);
    }
    enum err err = db_collect(db);
    *is_empty = err == ERR_NONE;
    for (size_t i = 0; err == ERR_NONE && i < COUNT_OF(record_kinds); i++)
        *is_empty = *is_empty && results[i].row_count == 0;
    return err;
}
