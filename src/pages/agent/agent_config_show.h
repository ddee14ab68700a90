#ifndef PAGES_AGENT_CONFIG_SHOW_H
#define PAGES_AGENT_CONFIG_SHOW_H

#include "base/json.h"
#include "pages/shell/page.h"

/* A config for people to read: agent/config.tpl as {{>CONFIG}}. What it refers to is looked up in
 * the actor's organization: is_own tells that this is the agent's. Errors as agent_resolve. */
MUST_USE enum err agent_config_show(struct page *page, struct view *view, const json_t *config,
                                    bool is_own) NONNULL;

#endif
