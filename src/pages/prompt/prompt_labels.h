#ifndef PAGES_PROMPT_LABELS_H
#define PAGES_PROMPT_LABELS_H

#include "data/record/label_proposal.h"
#include "pages/shell/page.h"

/* The page of a prompt's labels: where they are, the form that moves them, proposals, history. The
 * forms of prompt_label_move.c come back to it when they are refused. */

/* Reads everything and fills the page's view. chosen_version is offered in the form; 0 for the
 * newest. */
MUST_USE enum err prompt_labels_fill(struct page *page, const struct prompt *prompt,
                                     int64_t chosen_version) NONNULL;

/* The same after a refusal; errors as record_page_refuse. */
MUST_USE enum err prompt_labels_refuse(struct page *page, struct form *form, enum err err,
                                       const struct prompt *prompt, int64_t chosen_version) NONNULL;

#endif
