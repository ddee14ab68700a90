#ifndef PAGES_RECORD_LABELS_H
#define PAGES_RECORD_LABELS_H

#include "data/release/label_history.h"
#include "pages/shell/page.h"

/* The labels of a record, for its page of releases: {{#LABEL}} for each, production first, with who
 * put it there and the moves that this person may make or propose, and {{#MOVE_FORM}} to choose any
 * label and version. history has the newest moves, or none. chosen_version is offered in the form;
 * 0: the newest. */
MUST_USE enum err record_labels_show(struct page *page, const struct record_head *head,
                                     const struct label_history *history,
                                     int64_t chosen_version) NONNULL;

#endif
