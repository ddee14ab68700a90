#include "data/record/record_stop.h"

#include <inttypes.h>

#include "data/db/db_slot.h"
#include "data/record/record_store.h"
#include "domain/record/label.h"

/* COALESCE(prompts.version, agents.version): of the target of a link, whatever its kind; of the
 * label that it follows, or the current one. */
static void add_target_version(struct query *q, bool is_of_label)
{
    bool is_first = true;
    query_add(q, "COALESCE(");
    for (size_t k = 0; k < COUNT_OF(record_kinds); k++) {
        if (!record_kinds[k].is_used)
            continue;
        query_add(q, is_first ? "" : ", ");
        query_add(q, is_of_label ? record_kinds[k].labels : record_kinds[k].table);
        query_add(q, ".version");
        is_first = false;
    }
    query_add(q, ")");
}

static void join(struct query *q, const char *table_sql, const char *id_sql,
                 const struct uuid *organization_id)
{
    query_add(q, " LEFT JOIN ");
    query_add(q, table_sql);
    query_add(q, " ON ");
    query_add(q, table_sql);
    query_bind(q, ".organization_id = ", db_uuid(organization_id));
    query_add(q, " AND ");
    query_add(q, table_sql);
    query_add(q, id_sql);
}

static void join_targets(struct query *q, const struct uuid *organization_id)
{
    for (size_t k = 0; k < COUNT_OF(record_kinds); k++) {
        if (!record_kinds[k].is_used)
            continue;
        join(q, record_kinds[k].table, ".id = l.target_id", organization_id);
        join(q, record_kinds[k].labels, ".record_id = l.target_id AND ", organization_id);
        query_add(q, record_kinds[k].labels);
        query_add(q, ".label = l.label");
    }
}

/* The organization is a value in each part: a distributed PostgreSQL takes a recursion only so. */
void record_stop_add(struct query *q, const struct uuid *organization_id)
{
    query_bind(q, "CASE WHEN EXISTS (SELECT 1 FROM stops y WHERE y.organization_id = ",
               db_uuid(organization_id));
    query_add(q, " AND y.resumed_at IS NULL) THEN (WITH RECURSIVE used(id, version) AS ("
                 "SELECT v.record_id, v.version UNION SELECT l.target_id, "
                 "COALESCE(l.target_version, CASE WHEN COALESCE(l.label, '" LABEL_LATEST
                 "') = '" LABEL_LATEST "' THEN ");
    add_target_version(q, false);
    query_add(q, " ELSE ");
    add_target_version(q, true);
    query_bind(q, " END) FROM used s JOIN record_links l ON l.organization_id = ",
               db_uuid(organization_id));
    query_add(q, " AND l.source_id = s.id AND l.source_version = s.version");
    for (size_t k = 0; k < COUNT_OF(record_kinds); k++)
        if (record_kinds[k].is_test) /* what it tests is none of what it gives */
            query_bind(q, " AND l.source_kind <> ", db_text(record_kinds[k].name));
    join_targets(q, organization_id);
    query_bind(q,
               " WHERE l.target_id IS NOT NULL) SELECT y.id FROM used s JOIN stops y "
               "ON y.organization_id = ",
               db_uuid(organization_id));
    query_add(q, " AND y.record_id = s.id AND y.resumed_at IS NULL "
                 "AND (y.version = s.version OR y.version = 0) "
                 "ORDER BY y.stopped_at, y.id LIMIT 1) END");
}

/* ---- what a program is told ---------------------------------------------------------------- */

/* What was refused last, in this request. */
struct refused {
    int64_t request_number;
    struct uuid stop_id;
};

static struct refused *last_refused(struct db *db)
{
    static const char owner;
    void **slot = db_slot(db, &owner);
    if (*slot == NULL)
        *slot = arena_alloc(db_slot_arena(db), sizeof(struct refused));
    return *slot;
}

enum err record_stop_refuse(struct db *db, const struct uuid *stop_id)
{
    *last_refused(db) = (struct refused){db_request_number(db), *stop_id};
    return ERR_STOPPED;
}

enum err record_stop_check(struct db *db, const struct actor *actor, const struct uuid *stop_id)
{
    if (actor->kind != ACTOR_TOKEN || uuid_is_nil(stop_id))
        return ERR_NONE;
    return record_stop_refuse(db, stop_id);
}

/* Of whichever kind the record is. */
static void add_of_kinds(struct query *q, const char *column_sql)
{
    query_add(q, ", COALESCE(");
    for (size_t k = 0; k < COUNT_OF(record_kinds); k++) {
        query_add(q, k == 0 ? "" : ", ");
        query_add(q, record_kinds[k].table);
        query_add(q, column_sql);
    }
    query_add(q, ")");
}

static enum err select_stopped(struct db *db, const struct uuid *organization_id,
                               const struct uuid *stop_id, struct db_result *result)
{
    struct query q;
    query_begin(&q, db, "SELECT y.record_id, y.kind, y.version");
    add_of_kinds(&q, ".name");
    add_of_kinds(&q, ".folder");
    add_of_kinds(&q, ".owner_id");
    query_add(&q, " FROM stops y");
    for (size_t k = 0; k < COUNT_OF(record_kinds); k++)
        join(&q, record_kinds[k].table, ".id = y.record_id", organization_id);
    query_bind(&q, " WHERE y.organization_id = ", db_uuid(organization_id));
    query_bind(&q, " AND y.id = ", db_uuid(stop_id));
    return query_run(&q, result);
}

const char *record_stop_words(struct db *db, const struct actor *actor, const struct uuid *stop_id,
                              struct uuid *record_id)
{
    struct db_result row;
    *record_id = (struct uuid){{0}};
    if (select_stopped(db, &actor->organization_id, stop_id, &row) != ERR_NONE ||
        row.row_count == 0 || db_is_null(&row, 0, 3))
        return NULL;
    const struct record_kind *kind = record_kind_find(db_get_text(&row, 0, 1));
    int64_t version = db_get_int(&row, 0, 2);
    const char *name = db_get_text(&row, 0, 3);
    struct policy_target target = {actor->organization_id, db_get_uuid(&row, 0, 5),
                                   db_get_text(&row, 0, 4)};
    if (!policy_allows(actor, kind->see, &target))
        return NULL;
    *record_id = db_get_uuid(&row, 0, 0);
    return version == 0 ? arena_printf(db_arena(db), "the %s “%s”", kind->noun, name)
                        : arena_printf(db_arena(db), "version %" PRId64 " of the %s “%s”", version,
                                       kind->noun, name);
}

const char *record_stop_refusal(struct db *db, const struct actor *actor)
{
    const struct refused *last = last_refused(db);
    struct uuid record_id;
    if (actor == NULL || last->request_number != db_request_number(db))
        return NULL;
    const char *words = record_stop_words(db, actor, &last->stop_id, &record_id);
    if (words == NULL)
        return NULL;
    return arena_printf(db_arena(db),
                        "A person stopped %s: neither it nor what uses it is given out until two "
                        "people have agreed to resume it.",
                        words);
}

static void select_stops(struct query *q, struct db *db, const struct record_head *head)
{
    query_begin(q, db, "SELECT stop_id FROM (SELECT ");
    record_stop_add(q, &head->organization_id);
    query_add(q, " AS stop_id FROM ");
    query_add(q, head->store->kind->table);
    query_add(q, " r JOIN ");
    query_add(q, head->store->kind->versions);
    query_bind(q,
               " v ON v.organization_id = r.organization_id AND v.record_id = r.id "
               "WHERE r.organization_id = ",
               db_uuid(&head->organization_id));
    query_bind(q, " AND r.id = ", db_uuid(&head->id));
}

static void end_stops(struct query *q)
{
    query_add(q, ") s WHERE stop_id IS NOT NULL LIMIT 1");
}

static enum err find_stop(struct query *q, struct uuid *id)
{
    struct db_result result;
    end_stops(q);
    enum err err = query_run(q, &result);
    *id = (struct uuid){{0}};
    if (err == ERR_NONE && result.row_count > 0)
        *id = db_get_uuid(&result, 0, 0);
    return err;
}

enum err record_stop_find(struct db *db, const struct record_head *head, int64_t version,
                          struct uuid *id)
{
    struct query q;
    select_stops(&q, db, head);
    query_add(&q, " AND v.version = ");
    if (version == 0)
        query_add(&q, "r.version");
    else
        query_bind(&q, "", db_int(version));
    return find_stop(&q, id);
}

static void select_live(struct query *q, struct db *db, const struct record_head *head)
{
    select_stops(q, db, head);
    query_add(q, " AND (v.version = r.version OR v.version IN (SELECT n.version FROM ");
    query_add(q, head->store->kind->labels);
    query_add(q, " n WHERE n.organization_id = r.organization_id AND n.record_id = r.id))");
}

void record_stop_find_live_ahead(struct db *db, const struct record_head *head)
{
    struct query q;
    select_live(&q, db, head);
    end_stops(&q);
    query_ahead(&q);
}

enum err record_stop_find_live(struct db *db, const struct record_head *head, struct uuid *id)
{
    struct query q;
    select_live(&q, db, head);
    return find_stop(&q, id);
}

/* With what is stopped its name would be free, and going on needs a second person. */
enum err record_stop_check_delete(const struct work *work, const struct record_head *head)
{
    if (head->stops.count == 0)
        return ERR_NONE;
    return work_refuse(work, ERR_CONFLICT, "",
                       arena_printf(db_arena(work->db),
                                    "This %s is stopped, or a version of it. It can't be deleted "
                                    "until that is resumed.",
                                    head->store->kind->noun));
}

enum err record_stop_check_restore(const struct work *work, const struct record_head *head,
                                   int64_t version)
{
    for (int i = 0; i < head->stops.count; i++)
        if (head->stops.versions[i] == version)
            return work_refuse(work, ERR_CONFLICT, "",
                               arena_printf(db_arena(work->db),
                                            "Version %lld is stopped. It can be restored when it "
                                            "is resumed.",
                                            (long long)version));
    return ERR_NONE;
}
