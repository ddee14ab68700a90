#ifndef PAGES_AGENT_JSON_DIFF_H
#define PAGES_AGENT_JSON_DIFF_H

#include "base/json.h"
#include "pages/shell/page.h"

/* A difference of two JSON values as a page shows it, the configs of an agent or the settings of a
 * team: by key path, and within long texts by line and word. */

struct agent_json_side {
    const char *name; /* "version 5" */
    const json_t *json;
};

/* Fills a view for agent/json_diff.tpl, which it includes as {{>JSON_DIFF}}. what names both
 * sides: "config". */
void agent_json_diff_show(struct page *page, struct view *view, const char *what,
                          const struct agent_json_side *before,
                          const struct agent_json_side *after) NONNULL;

#endif
