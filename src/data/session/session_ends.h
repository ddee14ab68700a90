#ifndef DATA_SESSION_ENDS_H
#define DATA_SESSION_ENDS_H

#include "base/problem.h"
#include "data/db/db.h"
#include "domain/policy.h"

/* When the sessions of an organization end, which its administrators choose within bounds. What
 * they choose holds from the next request on, also for sessions that are there. */

struct session_limits {
    int64_t idle_minutes; /* without a request */
    int64_t hours;        /* from signing in, whatever happens */
    int64_t admin_idle_minutes;
    int64_t admin_hours;
};

/* Of one person, in microseconds. */
struct session_ends {
    int64_t idle;
    int64_t absolute;
};

/* The columns of an organization's row, which the query knows as o, for session_ends_read. */
#define SESSION_ENDS_COLUMNS(o)                                                                    \
#o ".session_idle_minutes, " #o ".session_hours, " #o ".admin_session_idle_minutes, " #o       \
       ".admin_session_hours"
enum { SESSION_ENDS_COLUMN_COUNT = 4 };
struct session_ends session_ends_read(const struct db_result *result, int row, int first,
                                      enum persona persona, bool is_superuser) NONNULL;

/* The same by a query of its own. */
MUST_USE enum err session_ends_find(struct db *db, const struct uuid *organization_id,
                                    enum persona persona, bool is_superuser,
                                    struct session_ends *ends) NONNULL;

/* Of the actor's organization. To choose them takes the right to rename it
 * ("organization.session_ends"). ERR_INVALID with the field that is out of bounds: those of
 * administrators are not longer than those of others, and nobody may be idle for longer than a
 * session lasts. */
MUST_USE enum err session_limits_get(struct db *db, const struct actor *actor,
                                     struct session_limits *limits) NONNULL;
MUST_USE enum err session_limits_set(struct db *db, const struct actor *actor,
                                     const struct session_limits *limits,
                                     struct problem *problem) NONNULL;

#endif
