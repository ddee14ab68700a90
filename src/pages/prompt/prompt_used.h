#ifndef PAGES_PROMPT_USED_H
#define PAGES_PROMPT_USED_H

#include "data/prompt/prompt_use.h"
#include "pages/shell/page.h"

/* Where a prompt is used, in prompts, agents and teams: prompt/used.tpl as {{>USED}}, with
 * {{#USES}}, what record_used.h sets, and {{#NO_USES}}. */
MUST_USE enum err prompt_used_show(struct page *page, const struct uuid *prompt_id) NONNULL;

#endif
