#include "data/stop/stop_resume.h"

#include "base/clock.h"
#include "data/approval/approval.h"
#include "data/approval/approval_expire.h"
#include "data/approval/approval_use.h"
#include "data/record/record_audit.h"
#include "data/record/record_load.h"
#include "data/record/record_mark.h"

static bool may_confirm(const struct actor *actor, const struct record_head *head)
{
    struct policy_target target = record_target(head);
    return actor->kind == ACTOR_USER && policy_allows(actor, PERMISSION_LABEL_APPROVE, &target);
}

/* A stop that is on, and its record. */
struct stopped {
    struct stop stop;
    struct record_head *head;
};

static enum err load(const struct work *work, const struct record_store *store,
                     const struct uuid *id, struct stopped *stopped)
{
    enum err err = stop_get(work->db, work->actor, id, &stopped->stop);
    if (err == ERR_NONE && stopped->stop.kind != store->kind)
        err = ERR_NOT_FOUND;
    if (err != ERR_NONE)
        return err;
    stopped->head = arena_alloc(db_arena(work->db), store->size);
    err = record_load(work->db, work->actor, store, &stopped->stop.record_id, store->kind->see,
                      RECORD_HEAD_ONLY, stopped->head);
    if (err == ERR_NONE && stopped->stop.resumed_at != 0)
        return work_refuse(work, ERR_CONFLICT, "", "This was resumed already.");
    return err;
}

/* What exactly is approved. */
static const char *asked_of(struct db *db, const struct uuid *id)
{
    return arena_printf(db_arena(db), "resuming of stop %s", work_id(db, id));
}

static enum err refuse_right(const struct work *work)
{
    return work_refuse(work, ERR_DENIED, "", "You do not have the right to resume this.");
}

static json_t *describe(const struct work *work, const struct stopped *stopped)
{
    const struct record_head *head = stopped->head;
    const struct stop *stop = &stopped->stop;
    struct arena *arena = db_arena(work->db);
    const char *id = work_id(work->db, &head->id);
    const char *what = stop->version == 0 ? head->name
                                          : arena_printf(arena, "%s, version %lld", head->name,
                                                         (long long)stop->version);
    return json_pack("{s:s, s:{s:s, s:s}}", "url",
                     arena_printf(arena, "%s/%s/stop", head->store->kind->path, id), "facts",
                     "Stopped", what, "Stopped because", stop->reason);
}

static enum err ask_inside(const struct work *work, const struct record_store *store,
                           const struct uuid *id, const char *reason, struct stopped *stopped)
{
    struct uuid approval_id;
    enum err err = load(work, store, id, stopped);
    if (err == ERR_NONE && !stop_may(work->actor, stopped->head))
        return refuse_right(work);
    if (err != ERR_NONE)
        return err;
    return approval_request_inside(work->db, work->actor,
                                   &(struct approval_draft){.kind = APPROVAL_RESUME,
                                                            .subject_id = *id,
                                                            .asked = asked_of(work->db, id),
                                                            .what = describe(work, stopped),
                                                            .reason = reason},
                                   &approval_id, work->problem);
}

/* Ends the write transaction; a denial is an event about the record. */
static enum err finish(const struct work *work, const struct record_store *store,
                       const struct stopped *stopped, enum err err)
{
    return record_finish(work, store, err, store->kind->event.resume, &stopped->stop.record_id);
}

enum err stop_ask_resume(struct db *db, const struct actor *actor, const struct record_store *store,
                         const struct uuid *id, const char *reason, struct problem *problem)
{
    struct work work = work_begin(db, actor, problem);
    struct stopped stopped = {.head = NULL};
    enum err err = approval_begin(db, actor);
    return err == ERR_NONE
               ? finish(&work, store, &stopped, ask_inside(&work, store, id, reason, &stopped))
               : err;
}

/* ---- going on ----------------------------------------------------------------------------- */

static enum err write(const struct work *work, const struct stopped *stopped)
{
    const struct record_head *head = stopped->head;
    json_t *details = json_object();
    enum err err = db_change_one(work->db,
                                 "UPDATE stops SET resumed_by = $1, resumed_at = $2 "
                                 "WHERE organization_id = $3 AND id = $4 AND resumed_at IS NULL",
                                 db_uuid(&work->actor->user_id), db_time(clock_now()),
                                 db_uuid(&head->organization_id), db_uuid(&stopped->stop.id));
    if (err == ERR_NONE)
        err = record_mark_store(work->db, head);
    if (err != ERR_NONE)
        return err;
    audit_change(details, "version", NULL, work_number(work->db, stopped->stop.version));
    audit_change(details, "stopped", "yes", "no");
    return record_audit(work, head, head->store->kind->event.resume, details);
}

/* Uses what was approved. */
static enum err go_on(const struct work *work, const struct stopped *stopped)
{
    const struct uuid *id = &stopped->stop.id;
    struct approval used;
    enum err err =
        approval_use(work->db, work->actor, APPROVAL_RESUME, id, asked_of(work->db, id), &used);
    if (err == ERR_CONFLICT)
        return work_refuse(work, err, "", "Another person must agree first.");
    return err == ERR_NONE ? write(work, stopped) : err;
}

static enum err resume_inside(const struct work *work, const struct record_store *store,
                              const struct uuid *id, struct stopped *stopped)
{
    enum err err = load(work, store, id, stopped);
    if (err == ERR_NONE && !stop_may(work->actor, stopped->head))
        return refuse_right(work);
    return err == ERR_NONE ? go_on(work, stopped) : err;
}

enum err stop_resume(struct db *db, const struct actor *actor, const struct record_store *store,
                     const struct uuid *id, struct problem *problem)
{
    struct work work = work_begin(db, actor, problem);
    struct stopped stopped = {.head = NULL};
    enum err err = approval_begin(db, actor);
    return err == ERR_NONE
               ? finish(&work, store, &stopped, resume_inside(&work, store, id, &stopped))
               : err;
}

static enum err confirm_inside(const struct work *work, const struct record_store *store,
                               const struct uuid *id, const char *reason, struct stopped *stopped)
{
    struct approval asked;
    enum err err = load(work, store, id, stopped);
    if (err == ERR_NONE && !may_confirm(work->actor, stopped->head))
        return refuse_right(work);
    if (err != ERR_NONE)
        return err;
    err = approval_find(work->db, work->actor, APPROVAL_RESUME, id, &asked);
    if (err == ERR_NOT_FOUND)
        return work_refuse(work, ERR_CONFLICT, "", "Nobody has asked to resume this.");
    if (err == ERR_NONE)
        err = approval_approve_inside(work->db, work->actor, &asked.id, reason, work->problem);
    return err == ERR_NONE ? go_on(work, stopped) : err;
}

enum err stop_confirm_resume(struct db *db, const struct actor *actor,
                             const struct record_store *store, const struct uuid *id,
                             const char *reason, struct problem *problem)
{
    struct work work = work_begin(db, actor, problem);
    struct stopped stopped = {.head = NULL};
    enum err err = approval_begin(db, actor);
    return err == ERR_NONE
               ? finish(&work, store, &stopped, confirm_inside(&work, store, id, reason, &stopped))
               : err;
}
