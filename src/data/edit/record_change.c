#include "data/edit/record_change_internal.h"

#include <string.h>

#include "base/json.h"
#include "data/db/db_write.h"
#include "data/db/query.h"
#include "data/evidence/evidence_gate.h"
#include "data/record/record_audit.h"
#include "data/record/record_load.h"
#include "data/reference/record_link.h"
#include "data/release/record_ahead.h"

void record_change_compare(struct record_change *change)
{
    const struct record_head *before = change->before;
    const struct record_fields *after = change->after;
    change->has_name = strcmp(before->name, after->name) != 0;
    change->has_description = strcmp(before->description, after->description) != 0;
    change->has_tags = !tag_list_equal(&before->tags, &after->tags);
    change->has_content =
        after->is_published || !record_content_equal(&before->content, &after->content);
    change->has_version = change->has_content || after->message[0] != '\0';
    change->version = before->version + (change->has_version ? 1 : 0);
}

bool record_change_is_any(const struct record_change *change)
{
    return change->has_name || change->has_description || change->has_tags || change->has_version;
}

/* ---- the event ---------------------------------------------------------------------------- */

/* Before and after of every changed field. */
static json_t *describe(struct db *db, const struct record_change *change)
{
    const struct record_head *before = change->before;
    const struct record_fields *after = change->after;
    json_t *details = json_object();
    audit_change(details, "name", before->name, after->name);
    audit_change(details, "description", work_text(before->description),
                 work_text(after->description));
    audit_change(details, "tags", work_text(tag_list_join(db_arena(db), &before->tags)),
                 work_text(tag_list_join(db_arena(db), &after->tags)));
    if (!change->has_version)
        return details;
    audit_change(details, "message", NULL, work_text(after->message));
    audit_change(details, "version", work_number(db, before->version),
                 work_number(db, change->version));
    if (change->has_content && before->store->describe != NULL)
        before->store->describe(db, before, &before->content, &after->content, details);
    return details;
}

enum err record_change_audit(const struct work *work, const struct record_change *change)
{
    if (change->has_version)
        record_notify(work, change->before,
                      &(struct webhook_news){.event = WEBHOOK_VERSION_CREATED});
    if (uuid_is_nil(&change->ready.event_id))
        return record_audit(work, change->before, change->action, describe(work->db, change));
    return record_audit_ready(work, change->before, change->action, &change->ready);
}

/* What the rules of a content read of others. */
static enum err try_check(const struct work *work, const struct record_change *change)
{
    const struct record_store *store = change->before->store;
    struct record_links links;
    if (!change->has_content || !store->is_check_long || !record_ahead_begin(work))
        return ERR_NONE;
    return record_ahead_end(work, store->check(work, change->before, change->after, &links));
}

static enum err seal(const struct work *work, struct record_change *change)
{
    enum err err = try_check(work, change);
    if (err != ERR_NONE)
        return err;
    return change->has_version
               ? record_version_seal(work, change->before, change->after, &change->sealed)
               : ERR_NONE;
}

/* What its labels need, of a version that says what another said that was tested. */
static enum err look_at_labels(const struct work *work, const struct record_change *change)
{
    const struct record_fields *after = change->after;
    const struct evidence_saving saving = {change->before, &after->content, change->version};
    enum err err = ERR_NONE;
    for (int i = 0; err == ERR_NONE && !change->is_new && i < after->label_count; i++)
        err = evidence_gate_look_saving(work, &saving, after->labels[i]);
    return err;
}

enum err record_change_prepare(const struct work *work, struct record_change *change)
{
    if (!record_change_is_any(change))
        return ERR_NONE;
    enum err err = look_at_labels(work, change);
    if (err == ERR_NONE)
        err = seal(work, change);
    if (err != ERR_NONE || db_is_writing(work->db)) /* events of a larger change stay in order */
        return err;
    json_t *details = json_keep(db_arena(work->db), describe(work->db, change));
    return audit_prepare(work->db, work->actor, &change->before->organization_id, details,
                         &change->ready);
}

enum err record_change_check_still(const struct work *work, const struct record_head *before)
{
    struct db_result result;
    struct query q;
    query_begin(&q, work->db, "SELECT r.revision FROM ");
    query_add(&q, before->store->kind->table);
    query_bind(&q, " r WHERE r.organization_id = ", db_uuid(&before->organization_id));
    query_bind(&q, " AND r.id = ", db_uuid(&before->id));
    enum err err = query_run(&q, &result);
    if (err != ERR_NONE)
        return err;
    if (result.row_count == 0)
        return ERR_NOT_FOUND;
    return db_get_int(&result, 0, 0) == before->revision
               ? ERR_NONE
               : record_refuse_stale(work, before->store->kind);
}
