#include "data/trail/audit_download.h"

#include <stdio.h>

#include "base/clock.h"
#include "data/trail/audit_details.h"

/* What was asked for, in the words of the address. */
static void add_uuid(json_t *details, const char *field, const struct uuid *id)
{
    char text[UUID_TEXT_LEN];
    if (uuid_is_nil(id))
        return;
    uuid_format(id, text);
    audit_change(details, field, NULL, text);
}

static void add_time(json_t *details, const char *field, int64_t time)
{
    char text[CLOCK_ISO_LEN];
    if (time <= 0)
        return;
    clock_format_iso(time, text);
    audit_change(details, field, NULL, text);
}

static json_t *details_of(const struct audit_download *download, const struct audit_filter *asked,
                          const char *format)
{
    char count[TEXT_NUMBER_LEN];
    json_t *details = json_object();
    text_format_int(download->count, count);
    audit_change(details, "format", NULL, format);
    audit_change(details, "events", NULL, count);
    add_uuid(details, "person", &asked->actor_id);
    add_uuid(details, "record", &asked->record_id);
    if (asked->action != NULL && asked->action[0] != '\0')
        audit_change(details, "action", NULL, asked->action);
    add_time(details, "from", asked->from);
    add_time(details, "until", asked->until);
    return details;
}

enum err audit_download_begin(struct db *db, const struct actor *actor,
                              const struct audit_filter *filter, const char *format,
                              struct audit_download *download)
{
    struct policy_target target = {actor->organization_id, actor->user_id, NULL};
    int64_t now = clock_now();
    if (!policy_allows(actor, PERMISSION_AUDIT_EXPORT, &target))
        return ERR_DENIED;
    *download = (struct audit_download){.db = db, .actor = *actor, .filter = *filter};
    download->filter.limit = AUDIT_DOWNLOAD_BATCH;
    download->filter.before = NULL;
    if (filter->until == 0 || filter->until > now)
        download->filter.until = now;
    download->hides = !policy_allows(actor, PERMISSION_AGENT_READ, &target);
    enum err err = audit_list_count(db, actor, &download->filter, &download->count);
    if (err != ERR_NONE)
        return err;
    return audit_record_alone(
        db, actor,
        &(struct audit_event){.action = "audit.download",
                              .record_type = "organization",
                              .record_id = actor->organization_id,
                              .details = details_of(download, filter, format)});
}

static enum err read_batch(struct audit_download *download, struct audit_list *list)
{
    struct audit_keys keys = {.count = 0};
    enum err err = audit_list(download->db, &download->actor, &download->filter, list);
    for (int i = 0; err == ERR_NONE && i < list->count; i++) {
        err = audit_details_open(download->db, &keys, &list->entries[i]);
        if (err == ERR_NONE && download->hides)
            audit_details_hide(download->db, &list->entries[i]);
    }
    return err;
}

enum err audit_download_next(struct audit_download *download, struct arena *arena,
                             struct audit_list *list)
{
    struct uuid request_id = uuid_make();
    *list = (struct audit_list){.count = 0};
    if (download->filter.before == NULL && download->done > 0)
        return ERR_NONE;
    db_begin_request(download->db, arena, &request_id);
    (void)db_enter(download->db,
                   (struct db_scope){DB_ORGANIZATION, download->actor.organization_id});
    enum err err = read_batch(download, list);
    enum err end = db_end_request(download->db);
    if (err == ERR_NONE)
        err = end;
    if (err != ERR_NONE)
        return err;
    download->done += list->count;
    download->filter.before = NULL;
    if (list->next != NULL) {
        (void)snprintf(download->before, sizeof download->before, "%s", list->next);
        download->filter.before = download->before;
    }
    return ERR_NONE;
}
