#ifndef PAGES_INBOX_PROPOSAL_H
#define PAGES_INBOX_PROPOSAL_H

#include "data/release/label_proposal_list.h"
#include "pages/inbox/inbox_block.h"

/* Proposals to review, and decisions about one's own. */
extern const struct inbox_block inbox_review, inbox_decision;

/* Also for the home page: a proposal that the actor may decide, as a row. */
void inbox_review_row(struct page *page, const struct label_proposal *proposal,
                      struct inbox_row *row) NONNULL;

#endif
