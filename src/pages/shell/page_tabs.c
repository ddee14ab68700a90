#include "pages/shell/page_tabs.h"

#include <string.h>

const struct page_tab page_tabs[] = {
    {"/account", "Profile", PERMISSION_ACCOUNT},
    {"/account/password", "Password", PERMISSION_ACCOUNT},
    {"/account/security", "Security", PERMISSION_ACCOUNT},
    {"/account/sessions", "Sessions", PERMISSION_ACCOUNT},
    {"/account/tokens", "API tokens", PERMISSION_ACCOUNT},
    {"/account/data", "Your data", PERMISSION_ACCOUNT},

    {"/settings/organization", "Organization", PERMISSION_ORGANIZATION_RENAME},
    {"/settings/tokens", "API tokens", PERMISSION_TOKEN_ORGANIZATION},
    {"/settings/service-accounts", "Service accounts", PERMISSION_TOKEN_ORGANIZATION},
    {"/settings/sso", "Single sign-on", PERMISSION_ORGANIZATION_RENAME},
    {"/settings/second-factor", "Second factor", PERMISSION_ORGANIZATION_RENAME},
    {"/settings/retention", "Retention", PERMISSION_RETENTION},
    {"/settings/holds", "Legal holds", PERMISSION_RETENTION},
    {"/settings/erasure", "Erasure", PERMISSION_RETENTION},
    {"/settings/mail", "Mail", PERMISSION_USER_CHANGE},
    {"/settings/keys", "Keys", PERMISSION_CHECK_SEE},
    {"/settings/security", "Security", PERMISSION_CHECK_SEE},
};
const int page_tab_count = (int)COUNT_OF(page_tabs);

static const char *const owners[][2] = {{"account", "Account"}, {"settings", "Settings"}};

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

static void show_tab(const struct page *page, struct view *tabs, const struct page_tab *tab)
{
    struct view *view = view_add(tabs, "TAB");
    view_text(view, "TAB_PATH", tab->path);
    view_text(view, "TAB_TITLE", tab->title);
    view_show(view, "TAB_CURRENT", is_current(tab, page->request));
}

void page_tabs_show(const struct page *page, struct view *layout)
{
    const struct request *request = page->request;
    const char *segment = request->segment_count > 0 ? request->segments[0] : "";
    struct view *tabs = NULL;
    for (size_t o = 0; o < COUNT_OF(owners); o++) {
        if (strcmp(owners[o][0], segment) != 0)
            continue;
        tabs = view_add(layout, "TABS");
        view_text(tabs, "TABS_OWNER", owners[o][1]);
    }
    for (int i = 0; tabs != NULL && i < page_tab_count; i++)
        if (is_of(&page_tabs[i], segment) &&
            policy_allows_some(page->actor, page_tabs[i].permission))
            show_tab(page, tabs, &page_tabs[i]);
}
