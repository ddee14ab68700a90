#include "data/release/protected_label.h"

#include <string.h>

#include "base/buf.h"
#include "base/clock.h"
#include "data/audit/audit.h"
#include "data/db/query.h"
#include "data/record/organization_flag.h"
#include "data/record/work.h"
#include "domain/record/kind.h"

static void select_labels(struct query *q, struct db *db, const struct uuid *organization_id)
{
    query_begin(q, db, "SELECT label FROM protected_labels");
    query_bind(q, " WHERE organization_id = ", db_uuid(organization_id));
    query_add(q, " ORDER BY label LIMIT 100");
}

void protected_label_ahead(struct db *db, const struct actor *actor)
{
    struct query q;
    select_labels(&q, db, &actor->organization_id);
    query_ahead(&q);
}

static enum err load(struct db *db, const struct uuid *organization_id,
                     struct protected_label_list *list)
{
    struct query q;
    struct db_result result;
    select_labels(&q, db, organization_id);
    enum err err = query_run(&q, &result);
    if (err != ERR_NONE)
        return err;
    list->count = result.row_count;
    list->labels = arena_array(db_arena(db), (size_t)list->count + 1, sizeof *list->labels);
    for (int i = 0; i < list->count; i++)
        list->labels[i] = db_get_text(&result, i, 0);
    return ERR_NONE;
}

enum err protected_label_list(struct db *db, const struct actor *actor,
                              struct protected_label_list *list)
{
    struct policy_target target = {.organization_id = actor->organization_id};
    if (!record_kinds_visible(actor, &target))
        return ERR_DENIED;
    return load(db, &actor->organization_id, list);
}

bool protected_label_has(const struct protected_label_list *list, const char *label)
{
    for (int i = 0; i < list->count; i++)
        if (strcmp(list->labels[i], label) == 0)
            return true;
    return false;
}

enum err protected_label_check(struct db *db, const struct uuid *organization_id, const char *label,
                               bool *is_protected)
{
    struct protected_label_list list;
    enum err err = load(db, organization_id, &list);
    *is_protected = err == ERR_NONE && protected_label_has(&list, label);
    return err;
}

static const char *join(struct arena *arena, const struct protected_label_list *list)
{
    struct buf buf;
    buf_init(&buf, arena);
    for (int i = 0; i < list->count; i++)
        buf_printf(&buf, i == 0 ? "%s" : ", %s", list->labels[i]);
    return buf.data;
}

static enum err write(const struct work *work, const char *label, bool is_protected)
{
    const struct uuid *organization_id = &work->actor->organization_id;
    if (is_protected)
        return db_change_one(work->db,
                             "INSERT INTO protected_labels (organization_id, label) "
                             "VALUES ($1, $2)",
                             db_uuid(organization_id), db_text(label));
    return db_change_one(work->db,
                         "DELETE FROM protected_labels WHERE organization_id = $1 AND label = $2",
                         db_uuid(organization_id), db_text(label));
}

static enum err set(const struct work *work, const char *label, bool is_protected)
{
    struct db *db = work->db;
    struct policy_target target = {.organization_id = work->actor->organization_id};
    struct protected_label_list before, after;
    if (!policy_allows(work->actor, PERMISSION_ORGANIZATION_RENAME, &target))
        return ERR_DENIED;
    enum err err = load(db, &target.organization_id, &before);
    if (err != ERR_NONE || protected_label_has(&before, label) == is_protected)
        return err;
    if (is_protected && before.count >= PROTECTED_LABELS_MAX)
        return work_refuse(work, ERR_INVALID, "label",
                           "There are too many protected labels: at most 50.");
    err = write(work, label, is_protected);
    if (err == ERR_NONE)
        err = load(db, &target.organization_id, &after);
    if (err != ERR_NONE)
        return err;
    json_t *details = json_object();
    audit_change(details, "protected_labels", join(db_arena(db), &before),
                 join(db_arena(db), &after));
    return audit_record(db, work->actor,
                        &(struct audit_event){.action = "organization.protect_label",
                                              .record_type = "organization",
                                              .record_id = target.organization_id,
                                              .details = details});
}

enum err protected_label_set(struct db *db, const struct actor *actor, const char *label,
                             bool is_protected, struct problem *problem)
{
    struct work work = work_begin(db, actor, problem);
    const char *message = NULL;
    if (label_check(label, &message) != ERR_NONE)
        return work_refuse(&work, ERR_INVALID, "label", message);
    enum err err = db_begin(db);
    if (err != ERR_NONE)
        return err;
    err = db_finish(db, set(&work, label, is_protected));
    if (err != ERR_DENIED)
        return err;
    (void)work_refuse(&work, err, "", "You do not have the right to protect labels.");
    return audit_refuse(db, actor,
                        &(struct audit_event){.action = "organization.protect_label",
                                              .record_type = "organization",
                                              .record_id = actor->organization_id});
}

/* ---- programs ----------------------------------------------------------------------------- */

void protected_label_rule_ahead(struct db *db, const struct actor *actor)
{
    organization_flag_ahead(db, &actor->organization_id);
}

enum err protected_label_rule(struct db *db, const struct actor *actor, bool *proposes)
{
    struct policy_target target = {.organization_id = actor->organization_id};
    if (!record_kinds_visible(actor, &target))
        return ERR_DENIED;
    return organization_flag_get(db, &actor->organization_id, FLAG_PROPOSES_LABELS, proposes);
}

enum err protected_label_set_rule(struct db *db, const struct actor *actor, bool proposes)
{
    return organization_flag_set(db, actor, FLAG_PROPOSES_LABELS, proposes);
}
