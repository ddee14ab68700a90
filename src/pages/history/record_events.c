#include "pages/history/record_events.h"

#include "data/trail/audit_list.h"
#include "pages/comment/record_comments.h"
#include "pages/handlers.h"
#include "pages/record/record_change.h"
#include "pages/record/record_noun.h"
#include "pages/record/record_page.h"
#include "pages/record/record_strip.h"
#include "pages/trail/audit_sentence.h"

enum { EVENTS_SHOWN = 8, ACTIVITY_SHOWN = 100 };

static bool may_open(const struct page *page, const struct audit_entry *entry)
{
    struct policy_target target = {entry->organization_id, entry->actor_id, NULL};
    return policy_allows(page->actor, PERMISSION_AUDIT_SEE, &target) ||
           policy_allows(page->actor, PERMISSION_AUDIT_CONTENT, &target);
}

static void show_event(struct page *page, const struct audit_entry *entry)
{
    struct view *row = view_add(page->view, "EVENT");
    struct audit_sentence sentence = audit_sentence_of(page->arena, entry);
    view_text(row, "EVENT_WHAT", sentence.what);
    if (sentence.diff_url != NULL)
        view_text(view_add(row, "EVENT_DIFF"), "DIFF_URL", sentence.diff_url);
    const char *wider = audit_sentence_wider(page->arena, entry);
    if (wider != NULL)
        view_text(view_add(row, "WIDER"), "WIDER_SUBJECTS", wider);
    view_text(row, "EVENT_ACTOR", record_change_actor(entry));
    view_show(row, "EVENT_OUTSIDE", entry->is_outside);
    page_time(page, row, "WHEN", entry->occurred_at);
    if (may_open(page, entry))
        page_uuid(page, view_add(row, "EVENT_LINK"), "EVENT_ID", &entry->id);
    view_show(row, "NO_EVENT_LINK", !may_open(page, entry));
}

/* The newest first: that is what one looks for. */
static enum err show_events(struct page *page, const struct uuid *organization_id,
                            const struct uuid *record_id, int limit)
{
    struct audit_list list;
    enum err err =
        audit_list_record(page->db, page->actor, organization_id, record_id, limit, &list);
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

void record_events_ahead(struct page *page, const struct record_head *head)
{
    audit_list_record_ahead(page->db, &head->organization_id, &head->id, EVENTS_SHOWN);
}

enum err record_events_show(struct page *page, const struct uuid *organization_id,
                            const struct uuid *record_id)
{
    return show_events(page, organization_id, record_id, EVENTS_SHOWN);
}

enum err page_record_activity(struct page *page)
{
    const struct record_noun *noun = record_noun_of_page(page);
    struct record_head *head = arena_alloc(page->arena, noun->store->size);
    struct record_head ahead = record_page_ahead(page, noun);
    audit_list_record_ahead(page->db, &ahead.organization_id, &ahead.id, ACTIVITY_SHOWN);
    struct record_comment_place whole = {0};
    record_comments_ahead(page, &ahead, &whole);
    record_strip_ahead(page, noun);
    enum err err = record_page_load(page, noun, RECORD_HEAD_ONLY, head);
    if (err == ERR_NONE)
        err = show_events(page, &head->organization_id, &head->id, ACTIVITY_SHOWN);
    if (err == ERR_NONE)
        page_uuid(page, view_add(page->view, "ALL_EVENTS"), "ALL_ID", &head->id);
    if (err != ERR_NONE)
        return err;
    record_strip_head(page, noun, head, RECORD_TAB_ACTIVITY, head->version);
    err = record_comments_show(page, head, &whole);
    if (err != ERR_NONE)
        return err;
    return record_page_show(page, 200, "Activity of", head->name, "record/activity.tpl");
}
