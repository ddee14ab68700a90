#include "pages/shell/page_limit.h"

void page_show_disk(struct page *page, struct view *layout)
{
    if (db_is_full(page->db))
        view_include(view_add(layout, "DISK_FULL"), "DISK_BANNER", "shell/disk.tpl");
}

void page_show_limit(struct page *page, struct view *layout)
{
    static const char *const wants[USAGE_COUNT] = {"records", "content", "people"};
    const struct session *session = page->session;
    enum usage fullest = organization_usage_fullest(&session->usage);
    if (fullest == USAGE_COUNT ||
        !policy_allows_some(page->actor, PERMISSION_ORGANIZATION_RENAME) ||
        !uuid_equal(&session->acting_organization_id, &session->actor.home_organization_id))
        return;
    struct view *banner = view_add(layout, "NEAR_LIMIT");
    view_text(banner, "NEAR_WHAT", wants[fullest]);
    view_number(banner, "NEAR_PERCENT", organization_usage_percent(&session->usage, fullest));
    view_include(banner, "LIMIT_BANNER", "shell/limit.tpl");
}
