#ifndef DATA_SESSION_LOOK_H
#define DATA_SESSION_LOOK_H

#include "data/db/db.h"
#include "domain/policy.h"

/* Notes in an organization's log that somebody from outside looked at a page about it
 * ("organization.look"): route is the page's pattern, record_id the record that it is about, or
 * nil. An event for each page. */
MUST_USE enum err session_look(struct db *db, const struct actor *actor,
                               const struct uuid *organization_id, const char *route,
                               const struct uuid *record_id) NONNULL;

#endif
