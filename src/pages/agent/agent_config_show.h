#ifndef PAGES_AGENT_CONFIG_SHOW_H
#define PAGES_AGENT_CONFIG_SHOW_H

#include "base/json.h"
#include "pages/shell/page.h"

/* A stored config as a value; an empty object if it is none, which would be a bug of ours. */
json_t *agent_config_json(struct page *page, struct text config) NONNULL;

/* A config for people to read: agent/config.tpl as {{>CONFIG}}. Errors as agent_resolve. */
MUST_USE enum err agent_config_show(struct page *page, struct view *view,
                                    const json_t *config) NONNULL;

#endif
