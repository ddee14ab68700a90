#include "pages/shell/page_limit.h"

#include "data/db/db_disk.h"
#include "web/static_file.h"

void page_show_disk(struct page *page, struct view *layout)
{
    static const char *const sections[] = {
        [DB_DISK_LOW] = "IS_LOW", [DB_DISK_FULL] = "IS_FULL", [DB_DISK_READ_ONLY] = "IS_READ_ONLY"};
    enum db_disk disk = db_disk_now(page->db);
    if (disk == DB_DISK_FINE)
        return;
    struct view *banner = view_add(layout, "DISK");
    view_text(banner, "ICONS_URL", static_file_url("icons.svg"));
    view_show(banner, sections[disk], true);
    view_include(banner, "DISK_BANNER", "shell/disk.tpl");
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
