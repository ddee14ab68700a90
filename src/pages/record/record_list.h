#ifndef PAGES_RECORD_LIST_H
#define PAGES_RECORD_LIST_H

#include "pages/record/record_query.h"

/* The page of a list of prompts, agents or teams: record/list.tpl with the noun's rows. */
MUST_USE enum err record_list_show(struct page *page, const struct record_listing *listing) NONNULL;

#endif
