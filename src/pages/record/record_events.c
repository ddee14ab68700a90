#include "pages/record/record_events.h"

#include <string.h>

#include "data/audit/audit.h"
#include "pages/trail/audit_view.h"

enum { EVENTS_SHOWN = 8, EVENTS_LOOKED_AT = 20 };

static bool may_open(const struct page *page, const struct audit_entry *entry)
{
    struct policy_target target = {entry->organization_id, entry->actor_id};
    return policy_allows(page->actor, PERMISSION_AUDIT_SEE, &target) ||
           policy_allows(page->actor, PERMISSION_AUDIT_CONTENT, &target);
}

static const char *actor_of(const struct audit_entry *entry)
{
    if (entry->actor_name != NULL)
        return entry->actor_name;
    if (strcmp(entry->actor_kind, "command") == 0)
        return "the server's command";
    return strcmp(entry->actor_kind, "user") == 0 ? "an erased user" : "somebody unknown";
}

static void show_event(struct page *page, const struct audit_entry *entry)
{
    struct view *row = view_add(page->view, "EVENT");
    view_text(row, "EVENT_ACTION", entry->action);
    view_text(row, "EVENT_WHAT", audit_view_what(entry->action));
    view_text(row, "EVENT_ACTOR", actor_of(entry));
    view_show(row, "EVENT_OUTSIDE", entry->is_outside);
    page_time(page, row, "WHEN", entry->occurred_at);
    if (may_open(page, entry))
        view_number(view_add(row, "EVENT_LINK"), "SEQ", entry->seq);
    view_show(row, "NO_EVENT_LINK", !may_open(page, entry));
}

/* The newest first: that is what one looks for. */
enum err record_events_show(struct page *page, const struct uuid *organization_id,
                            const struct uuid *record_id)
{
    struct audit_list list;
    enum err err =
        audit_list_record(page->db, page->actor, organization_id, record_id, EVENTS_SHOWN, &list);
    if (err != ERR_NONE)
        return err;
    struct view *view = page_view(page);
    for (int i = list.count - 1; i >= 0; i--)
        show_event(page, &list.entries[i]);
    if (list.has_more)
        page_uuid(page, view_add(view, "MORE_EVENTS"), "RECORD_ID", record_id);
    view_include(view, "EVENTS", "record/events.tpl");
    return ERR_NONE;
}

/* What an action does to a record, after its noun; NULL for labels and whatever else. */
static const char *what_of(const char *action, int changes)
{
    static const struct {
        const char *verb;
        const char *what;
        int changes;
    } verbs[] = {{"create", "Created", RECORD_SAVES},
                 {"update", "Changed", RECORD_SAVES},
                 {"restore_version", "Changed", RECORD_SAVES},
                 {"archive", "Archived", RECORD_STATES},
                 {"restore", "Restored", RECORD_STATES},
                 {"transfer", "Transferred", RECORD_STATES}};
    const char *dot = strchr(action, '.');
    if (dot == NULL || text_starts_with(action, "label."))
        return NULL;
    for (size_t i = 0; i < COUNT_OF(verbs); i++)
        if ((verbs[i].changes & changes) != 0 && strcmp(verbs[i].verb, dot + 1) == 0)
            return verbs[i].what;
    return NULL;
}

enum err record_events_find(struct page *page, const struct record_events_of *record, int changes,
                            const struct audit_entry **entry)
{
    struct audit_list list = {.count = 0};
    *entry = NULL;
    enum err err = audit_list_record(page->db, page->actor, record->organization_id, record->id,
                                     EVENTS_LOOKED_AT, &list);
    for (int i = list.count - 1; err == ERR_NONE && *entry == NULL && i >= 0; i--)
        if (strcmp(list.entries[i].outcome, "success") == 0 &&
            what_of(list.entries[i].action, changes) != NULL)
            *entry = &list.entries[i];
    return err;
}

bool record_events_show_last(struct page *page, const struct record_events_of *record, int changes,
                             int64_t since)
{
    const struct audit_entry *entry = NULL;
    if (record_events_find(page, record, changes, &entry) != ERR_NONE || entry == NULL ||
        entry->occurred_at < since)
        return false;
    struct view *last = view_add(page_view(page), "LAST_CHANGE");
    view_text(last, "LAST_WHAT", what_of(entry->action, changes));
    view_text(last, "LAST_BY", actor_of(entry));
    page_time_here(page, last, entry->occurred_at);
    return true;
}
