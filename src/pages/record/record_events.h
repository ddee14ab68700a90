#ifndef PAGES_RECORD_EVENTS_H
#define PAGES_RECORD_EVENTS_H

#include "data/audit/audit.h"
#include "pages/shell/page.h"

struct record_events_of {
    const struct uuid *organization_id;
    const struct uuid *id;
};

/* The newest audit events of one record on its own page: record/events.tpl as {{>EVENTS}}. For
 * everybody who may see the record; an event links to the log where the actor may open it. Errors
 * as audit_list_record. */
MUST_USE enum err record_events_show(struct page *page, const struct uuid *organization_id,
                                     const struct uuid *record_id) NONNULL;

/* Which changes of a record are looked for: what a save made, and what else became of it. */
enum record_changes { RECORD_SAVES = 1, RECORD_STATES = 2 };

/* The newest event of such a change that was done, among the last ones of the record; *entry is
 * NULL if there is none. Who and when are told from this one event. */
MUST_USE enum err record_events_find(struct page *page, const struct record_events_of *record,
                                     int changes, const struct audit_entry **entry) NONNULL;

/* "Archived by Lena Hartmann, just now" for a record's head: {{#LAST_CHANGE}} with {{LAST_WHAT}},
 * {{LAST_BY}} and a time, if there is such an event after `since`. True if it is shown. Nothing if
 * the database does not answer: then the request fails. */
bool record_events_show_last(struct page *page, const struct record_events_of *record, int changes,
                             int64_t since) NONNULL;

#endif
