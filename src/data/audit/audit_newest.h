#ifndef DATA_AUDIT_NEWEST_H
#define DATA_AUDIT_NEWEST_H

#include "data/db/db.h"

/* When the newest event of all logs happened, in microseconds; 0 if there is none. In the scope of
 * all. */
MUST_USE enum err audit_newest(struct db *db, int64_t *occurred_at) NONNULL;

#endif
