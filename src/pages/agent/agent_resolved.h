#ifndef PAGES_AGENT_RESOLVED_H
#define PAGES_AGENT_RESOLVED_H

#include "base/json.h"
#include "data/record/record_source.h"
#include "pages/shell/page.h"

/* The prompt that a config refers to, as it is now: {{#RESOLVED}} for agent/resolved.tpl, which is
 * included as {{>RESOLVED_PART}}. Nothing if the config refers to none. source and errors as
 * agent_resolve. */
MUST_USE enum err agent_resolved_show(struct page *page, struct view *view, const json_t *config,
                                      const struct record_source *source)
    __attribute__((nonnull(1, 2, 3)));

#endif
