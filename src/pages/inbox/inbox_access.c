#include "pages/inbox/inbox_access.h"

#include "data/review/review.h"

static void ahead_due(struct page *page)
{
    review_due_ahead(page->db, page->actor);
}

/* It leaves when a review is signed. */
static enum err show_due(struct inbox_section *section)
{
    struct page *page = section->page;
    struct review_due due;
    enum err err = review_due(page->db, page->actor, &due);
    if (err != ERR_NONE || !due.is_due)
        return err;
    inbox_section_add(section,
                      &(struct inbox_row){.icon = "users",
                                          .name = "Access review",
                                          .name_url = "/settings/access",
                                          .what = due.is_first ? "Access has not been reviewed yet"
                                                               : "Last one signed",
                                          .at = due.since,
                                          .verb = "Review",
                                          .url = "/settings/access"});
    return ERR_NONE;
}

const struct inbox_block inbox_access = {INBOX_ACCESS, "Access review", ahead_due, show_due};
