#include "data/trail/activity_feed.h"

#include "domain/record/kind.h"

/* The condition of the index audit_events_content, word by word. */
static void add_content(struct query *q)
{
    query_add(q, " AND e.outcome = 'success' AND e.record_type IN (");
    for (size_t i = 0; i < COUNT_OF(record_kinds); i++) {
        query_add(q, i == 0 ? "'" : ", '");
        query_add(q, record_kinds[i].name);
        query_add(q, "'");
    }
    query_add(q, ")");
}

static void select_feed(struct query *q, struct db *db, const struct actor *actor, int limit)
{
    audit_list_select(q, db);
    query_bind(q, " WHERE e.organization_id = ", db_uuid(&actor->organization_id));
    add_content(q);
    query_add(q, " AND e.action <> 'label.approve' AND e.action NOT LIKE '%.export' "
                 "AND e.action <> 'prompt.try' AND e.action NOT LIKE 'test.%'");
    query_bind(q, " ORDER BY e.occurred_at DESC, e.id DESC LIMIT ", db_int(limit + 1));
}

void activity_feed_ahead(struct db *db, const struct actor *actor, int limit)
{
    struct query q;
    select_feed(&q, db, actor, limit);
    query_ahead(&q);
}

enum err activity_feed(struct db *db, const struct actor *actor, int limit, struct audit_list *list)
{
    struct policy_target target = {.organization_id = actor->organization_id};
    struct db_result result;
    struct query q;
    if (!record_kinds_visible(actor, &target))
        return ERR_DENIED;
    select_feed(&q, db, actor, limit);
    enum err err = query_run(&q, &result);
    return err == ERR_NONE ? audit_list_read(db, &result, limit, list) : err;
}
