#include "pages/inbox/inbox_retention.h"

#include "data/retention/retention_manifest.h"
#include "pages/record/record_page.h"
#include "pages/retention/retention_view.h"

static void ahead_due(struct page *page)
{
    retention_run_due_ahead(page->db, page->actor);
}

static enum err show_due(struct inbox_section *section)
{
    struct page *page = section->page;
    struct retention_run run;
    enum err err = retention_run_due(page->db, page->actor, &run);
    if (err != ERR_NONE || run.due_count == 0)
        return err;
    const char *url = retention_view_url(page, &run.id, "");
    const char *rows = record_page_count(page, run.due_count, "row");
    inbox_section_add(
        section, &(struct inbox_row){.icon = "archive",
                                     .name = "Retention",
                                     .name_url = url,
                                     .what = arena_printf(page->arena, "%s due for deletion", rows),
                                     .at = run.created_at,
                                     .verb = "Review",
                                     .url = url});
    return ERR_NONE;
}

const struct inbox_block inbox_retention = {INBOX_RETENTION, "Retention", ahead_due, show_due};
