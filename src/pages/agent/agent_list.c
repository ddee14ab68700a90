#include "data/agent/agent_list.h"

#include "data/agent/agent_bulk.h"
#include "pages/handlers.h"
#include "pages/record/record_bulk.h"
#include "pages/record/record_list.h"

static void show_row(struct view *view, const struct record_row *row)
{
    view_number(view, "VERSION", row->version);
    view_text(view, "MODEL", row->model);
}

static const struct record_listing listing = {
    .noun = &record_agent,
    .see = PERMISSION_AGENT_SEE,
    .read = PERMISSION_AGENT_READ,
    .create = PERMISSION_AGENT_CREATE,
    .change = PERMISSION_AGENT_CHANGE,
    .list = agent_list,
    .content = RECORD_CONFIGS,
    .parts = 1u << RECORD_PART_MODEL,
    .placeholder = "Search name or description",
    .columns = {"Model", NULL},
    .import_url = "/agents/import",
    .row_file = "agent/row.tpl",
    .empty_file = "agent/empty.tpl",
    .show_row = show_row,
};

enum err page_agent_list(struct page *page)
{
    return record_list_show(page, &listing);
}

enum err page_agent_bulk_post(struct page *page)
{
    return record_bulk_archive(page, &record_agent, agent_bulk_archive);
}
