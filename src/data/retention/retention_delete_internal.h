#ifndef DATA_RETENTION_DELETE_INTERNAL_H
#define DATA_RETENTION_DELETE_INTERNAL_H

#include "data/retention/retention_source_internal.h"
#include "data/retention/retention_step_internal.h"

enum retention_outcome { OUTCOME_DELETED, OUTCOME_HELD, OUTCOME_KEPT };

/* Deletes one row whose time is over, inside the open write transaction. */
MUST_USE enum err retention_delete_row(const struct retention_step *step,
                                       const struct retention_source *source,
                                       const struct retention_due *due, const struct uuid *id,
                                       int64_t number, enum retention_outcome *outcome) NONNULL;

/* What one transaction may do. */
struct retention_room {
    int64_t rows;
    int64_t until; /* clock_monotonic */
};
bool retention_room_is_left(const struct retention_room *room) NONNULL;

/* Some rows have others that go with them, as many as people made: the versions of a record, the
 * lines of an import or of a run, what mentions a person. They go before it, as many as there is
 * room for, if it is due and no hold is on it. *count: how many went; the row itself may only go
 * when there is room left. */
MUST_USE enum err retention_delete_before(const struct retention_step *step,
                                          const struct retention_source *source,
                                          const struct retention_due *due, const struct uuid *id,
                                          struct retention_room *room, int64_t *count) NONNULL;

#endif
