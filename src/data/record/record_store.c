#include "data/record/record_store.h"

#include <string.h>

#include "base/clock.h"

/* The columns of load_sql. */
enum { COLUMN_PERSON = 8, COLUMN_OWN = 12 };

enum err record_load(struct db *db, const struct actor *actor, const struct record_store *store,
                     const struct uuid *id, enum permission permission, void *record)
{
    struct record_head *head = record;
    struct db_result result;
    enum err err =
        db_select(db, &result, store->load_sql, db_uuid(id), db_uuid(&actor->organization_id),
                  db_bool(policy_spans_organizations(actor, store->see)));
    if (err != ERR_NONE)
        return err;
    if (result.row_count == 0)
        return ERR_NOT_FOUND;
    memset(record, 0, store->size);
    *head = (struct record_head){
        .id = *id,
        .organization_id = db_get_uuid(&result, 0, 0),
        .name = db_get_text(&result, 0, 1),
        .description = db_get_text(&result, 0, 2),
        .version = db_get_int(&result, 0, 3),
        .owner_id = db_get_uuid(&result, 0, 4),
        .archived_at = db_get_time(&result, 0, 5),
        .created_at = db_get_time(&result, 0, 6),
        .updated_at = db_get_time(&result, 0, 7),
    };
    store->read(&result, COLUMN_OWN, record);
    struct policy_target target = record_target(head);
    err = policy_check(actor, permission, store->see, &target);
    return err == ERR_NONE ? person_name(db, &result, 0, COLUMN_PERSON, &head->owner_name) : err;
}

enum err record_find_newer(struct db *db, const struct record_head *head,
                           const struct record_newer *source, int64_t *before_version)
{
    struct db_result result;
    enum err err = db_select(db, &result, source->newer_sql, db_uuid(&head->id),
                             db_int(source->top), db_int(source->limit + 1));
    if (err != ERR_NONE)
        return err;
    *before_version = -1;
    if (result.row_count > 0)
        *before_version =
            result.row_count > source->limit ? db_get_int(&result, source->limit, 0) : 0;
    return ERR_NONE;
}

enum err record_find(struct db *db, const struct actor *actor, const struct record_store *store,
                     const char *name, struct uuid *id)
{
    struct db_result result;
    enum err err =
        db_select(db, &result, store->find_sql, db_uuid(&actor->organization_id), db_text(name));
    if (err != ERR_NONE)
        return err;
    if (result.row_count == 0)
        return ERR_NOT_FOUND;
    *id = db_get_uuid(&result, 0, 0);
    return ERR_NONE;
}

enum err record_new(const struct actor *actor, const struct record_store *store, void *record)
{
    struct record_head *head = record;
    memset(record, 0, store->size);
    *head = (struct record_head){.id = uuid_make(),
                                 .organization_id = actor->organization_id,
                                 .owner_id = actor->user_id,
                                 .created_at = clock_now()};
    struct policy_target target = record_target(head);
    return policy_allows(actor, store->create, &target) && !uuid_is_nil(&actor->user_id)
               ? ERR_NONE
               : ERR_DENIED;
}

enum err record_check_active(const struct work *work, const struct record_store *store,
                             const struct record_head *head)
{
    if (head->archived_at == 0)
        return ERR_NONE;
    return work_refuse(work, ERR_CONFLICT, "",
                       arena_printf(db_arena(work->db),
                                    "This %s is archived. Restore it before you change it.",
                                    store->type));
}

enum err record_check_seen(const struct work *work, const struct record_store *store,
                           const struct record_head *head, int64_t based_on_version)
{
    if (head->version == based_on_version)
        return ERR_NONE;
    return work_refuse(work, ERR_STALE, "",
                       arena_printf(db_arena(work->db),
                                    "Somebody saved this %s since you opened it.", store->type));
}

enum err record_refuse_taken(const struct work *work, const struct record_store *store)
{
    return work_refuse(work, ERR_CONFLICT, "name",
                       arena_printf(db_arena(work->db),
                                    "There is %s with this name already. Choose another name.",
                                    store->one));
}

enum err record_check_name(const struct work *work, const struct record_store *store,
                           const struct record_head *head, const char *name)
{
    struct db_result result;
    enum err err = db_select(work->db, &result, store->find_sql, db_uuid(&head->organization_id),
                             db_text(name));
    return err == ERR_NONE && result.row_count > 0 ? record_refuse_taken(work, store) : err;
}

enum err record_finish(const struct work *work, const struct record_store *store, enum err err,
                       const char *action, const struct uuid *id)
{
    return work_finish(work, err, action, &(struct work_record){.type = store->type, .id = *id});
}

enum err record_audit(const struct work *work, const struct record_store *store, const char *action,
                      const struct record_head *head, json_t *details)
{
    return work_audit(work, action,
                      &(struct work_record){store->type, head->id, head->organization_id}, details);
}
