#include "pages/record/record_change.h"

#include <string.h>

/* Labels may move, and people be refused, since the last change of the record itself. */
enum { EVENTS_LOOKED_AT = 20 };

const char *record_change_actor(const struct audit_entry *entry)
{
    if (entry->actor_name != NULL)
        return entry->actor_name;
    if (strcmp(entry->actor_kind, "command") == 0)
        return "the server's command";
    return strcmp(entry->actor_kind, "user") == 0 ? "an erased user" : "someone unknown";
}

/* What an event did to the record itself; NULL for all others. */
static const char *what_of(const struct record_kind *kind, const char *action)
{
    const struct {
        const char *action;
        const char *what;
    } changes[] = {{kind->event.update, "Updated"},
                   {kind->event.archive, "Archived"},
                   {kind->event.restore, "Restored"},
                   {kind->event.transfer, "Transferred"}};
    for (size_t i = 0; i < COUNT_OF(changes); i++)
        if (strcmp(changes[i].action, action) == 0)
            return changes[i].what;
    return NULL;
}

/* An event is written after the row that it is about, in one transaction. */
static bool is_last(const struct record_head *head, const struct audit_entry *entry)
{
    return entry->occurred_at >= head->updated_at && strcmp(entry->outcome, "success") == 0 &&
           what_of(head->store->kind, entry->action) != NULL;
}

void record_change_show(struct page *page, const struct record_head *head)
{
    struct audit_list list;
    if (head->updated_at == head->saved_at)
        return;
    if (audit_list_record(page->db, page->actor, &head->organization_id, &head->id,
                          EVENTS_LOOKED_AT, &list) != ERR_NONE)
        return;
    for (int i = list.count - 1; i >= 0; i--) {
        const struct audit_entry *entry = &list.entries[i];
        if (!is_last(head, entry))
            continue;
        struct view *last = view_add(page_view(page), "LAST_CHANGE");
        view_text(last, "LAST_WHAT", what_of(head->store->kind, entry->action));
        view_text(last, "LAST_BY", record_change_actor(entry));
        page_time_here(page, last, entry->occurred_at);
        return;
    }
    page_time(page, page_view(page), "WAS_UPDATED", head->updated_at);
}
