#ifndef PAGES_RECORD_EVENTS_H
#define PAGES_RECORD_EVENTS_H

#include "data/record/record_head.h"
#include "pages/shell/page.h"

/* Asks ahead for what record_events_show needs. */
void record_events_ahead(struct page *page, const struct record_head *head) NONNULL;

/* The newest audit events of one record on its own page: record/events.tpl as {{>EVENTS}}. For
 * everyone who may see the record; an event links to the log where the actor may open it. Errors
 * as audit_list_record. */
MUST_USE enum err record_events_show(struct page *page, const struct uuid *organization_id,
                                     const struct uuid *record_id) NONNULL;

#endif
