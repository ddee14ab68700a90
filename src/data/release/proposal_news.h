#ifndef DATA_PROPOSAL_NEWS_H
#define DATA_PROPOSAL_NEWS_H

#include "data/release/label_proposal_list.h"

/* Decisions about a person's proposals wait in the person's inbox until they are marked as read.
 * label_proposal_list reads them (is_news_only). */

/* For label_proposal.c, inside the write transaction: the decision becomes news for the proposer,
 * unless the proposer made it. */
void proposal_news_add(struct db *db, const struct label_proposal *proposal,
                       const struct uuid *decided_by) NONNULL;

/* Inside the write transaction: marks a decision about a proposal of the actor as read, or all of
 * them (id nil). What is read already, and what is another's, stays as it is. */
MUST_USE enum err proposal_news_mark_read(struct db *db, const struct actor *actor,
                                          const struct uuid *id) NONNULL;

#endif
