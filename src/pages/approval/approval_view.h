#ifndef PAGES_APPROVAL_VIEW_H
#define PAGES_APPROVAL_VIEW_H

#include "data/approval/approval_list.h"
#include "data/release/label_proposal_list.h"
#include "pages/shell/page.h"

/* What pages show of a request that a second person decides about. */

/* "Erasure of a person: Ada Lovelace". In the arena. */
const char *approval_view_title(struct page *page, const struct approval *approval) NONNULL;

/* "/approvals/ID". In the arena. */
const char *approval_view_url(struct page *page, const struct uuid *id) NONNULL;

/* Sets TITLE, APPROVAL_URL, STATE, STATE_CLASS, ASKED_BY and the sections ASKED, EXPIRES (of what
 * waits or is approved), MAY_DECIDE and DECIDED (DECIDED_BY and the time). */
void approval_view(struct page *page, struct view *view, const struct approval *approval) NONNULL;

/* The same of a proposal to move a label, whose page is the one that reviews it. */
void approval_view_proposal(struct page *page, struct view *view,
                            const struct label_proposal *proposal) NONNULL;

#endif
