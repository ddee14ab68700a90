#include "pages/home/start_retention.h"

#include "data/retention/retention_manifest.h"
#include "pages/retention/retention_view.h"

static void ahead_due(struct page *page)
{
    retention_run_due_ahead(page->db, page->actor);
}

static enum err show_due(struct start *start)
{
    struct page *page = start->page;
    struct retention_run run;
    enum err err = retention_run_due(page->db, page->actor, &run);
    if (err == ERR_NONE && run.due_count > 0)
        retention_view_run(page, start_add(start, "home/retention.tpl"), &run);
    return err;
}

const struct start_block start_retention = {.ahead = ahead_due, .show = show_due};
