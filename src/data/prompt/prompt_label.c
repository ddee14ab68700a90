#include "data/prompt/prompt_label.h"

#include "base/clock.h"
#include "data/audit/audit.h"
#include "data/prompt/prompt_draft.h"
#include "data/prompt/prompt_link.h"
#include "data/prompt/prompt_mark.h"
#include "data/record/label_move.h"
#include "data/record/protected_label.h"

enum err prompt_label_list(struct db *db, const struct actor *actor, const struct uuid *prompt_id,
                           struct prompt_label_list *list)
{
    struct prompt prompt;
    struct db_result result;
    enum err err = prompt_load(db, actor, prompt_id, PERMISSION_PROMPT_SEE, &prompt);
    if (err != ERR_NONE)
        return err;
    err = db_select(db, &result,
                    "SELECT l.label, l.version, l.updated_at, "
                    "CASE WHEN r.label IS NULL THEN 0 ELSE 1 END "
                    "FROM prompt_labels l LEFT JOIN protected_labels r "
                    "ON r.organization_id = l.organization_id AND r.label = l.label "
                    "WHERE l.organization_id = $1 AND l.prompt_id = $2 "
                    "ORDER BY l.label LIMIT 1000",
                    db_uuid(&prompt.organization_id), db_uuid(&prompt.id));
    if (err != ERR_NONE)
        return err;
    list->count = result.row_count;
    list->labels = arena_array(db_arena(db), (size_t)list->count + 1, sizeof *list->labels);
    for (int i = 0; i < list->count; i++)
        list->labels[i] = (struct prompt_label){
            .label = db_get_text(&result, i, 0),
            .version = db_get_int(&result, i, 1),
            .updated_at = db_get_time(&result, i, 2),
            .is_protected = db_get_int(&result, i, 3) != 0,
        };
    return ERR_NONE;
}

enum err label_may_move(struct db *db, const struct actor *actor, const struct prompt *prompt,
                        const char *label, bool *may_move)
{
    bool is_protected = false;
    struct policy_target target = prompt_target(prompt);
    enum err err = protected_label_check(db, &prompt->organization_id, label, &is_protected);
    *may_move =
        err == ERR_NONE &&
        policy_allows(actor, is_protected ? PERMISSION_LABEL_MOVE_PROTECTED : PERMISSION_LABEL_MOVE,
                      &target);
    return err;
}

enum err label_change_check(const struct work *work, const struct label_change *change)
{
    const char *message = NULL;
    if (label_check(change->label, &message) != ERR_NONE)
        return work_refuse(work, ERR_INVALID, "label", message);
    return work_check_line(work, "reason", change->reason);
}

enum err label_version(struct db *db, const struct prompt *prompt, const char *label,
                       int64_t *version)
{
    struct db_result result;
    enum err err =
        db_select(db, &result,
                  "SELECT version FROM prompt_labels WHERE prompt_id = $1 "
                  "AND label = $2 AND organization_id = $3",
                  db_uuid(&prompt->id), db_text(label), db_uuid(&prompt->organization_id));
    if (err == ERR_NONE)
        *version = result.row_count == 0 ? 0 : db_get_int(&result, 0, 0);
    return err;
}

enum err label_change_check_place(const struct work *work, const struct prompt *prompt,
                                  const struct label_change *change)
{
    int64_t version = 0;
    if (prompt->archived_at != 0)
        return work_refuse(work, ERR_CONFLICT, "",
                           "This prompt is archived. Restore it before you move its labels.");
    enum err err = label_version(work->db, prompt, change->label, &version);
    if (err != ERR_NONE)
        return err;
    if (version != change->from_version)
        return work_refuse(work, ERR_STALE, "label", "This label was moved in the meantime.");
    if (version == change->to_version)
        return work_refuse(work, ERR_INVALID, "to_version",
                           version == 0 ? "The label is not set."
                                        : "The label is on this version already.");
    if (change->to_version == 0)
        return ERR_NONE;
    struct prompt_label_place place = {prompt, change->label, change->to_version};
    err = prompt_link_check_move(work, &place);
    if (err == ERR_NOT_FOUND)
        return work_refuse(work, ERR_INVALID, "to_version", "There is no such version.");
    return err;
}

static enum err set_label(struct db *db, const struct prompt *prompt,
                          const struct label_change *change)
{
    if (change->to_version == 0)
        return db_change_one(db,
                             "DELETE FROM prompt_labels WHERE organization_id = $1 "
                             "AND prompt_id = $2 AND label = $3",
                             db_uuid(&prompt->organization_id), db_uuid(&prompt->id),
                             db_text(change->label));
    return db_change_one(
        db,
        "INSERT INTO prompt_labels (organization_id, prompt_id, label, version, updated_at) "
        "VALUES ($1, $2, $3, $4, $5) ON CONFLICT (prompt_id, label) DO UPDATE "
        "SET version = excluded.version, updated_at = excluded.updated_at",
        db_uuid(&prompt->organization_id), db_uuid(&prompt->id), db_text(change->label),
        db_int(change->to_version), db_time(clock_now()));
}

static struct db_value version_or_null(int64_t version)
{
    return version == 0 ? db_null() : db_int(version);
}

static enum err keep_move(const struct work *work, const struct prompt *prompt,
                          const struct label_change *change, const struct uuid *proposal_id)
{
    struct uuid id = uuid_make();
    return db_change_one(
        work->db,
        "INSERT INTO label_moves (id, organization_id, prompt_id, label, from_version, to_version, "
        "reason, moved_by, proposal_id, created_at) "
        "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        db_uuid(&id), db_uuid(&prompt->organization_id), db_uuid(&prompt->id),
        db_text(change->label), version_or_null(change->from_version),
        version_or_null(change->to_version), db_text(change->reason),
        db_uuid(&work->actor->user_id), db_uuid_or_null(proposal_id), db_time(clock_now()));
}

enum err label_move_inside(const struct work *work, const struct prompt *prompt,
                           const struct label_change *change, const struct uuid *proposal_id)
{
    struct db *db = work->db;
    enum err err = set_label(db, prompt, change);
    if (err == ERR_NONE)
        err = prompt_mark_store(db, &prompt->organization_id, &prompt->id);
    if (err == ERR_NONE)
        err = keep_move(work, prompt, change, proposal_id);
    if (err != ERR_NONE)
        return err;
    json_t *details = json_object();
    json_object_set_new(details, "label",
                        json_pack("{s:s?, s:s?}", "before",
                                  change->from_version == 0 ? NULL : change->label, "after",
                                  change->to_version == 0 ? NULL : change->label));
    audit_change(details, "version", work_number(db, change->from_version),
                 work_number(db, change->to_version));
    audit_change(details, "reason", NULL, change->reason[0] == '\0' ? NULL : change->reason);
    return record_audit(work, &prompt_store, "label.move", &prompt->head, details);
}

static enum err move(const struct work *work, const struct label_change *change)
{
    static const struct uuid no_proposal;
    struct prompt prompt;
    bool may_move = false;
    enum err err =
        prompt_load(work->db, work->actor, &change->prompt_id, PERMISSION_PROMPT_SEE, &prompt);
    if (err == ERR_NONE)
        err = label_may_move(work->db, work->actor, &prompt, change->label, &may_move);
    if (err != ERR_NONE)
        return err;
    if (!may_move || uuid_is_nil(&work->actor->user_id))
        return work_refuse(work, ERR_DENIED, "label",
                           "You may not move this label. Propose the move instead.");
    err = label_change_check_place(work, &prompt, change);
    return err == ERR_NONE ? label_move_inside(work, &prompt, change, &no_proposal) : err;
}

enum err label_move(struct db *db, const struct actor *actor, const struct label_change *change,
                    struct problem *problem)
{
    struct work work = work_begin(db, actor, problem);
    enum err err = label_change_check(&work, change);
    if (err == ERR_NONE)
        err = db_begin(db);
    if (err != ERR_NONE)
        return err;
    return record_finish(&work, &prompt_store, move(&work, change), "label.move",
                         &change->prompt_id);
}
