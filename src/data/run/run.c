#include "data/run/run.h"

#include "data/set/set.h"

/* ---- many ---------------------------------------------------------------------------------- */

static bool is_set(const struct record_head *head)
{
    return head->store->kind == set_store.kind;
}

static bool may_read(const struct actor *actor, const struct record_head *head)
{
    struct policy_target target = record_target(head);
    return policy_allows(actor, head->store->kind->read, &target);
}

enum err run_list(struct db *db, const struct actor *actor, const struct record_head *head,
                  int64_t version, const struct uuid *before, struct test_run_list *list)
{
    struct query q;
    *list = (struct test_run_list){.count = 0};
    if (!may_read(actor, head))
        return ERR_DENIED;
    run_row_select(&q, db, &head->organization_id);
    query_bind(&q, is_set(head) ? " AND r.set_id = " : " AND r.record_id = ", db_uuid(&head->id));
    if (version != 0)
        query_bind(&q,
                   is_set(head) ? " AND r.set_version = " : " AND r.version = ", db_int(version));
    if (before != NULL)
        query_bind(&q, " AND r.id < ", db_uuid(before));
    query_add(&q, " ORDER BY r.id DESC");
    enum err err = run_row_read(&q, db, &head->organization_id, RUN_LIST_LIMIT, list);
    if (err == ERR_NONE)
        err = run_row_judge(db, list->items, list->count);
    return err == ERR_NONE ? run_row_name(db, list->items, list->count) : err;
}

/* ---- one ----------------------------------------------------------------------------------- */

enum err run_find(struct db *db, const struct uuid *organization_id, const struct uuid *id,
                  struct test_run *run)
{
    struct query q;
    struct test_run_list list;
    run_row_select(&q, db, organization_id);
    query_bind(&q, " AND r.id = ", db_uuid(id));
    enum err err = run_row_read(&q, db, organization_id, 1, &list);
    if (err == ERR_NONE && list.count == 0)
        err = ERR_NOT_FOUND;
    if (err == ERR_NONE)
        *run = list.items[0];
    return err;
}

enum err run_get(struct db *db, const struct actor *actor, const struct record_head *head,
                 const struct uuid *id, struct test_run *run)
{
    if (!may_read(actor, head))
        return ERR_DENIED;
    enum err err = run_find(db, &head->organization_id, id, run);
    if (err == ERR_NONE && !uuid_equal(is_set(head) ? &run->set_id : &run->record_id, &head->id))
        err = ERR_NOT_FOUND;
    if (err == ERR_NONE)
        err = run_row_judge(db, run, 1);
    return err == ERR_NONE ? run_row_name(db, run, 1) : err;
}
