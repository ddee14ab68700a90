#include "data/record/record_state.h"

#include <string.h>

#include "base/clock.h"
#include "data/audit/audit.h"

static enum err count(const struct work *work, const struct record_store *store, const void *record,
                      int by)
{
    return store->count == NULL ? ERR_NONE : store->count(work->db, record, by);
}

/* Archives or restores a record that is not so yet. */
static enum err set_archived(const struct work *work, const struct record_store *store,
                             void *record, bool is_archived)
{
    const struct record_head *head = record;
    int64_t archived_at = is_archived ? clock_now() : 0;
    enum err err =
        store->check_archived == NULL ? ERR_NONE : store->check_archived(work, record, is_archived);
    if (err == ERR_NONE)
        err = db_change_one(work->db, store->archive_sql, db_uuid(&head->organization_id),
                            db_uuid(&head->id), db_time_or_null(archived_at), db_time(clock_now()));
    if (err == ERR_NONE)
        err = count(work, store, record, is_archived ? -1 : 1);
    if (err != ERR_NONE)
        return err;
    json_t *details = json_object();
    audit_change(details, "archived_at", work_time(work->db, head->archived_at),
                 work_time(work->db, archived_at));
    return record_audit(work, store, is_archived ? store->archive : store->restore, head, details);
}

static enum err change_state(const struct work *work, const struct record_store *store,
                             const struct uuid *id, bool is_archived)
{
    struct record_head *head = arena_alloc(db_arena(work->db), store->size);
    enum err err = db_begin(work->db);
    if (err != ERR_NONE)
        return err;
    err = record_load(work->db, work->actor, store, id, store->change, head);
    if (err == ERR_NONE && (head->archived_at != 0) != is_archived)
        err = set_archived(work, store, head, is_archived);
    return record_finish(work, store, err, is_archived ? store->archive : store->restore, id);
}

enum err record_archive(const struct work *work, const struct record_store *store,
                        const struct uuid *id)
{
    return change_state(work, store, id, true);
}

enum err record_restore(const struct work *work, const struct record_store *store,
                        const struct uuid *id)
{
    return change_state(work, store, id, false);
}

enum err record_load_selected(const struct work *work, const struct record_store *store,
                              const struct uuid *id, void *record, struct record_bulk_one *one)
{
    const struct record_head *head = record;
    enum err err = record_load(work->db, work->actor, store, id, store->see, record);
    if (err != ERR_NONE)
        return err;
    one->name = head->name;
    one->organization_id = head->organization_id;
    struct policy_target target = record_target(head);
    return policy_allows(work->actor, store->change, &target) ? ERR_NONE : ERR_DENIED;
}

static enum err archive_selected(const struct work *work, const void *ctx, const struct uuid *id,
                                 struct record_bulk_one *one)
{
    const struct record_store *store = ctx;
    struct record_head *head = arena_alloc(db_arena(work->db), store->size);
    enum err err = record_load_selected(work, store, id, head, one);
    if (err != ERR_NONE || head->archived_at != 0)
        return err;
    err = set_archived(work, store, head, true);
    one->is_changed = err == ERR_NONE;
    return err;
}

enum err record_archive_many(struct db *db, const struct actor *actor,
                             const struct record_store *store,
                             const struct record_selection *selection,
                             struct record_bulk_result *result)
{
    const struct record_bulk bulk = {store->type, store->archive, archive_selected, store};
    return record_bulk_run(db, actor, &bulk, selection, result);
}

static enum err audit_delete(const struct work *work, const struct record_store *store,
                             const struct record_head *head)
{
    json_t *details = json_object();
    audit_change(details, "name", head->name, NULL);
    audit_change(details, "description", work_text(head->description), NULL);
    store->describe(work->db, head, details);
    return record_audit(work, store, store->delete_for_good, head, details);
}

static enum err delete_inside(const struct work *work, const struct record_store *store,
                              const struct uuid *id, const char *typed_name)
{
    struct record_head *head = arena_alloc(db_arena(work->db), store->size);
    enum err err = record_load(work->db, work->actor, store, id, store->remove, head);
    if (err != ERR_NONE)
        return err;
    if (strcmp(head->name, typed_name) != 0)
        return work_refuse(
            work, ERR_INVALID, "name",
            arena_printf(db_arena(work->db),
                         "This is not the name of the %s. Type it exactly as it is shown.",
                         store->type));
    err = store->check_delete(work, head);
    if (err == ERR_NONE)
        err = audit_delete(work, store, head);
    if (err == ERR_NONE && head->archived_at == 0)
        err = count(work, store, head, -1);
    if (err != ERR_NONE)
        return err;
    return db_change_one(work->db, store->delete_sql, db_uuid(&head->organization_id),
                         db_uuid(&head->id));
}

enum err record_delete(const struct work *work, const struct record_store *store,
                       const struct uuid *id, const char *typed_name)
{
    enum err err = db_begin(work->db);
    if (err != ERR_NONE)
        return err;
    return record_finish(work, store, delete_inside(work, store, id, typed_name),
                         store->delete_for_good, id);
}

static enum err transfer_inside(const struct work *work, const struct record_store *store,
                                const struct uuid *id, const struct uuid *owner_id)
{
    struct record_head *head = arena_alloc(db_arena(work->db), store->size);
    enum err err = record_load(work->db, work->actor, store, id, store->change, head);
    if (err == ERR_NONE)
        err = work_check_owner(work, &head->organization_id, owner_id);
    if (err != ERR_NONE || uuid_equal(&head->owner_id, owner_id))
        return err;
    err = db_change_one(work->db, store->transfer_sql, db_uuid(&head->organization_id),
                        db_uuid(&head->id), db_uuid(owner_id), db_time(clock_now()));
    if (err != ERR_NONE)
        return err;
    json_t *details = json_object();
    audit_change(details, "owner_id", work_id(work->db, &head->owner_id),
                 work_id(work->db, owner_id));
    return record_audit(work, store, store->transfer, head, details);
}

enum err record_transfer(const struct work *work, const struct record_store *store,
                         const struct uuid *id, const struct uuid *owner_id)
{
    enum err err = db_begin(work->db);
    if (err != ERR_NONE)
        return err;
    return record_finish(work, store, transfer_inside(work, store, id, owner_id), store->transfer,
                         id);
}
