#ifndef DATA_SESSION_ROW_INTERNAL_H
#define DATA_SESSION_ROW_INTERNAL_H

#include "data/db/db.h"
#include "data/organization/organization_usage.h"
#include "data/session/factor_rule.h"
#include "data/session/session_ends.h"
#include "data/user/user_seen.h"

/* The row of a session, with everything that is known of its person and organization. */
enum {
    COLUMN_CREATED = 3,
    COLUMN_LAST_SEEN,
    COLUMN_AUTHENTICATED,
    COLUMN_PERSONA,
    COLUMN_SUPERUSER,
    COLUMN_ACTING = 12,
    COLUMN_VERSION,
    COLUMN_TIME_ZONE,
    COLUMN_SEEN,
    COLUMN_KEYS = COLUMN_SEEN + USER_SEEN_COLUMN_COUNT,
    COLUMN_SUSPENDED = COLUMN_KEYS + 4,
    COLUMN_ENDS,
    COLUMN_USAGE = COLUMN_ENDS + SESSION_ENDS_COLUMN_COUNT,
    COLUMN_RESETS = COLUMN_USAGE + 2 * USAGE_COUNT,
    COLUMN_FACTOR,
    COLUMN_RULE = COLUMN_FACTOR + 2,
    COLUMN_SSO = COLUMN_RULE + FACTOR_RULE_COLUMN_COUNT
};

/* The row of the session with this token, in the scope of the organization that it claims; no row
 * if there is none that holds. The version of the content is entered (data/db/kept.h) unless the
 * session works in another organization, and the row is kept under it. ERR_UNAVAILABLE. */
MUST_USE enum err session_row_find(struct db *db, const struct uuid *organization_id,
                                   const char *token, struct db_result *row) NONNULL;

/* The same of what was kept, but for the session's own columns and the rights of its person, which
 * are asked for as they are now: one small question, and the last of the reading. ERR_STALE: it is
 * not kept, or not any more. */
MUST_USE enum err session_row_find_kept(struct db *db, const struct uuid *organization_id,
                                        const char *token, struct db_result *row) NONNULL;

#endif
