#ifndef PAGES_RECORD_PAGE_H
#define PAGES_RECORD_PAGE_H

#include "base/json.h"
#include "base/problem.h"
#include "pages/shell/page.h"

/* What the pages of one record have in common, be it a prompt, an agent or a team. */

/* How a kind of record is called, and where its pages are. */
struct record_noun {
    const char *singular;       /* "agent" */
    const char *singular_title; /* "Agent" */
    const char *plural;         /* "agents" */
    const char *title;          /* "Agents": of the list */
    const char *base;           /* "/agents" */
};
extern const struct record_noun record_prompt, record_agent, record_team;

/* "/agents/ID" and the rest, in the arena. */
MUST_USE const char *record_page_url(struct page *page, const struct record_noun *noun,
                                     const struct uuid *id, const char *rest) NONNULL;

/* The head of the pages behind a record's button, such as "Edit": record/subhead.tpl as
 * {{>HEAD}}. Sets {{BASE}}, "/agents/ID", and {{LEAF}}, the name. */
void record_page_subhead(struct page *page, const struct record_noun *noun, const struct uuid *id,
                         const char *name, const char *verb) NONNULL;

/* Ends a page: "VERB NAME", such as "Edit support/greeting", is its title. */
MUST_USE enum err record_page_show(struct page *page, int status, const char *verb,
                                   const char *name, const char *file) NONNULL;

/* Ends a page with a form that was refused: the typed values and messages, and the status that
 * says why: 409 for ERR_STALE and ERR_CONFLICT, 403 for ERR_DENIED (which is returned, so that the
 * refusal becomes an event), otherwise as page_show_form. */
MUST_USE enum err record_page_refuse(struct page *page, struct form *form, enum err err,
                                     const char *title, const char *file) NONNULL;

/* What a verb refused becomes a message of the form: at the field if the form has it. False for
 * the errors that no form can mend: ERR_NOT_FOUND, ERR_UNAVAILABLE. */
bool record_page_problem(struct form *form, enum err err, const struct problem *problem) NONNULL;

/* Sets {{KEY}} to a person's name; NULL is an erased user. */
void record_page_person(struct view *view, const char *key, const char *name)
    __attribute__((nonnull(1, 2)));

/* "3 versions", "1 version". */
MUST_USE const char *record_page_count(struct page *page, int64_t count, const char *noun) NONNULL;

/* A row of record/stale.tpl for a field that differs: as it is now, and as it was typed. */
void record_page_differs(struct view *others, const char *label, const char *now,
                         const char *yours) NONNULL;

/* Shows {{#KEY}} with {{N}}, a version's number; 0 leaves it hidden. */
void record_page_version(struct view *view, const char *key, int64_t version) NONNULL;

/* Answers with a record as a JSON file to be saved: "agent-Support-desk.json". */
MUST_USE enum err record_page_export(struct page *page, const struct record_noun *noun,
                                     const char *name, const json_t *json) NONNULL;

#endif
