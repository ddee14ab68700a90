#include "data/record/record_audit.h"

enum { SHOWN_LEN = 300 /* bytes */ };

enum err record_finish(const struct work *work, const struct record_store *store, enum err err,
                       const char *action, const struct uuid *id)
{
    return work_finish(work, err, action,
                       &(struct work_record){.type = store->kind->name, .id = *id});
}

enum err record_audit(const struct work *work, const struct record_head *head, const char *action,
                      json_t *details)
{
    return work_audit(
        work, action,
        &(struct work_record){head->store->kind->name, head->id, head->organization_id}, details);
}

enum err record_audit_ready(const struct work *work, const struct record_head *head,
                            const char *action, const struct audit_ready *ready)
{
    return audit_record(work->db, work->actor,
                        &(struct audit_event){.action = action,
                                              .record_type = head->store->kind->name,
                                              .record_id = head->id,
                                              .organization_id = head->organization_id,
                                              .ready = ready});
}

const char *record_audit_short(struct arena *arena, struct text text)
{
    if (text.data == NULL || text.len <= SHOWN_LEN)
        return text.data;
    size_t len = text_cut(text.data, text.len, SHOWN_LEN);
    return arena_printf(arena, "%s…", arena_copy(arena, text.data, len));
}

void record_notify(const struct work *work, const struct record_head *head,
                   const struct webhook_news *news)
{
    struct webhook_news whole = *news;
    whole.kind = head->store->kind;
    whole.organization_id = head->organization_id;
    whole.record_id = head->id;
    webhook_notify(work->db, work->actor, &whole);
}
