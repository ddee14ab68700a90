#ifndef PAGES_RECORD_PAGE_H
#define PAGES_RECORD_PAGE_H

#include "base/json.h"
#include "base/problem.h"
#include "data/edit/record_save.h"
#include "data/record/record_load.h"
#include "pages/record/record_noun.h"

/* What the pages of one record have in common, whatever its kind. */

/* "/agents/ID" and the rest, in the arena. */
MUST_USE const char *record_page_url(struct page *page, const struct record_kind *kind,
                                     const struct uuid *id, const char *rest) NONNULL;

/* The record of the address's first id, of the noun's kind, into its struct. Errors as
 * record_load. */
MUST_USE enum err record_page_load(struct page *page, const struct record_noun *noun,
                                   enum record_depth depth, void *record) NONNULL;

/* Sends an address of old to where its page is now, for who may see the record. */
MUST_USE enum err record_page_moved(struct page *page, const struct record_noun *noun,
                                    const char *rest) NONNULL;

/* A record of which no more is known than its address says: only for asking ahead (query_ahead).
 */
MUST_USE struct record_head record_page_ahead(const struct page *page,
                                              const struct record_noun *noun) NONNULL;

/* May the actor do this to the record? */
bool record_page_allows(const struct page *page, enum permission permission,
                        const struct record_head *head) NONNULL;

/* What all pages of a record may say: {{BASE}}, {{LEAF}}, {{FULL_NAME}} and so on, without a head.
 */
void record_page_values(struct page *page, const struct record_noun *noun,
                        const struct record_head *head) NONNULL;

/* The head of the pages with tabs: record/head.tpl as {{>HEAD}}. Sets {{BASE}}, "/agents/ID", and
 * whatever templates say of every record: name, folders, state, number of versions. Pages call
 * record_strip_head (record_strip.h), which adds what is live and the buttons. */
enum record_tab {
    RECORD_TAB_RECORD,
    RECORD_TAB_VERSIONS,
    RECORD_TAB_RELEASES,
    RECORD_TAB_USED_BY,
    RECORD_TAB_ACTIVITY,
    RECORD_TAB_REGISTER,
    RECORD_TAB_TESTS,
    RECORD_TAB_PREVIEW
};
void record_page_head(struct page *page, const struct record_noun *noun,
                      const struct record_head *head, enum record_tab tab) NONNULL;

/* The head of the pages behind a record's button, such as "Edit": record/subhead.tpl as
 * {{>HEAD}}. Sets {{BASE}}, and {{LEAF}}, the name within its folder. */
void record_page_subhead(struct page *page, const struct record_noun *noun,
                         const struct record_head *head, const char *verb) NONNULL;

/* The same of an editor, with record_editor_show. */
void record_page_editor(struct page *page, const struct record_noun *noun,
                        const struct record_head *head) NONNULL;

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

/* The same for forms of which nobody else has a newer state: what can be mended, ERR_INVALID and
 * ERR_CONFLICT, becomes a message and ERR_INVALID, so that the form is shown again; other errors
 * stay what they are. */
MUST_USE enum err record_page_mend(struct form *form, enum err err,
                                   const struct problem *problem) NONNULL;

/* A person's name; NULL is an erased user. */
const char *record_page_name(const char *name);

/* Sets {{KEY}} to it. */
void record_page_person(struct view *view, const char *key, const char *name)
    __attribute__((nonnull(1, 2)));

/* "3 versions", "1 version". */
MUST_USE const char *record_page_count(struct page *page, int64_t count, const char *noun) NONNULL;

/* The field that edit forms carry: the revision they are based on. */
#define RECORD_REVISION_FIELD(form, member)                                                        \
    {                                                                                              \
        .name = "revision", .label = "Revision", .kind = FORM_INT, .number = NUMBER_REVISION,      \
        .offset = offsetof(form, member)                                                           \
    }

/* For a save that is based on an older revision than the record has now: says so in the form, and
 * gives the view {{#STALE}} with record/stale.tpl as {{>STALE_FIELDS}}, for the differences. */
struct view *record_page_stale(struct page *page, struct form *form,
                               const struct record_head *now) NONNULL;

/* A row of record/stale.tpl for a field that differs: as it is now, and as it was typed. */
void record_page_differs(struct view *others, const char *label, const char *now,
                         const char *yours) NONNULL;

/* Sets {{NAME}}, and {{PATH_TO}} and {{LEAF}}: its folder and what comes after. */
void record_page_path(struct view *view, const char *name) NONNULL;

/* Sets {{LABEL_NAME}}, and {{LABEL_CLASS}}: the class of its color, " production" or " staging" or
 * "", the same wherever a label is shown. */
void record_page_label(struct view *view, const char *label) NONNULL;

/* Shows {{#KEY}} with {{N}}, a version's number; 0 leaves it hidden. */
void record_page_version(struct view *view, const char *key, int64_t version) NONNULL;

/* What the next page says after a creation, and after a save. */
MUST_USE enum err record_page_created(struct page *page, const struct record_noun *noun,
                                      const struct record_saved *saved) NONNULL;
MUST_USE enum err record_page_saved(struct page *page, const struct record_noun *noun,
                                    const struct record_saved *saved) NONNULL;

/* The same after a save that made a version. warning: sentences to be said with it, or NULL. */
MUST_USE enum err record_page_saved_version(struct page *page, const struct record_noun *noun,
                                            const struct record_saved *saved, const char *warning)
    __attribute__((nonnull(1, 2, 3)));

#endif
