#ifndef PAGES_SET_DIFF_SHOW_H
#define PAGES_SET_DIFF_SHOW_H

#include "data/set/set.h"
#include "pages/shell/page.h"

/* The difference of two test sets, by the ids of their cases. */

struct set_side {
    const char *name; /* "version 5" */
    const struct set_content *content;
};

/* Fills a view for set/changes.tpl, which it includes as {{>SET_CHANGES}}. */
void set_diff_show(struct page *page, struct view *view, const struct set_side *before,
                   const struct set_side *after) NONNULL;

/* The same in short, for a row: "2 added, 1 changed, settings"; NULL if nothing differs. */
const char *set_diff_summary(struct arena *arena, const struct set_content *before,
                             const struct set_content *after) NONNULL;

#endif
