#include "data/record/record_state.h"

#include <string.h>

#include "base/clock.h"
#include "data/audit/audit.h"
#include "data/db/query.h"
#include "data/record/record_audit.h"
#include "data/record/record_comment.h"
#include "data/record/record_count.h"
#include "data/record/record_label.h"
#include "data/record/record_follow.h"
#include "data/record/record_link.h"
#include "data/record/record_load.h"
#include "data/record/record_use.h"
#include "data/record/work_check.h"

/* One column of the record's row changes, and with it the revision. */
static enum err update_row(struct db *db, const struct record_head *head, const char *column_sql,
                           struct db_value value)
{
    struct query q;
    query_begin(&q, db, "UPDATE ");
    query_add(&q, head->store->kind->table);
    query_add(&q, " SET ");
    query_add(&q, column_sql);
    query_bind(&q, " = ", value);
    query_bind(&q, ", revision = revision + 1, updated_at = ", db_time(clock_now()));
    record_add_self(&q, head);
    return query_change_one(&q);
}

/* ---- archive and restore ------------------------------------------------------------------ */

static enum err check_unused(const struct work *work, const struct record_head *head)
{
    const char *names = NULL;
    enum err err =
        record_use_names(work->db, head, &(struct record_use_filter){.only_active = true}, &names);
    if (err != ERR_NONE || names == NULL)
        return err;
    return work_refuse(
        work, ERR_CONFLICT, "accept",
        arena_printf(db_arena(work->db), "This %s is used by %s.", head->store->kind->name, names));
}

/* Programs read what is live. */
static enum err check_not_live(const struct work *work, const struct record_head *head)
{
    int64_t live = 0;
    enum err err = label_version(work->db, head, LABEL_PRODUCTION, &live);
    if (err != ERR_NONE || live == 0)
        return err;
    return work_refuse(work, ERR_CONFLICT, "accept",
                       arena_printf(db_arena(work->db), "Version %lld of this %s is live.",
                                    (long long)live, head->store->kind->name));
}

/* Archives or restores a record that is not so yet. The rules of its kind hold whoever insists. */
static enum err set_archived(const struct work *work, const struct record_head *head,
                             bool is_archived, bool accepts_uses)
{
    const struct record_store *store = head->store;
    int64_t archived_at = is_archived ? clock_now() : 0;
    enum err err =
        store->check_archived == NULL ? ERR_NONE : store->check_archived(work, head, is_archived);
    if (err == ERR_NONE && is_archived && !accepts_uses)
        err = check_unused(work, head);
    if (err == ERR_NONE && is_archived && !accepts_uses)
        err = check_not_live(work, head);
    if (err == ERR_NONE)
        err = update_row(work->db, head, "archived_at", db_time_or_null(archived_at));
    if (err != ERR_NONE)
        return err;
    record_count(work->db, store->kind, &head->organization_id, head->folder, head->content.facet,
                 is_archived ? -1 : 1);
    json_t *details = json_object();
    audit_change(details, "archived_at", work_time(work->db, head->archived_at),
                 work_time(work->db, archived_at));
    return record_audit(
        work, head, is_archived ? store->kind->event.archive : store->kind->event.restore, details);
}

static enum err change_state(const struct work *work, const struct record_store *store,
                             const struct record_archive_draft *draft, bool is_archived)
{
    struct record_head *head = arena_alloc(db_arena(work->db), store->size);
    enum err err = record_load(work->db, work->actor, store, &draft->id, store->kind->change,
                               RECORD_WHOLE, head);
    if (err != ERR_NONE || (head->archived_at != 0) == is_archived)
        return err;
    return set_archived(work, head, is_archived, draft->accepts_uses);
}

enum err record_archive(struct db *db, const struct actor *actor, const struct record_store *store,
                        const struct record_archive_draft *draft, struct problem *problem)
{
    struct work work = work_begin(db, actor, problem);
    enum err err = db_begin(db);
    if (err != ERR_NONE)
        return err;
    return record_finish(&work, store, change_state(&work, store, draft, true),
                         store->kind->event.archive, &draft->id);
}

enum err record_restore(struct db *db, const struct actor *actor, const struct record_store *store,
                        const struct uuid *id, struct problem *problem)
{
    struct work work = work_begin(db, actor, problem);
    struct record_archive_draft draft = {.id = *id};
    enum err err = db_begin(db);
    if (err != ERR_NONE)
        return err;
    return record_finish(&work, store, change_state(&work, store, &draft, false),
                         store->kind->event.restore, id);
}

enum err record_load_selected(const struct work *work, const struct record_store *store,
                              const struct uuid *id, void *record, struct record_bulk_one *one)
{
    const struct record_head *head = record;
    enum err err =
        record_load(work->db, work->actor, store, id, store->kind->see, RECORD_WHOLE, record);
    if (err != ERR_NONE)
        return err;
    one->name = head->name;
    one->organization_id = head->organization_id;
    struct policy_target target = record_target(head);
    return policy_allows(work->actor, store->kind->change, &target) ? ERR_NONE : ERR_DENIED;
}

static enum err archive_selected(const struct work *work, const void *ctx, const struct uuid *id,
                                 struct record_bulk_one *one)
{
    const struct record_store *store = ctx;
    struct record_head *head = arena_alloc(db_arena(work->db), store->size);
    enum err err = record_load_selected(work, store, id, head, one);
    if (err != ERR_NONE || head->archived_at != 0)
        return err;
    err = set_archived(work, head, true, false);
    one->is_changed = err == ERR_NONE;
    return err;
}

enum err record_archive_many(struct db *db, const struct actor *actor,
                             const struct record_store *store,
                             const struct record_selection *selection,
                             struct record_bulk_result *result)
{
    const struct record_bulk bulk = {store->kind, store->kind->event.archive, archive_selected,
                                     store};
    return record_bulk_run(db, actor, &bulk, selection, result);
}

/* ---- delete ------------------------------------------------------------------------------- */

static enum err check_delete(const struct work *work, const struct record_head *head,
                             const char *typed_name)
{
    struct arena *arena = db_arena(work->db);
    const char *noun = head->store->kind->name;
    const char *names = NULL;
    if (strcmp(head->name, typed_name) != 0)
        return work_refuse(
            work, ERR_INVALID, "name",
            arena_printf(arena, "This is not the name of the %s. Type it exactly as it is shown.",
                         noun));
    enum err err = record_use_names(work->db, head, &(struct record_use_filter){0}, &names);
    if (err != ERR_NONE || names == NULL)
        return err;
    return work_refuse(work, ERR_CONFLICT, "",
                       arena_printf(arena, "Others still use this %s: %s.", noun, names));
}

static enum err audit_delete(const struct work *work, const struct record_head *head)
{
    static const struct record_content nothing;
    json_t *details = json_object();
    audit_change(details, "name", head->name, NULL);
    audit_change(details, "description", work_text(head->description), NULL);
    audit_change(details, head->store->kind->facet, head->content.facet, NULL);
    audit_change(details, "version", work_number(work->db, head->version), NULL);
    if (head->store->describe != NULL)
        head->store->describe(work->db, head, &head->content, &nothing, details);
    return record_audit(work, head, head->store->kind->event.remove, details);
}

/* What refers to the record without a rule of the database that would take it along. */
static enum err clear_references(struct db *db, const struct record_head *head)
{
    enum err err = record_link_forget(db, head);
    if (err == ERR_NONE)
        err = record_comment_forget(db, head);
    if (err == ERR_NONE)
        err = record_follow_forget(db, head);
    if (err == ERR_NONE)
        err = db_change(db, "DELETE FROM label_moves WHERE organization_id = $1 AND record_id = $2",
                        db_uuid(&head->organization_id), db_uuid(&head->id));
    if (err != ERR_NONE)
        return err;
    return db_change(db,
                     "DELETE FROM label_proposals WHERE organization_id = $1 AND record_id = $2",
                     db_uuid(&head->organization_id), db_uuid(&head->id));
}

static enum err delete_row(struct db *db, const struct record_head *head)
{
    struct query q;
    query_begin(&q, db, "DELETE FROM ");
    query_add(&q, head->store->kind->table);
    record_add_self(&q, head);
    return query_change_one(&q);
}

static enum err delete_inside(const struct work *work, const struct record_store *store,
                              const struct uuid *id, const char *typed_name)
{
    struct record_head *head = arena_alloc(db_arena(work->db), store->size);
    enum err err =
        record_load(work->db, work->actor, store, id, store->kind->remove, RECORD_WHOLE, head);
    if (err == ERR_NONE)
        err = check_delete(work, head, typed_name);
    if (err == ERR_NONE)
        err = audit_delete(work, head);
    if (err == ERR_NONE && head->archived_at == 0)
        record_count(work->db, store->kind, &head->organization_id, head->folder,
                     head->content.facet, -1);
    if (err == ERR_NONE)
        err = clear_references(work->db, head);
    return err == ERR_NONE ? delete_row(work->db, head) : err;
}

enum err record_delete(struct db *db, const struct actor *actor, const struct record_store *store,
                       const struct uuid *id, const char *typed_name, struct problem *problem)
{
    struct work work = work_begin(db, actor, problem);
    enum err err = db_begin(db);
    if (err != ERR_NONE)
        return err;
    return record_finish(&work, store, delete_inside(&work, store, id, typed_name),
                         store->kind->event.remove, id);
}

/* ---- transfer ----------------------------------------------------------------------------- */

static enum err transfer_inside(const struct work *work, const struct record_store *store,
                                const struct uuid *id, const struct uuid *owner_id)
{
    struct record_head *head = arena_alloc(db_arena(work->db), store->size);
    enum err err =
        record_load(work->db, work->actor, store, id, store->kind->change, RECORD_HEAD_ONLY, head);
    if (err == ERR_NONE)
        err = work_check_owner(work, &head->organization_id, owner_id);
    if (err != ERR_NONE || uuid_equal(&head->owner_id, owner_id))
        return err;
    err = update_row(work->db, head, "owner_id", db_uuid(owner_id));
    if (err != ERR_NONE)
        return err;
    json_t *details = json_object();
    audit_change(details, "owner_id", work_id(work->db, &head->owner_id),
                 work_id(work->db, owner_id));
    return record_audit(work, head, store->kind->event.transfer, details);
}

enum err record_transfer(struct db *db, const struct actor *actor, const struct record_store *store,
                         const struct uuid *id, const struct uuid *owner_id,
                         struct problem *problem)
{
    struct work work = work_begin(db, actor, problem);
    enum err err = db_begin(db);
    if (err != ERR_NONE)
        return err;
    return record_finish(&work, store, transfer_inside(&work, store, id, owner_id),
                         store->kind->event.transfer, id);
}
