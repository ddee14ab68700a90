#include <string.h>

#include "base/clock.h"
#include "base/clock_local.h"
#include "data/audit/audit.h"
#include "data/trail/audit_list.h"
#include "data/trail/audit_proof.h"
#include "data/user/user.h"
#include "pages/handlers.h"
#include "pages/trail/audit_query.h"
#include "pages/trail/audit_tabs.h"
#include "pages/trail/audit_tree_view.h"
#include "pages/trail/audit_view.h"
#include "web/form_render.h"

static enum err show_people(struct page *page, const struct audit_query *query)
{
    struct user_list people;
    enum err err = user_list_choices(page->db, page->actor, &page->actor->organization_id, &people);
    if (err != ERR_NONE)
        return err;
    for (int i = 0; i < people.count; i++) {
        struct view *option = view_add(page->view, "PERSON");
        page_uuid(page, option, "VALUE", &people.items[i].id);
        view_text(option, "TEXT", people.items[i].full_name);
        view_show(option, "SELECTED", uuid_equal(&people.items[i].id, &query->actor));
    }
    return ERR_NONE;
}

static void show_actions(struct page *page, int selected)
{
    for (int i = 0; audit_query_actions[i][0] != NULL; i++) {
        struct view *option = view_add(page->view, "ACTION_OPTION");
        view_text(option, "VALUE", audit_query_actions[i][0]);
        view_text(option, "TEXT", audit_query_actions[i][1]);
        view_show(option, "SELECTED", i == selected);
    }
}

static const char *older_url(struct page *page, const char *before)
{
    static const char *const replaced[] = {"before"};
    struct buf url = audit_query_url(page, "/audit", replaced, COUNT_OF(replaced));
    buf_printf(&url, "before=%s", before);
    return url.data;
}

static const char *export_url(struct page *page)
{
    static const char *const replaced[] = {"before"};
    struct buf url = audit_query_url(page, "/audit/export", replaced, COUNT_OF(replaced));
    url.data[url.len - 1] = '\0'; /* the separator that another parameter would need */
    return url.data;
}

/* Today, and the days up to it. */
static void show_presets(struct page *page, const struct audit_query *query)
{
    static const struct {
        const char *text;
        int days;
    } presets[] = {{"Today", 1}, {"Last 7 days", 7}, {"Last 30 days", 30}};
    static const char *const replaced[] = {"before", "from", "until"};
    int64_t today = clock_local_day(page_zone(page), clock_now());
    for (size_t i = 0; i < COUNT_OF(presets); i++) {
        char day[CLOCK_DAY_LEN];
        int64_t from = today - (presets[i].days - 1) * CLOCK_DAY;
        struct buf url = audit_query_url(page, "/audit", replaced, COUNT_OF(replaced));
        clock_format_day(from, day);
        buf_printf(&url, "from=%s", day);
        struct view *preset = view_add(page->view, "PRESET");
        view_text(preset, "PRESET_URL", url.data);
        view_text(preset, "PRESET_TEXT", presets[i].text);
        view_show(preset, "IS_CURRENT", query->from == from && query->until == 0);
    }
}

/* Who looks after the installation and came in from outside; once more takes it back. */
static void show_outside(struct page *page, const struct audit_query *query)
{
    static const char *const replaced[] = {"before", "outside"};
    if (!policy_allows_some(page->actor, PERMISSION_AUDIT_ALL))
        return;
    struct buf url = audit_query_url(page, "/audit", replaced, COUNT_OF(replaced));
    if (!query->is_outside)
        buf_add_text(&url, "outside=1");
    struct view *preset = view_add(page->view, "OUTSIDE");
    view_text(preset, "OUTSIDE_URL", url.data);
    view_show(preset, "IS_ON", query->is_outside);
}

/* The record whose events are asked for: chosen at the record or at an event, never typed. */
static void show_chosen_record(struct page *page, const struct audit_query *query,
                               const struct audit_list *list)
{
    static const char *const replaced[] = {"before", "record"};
    if (uuid_is_nil(&query->record))
        return;
    struct view *chip = view_add(page->view, "ABOUT");
    const char *name = list->count > 0 ? list->entries[0].record_name : NULL;
    page_uuid(page, chip, "ABOUT_ID", &query->record);
    view_text(chip, "ABOUT_NAME", name != NULL ? name : "one record");
    view_text(chip, "ABOUT_URL",
              audit_query_url(page, "/audit", replaced, COUNT_OF(replaced)).data);
}

static void show_events(struct page *page, const struct audit_list *list)
{
    for (int i = 0; i < list->count; i++)
        audit_view_entry(page, view_add(page->view, "EVENT"), &list->entries[i]);
    view_show(page->view, "EMPTY", list->count == 0);
    view_show(page->view, "TABLE", list->count > 0);
    if (!list->has_more && page->request->query.count == 0)
        return;
    struct view *pager = view_add(page->view, "PAGER");
    if (list->has_more)
        view_text(view_add(pager, "OLDER_URL"), "URL", older_url(page, list->next));
    view_include(page->view, "PAGER_LINKS", "shell/pager.tpl");
}

enum err page_audit_list(struct page *page)
{
    struct form form;
    struct audit_query query;
    enum err wrong = audit_query_parse(page, &form, &query);
    struct audit_filter filter = audit_query_filter(page, &query);
    struct audit_list list;
    audit_tree_ahead(page);
    audit_tabs_ahead(page);
    enum err err = audit_list(page->db, page->actor, &filter, &list);
    if (err == ERR_INVALID) {
        form_error(&form, "before", "There is no such place in the log. Here is its beginning.");
        wrong = err;
        filter.before = "";
        err = audit_list(page->db, page->actor, &filter, &list);
    }
    if (err != ERR_NONE)
        return err;
    struct view *view = page_view(page);
    view_text(view, "FROM", "");
    view_text(view, "UNTIL", "");
    view_text(view, "ZONE", page_zone(page));
    form_render(&form, view);
    err = show_people(page, &query);
    if (err != ERR_NONE)
        return err;
    show_actions(page, query.action);
    show_presets(page, &query);
    show_outside(page, &query);
    show_chosen_record(page, &query, &list);
    show_events(page, &list);
    err = audit_tabs_show(page);
    if (err == ERR_NONE)
        err = audit_tree_show(page);
    if (err != ERR_NONE)
        return err;
    if (policy_allows_some(page->actor, PERMISSION_AUDIT_EXPORT))
        view_text(view_add(view, "MAY_EXPORT"), "EXPORT_URL", export_url(page));
    view_show(view, "IS_OWN_ONLY", !policy_allows_some(page->actor, PERMISSION_AUDIT_CONTENT));
    view_show(view, "IS_FILTERED", page->request->query.count > 0);
    view_include(view, "ERROR_SUMMARY", "shell/errors.tpl");
    return page_show(page, wrong == ERR_NONE ? 200 : 422, "Audit log", "trail/audit_list.tpl");
}

static void show_raw(struct page *page, const char *details)
{
    if (details != NULL)
        view_text(view_add(page->view, "RAW"), "JSON", details);
}

enum err page_audit_show(struct page *page)
{
    struct audit_entry entry;
    enum err err = audit_get(page->db, page->actor, &page->actor->organization_id,
                             &page->match.ids[0], &entry);
    if (err != ERR_NONE)
        return err;
    struct view *view = page_view(page);
    audit_view_entry(page, view, &entry);
    int count = audit_view_details(page, view, entry.details) +
                audit_view_details(page, view, entry.personal_details);
    view_show(view, "HAS_CHANGES", count > 0);
    view_show(view, "NO_CHANGES", count == 0);
    view_text(view, "REQUEST", entry.request_id);
    show_raw(page, entry.details);
    show_raw(page, entry.personal_details);
    err = audit_tree_show_proof(page, &entry);
    if (err != ERR_NONE)
        return err;
    const char *title = entry.seq == 0 ? arena_printf(page->arena, "Event %s", entry.action)
                                       : arena_printf(page->arena, "Event %lld, %s",
                                                      (long long)entry.seq, entry.action);
    return page_show(page, 200, title, "trail/audit_show.tpl");
}

enum err page_audit_proof(struct page *page)
{
    struct audit_proof proof;
    enum err err = audit_proof_get(page->db, page->actor, &page->actor->organization_id,
                                   &page->match.ids[0], &proof);
    if (err == ERR_STALE) /* there will be one */
        return ERR_NOT_FOUND;
    if (err != ERR_NONE)
        return err;
    page->response->status = 200;
    page->response->content_type = "application/json";
    buf_init(&page->response->body, page->arena);
    buf_add_text(&page->response->body, audit_proof_text(page->arena, &proof));
    response_header(page->response, "Content-Disposition",
                    arena_printf(page->arena, "attachment; filename=\"rostrum-proof-%lld.json\"",
                                 (long long)proof.seq));
    return ERR_NONE;
}
