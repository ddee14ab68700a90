#ifndef PAGES_PROMPT_PAGE_H
#define PAGES_PROMPT_PAGE_H

#include "data/prompt.h"
#include "pages/page.h"

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

/* The head of the pages with tabs: prompts/head.tpl as {{>HEAD}}. Sets {{BASE}}, "/prompts/ID". */
void prompt_page_head(struct page *page, const struct prompt *prompt, enum prompt_tab tab) NONNULL;

/* The head of the pages behind a button, such as "Edit": prompts/subhead.tpl as {{>HEAD}}. */
void prompt_page_subhead(struct page *page, const struct prompt *prompt, const char *verb) NONNULL;

/* Ends a page: "VERB NAME", such as "Edit support/greeting", is its title. */
MUST_USE enum err prompt_page_show(struct page *page, int status, const struct prompt *prompt,
                                   const char *verb, const char *file) NONNULL;

/* Ends a page with a form that was refused: the typed values and messages, and the status that
 * says why: 409 for ERR_STALE and ERR_CONFLICT, 403 for ERR_DENIED (which is returned, so that the
 * refusal becomes an event), otherwise as page_show_form. */
MUST_USE enum err prompt_page_refuse(struct page *page, struct form *form, enum err err,
                                     const char *title, const char *file) NONNULL;

/* What a verb refused becomes a message of the form: at the field if the form has it. False for
 * the errors that no form can mend: ERR_NOT_FOUND, ERR_UNAVAILABLE. */
bool prompt_page_problem(struct form *form, enum err err, const struct problem *problem) NONNULL;

/* Sets {{KEY}} to a person's name; NULL is an erased user. */
void prompt_page_person(struct view *view, const char *key, const char *name)
    __attribute__((nonnull(1, 2)));

/* "3 versions", "1 version". */
MUST_USE const char *prompt_page_count(struct page *page, int64_t count, const char *noun) NONNULL;

/* Shows {{#KEY}} with {{N}}, a version's number; 0 leaves it hidden. */
void prompt_page_version(struct view *view, const char *key, int64_t version) NONNULL;

#endif
