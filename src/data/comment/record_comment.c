#include "data/comment/record_comment.h"

#include <string.h>

#include "base/clock.h"
#include "data/audit/audit.h"
#include "data/comment/record_mention.h"
#include "data/record/record_audit.h"
#include "data/record/record_load.h"
#include "data/record/record_version.h"
#include "data/release/label_proposal_list.h"
#include "data/vault/vault.h"
#include "domain/record/comment.h"

static enum err check_body(const struct work *work, const char *typed, const char **body)
{
    const char *problem = NULL;
    if (comment_parse(db_arena(work->db), typed, body, &problem) == ERR_NONE)
        return ERR_NONE;
    return work_refuse(work, ERR_INVALID, "body", problem);
}

static enum err seal_body(const struct work *work, const struct uuid *id, const char *body,
                          struct db_value *sealed)
{
    struct seal_place place = record_comment_body_place(&work->actor->organization_id, id);
    return vault_seal_text(work->db, &place, body, sealed);
}

/* The record, which the actor may talk about. */
static enum err load(const struct work *work, const struct record_store *store,
                     const struct uuid *record_id, struct record_head *head)
{
    enum err err = record_load(work->db, work->actor, store, record_id, PERMISSION_COMMENT_ADD,
                               RECORD_HEAD_ONLY, head);
    return err == ERR_NONE && uuid_is_nil(&work->actor->user_id) ? ERR_DENIED : err;
}

/* Which comment it is, what it is about, and what it says. */
static json_t *describe(struct db *db, const struct record_comment *comment, const char *before,
                        const char *after)
{
    json_t *details = json_object();
    int64_t version =
        comment->proposal_label == NULL ? comment->place.version : comment->proposal_to_version;
    audit_change(details, "comment_id", NULL, work_id(db, &comment->id));
    audit_change(details, "comment", before, after);
    audit_change(details, "version", NULL, work_number(db, version));
    audit_change(details, "label", NULL, comment->proposal_label);
    return details;
}

/* ---- add ---------------------------------------------------------------------------------- */

/* Is what it is about there? Completes what is said of a proposal. */
static enum err check_place(const struct work *work, const struct record_head *head,
                            struct record_comment *comment)
{
    bool exists = true;
    struct label_proposal proposal;
    enum err err = ERR_NONE;
    if (!uuid_is_nil(&comment->place.proposal_id)) {
        comment->place.version = 0;
        err = label_proposal_get(work->db, work->actor, head->store, &comment->place.proposal_id,
                                 &proposal);
        if (err == ERR_NONE && !uuid_equal(&proposal.record_id, &head->id))
            err = ERR_NOT_FOUND;
        if (err != ERR_NONE)
            return err;
        comment->proposal_label = proposal.label;
        comment->proposal_to_version = proposal.to_version;
    }
    if (comment->place.version != 0)
        err = record_version_exists(work->db, head, comment->place.version, &exists);
    if (err == ERR_NONE && !exists)
        err = work_refuse(work, ERR_INVALID, "version", "There is no such version.");
    return err;
}

static enum err insert(const struct work *work, const struct record_head *head,
                       const struct record_comment *comment)
{
    struct db_value sealed;
    enum err err = seal_body(work, &comment->id, comment->body, &sealed);
    if (err != ERR_NONE)
        return err;
    int64_t version = comment->place.version;
    err = db_change_one(work->db,
                        "INSERT INTO comments (organization_id, id, kind, record_id, version, "
                        "proposal_id, author_id, created_at, body) "
                        "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
                        db_uuid(&head->organization_id), db_uuid(&comment->id),
                        db_text(head->store->kind->name), db_uuid(&head->id),
                        version == 0 ? db_null() : db_int(version),
                        db_uuid_or_null(&comment->place.proposal_id),
                        db_uuid(&work->actor->user_id), db_time(comment->created_at), sealed);
    return err == ERR_NONE
               ? record_mention_write(work, &comment->id, comment->body, comment->created_at)
               : err;
}

static enum err add(const struct work *work, const struct record_store *store,
                    const struct uuid *record_id, struct record_comment *comment)
{
    struct record_head *head = arena_alloc(db_arena(work->db), store->size);
    enum err err = load(work, store, record_id, head);
    if (err == ERR_NONE)
        err = check_place(work, head, comment);
    if (err == ERR_NONE)
        err = insert(work, head, comment);
    if (err != ERR_NONE)
        return err;
    return record_audit(work, head, store->kind->event.comment,
                        describe(work->db, comment, NULL, comment->body));
}

enum err record_comment_add(struct db *db, const struct actor *actor,
                            const struct record_store *store,
                            const struct record_comment_draft *draft, struct uuid *id,
                            struct problem *problem)
{
    struct work work = work_begin(db, actor, problem);
    struct record_comment comment = {.place = draft->place};
    enum err err = check_body(&work, draft->body, &comment.body);
    if (err == ERR_NONE)
        err = db_begin(db);
    if (err != ERR_NONE)
        return err;
    *id = comment.id = uuid_make();
    comment.created_at = clock_now();
    return record_finish(&work, store, add(&work, store, &draft->record_id, &comment),
                         store->kind->event.comment, &draft->record_id);
}

/* ---- edit --------------------------------------------------------------------------------- */

static enum err check_edit(const struct work *work, const struct record_comment *comment,
                           int64_t based_on_revision)
{
    if (!comment->may_edit)
        return work_refuse(work, ERR_DENIED, "", "Only its author can edit a comment.");
    if (comment->revision != based_on_revision)
        return work_refuse(work, ERR_STALE, "", "This comment was edited since you opened it.");
    return ERR_NONE;
}

static enum err change_body(const struct work *work, const struct record_head *head,
                            const struct record_comment *comment, const char *body)
{
    struct db_value sealed;
    int64_t now = clock_now();
    enum err err = seal_body(work, &comment->id, body, &sealed);
    if (err == ERR_NONE)
        err = db_change_one(work->db,
                            "UPDATE comments SET body = $3, edited_at = $4, revision = "
                            "revision + 1 WHERE organization_id = $1 AND id = $2",
                            db_uuid(&head->organization_id), db_uuid(&comment->id), sealed,
                            db_time(now));
    if (err == ERR_NONE)
        err = record_mention_write(work, &comment->id, body, now);
    if (err != ERR_NONE)
        return err;
    return record_audit(work, head, head->store->kind->event.edit_comment,
                        describe(work->db, comment, comment->body, body));
}

static enum err edit_inside(const struct work *work, const struct record_store *store,
                            const struct record_comment_edit *edit, const char *body)
{
    struct record_head *head = arena_alloc(db_arena(work->db), store->size);
    struct record_comment comment;
    enum err err = load(work, store, &edit->record_id, head);
    if (err == ERR_NONE)
        err = record_comment_get(work->db, work->actor, head, &edit->id, &comment);
    if (err == ERR_NONE)
        err = check_edit(work, &comment, edit->based_on_revision);
    if (err != ERR_NONE || strcmp(comment.body, body) == 0)
        return err;
    return change_body(work, head, &comment, body);
}

enum err record_comment_edit(struct db *db, const struct actor *actor,
                             const struct record_store *store,
                             const struct record_comment_edit *edit, struct problem *problem)
{
    struct work work = work_begin(db, actor, problem);
    const char *body = NULL;
    enum err err = check_body(&work, edit->body, &body);
    if (err == ERR_NONE)
        err = db_begin(db);
    if (err != ERR_NONE)
        return err;
    return record_finish(&work, store, edit_inside(&work, store, edit, body),
                         store->kind->event.edit_comment, &edit->record_id);
}

/* ---- delete ------------------------------------------------------------------------------- */

static enum err delete_inside(const struct work *work, const struct record_store *store,
                              const struct uuid *record_id, const struct uuid *id)
{
    struct record_head *head = arena_alloc(db_arena(work->db), store->size);
    struct record_comment comment;
    enum err err = load(work, store, record_id, head);
    if (err == ERR_NONE)
        err = record_comment_get(work->db, work->actor, head, id, &comment);
    if (err == ERR_NONE && !comment.may_delete)
        err = work_refuse(work, ERR_DENIED, "",
                          "Only its author and administrators can delete a comment.");
    if (err == ERR_NONE)
        err = db_change_one(work->db, "DELETE FROM comments WHERE organization_id = $1 AND id = $2",
                            db_uuid(&head->organization_id), db_uuid(id));
    if (err != ERR_NONE)
        return err;
    return record_audit(work, head, store->kind->event.delete_comment,
                        describe(work->db, &comment, comment.body, NULL));
}

enum err record_comment_delete(struct db *db, const struct actor *actor,
                               const struct record_store *store, const struct uuid *record_id,
                               const struct uuid *id, struct problem *problem)
{
    struct work work = work_begin(db, actor, problem);
    enum err err = db_begin(db);
    if (err != ERR_NONE)
        return err;
    return record_finish(&work, store, delete_inside(&work, store, record_id, id),
                         store->kind->event.delete_comment, record_id);
}

enum err record_comment_forget(struct db *db, const struct record_head *head)
{
    return db_change(db, "DELETE FROM comments WHERE organization_id = $1 AND record_id = $2",
                     db_uuid(&head->organization_id), db_uuid(&head->id));
}
