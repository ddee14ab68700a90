#include "data/trial/trial_class.h"

#include "base/clock.h"
#include "data/db/query.h"
#include "data/record/record_audit.h"
#include "data/record/record_load.h"

enum { COLUMN_RECORD, COLUMN_CLASS, COLUMN_USUAL };

static enum endpoint_class read_class(const struct db_result *rows, int row, int column)
{
    enum endpoint_class class = ENDPOINT_PUBLIC;
    if (endpoint_class_parse(db_get_text(rows, row, column), &class) != ERR_NONE)
        die("an unknown class of data");
    return class;
}

/* A row for each part that has a class of its own, or one without; in all that of the
 * organization. */
static enum err select_classes(struct db *db, const struct uuid *organization_id,
                               const struct trial_class_parts *parts, struct db_result *rows)
{
    struct query q;
    query_begin(&q, db,
                "SELECT c.record_id, c.data_class, o.data_class FROM organizations o "
                "LEFT JOIN record_classes c ON c.organization_id = o.id AND c.record_id ");
    query_bind(&q, "IN (", db_uuid(&parts->record_id));
    for (int i = 0; i < parts->count; i++)
        query_bind(&q, ", ", db_uuid(&parts->ids[i]));
    query_bind(&q, ") WHERE o.id = ", db_uuid(organization_id));
    enum err err = query_run(&q, rows);
    return err == ERR_NONE && rows->row_count == 0 ? ERR_NOT_FOUND : err;
}

enum err trial_class_find(struct db *db, const struct uuid *organization_id,
                          const struct trial_class_parts *parts, enum endpoint_class *data_class)
{
    struct db_result rows;
    enum endpoint_class own = ENDPOINT_PUBLIC, highest = ENDPOINT_PUBLIC;
    enum err err = select_classes(db, organization_id, parts, &rows);
    if (err != ERR_NONE)
        return err;
    own = read_class(&rows, 0, COLUMN_USUAL);
    for (int i = 0; i < rows.row_count && !db_is_null(&rows, i, COLUMN_CLASS); i++) {
        struct uuid id = db_get_uuid(&rows, i, COLUMN_RECORD);
        enum endpoint_class class = read_class(&rows, i, COLUMN_CLASS);
        if (uuid_equal(&id, &parts->record_id))
            own = class;
        else if (class > highest)
            highest = class;
    }
    *data_class = own > highest ? own : highest;
    return ERR_NONE;
}

enum err trial_class_get(struct db *db, const struct record_head *head,
                         struct trial_class *data_class)
{
    struct db_result rows;
    const struct trial_class_parts parts = {head->id, NULL, 0};
    enum err err = select_classes(db, &head->organization_id, &parts, &rows);
    if (err != ERR_NONE)
        return err;
    data_class->organization = read_class(&rows, 0, COLUMN_USUAL);
    data_class->is_own = !db_is_null(&rows, 0, COLUMN_CLASS);
    data_class->record =
        data_class->is_own ? read_class(&rows, 0, COLUMN_CLASS) : data_class->organization;
    return ERR_NONE;
}

/* ---- setting ------------------------------------------------------------------------------- */

bool trial_class_may_lower(const struct actor *actor)
{
    struct policy_target target = {.organization_id = actor->organization_id};
    return policy_allows(actor, PERMISSION_ENDPOINT, &target);
}

static enum err parse(const struct work *work, const char *name, enum endpoint_class *class)
{
    return endpoint_class_parse(name, class) == ERR_NONE
               ? ERR_NONE
               : work_refuse(work, ERR_INVALID, "data_class", "Choose a class from the list.");
}

static enum err write(const struct work *work, const struct record_head *head, const char *name)
{
    if (name[0] == '\0')
        return db_change(work->db,
                         "DELETE FROM record_classes WHERE organization_id = $1 AND record_id = $2",
                         db_uuid(&head->organization_id), db_uuid(&head->id));
    return db_change(work->db,
                     "INSERT INTO record_classes (organization_id, record_id, kind, data_class, "
                     "updated_at) VALUES ($1, $2, $3, $4, $5) "
                     "ON CONFLICT (organization_id, record_id) DO UPDATE SET "
                     "data_class = excluded.data_class, updated_at = excluded.updated_at",
                     db_uuid(&head->organization_id), db_uuid(&head->id),
                     db_text(head->store->kind->name), db_text(name), db_time(clock_now()));
}

static const char *name_of(const struct trial_class *class)
{
    return class->is_own ? endpoint_class_names[class->record] : NULL;
}

static enum err set(const struct work *work, const struct record_head *head, const char *name,
                    const char *action)
{
    struct policy_target target = record_target(head);
    struct trial_class before;
    bool is_own = name[0] != '\0';
    if (!policy_allows(work->actor, head->store->kind->change, &target))
        return work_refuse(work, ERR_DENIED, "", "You do not have the right to change this.");
    enum err err = trial_class_get(work->db, head, &before);
    if (err != ERR_NONE)
        return err;
    enum endpoint_class after = before.organization;
    if (is_own)
        err = parse(work, name, &after);
    if (err != ERR_NONE || (is_own == before.is_own && after == before.record))
        return err;
    if (after < before.record && !trial_class_may_lower(work->actor))
        return work_refuse(work, ERR_DENIED, "data_class",
                           "Only administrators can lower the class of data.");
    json_t *details = json_object();
    audit_change(details, "data_class", name_of(&before), is_own ? name : NULL);
    err = write(work, head, name);
    return err == ERR_NONE ? record_audit(work, head, action, details) : err;
}

enum err trial_class_set(struct db *db, const struct actor *actor, const struct record_head *head,
                         const char *name, struct problem *problem)
{
    struct work work = work_begin(db, actor, problem);
    const char *action = arena_printf(db_arena(db), "%s.classify", head->store->kind->name);
    enum err err = db_begin(db);
    if (err != ERR_NONE)
        return err;
    return record_finish(&work, head->store, set(&work, head, name, action), action, &head->id);
}

enum err trial_class_usual(struct db *db, const struct actor *actor,
                           enum endpoint_class *data_class)
{
    /* No record has the id of a customer. */
    const struct trial_class_parts parts = {actor->organization_id, NULL, 0};
    return trial_class_find(db, &actor->organization_id, &parts, data_class);
}

static enum err set_usual(const struct work *work, const char *name)
{
    struct uuid id = work->actor->organization_id;
    enum endpoint_class before, after;
    if (!trial_class_may_lower(work->actor))
        return ERR_DENIED;
    enum err err = parse(work, name, &after);
    if (err == ERR_NONE)
        err = trial_class_usual(work->db, work->actor, &before);
    if (err != ERR_NONE || before == after)
        return err;
    err = db_change_one(work->db,
                        "UPDATE organizations SET data_class = $1, updated_at = $2 WHERE id = $3",
                        db_text(name), db_time(clock_now()), db_uuid(&id));
    if (err != ERR_NONE)
        return err;
    json_t *details = json_object();
    audit_change(details, "data_class", endpoint_class_names[before], name);
    return work_audit(work, "organization.classify", &(struct work_record){"organization", id, id},
                      details);
}

enum err trial_class_set_usual(struct db *db, const struct actor *actor, const char *name,
                               struct problem *problem)
{
    struct work work = work_begin(db, actor, problem);
    struct uuid id = actor->organization_id;
    enum err err = db_begin(db);
    if (err != ERR_NONE)
        return err;
    return work_finish(&work, set_usual(&work, name), "organization.classify",
                       &(struct work_record){"organization", id, id});
}
