#include "data/comment/record_follow.h"

#include <string.h>

#include "base/clock.h"
#include "data/audit/audit.h"
#include "data/db/query.h"
#include "data/record/record_audit.h"
#include "data/record/record_count.h"
#include "data/record/record_load.h"
#include "domain/record/record_name.h"

bool record_follow_is_possible(const struct actor *actor)
{
    return actor->is_active && !uuid_is_nil(&actor->user_id) &&
           !policy_is_outside(actor, &actor->organization_id);
}

static enum err check_member(const struct work *work)
{
    if (record_follow_is_possible(work->actor))
        return ERR_NONE;
    return work_refuse(work, ERR_DENIED, "", "Only members of the organization can follow.");
}

static const char *event_of(const struct record_kind *kind, bool follows)
{
    return follows ? kind->event.follow : kind->event.unfollow;
}

/* ---- a record ----------------------------------------------------------------------------- */

static void select_record(struct query *q, struct db *db, const struct actor *actor,
                          const struct record_head *head)
{
    query_begin(q, db, "SELECT 1 FROM record_follows");
    query_bind(q, " WHERE organization_id = ", db_uuid(&head->organization_id));
    query_bind(q, " AND user_id = ", db_uuid(&actor->user_id));
    query_bind(q, " AND record_id = ", db_uuid(&head->id));
}

void record_follow_ahead(struct db *db, const struct actor *actor, const struct record_head *head)
{
    struct query q;
    select_record(&q, db, actor, head);
    query_ahead(&q);
}

enum err record_follow_get(struct db *db, const struct actor *actor, const struct record_head *head,
                           bool *follows)
{
    struct query q;
    struct db_result result;
    select_record(&q, db, actor, head);
    enum err err = query_run(&q, &result);
    *follows = err == ERR_NONE && result.row_count > 0;
    return err;
}

static enum err change_record(const struct work *work, const struct record_head *head, bool follows)
{
    if (follows)
        return db_change_one(work->db,
                             "INSERT INTO record_follows (organization_id, user_id, record_id, "
                             "kind, created_at) VALUES ($1, $2, $3, $4, $5)",
                             db_uuid(&head->organization_id), db_uuid(&work->actor->user_id),
                             db_uuid(&head->id), db_text(head->store->kind->name),
                             db_time(clock_now()));
    return db_change_one(work->db,
                         "DELETE FROM record_follows WHERE organization_id = $1 AND user_id = $2 "
                         "AND record_id = $3",
                         db_uuid(&head->organization_id), db_uuid(&work->actor->user_id),
                         db_uuid(&head->id));
}

static enum err follow(const struct work *work, const struct record_store *store,
                       const struct uuid *record_id, bool follows)
{
    struct record_head *head = arena_alloc(db_arena(work->db), store->size);
    bool follows_now = false;
    enum err err = record_load(work->db, work->actor, store, record_id, store->kind->see,
                               RECORD_HEAD_ONLY, head);
    if (err == ERR_NONE)
        err = check_member(work);
    if (err == ERR_NONE)
        err = record_follow_get(work->db, work->actor, head, &follows_now);
    if (err != ERR_NONE || follows_now == follows)
        return err;
    err = change_record(work, head, follows);
    return err == ERR_NONE ? record_audit(work, head, event_of(store->kind, follows), json_object())
                           : err;
}

enum err record_follow(struct db *db, const struct actor *actor, const struct record_store *store,
                       const struct uuid *record_id, bool follows, struct problem *problem)
{
    struct work work = work_begin(db, actor, problem);
    enum err err = db_begin(db);
    if (err != ERR_NONE)
        return err;
    return record_finish(&work, store, follow(&work, store, record_id, follows),
                         event_of(store->kind, follows), record_id);
}

enum err record_follow_forget(struct db *db, const struct record_head *head)
{
    return db_change(db, "DELETE FROM record_follows WHERE organization_id = $1 AND record_id = $2",
                     db_uuid(&head->organization_id), db_uuid(&head->id));
}

/* ---- a folder ----------------------------------------------------------------------------- */

static void select_folder(struct query *q, struct db *db, const struct actor *actor,
                          const struct record_kind *kind, const char *folder)
{
    query_begin(q, db, "SELECT 1 FROM folder_follows");
    query_bind(q, " WHERE organization_id = ", db_uuid(&actor->organization_id));
    query_bind(q, " AND user_id = ", db_uuid(&actor->user_id));
    query_bind(q, " AND kind = ", db_text(kind->name));
    query_bind(q, " AND folder = ", db_text(folder));
}

void record_follow_folder_ahead(struct db *db, const struct actor *actor,
                                const struct record_kind *kind, const char *folder)
{
    struct query q;
    select_folder(&q, db, actor, kind, folder);
    query_ahead(&q);
}

enum err record_follow_folder_get(struct db *db, const struct actor *actor,
                                  const struct record_kind *kind, const char *folder, bool *follows)
{
    struct query q;
    struct db_result result;
    select_folder(&q, db, actor, kind, folder);
    enum err err = query_run(&q, &result);
    *follows = err == ERR_NONE && result.row_count > 0;
    return err;
}

static enum err change_folder(const struct work *work, const struct record_kind *kind,
                              const char *folder, bool follows)
{
    const struct actor *actor = work->actor;
    if (follows)
        return db_change_one(work->db,
                             "INSERT INTO folder_follows (organization_id, user_id, kind, folder, "
                             "created_at) VALUES ($1, $2, $3, $4, $5)",
                             db_uuid(&actor->organization_id), db_uuid(&actor->user_id),
                             db_text(kind->name), db_text(folder), db_time(clock_now()));
    return db_change_one(work->db,
                         "DELETE FROM folder_follows WHERE organization_id = $1 AND user_id = $2 "
                         "AND kind = $3 AND folder = $4",
                         db_uuid(&actor->organization_id), db_uuid(&actor->user_id),
                         db_text(kind->name), db_text(folder));
}

static enum err check_size(const struct work *work, const struct record_kind *kind,
                           const char *folder)
{
    const struct uuid own = {{0}};
    struct db_result total;
    enum err err = record_total_ask(work->db, work->actor, kind, &own, folder, &total);
    if (err == ERR_NONE)
        err = db_collect(work->db);
    if (err != ERR_NONE || db_get_int(&total, 0, 0) <= RECORD_FOLLOW_MAX)
        return err;
    return work_refuse(work, ERR_INVALID, "folder",
                       arena_printf(db_arena(work->db),
                                    "This folder has more than %d %s. Follow a folder in it, or "
                                    "single ones.",
                                    RECORD_FOLLOW_MAX, kind->nouns));
}

static enum err follow_folder(const struct work *work, const struct record_kind *kind,
                              const char *folder, bool follows)
{
    struct policy_target target = {.organization_id = work->actor->organization_id};
    bool follows_now = false;
    enum err err = policy_allows(work->actor, kind->see, &target) ? ERR_NONE : ERR_DENIED;
    if (err == ERR_NONE)
        err = check_member(work);
    if (err == ERR_NONE)
        err = record_follow_folder_get(work->db, work->actor, kind, folder, &follows_now);
    if (err == ERR_NONE && follows && !follows_now)
        err = check_size(work, kind, folder);
    if (err == ERR_NONE && follows_now != follows)
        err = change_folder(work, kind, folder, follows);
    if (err != ERR_NONE || follows_now == follows)
        return err;
    json_t *details = json_object();
    audit_change(details, "folder", follows ? NULL : folder, follows ? folder : NULL);
    return work_audit(work, event_of(kind, follows), &(struct work_record){.type = kind->name},
                      details);
}

enum err record_follow_folder(struct db *db, const struct actor *actor,
                              const struct record_kind *kind, const char *folder, bool follows,
                              struct problem *problem)
{
    struct work work = work_begin(db, actor, problem);
    const char *message = NULL;
    if (record_name_check(folder, &message) != ERR_NONE)
        return work_refuse(&work, ERR_INVALID, "folder", "This is not the name of a folder.");
    enum err err = db_begin(db);
    if (err != ERR_NONE)
        return err;
    return work_finish(&work, follow_folder(&work, kind, folder, follows), event_of(kind, follows),
                       &(struct work_record){.type = kind->name});
}

/* ---- a folder that gets another name ------------------------------------------------------- */

/* Those of the folder, and of everything below it: between "a/" and "a0", by bytes. */
static enum err take_below(struct db *db, const struct uuid *organization_id,
                           const struct record_kind *kind, const char *from,
                           struct db_result *follows)
{
    const char *low = arena_printf(db_arena(db), "%s/", from);
    const char *high = arena_printf(db_arena(db), "%s0", from);
    enum err err = db_select(db, follows,
                             "SELECT user_id, folder, created_at FROM folder_follows "
                             "WHERE organization_id = $1 AND kind = $2 AND (folder = $3 "
                             "OR (folder >= $4 AND folder < $5)) LIMIT 100000",
                             db_uuid(organization_id), db_text(kind->name), db_text(from),
                             db_text(low), db_text(high));
    if (err != ERR_NONE || follows->row_count == 0)
        return err;
    return db_change(db,
                     "DELETE FROM folder_follows WHERE organization_id = $1 AND kind = $2 AND "
                     "(folder = $3 OR (folder >= $4 AND folder < $5))",
                     db_uuid(organization_id), db_text(kind->name), db_text(from), db_text(low),
                     db_text(high));
}

enum err record_follow_folder_moved(struct db *db, const struct uuid *organization_id,
                                    const struct record_kind *kind, const char *from,
                                    const char *to)
{
    struct db_result follows;
    enum err err = take_below(db, organization_id, kind, from, &follows);
    for (int i = 0; err == ERR_NONE && i < follows.row_count; i++) {
        struct uuid user_id = db_get_uuid(&follows, i, 0);
        const char *rest = db_get_text(&follows, i, 1) + strlen(from);
        const char *folder = arena_printf(db_arena(db), "%s%s", to, rest);
        db_change_later(db,
                        "INSERT INTO folder_follows (organization_id, user_id, kind, folder, "
                        "created_at) VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING",
                        db_uuid(organization_id), db_uuid(&user_id), db_text(kind->name),
                        db_text(folder), db_time(db_get_time(&follows, i, 2)));
    }
    return err;
}
