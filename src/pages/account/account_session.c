#include <string.h>

#include "data/account/user_reset.h"
#include "pages/handlers.h"
#include "pages/shell/page.h"

/* One's own sessions: where one is signed in, and ending it there. */

struct mark {
    const char *text; /* in the browser's name for itself */
    const char *name;
};

/* The first that matches: browsers call themselves by their rivals' names as well. */
static const char *find_mark(const struct mark *marks, size_t count, const char *agent)
{
    for (size_t i = 0; i < count; i++)
        if (strstr(agent, marks[i].text) != NULL)
            return marks[i].name;
    return NULL;
}

/* "Firefox on Linux", or what the browser says of itself. */
static const char *agent_name(struct arena *arena, const char *agent)
{
    static const struct mark browsers[] = {
        {"Edg/", "Edge"},          {"OPR/", "Opera"},     {"Firefox/", "Firefox"},
        {"Chromium/", "Chromium"}, {"Chrome/", "Chrome"}, {"Safari/", "Safari"},
    };
    static const struct mark systems[] = {
        {"Android", "Android"}, {"iPhone", "iPhone"}, {"iPad", "iPad"},   {"Windows", "Windows"},
        {"Mac OS X", "macOS"},  {"CrOS", "ChromeOS"}, {"Linux", "Linux"},
    };
    const char *browser = find_mark(browsers, COUNT_OF(browsers), agent);
    const char *system = find_mark(systems, COUNT_OF(systems), agent);
    if (browser == NULL)
        return agent[0] == '\0' ? "Unknown browser" : agent;
    return system == NULL ? browser : arena_printf(arena, "%s on %s", browser, system);
}

static void show_resets(struct page *page, struct view *view, const struct user_reset_list *list)
{
    struct view *section = list->count == 0 ? NULL : view_add(view, "RESETS");
    for (int i = 0; i < list->count; i++) {
        struct view *row = view_add(section, "RESET");
        const char *by_name = list->resets[i].by_name;
        view_text(row, "RESET_BY", by_name != NULL ? by_name : "a command on the server");
        page_time(page, row, "RESET_WHEN", list->resets[i].used_at);
    }
}

enum err page_account_sessions(struct page *page)
{
    struct session_list list;
    struct user_reset_list resets;
    enum err err = session_list(page->db, page->actor, &list);
    if (err == ERR_NONE)
        err = user_reset_list(page->db, page->session, &resets);
    if (err != ERR_NONE)
        return err;
    struct view *view = page_view(page);
    for (int i = 0; i < list.count; i++) {
        const struct session_entry *entry = &list.entries[i];
        struct view *row = view_add(view, "ROW");
        bool is_current = uuid_equal(&entry->id, &page->session->id);
        page_uuid(page, row, "ID", &entry->id);
        view_text(row, "CLIENT", agent_name(page->arena, entry->client_agent));
        view_text(row, "ADDRESS", entry->client_address);
        page_time(page, row, "BEGAN", entry->created_at);
        page_time(page, row, "SEEN", entry->last_seen_at);
        view_show(row, "CURRENT", is_current);
        view_show(row, "OTHER", !is_current);
        view_show(row, "NEW_DEVICE", entry->is_new_device);
    }
    view_show(view, "HAS_OTHERS", list.count > 1);
    show_resets(page, view, &resets);
    return page_show(page, 200, "Your sessions", "account/account_sessions.tpl");
}

enum err page_account_session_revoke_post(struct page *page)
{
    struct form form;
    enum err err = page_parse_empty(page, &form);
    if (err != ERR_NONE)
        return page_offer_again(page, &form, "Sign out of session");
    err = session_revoke(page->db, page->actor, &page->match.ids[0]);
    if (err != ERR_NONE)
        return err;
    if (!uuid_equal(&page->match.ids[0], &page->session->id))
        return page_redirect(page, "/account/sessions", "success", "The session has ended.");
    page_set_cookie(page, COOKIE_SESSION, NULL);
    return page_redirect(page, "/login", "success", "You are signed out.");
}

enum err page_account_sessions_revoke_others_post(struct page *page)
{
    struct form form;
    int ended_count = 0;
    enum err err = page_parse_empty(page, &form);
    if (err != ERR_NONE)
        return page_offer_again(page, &form, "Sign out all other sessions");
    err = session_revoke_others(page->db, page->actor, &page->session->id, &ended_count);
    if (err != ERR_NONE)
        return err;
    return page_redirect(page, "/account/sessions", "success",
                         arena_printf(page->arena, "%d other session%s ended.", ended_count,
                                      ended_count == 1 ? " has" : "s have"));
}

enum err page_reset_seen_post(struct page *page)
{
    struct form form;
    enum err err = page_parse_empty(page, &form);
    if (err != ERR_NONE)
        return page_offer_again(page, &form, "I know about it");
    err = user_reset_acknowledge(page->db, page->actor);
    return err == ERR_NONE ? page_redirect(page, "/account/sessions", "success",
                                           "Noted. These are the places where you are signed in.")
                           : err;
}
