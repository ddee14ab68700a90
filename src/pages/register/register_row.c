#include "pages/register/register_row.h"

#include "pages/record/record_page.h"
#include "pages/register/register_show.h"

const char *register_row_status(struct page *page, const struct register_row *row)
{
    if (row->is_stopped)
        return "Stopped";
    if (row->live_version == 0)
        return "Not in production";
    return arena_printf(page->arena, "In production, version %lld", (long long)row->live_version);
}

void register_row_show(struct page *page, struct view *view, const struct register_row *row)
{
    record_page_path(view, row->name);
    view_text(view, "URL", record_page_url(page, row->kind, &row->id, "/register"));
    view_text(view, "KIND", row->kind->id == RECORD_TEAM ? "Team" : "Agent");
    view_text(view, "ICON", row->kind->name);
    record_page_person(view, "OWNER", row->owner_name);
    view_text(view, "MODELS", register_model_words(page->arena, &row->models));
    view_show(view, "NO_MODELS", row->models.count == 0);
    view_text(view, "STATUS", register_row_status(page, row));
    view_number(view, "LIVE_VERSION", row->live_version);
    view_show(view, "IS_STOPPED", row->is_stopped);
    view_show(view, "IS_LIVE", row->live_version > 0);
    view_show(view, "NOT_LIVE", row->live_version == 0);
    view_show(view, "NEVER_SERVED", row->live_version > 0 && row->last_served_at == 0);
    page_time(page, view, "LAST_SERVED", row->last_served_at);
    register_show_entry(page, view, &row->entry);
}
