#include "data/record/record_small.h"

#include "data/record/record_load.h"

enum { COLUMN_PARTS = 4 };

static void select_small(struct query *q, struct db *db, const struct record_head *head,
                         int64_t before)
{
    const struct record_kind *kind = head->store->kind;
    query_begin(q, db, "SELECT v.version, v.id, o.data_key_id, v.");
    query_add(q, kind->facet);
    record_add_columns(q, kind);
    query_add(q, " FROM ");
    query_add(q, kind->versions);
    query_bind(q, " v JOIN organizations o ON o.id = v.organization_id WHERE v.organization_id = ",
               db_uuid(&head->organization_id));
    query_bind(q, " AND v.record_id = ", db_uuid(&head->id));
    query_bind(q, " AND v.version < ", db_int(before));
    query_add(q, " AND 0");
    for (int i = 0; i < RECORD_PARTS_MAX && kind->columns[i] != NULL; i++) {
        query_add(q, " + COALESCE(length(v.");
        query_add(q, kind->columns[i]);
        query_add(q, "), 0)");
    }
    query_bind(q, " <= ", db_int(RECORD_SMALL_MAX));
    query_bind(q, " ORDER BY v.version DESC LIMIT ", db_int(RECORD_VERSION_LIMIT + 1));
}

void record_small_ahead(struct db *db, const struct record_head *head)
{
    struct query q;
    select_small(&q, db, head, INT64_MAX);
    query_ahead(&q);
}

static enum err read_small(struct db *db, const struct record_head *head,
                           const struct db_result *result, struct record_small_list *list)
{
    enum err err = ERR_NONE;
    for (int i = 0; err == ERR_NONE && i < result->row_count; i++) {
        struct record_version *version = &list->versions[list->count++];
        struct record_sealed sealed = {result,
                                       i,
                                       COLUMN_PARTS,
                                       head->organization_id,
                                       db_get_uuid(result, i, 1),
                                       db_get_uuid(result, i, 2)};
        *version = (struct record_version){.version = db_get_int(result, i, 0),
                                           .content = {.facet = db_get_text(result, i, 3)}};
        err = record_open(db, head->store->kind, &sealed, &version->content);
    }
    return err;
}

enum err record_small_list(struct db *db, const struct actor *actor, const struct record_head *head,
                           int64_t before_version, struct record_small_list *list)
{
    const struct record_kind *kind = head->store->kind;
    struct policy_target target = record_target(head);
    struct query q;
    struct db_result result;
    *list = (struct record_small_list){.versions = NULL};
    enum err err = policy_check(actor, kind->read, kind->see, &target);
    if (err != ERR_NONE)
        return err;
    select_small(&q, db, head, before_version <= 0 ? INT64_MAX : before_version);
    err = query_run(&q, &result);
    if (err != ERR_NONE)
        return err;
    list->versions =
        arena_array(db_arena(db), (size_t)result.row_count + 1, sizeof *list->versions);
    return read_small(db, head, &result, list);
}

const struct record_content *record_small_find(const struct record_small_list *list,
                                               int64_t version)
{
    for (int i = 0; i < list->count; i++)
        if (list->versions[i].version == version)
            return &list->versions[i].content;
    return NULL;
}
