#include "data/edit/record_state.h"

#include <string.h>

#include "base/clock.h"
#include "base/json.h"
#include "data/comment/record_comment.h"
#include "data/comment/record_follow.h"
#include "data/db/db_write.h"
#include "data/db/query.h"
#include "data/edit/record_prune.h"
#include "data/evidence/evidence_rule.h"
#include "data/hold/legal_hold_check.h"
#include "data/record/record_audit.h"
#include "data/record/record_count.h"
#include "data/record/record_load.h"
#include "data/record/record_stop.h"
#include "data/record/record_version.h"
#include "data/record/work_check.h"
#include "data/reference/record_link.h"
#include "data/reference/record_use.h"
#include "data/release/record_label.h"

/* A content is opened only for a kind with rules about its members. */
static enum record_depth depth_of(const struct record_store *store)
{
    return store->prepare == NULL ? RECORD_HEAD_ONLY : RECORD_WHOLE;
}

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
        arena_printf(db_arena(work->db), "This %s is used by %s.", head->store->kind->noun, names));
}

/* Programs may fetch also what is not live (data/usage). */
static enum err check_unserved(const struct work *work, const struct record_head *head)
{
    struct db_result result;
    enum err err = db_select(work->db, &result,
                             "SELECT 1 FROM served_records WHERE organization_id = $1 AND "
                             "record_id = $2 AND last_served_at > $3",
                             db_uuid(&head->organization_id), db_uuid(&head->id),
                             db_time(clock_now() - 7 * CLOCK_DAY));
    if (err != ERR_NONE || result.row_count == 0)
        return err;
    return work_refuse(work, ERR_CONFLICT, "accept", "Programs fetched it in the last 7 days.");
}

/* Programs read what is live. */
static enum err check_not_live(const struct work *work, const struct record_head *head)
{
    int64_t live = 0;
    enum err err = label_version(work->db, head, LABEL_PRODUCTION, &live);
    if (err != ERR_NONE || live == 0)
        return err != ERR_NONE ? err : check_unserved(work, head);
    return work_refuse(work, ERR_CONFLICT, "accept",
                       arena_printf(db_arena(work->db), "Version %lld of this %s is live.",
                                    (long long)live, head->store->kind->noun));
}

/* Of a record that goes, versions may be gone. */
static enum err check_stays(const struct work *work, const struct record_head *head)
{
    bool is_going = false;
    enum err err = record_is_going(work->db, head, &is_going);
    if (err != ERR_NONE || !is_going)
        return err;
    return work_refuse(work, ERR_CONFLICT, "",
                       arena_printf(db_arena(work->db),
                                    "A retention run is deleting this %s just now. It can't be "
                                    "restored any more.",
                                    head->store->kind->noun));
}

/* Archives or restores a record that is not so yet. The rules of its kind hold whoever insists. */
static enum err set_archived(const struct work *work, const struct record_head *head,
                             bool is_archived, bool accepts_uses)
{
    const struct record_store *store = head->store;
    int64_t archived_at = is_archived ? clock_now() : 0;
    enum err err =
        store->check_archived == NULL ? ERR_NONE : store->check_archived(work, head, is_archived);
    if (err == ERR_NONE && !is_archived)
        err = check_stays(work, head);
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
    record_notify(work, head,
                  &(struct webhook_news){.event = is_archived ? WEBHOOK_RECORD_ARCHIVED
                                                              : WEBHOOK_RECORD_RESTORED});
    return record_audit(
        work, head, is_archived ? store->kind->event.archive : store->kind->event.restore, details);
}

static enum err change_state(const struct work *work, const struct record_store *store,
                             const struct record_archive_draft *draft, bool is_archived)
{
    struct record_head *head = arena_alloc(db_arena(work->db), store->size);
    enum err err = record_load(work->db, work->actor, store, &draft->id, store->kind->change,
                               depth_of(store), head);
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
        record_load(work->db, work->actor, store, id, store->kind->see, depth_of(store), record);
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
    const char *noun = head->store->kind->noun;
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

static json_t *describe_delete(const struct work *work, const struct record_head *head)
{
    static const struct record_content nothing;
    json_t *details = json_object();
    audit_change(details, "name", head->name, NULL);
    audit_change(details, "description", work_text(head->description), NULL);
    audit_change(details, head->store->kind->facet, head->content.facet, NULL);
    audit_change(details, "version", work_number(work->db, head->version), NULL);
    if (head->store->describe != NULL)
        head->store->describe(work->db, head, &head->content, &nothing, details);
    return details;
}

/* Part of a larger change (the undoing of an import), events stay in its order. */
static enum err prepare_delete(const struct work *work, const struct record_head *seen,
                               struct audit_ready *ready)
{
    struct db *db = work->db;
    if (db_is_writing(db))
        return ERR_NONE;
    return audit_prepare(db, work->actor, &seen->organization_id,
                         json_keep(db_arena(db), describe_delete(work, seen)), ready);
}

static enum err audit_delete(const struct work *work, const struct record_head *head,
                             const struct audit_ready *ready)
{
    const char *action = head->store->kind->event.remove;
    if (uuid_is_nil(&ready->event_id))
        return record_audit(work, head, action, describe_delete(work, head));
    return record_audit_ready(work, head, action, ready);
}

/* What refers to the record without a rule of the database that would take it along. */
static enum err clear_references(struct db *db, const struct record_head *head)
{
    enum err err = record_link_forget(db, head);
    if (err == ERR_NONE)
        err = record_comment_forget(db, head);
    if (err == ERR_NONE)
        err = record_follow_forget(db, head);
    if (err == ERR_NONE && head->store->forget != NULL)
        err = head->store->forget(db, head);
    if (err == ERR_NONE)
        err = evidence_rule_forget(db, head);
    if (err == ERR_NONE)
        err = db_change(db, "DELETE FROM label_moves WHERE organization_id = $1 AND record_id = $2",
                        db_uuid(&head->organization_id), db_uuid(&head->id));
    if (err != ERR_NONE)
        return err;
    return db_change(db,
                     "DELETE FROM label_proposals WHERE organization_id = $1 AND record_id = $2",
                     db_uuid(&head->organization_id), db_uuid(&head->id));
}

static enum err delete_whole(const struct work *work, const struct record_head *head)
{
    struct query q;
    record_notify(work, head, &(struct webhook_news){.event = WEBHOOK_RECORD_DELETED});
    enum err err = clear_references(work->db, head);
    if (err == ERR_NONE)
        err = record_version_forget(work->db, head);
    if (err != ERR_NONE)
        return err;
    query_begin(&q, work->db, "DELETE FROM ");
    query_add(&q, head->store->kind->table);
    record_add_self(&q, head);
    return query_change_one(&q);
}

enum err record_remove_inside(struct db *db, const struct actor *actor,
                              const struct record_kind *kind, const struct uuid *id)
{
    const struct record_store store = {.kind = kind};
    const struct record_head head = {
        .store = &store, .id = *id, .organization_id = actor->organization_id};
    return delete_whole(&(struct work){.db = db, .actor = actor}, &head);
}

/* A legal hold is on the record, on its owner, or on everything. */
static enum err check_hold(const struct work *work, const struct record_head *head, bool *is_held)
{
    const struct uuid ids[] = {head->id, head->owner_id};
    enum err err =
        legal_hold_is_on(work->db, &head->organization_id, ids, (int)COUNT_OF(ids), is_held);
    if (err != ERR_NONE || !*is_held)
        return err;
    return work_refuse(work, ERR_CONFLICT, "",
                       arena_printf(db_arena(work->db),
                                    "A legal hold is on this %s. It can't be deleted until an "
                                    "administrator releases the hold.",
                                    head->store->kind->noun));
}

/* What is to be deleted as it was read, and its event as it was sealed, before the transaction. */
struct deletion {
    const struct record_head *seen;
    const char *typed_name;
    struct audit_ready ready;
    bool is_held;
};

static enum err load_to_delete(const struct work *work, const struct record_head *seen,
                               struct record_head *head)
{
    const struct record_store *store = seen->store;
    enum err err = record_load(work->db, work->actor, store, &seen->id, store->kind->remove,
                               RECORD_HEAD_ONLY, head);
    if (err == ERR_NONE && head->revision != seen->revision)
        return record_refuse_stale(work, store->kind);
    head->content = seen->content;
    return err == ERR_NONE ? record_stop_check_delete(work, head) : err;
}

static enum err delete_inside(const struct work *work, struct deletion *deletion)
{
    const struct record_store *store = deletion->seen->store;
    struct record_head *head = arena_alloc(db_arena(work->db), store->size);
    enum err err = load_to_delete(work, deletion->seen, head);
    if (err == ERR_NONE)
        err = check_delete(work, head, deletion->typed_name);
    if (err == ERR_NONE)
        err = check_hold(work, head, &deletion->is_held);
    if (err == ERR_NONE)
        err = audit_delete(work, head, &deletion->ready);
    if (err == ERR_NONE && head->archived_at == 0)
        record_count(work->db, store->kind, &head->organization_id, head->folder,
                     head->content.facet, -1);
    return err == ERR_NONE ? delete_whole(work, head) : err;
}

enum err record_delete(struct db *db, const struct actor *actor, const struct record_store *store,
                       const struct uuid *id, const char *typed_name, struct problem *problem)
{
    struct work work = work_begin(db, actor, problem);
    struct record_head *seen = arena_alloc(db_arena(db), store->size);
    struct deletion deletion = {.seen = seen, .typed_name = typed_name};
    enum err read = record_load(db, actor, store, id, store->kind->remove, RECORD_WHOLE, seen);
    if (read == ERR_NONE)
        read = prepare_delete(&work, seen, &deletion.ready);
    enum err err = db_begin(db);
    if (err != ERR_NONE)
        return err;
    err = record_finish(&work, store, read == ERR_NONE ? delete_inside(&work, &deletion) : read,
                        store->kind->event.remove, id);
    if (!deletion.is_held || err != ERR_CONFLICT)
        return err;
    enum err noted =
        legal_hold_note_refusal(db, actor, store->kind->event.remove, store->kind->name, id);
    return noted == ERR_UNAVAILABLE ? noted : err;
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
