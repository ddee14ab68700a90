#include "data/edit/record_bulk.h"

#include "data/audit/audit.h"

static bool is_repeated(const struct record_selection *selection, int at)
{
    for (int i = 0; i < at; i++)
        if (uuid_equal(&selection->ids[i], &selection->ids[at]))
            return true;
    return false;
}

static enum err audit_refusal(const struct work *work, const struct record_bulk *bulk,
                              const struct uuid *id, const struct uuid *organization_id)
{
    return audit_record(work->db, work->actor,
                        &(struct audit_event){.action = bulk->action,
                                              .record_type = bulk->kind->name,
                                              .record_id = *id,
                                              .organization_id = *organization_id,
                                              .outcome = AUDIT_REFUSAL});
}

/* Sorts what happened to one record; only a failure of the database ends the whole. */
static enum err change_item(struct db *db, const struct actor *actor,
                            const struct record_bulk *bulk, struct record_bulk_item *item)
{
    struct problem problem;
    struct work work = work_begin(db, actor, &problem);
    struct record_bulk_one one = {.name = NULL};
    enum err err = bulk->change(&work, bulk->ctx, &item->id, &one);
    item->name = one.name;
    switch (err) {
    case ERR_NONE:
        item->outcome = one.is_changed ? RECORD_CHANGED : RECORD_UNCHANGED;
        return ERR_NONE;
    case ERR_NOT_FOUND:
        item->outcome = RECORD_NOT_FOUND;
        return ERR_NONE;
    case ERR_DENIED:
        item->outcome = RECORD_DENIED;
        return audit_refusal(&work, bulk, &item->id, &one.organization_id);
    case ERR_INVALID:
    case ERR_CONFLICT:
        item->outcome = RECORD_REFUSED;
        item->reason = problem.message;
        return ERR_NONE;
    default:
        return err;
    }
}

static enum err change_all(struct db *db, const struct actor *actor, const struct record_bulk *bulk,
                           const struct record_selection *selection,
                           struct record_bulk_result *result)
{
    enum err err = ERR_NONE;
    for (int i = 0; err == ERR_NONE && i < selection->count; i++) {
        if (is_repeated(selection, i))
            continue;
        struct record_bulk_item *item = &result->items[result->count++];
        item->id = selection->ids[i];
        err = change_item(db, actor, bulk, item);
        result->changed_count += item->outcome == RECORD_CHANGED;
        result->refused_count += item->outcome >= RECORD_DENIED;
    }
    return err;
}

enum err record_bulk_run(struct db *db, const struct actor *actor, const struct record_bulk *bulk,
                         const struct record_selection *selection,
                         struct record_bulk_result *result)
{
    *result = (struct record_bulk_result){.items = NULL};
    if (selection->count < 1 || selection->count > RECORD_BULK_MAX)
        return ERR_INVALID;
    result->items = arena_array(db_arena(db), (size_t)selection->count, sizeof *result->items);
    enum err err = db_begin(db);
    if (err != ERR_NONE)
        return err;
    return db_finish(db, change_all(db, actor, bulk, selection, result));
}
