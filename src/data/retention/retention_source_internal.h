#ifndef DATA_RETENTION_SOURCE_INTERNAL_H
#define DATA_RETENTION_SOURCE_INTERNAL_H

#include "data/db/query.h"
#include "domain/record/kind.h"
#include "domain/retention/retention_kind.h"

/* Where the rows of each kind are. A kind has one source or several: records are of many kinds. */
struct retention_source {
    const struct retention_kind *kind;
    const struct record_kind *record_kind; /* of versions and archived records */
    const char *noun; /* what a row is, in the manifest: "prompt", "session" … */
    const char *table_sql;
    const char *id_sql, *number_sql, *clock_sql; /* expressions over the row x */
    const char *held_sql;                        /* the ids that a hold may name */
};

/* By its number, from 0; false after the last. */
bool retention_source_at(int index, struct retention_source *source) NONNULL;

/* The source of a line of the manifest. */
void retention_source_find(const char *kind, const char *noun,
                           struct retention_source *source) NONNULL;

/* Adds "TABLE AS x WHERE …" to a query: the rows of the organization whose time was over at
 * measured_at, and that nothing refers to. */
struct retention_due {
    struct uuid organization_id;
    int64_t measured_at;
    int days;
};
void retention_source_add(struct query *q, const struct retention_source *source,
                          const struct retention_due *due) NONNULL;
/* Adds the condition that a hold is on the row. */
void retention_source_add_held(struct query *q, const struct retention_source *source) NONNULL;
/* Adds " AND …": this row alone. */
void retention_source_add_row(struct query *q, const struct retention_source *source,
                              const struct uuid *id, int64_t number) NONNULL;

#endif
