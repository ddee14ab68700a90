#include "pages/shell/page_tabs.h"

#include <string.h>

const struct page_tab page_tabs[] = {
    {"/account", "Profile", PERMISSION_ACCOUNT, NULL},
    {"/account/password", "Password", PERMISSION_ACCOUNT, NULL},
    {"/account/security", "Security", PERMISSION_ACCOUNT, NULL},
    {"/account/sessions", "Sessions", PERMISSION_ACCOUNT, NULL},
    {"/account/tokens", "API tokens", PERMISSION_ACCOUNT, NULL},
    {"/account/data", "Your data", PERMISSION_ACCOUNT, NULL},

    {"/settings/organization", "Organization", PERMISSION_ORGANIZATION_RENAME, "General"},
    {"/settings/labels", "Release rules", PERMISSION_ORGANIZATION_RENAME, NULL},
    {"/settings/second-factor", "Second factor", PERMISSION_ORGANIZATION_RENAME, "Access"},
    {"/settings/sso", "Single sign-on", PERMISSION_ORGANIZATION_RENAME, NULL},
    {"/settings/service-accounts", "Service accounts", PERMISSION_TOKEN_ORGANIZATION, NULL},
    {"/settings/tokens", "API tokens", PERMISSION_TOKEN_ORGANIZATION, NULL},
    {"/settings/access", "Access review", PERMISSION_USER_CHANGE, NULL},
    {"/settings/retention", "Retention", PERMISSION_RETENTION, "Data"},
    {"/settings/holds", "Legal holds", PERMISSION_RETENTION, NULL},
    {"/settings/erasure", "Erasure", PERMISSION_RETENTION, NULL},
    {"/settings/mail", "Mail", PERMISSION_USER_CHANGE, "System"},
    {"/settings/webhooks", "Webhooks", PERMISSION_WEBHOOK, NULL},
    {"/settings/endpoints", "Model endpoints", PERMISSION_ENDPOINT, NULL},
    {"/settings/runners", "Runners", PERMISSION_ENDPOINT, NULL},
    {"/settings/agent-cards", "Agent cards", PERMISSION_ORGANIZATION_RENAME, NULL},
    {"/settings/keys", "Keys", PERMISSION_CHECK_SEE, NULL},
    {"/settings/security", "Security", PERMISSION_CHECK_SEE, NULL},
};
const int page_tab_count = (int)COUNT_OF(page_tabs);

static const struct {
    const char *segment;
    const char *title;
    bool is_grouped;
} owners[] = {{"account", "Account", false}, {"settings", "Settings", true}};

static bool is_of(const struct page_tab *tab, const char *segment)
{
    size_t len = strlen(segment);
    const char *rest = tab->path + 1 + len;
    return strncmp(tab->path + 1, segment, len) == 0 && (*rest == '\0' || *rest == '/');
}

/* "/settings/retention/runs" is a page of the tab "/settings/retention". */
static bool is_current(const struct page_tab *tab, const struct request *request)
{
    const char *rest = strchr(tab->path + 1, '/');
    if (rest == NULL)
        return request->segment_count == 1;
    return request->segment_count > 1 && strcmp(request->segments[1], rest + 1) == 0;
}

static void show_tab(const struct page *page, struct view *tabs, const struct page_tab *tab,
                     const char *heading)
{
    struct view *view = view_add(tabs, "TAB");
    if (heading != NULL)
        view_text(view_add(view, "TAB_GROUP"), "GROUP_TITLE", heading);
    view_text(view, "TAB_PATH", tab->path);
    view_text(view, "TAB_TITLE", tab->title);
    view_show(view, "TAB_CURRENT", is_current(tab, page->request));
}

/* The heading waits for the first tab of its group that the actor may open. */
static void show_tabs(const struct page *page, struct view *tabs, const char *segment)
{
    const char *heading = NULL;
    for (int i = 0; i < page_tab_count; i++) {
        const struct page_tab *tab = &page_tabs[i];
        if (!is_of(tab, segment))
            continue;
        if (tab->group != NULL)
            heading = tab->group;
        if (!policy_allows_some(page->actor, tab->permission))
            continue;
        show_tab(page, tabs, tab, heading);
        heading = NULL;
    }
}

void page_tabs_show(const struct page *page, struct view *layout)
{
    const struct request *request = page->request;
    const char *segment = request->segment_count > 0 ? request->segments[0] : "";
    for (size_t o = 0; o < COUNT_OF(owners); o++) {
        if (strcmp(owners[o].segment, segment) != 0)
            continue;
        struct view *tabs = view_add(layout, "TABS");
        view_text(tabs, "TABS_OWNER", owners[o].title);
        view_show(tabs, "TABS_GROUPED", owners[o].is_grouped);
        show_tabs(page, tabs, segment);
    }
}
