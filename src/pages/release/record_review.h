#ifndef PAGES_RECORD_REVIEW_H
#define PAGES_RECORD_REVIEW_H

#include "data/release/label_proposal_list.h"
#include "pages/record/record_page.h"

/* A proposal to move a label as a page to review it, like a pull request: what is proposed and why,
 * whom it reaches, what it changes, and what became of it. Its parts, from the top: what the
 * release may do that the live one may not, {{>SCOPE}}; whom it affects, record_affects.h; the
 * changes; the comments on the proposal, {{>COMMENTS}}; and the only forms that approve, reject or
 * withdraw. */

/* "/prompts/ID/releases/ID", where a proposal is reviewed. In the arena. */
const char *record_review_url(struct page *page, const struct label_proposal *proposal) NONNULL;

/* Shows it after a decision was refused: the form's messages, and the status as record_page_refuse.
 * form is NULL for a first look. The proposal is one of the record. */
MUST_USE enum err record_review_show(struct page *page, const struct record_head *head,
                                     const struct label_proposal *proposal, struct form *form,
                                     enum err err) __attribute__((nonnull(1, 2, 3)));

#endif
