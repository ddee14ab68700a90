#ifndef PAGES_RECORD_COMMENT_VIEW_H
#define PAGES_RECORD_COMMENT_VIEW_H

#include "data/comment/record_comment_list.h"
#include "pages/record/record_page.h"

/* What the pages of a single comment and the section of all of them share. */

/* The text of a comment: {{#COMMENT_PART}} with {{#MENTION}} ({{USER_ID}} and {{NAME}}), if it
 * begins with one, and {{TEXT}}. */
void record_comment_view_body(struct page *page, struct view *view,
                              const struct record_comment *comment) NONNULL;

/* The page of what a comment is about. */
const char *record_comment_view_place(struct page *page, const struct record_head *head,
                                      const struct record_comment_place *place) NONNULL;

/* The hidden fields that say what a comment is about. */
void record_comment_view_form(struct page *page, struct view *view,
                              const struct record_comment_place *place) NONNULL;

#endif
