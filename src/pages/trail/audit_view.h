#ifndef PAGES_AUDIT_VIEW_H
#define PAGES_AUDIT_VIEW_H

#include "data/audit/audit.h"
#include "data/trail/audit_list.h"
#include "pages/shell/page.h"
#include "pages/trail/audit_sentence.h"

/* Audit events as pages show them: in the log, on an event's page, on a prompt's page. */

/* Sets EVENT_URL, section NUMBER (SEQ) if the event has one, ACTION (the stable name), WHAT
 * ("Saved v3") and ON ("of": what stands before the record), section DIFF (DIFF_URL), section
 * WIDER (WIDER_SUBJECTS), section WHEN (page_time), ACTOR and section ACTOR_LINK (ACTOR_ID) or
 * ACTOR_PLAIN, section RECORD_LINK (RECORD_URL RECORD) or RECORD_PLAIN, OUTCOME sections
 * IS_SUCCESS, IS_FAILURE, IS_REFUSAL, and IS_OUTSIDE; section TIMES (COUNT) if it is counted. */
void audit_view_entry(struct page *page, struct view *view,
                      const struct audit_entry *entry) NONNULL;

/* The same, but WHAT, ON and DIFF in the words of a sentence of one's own. */
void audit_view_told(struct page *page, struct view *view, const struct audit_entry *entry,
                     const struct audit_sentence *sentence) NONNULL;

/* Adds a CHANGE section for each field of details (JSON, may be NULL): FIELD, and BEFORE and AFTER
 * with sections HAS_BEFORE and HAS_AFTER, or IS_SECRET for what is only known to have changed.
 * Returns how many there were. */
int audit_view_details(struct page *page, struct view *view, const char *details)
    __attribute__((nonnull(1, 2)));

#endif
