#ifndef PAGES_RECORD_CHANGE_H
#define PAGES_RECORD_CHANGE_H

#include "data/record/record_store.h"
#include "data/trail/audit_list.h"
#include "pages/shell/page.h"

/* What became of a record after its current version was saved, for its head: {{#LAST_CHANGE}} with
 * {{LAST_WHAT}}, {{LAST_BY}} and a time ("Archived by Lena Hartmann, just now"), all from one audit
 * event. Where the log does not say who it was, {{#WAS_UPDATED}} with a time alone. Shows nothing
 * if nothing changed, or if the database does not answer: then the request fails. */
void record_change_show(struct page *page, const struct record_head *head) NONNULL;

/* Who did it, in words also for commands and erased people. */
const char *record_change_actor(const struct audit_entry *entry) NONNULL;

#endif
