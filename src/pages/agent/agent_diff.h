#ifndef PAGES_AGENT_DIFF_H
#define PAGES_AGENT_DIFF_H

#include "base/json.h"
#include "pages/shell/page.h"

/* A difference of two configs as a page shows it: by key path, and within long texts by line and
 * word. */

struct agent_diff_side {
    const char *name; /* "version 5" */
    const json_t *config;
};

/* Fills a view for agent/diff_table.tpl, which it includes as {{>CONFIG_DIFF}}. */
void agent_diff_show(struct page *page, struct view *view, const struct agent_diff_side *before,
                     const struct agent_diff_side *after) NONNULL;

#endif
