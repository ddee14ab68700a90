#ifndef API_EVENT_H
#define API_EVENT_H

#include <jansson.h>

#include "data/trail/audit_list.h"

/* An event of the audit log as programs see it, alone or with its record. A new reference. */
MUST_USE json_t *event_json(struct db *db, const struct audit_entry *entry) NONNULL;

#endif
