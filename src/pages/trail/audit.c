#include <string.h>

#include "base/clock.h"
#include "base/clock_local.h"
#include "data/audit/audit.h"
#include "data/identity/user.h"
#include "data/trail/audit_list.h"
#include "pages/handlers.h"
#include "pages/trail/audit_view.h"
#include "web/form_render.h"

enum { EVENTS_PER_PAGE = 50, PLACE_MAX = 64 };

/* What the action filter offers: beginnings of action names, and what they are called. */
static const char *const action_values[] = {"",        "prompt.",  "label.",   "agent.",
                                            "team.",   "user.",    "session.", "organization.",
                                            "import.", "request.", NULL};
static const char *const action_texts[] = {
    "Any action",   "Prompts", "Labels",  "Agents", "Teams", "Users", "Sign-ins and sessions",
    "Organization", "Imports", "Refusals"};

struct audit_query {
    struct uuid actor;
    struct uuid record;
    int action;
    int64_t from;
    int64_t until;
    const char *before;
};

static const struct form_field query_fields[] = {
    {.name = "actor",
     .label = "Person",
     .kind = FORM_UUID,
     .offset = offsetof(struct audit_query, actor)},
    {.name = "record",
     .label = "Record",
     .kind = FORM_UUID,
     .offset = offsetof(struct audit_query, record)},
    {.name = "action",
     .label = "Action",
     .kind = FORM_CHOICE,
     .choices = action_values,
     .offset = offsetof(struct audit_query, action)},
    {.name = "from",
     .label = "From",
     .kind = FORM_DAY,
     .offset = offsetof(struct audit_query, from)},
    {.name = "until",
     .label = "Until",
     .kind = FORM_DAY,
     .offset = offsetof(struct audit_query, until)},
    {.name = "before",
     .label = "Page",
     .kind = FORM_LINE,
     .max_chars = PLACE_MAX,
     .offset = offsetof(struct audit_query, before)},
};

/* The days are those of the reader. */
static struct audit_filter filter_of(const struct page *page, const struct audit_query *query)
{
    const char *zone = page_zone(page);
    int64_t day_after = query->until + CLOCK_DAY;
    return (struct audit_filter){
        .actor_id = query->actor,
        .record_id = query->record,
        .action = query->action > 0 ? action_values[query->action] : "",
        .from = query->from > 0 ? clock_local_start(zone, query->from) : 0,
        .until = query->until > 0 ? clock_local_start(zone, day_after) : 0,
        .before = query->before,
        .limit = EVENTS_PER_PAGE,
    };
}

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
    for (int i = 0; action_values[i] != NULL; i++) {
        struct view *option = view_add(page->view, "ACTION_OPTION");
        view_text(option, "VALUE", action_values[i]);
        view_text(option, "TEXT", action_texts[i]);
        view_show(option, "SELECTED", i == selected);
    }
}

/* The filters of this page without some of them, as the beginning of an address. */
static struct buf url_without(struct page *page, const char *const *names, size_t count)
{
    struct buf url;
    buf_init(&url, page->arena);
    buf_add_text(&url, "/audit?");
    const struct param_list *query = &page->request->query;
    for (int i = 0; i < query->count; i++) {
        bool is_left_out = query->items[i].value.len == 0;
        for (size_t j = 0; j < count; j++)
            is_left_out = is_left_out || strcmp(query->items[i].name, names[j]) == 0;
        if (!is_left_out)
            buf_printf(&url, "%s=%s&", text_percent_encode(page->arena, query->items[i].name),
                       text_percent_encode(page->arena, query->items[i].value.data));
    }
    return url;
}

static const char *older_url(struct page *page, const char *before)
{
    static const char *const replaced[] = {"before"};
    struct buf url = url_without(page, replaced, COUNT_OF(replaced));
    buf_printf(&url, "before=%s", before);
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
        struct buf url = url_without(page, replaced, COUNT_OF(replaced));
        clock_format_day(from, day);
        buf_printf(&url, "from=%s", day);
        struct view *preset = view_add(page->view, "PRESET");
        view_text(preset, "PRESET_URL", url.data);
        view_text(preset, "PRESET_TEXT", presets[i].text);
        view_show(preset, "IS_CURRENT", query->from == from && query->until == 0);
    }
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
    view_text(chip, "ABOUT_URL", url_without(page, replaced, COUNT_OF(replaced)).data);
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
    enum err wrong =
        form_parse_query(&form, page->request, query_fields, (int)COUNT_OF(query_fields), &query);
    struct audit_filter filter = filter_of(page, &query);
    struct audit_list list;
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
    show_chosen_record(page, &query, &list);
    show_events(page, &list);
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
    const char *title = entry.seq == 0 ? arena_printf(page->arena, "Event %s", entry.action)
                                       : arena_printf(page->arena, "Event %lld, %s",
                                                      (long long)entry.seq, entry.action);
    return page_show(page, 200, title, "trail/audit_show.tpl");
}
