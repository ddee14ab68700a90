#ifndef PAGES_PROMPT_PAGE_H
#define PAGES_PROMPT_PAGE_H

#include "data/prompt/prompt_version.h"
#include "pages/record/record_version.h"

/* What the pages of one prompt have in common. */

enum prompt_tab { PROMPT_TAB_PROMPT, PROMPT_TAB_HISTORY, PROMPT_TAB_LABELS, PROMPT_TAB_TRY };

/* The prompt of the address's first id. Errors as prompt_get. */
MUST_USE enum err prompt_page_load(struct page *page, struct prompt *prompt) NONNULL;

/* "/prompts/ID" and the rest, in the arena. */
MUST_USE const char *prompt_page_url(struct page *page, const struct uuid *id,
                                     const char *rest) NONNULL;

/* Which buttons a page shows. */
bool prompt_page_allows(const struct page *page, enum permission permission,
                        const struct prompt *prompt) NONNULL;

/* The head of the pages with tabs: prompt/head.tpl as {{>HEAD}}. Sets {{BASE}}, "/prompts/ID". */
void prompt_page_head(struct page *page, const struct prompt *prompt, enum prompt_tab tab) NONNULL;

/* The head of the pages behind a button, such as "Edit": record/subhead.tpl as {{>HEAD}}. */
void prompt_page_subhead(struct page *page, const struct prompt *prompt, const char *verb) NONNULL;

/* Ends a page: "VERB NAME", such as "Edit support/greeting", is its title. */
MUST_USE enum err prompt_page_show(struct page *page, int status, const struct prompt *prompt,
                                   const char *verb, const char *file) NONNULL;

/* A prompt's history and versions for the pages that all records share. */
struct record_history prompt_page_history(struct page *page, const struct prompt *prompt) NONNULL;
struct record_version prompt_page_version(const struct prompt_version *version) NONNULL;
struct record_version_page prompt_page_versions(struct page *page,
                                                const struct prompt_version_list *list) NONNULL;

#endif
