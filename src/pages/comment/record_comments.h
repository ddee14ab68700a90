#ifndef PAGES_RECORD_COMMENTS_H
#define PAGES_RECORD_COMMENTS_H

#include "data/comment/record_comment_list.h"
#include "pages/record/record_page.h"

/* The comments on a page of a record: what was said, oldest first, and the form to say more.
 *
 * A page that shows them calls record_comments_ahead() before it loads the record, and
 * record_comments_show() after record_strip_head() (or record_page_subhead(), which both set
 * {{BASE}}); its template has {{>COMMENTS}} where they belong. place is what the page is about: {0}
 * for the record as a whole, which also shows what was said of its versions and proposals;
 * {.version = n} for one version; {.proposal_id = id} for the review of a proposal. What is written
 * there is about the same, and leads back to it. */

void record_comments_ahead(struct page *page, const struct record_head *ahead,
                           const struct record_comment_place *place) NONNULL;

/* Shows nothing to who may not read the record's content. The query parameter "comments" is the
 * cursor of earlier ones. */
MUST_USE enum err record_comments_show(struct page *page, const struct record_head *head,
                                       const struct record_comment_place *place) NONNULL;

#endif
