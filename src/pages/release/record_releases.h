#ifndef PAGES_RECORD_RELEASES_H
#define PAGES_RECORD_RELEASES_H

#include "pages/record/record_page.h"

/* The page of a record's labels: where they are, the form that moves them, proposals, history. The
 * forms of record_release.c come back to it when they are refused. */

/* Shows the page after a refusal. chosen_version is offered in the form; 0 for the newest. Errors
 * as record_page_refuse. */
MUST_USE enum err record_releases_refuse(struct page *page, struct form *form, enum err err,
                                         const struct record_noun *noun,
                                         const struct record_head *head,
                                         int64_t chosen_version) NONNULL;

#endif
