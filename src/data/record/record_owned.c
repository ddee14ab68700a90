#include "data/record/record_owned.h"

#include "data/db/query.h"

static void select_owned(struct query *q, struct db *db, const struct record_kind *kind,
                         const struct uuid *organization_id, const struct uuid *owner_id)
{
    query_begin(q, db, "SELECT id, name, updated_at FROM ");
    query_add(q, kind->table);
    query_bind(q, " WHERE organization_id = ", db_uuid(organization_id));
    query_bind(q, " AND owner_id = ", db_uuid(owner_id));
    query_bind(q, " AND archived_at IS NULL ORDER BY updated_at DESC, id DESC LIMIT ",
               db_int(RECORD_OWNED_LIMIT));
}

void record_owned_ahead(struct db *db, const struct actor *actor, const struct uuid *owner_id)
{
    struct query q;
    for (int i = 0; i < RECORD_KIND_COUNT; i++) {
        select_owned(&q, db, &record_kinds[i], &actor->organization_id, owner_id);
        query_ahead(&q);
    }
}

static enum err read_kind(struct db *db, const struct actor *actor, const struct uuid *owner_id,
                          enum record_kind_id kind, struct record_owned *owned)
{
    struct policy_target target = {actor->organization_id, *owner_id, NULL};
    struct db_result result;
    struct query q;
    if (!policy_allows(actor, record_kinds[kind].see, &target))
        return ERR_NONE;
    select_owned(&q, db, &record_kinds[kind], &actor->organization_id, owner_id);
    enum err err = query_run(&q, &result);
    for (int i = 0; err == ERR_NONE && i < result.row_count; i++)
        owned->rows[kind][owned->counts[kind]++] = (struct record_owned_row){
            .id = db_get_uuid(&result, i, 0),
            .name = db_get_text(&result, i, 1),
            .updated_at = db_get_time(&result, i, 2),
        };
    return err;
}

enum err record_owned(struct db *db, const struct actor *actor, const struct uuid *owner_id,
                      struct record_owned *owned)
{
    *owned = (struct record_owned){.counts = {0}};
    enum err err = ERR_NONE;
    for (int i = 0; i < RECORD_KIND_COUNT && err == ERR_NONE; i++)
        err = read_kind(db, actor, owner_id, (enum record_kind_id)i, owned);
    return err;
}
