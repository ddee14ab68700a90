#ifndef PAGES_AGENT_PAGE_H
#define PAGES_AGENT_PAGE_H

#include "data/agent/agent_version.h"
#include "pages/record/record_version.h"

/* What the pages of one agent have in common. */

enum agent_tab { AGENT_TAB_AGENT, AGENT_TAB_HISTORY };

/* The agent of the address's first id. Errors as agent_get. */
MUST_USE enum err agent_page_load(struct page *page, struct agent *agent) NONNULL;

/* "/agents/ID" and the rest, in the arena. */
MUST_USE const char *agent_page_url(struct page *page, const struct uuid *id,
                                    const char *rest) NONNULL;

/* Which buttons a page shows. */
bool agent_page_allows(const struct page *page, enum permission permission,
                       const struct agent *agent) NONNULL;

/* A stored config as a value; an empty object if it is none, which would be a bug of ours. */
json_t *agent_page_config(struct page *page, struct text config) NONNULL;

/* The head of the pages with tabs: agent/head.tpl as {{>HEAD}}. Sets {{BASE}}, "/agents/ID". */
void agent_page_head(struct page *page, const struct agent *agent, enum agent_tab tab) NONNULL;

/* An agent's history and versions for the pages that all records share. */
struct record_history agent_page_history(struct page *page, const struct agent *agent) NONNULL;
struct record_version agent_page_version(const struct agent_version *version) NONNULL;
struct record_version_page agent_page_versions(struct page *page,
                                               const struct agent_version_list *list) NONNULL;

#endif
