#include "data/team/team_list.h"

#include "data/team/team_bulk.h"
#include "pages/handlers.h"
#include "pages/record/record_bulk.h"
#include "pages/record/record_list.h"

static void show_row(struct view *view, const struct record_row *row)
{
    view_text(view, "KIND", team_kind_labels[row->kind]);
    view_number(view, "MEMBERS", row->member_count);
    view_show(view, "SEVERAL", row->member_count != 1);
}

static const struct record_listing listing = {
    .noun = &record_team,
    .see = PERMISSION_TEAM_SEE,
    .read = PERMISSION_TEAM_READ,
    .create = PERMISSION_TEAM_CREATE,
    .change = PERMISSION_TEAM_CHANGE,
    .list = team_list,
    .content = RECORD_NO_CONTENT,
    .parts = 1u << RECORD_PART_KIND,
    .placeholder = "Search name or description",
    .columns = {"Kind", "Members", NULL},
    .row_file = "team/row.tpl",
    .empty_file = "team/empty.tpl",
    .show_row = show_row,
};

enum err page_team_list(struct page *page)
{
    return record_list_show(page, &listing);
}

enum err page_team_bulk_post(struct page *page)
{
    return record_bulk_archive(page, &record_team, team_bulk_archive);
}
