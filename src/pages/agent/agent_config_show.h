#ifndef PAGES_AGENT_CONFIG_SHOW_H
#define PAGES_AGENT_CONFIG_SHOW_H

#include "base/json.h"
#include "data/record/record_source.h"
#include "pages/shell/page.h"

/* A stored config as a value; an empty object if it is none, which would be a bug of ours. */
json_t *agent_config_json(struct page *page, struct text config) NONNULL;

/* Asks ahead (query_ahead) for what the config of a version refers to. */
void agent_config_ahead(struct page *page, const struct record_source *source) NONNULL;

/* The config of that version for people to read: agent/config.tpl as {{>CONFIG}}. Errors as
 * agent_resolve. */
MUST_USE enum err agent_config_show(struct page *page, struct view *view, const json_t *config,
                                    const struct record_source *source) NONNULL;

#endif
