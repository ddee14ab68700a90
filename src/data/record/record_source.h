#ifndef DATA_RECORD_SOURCE_H
#define DATA_RECORD_SOURCE_H

#include "data/db/query.h"
#include "data/record/record_store.h"

/* A version of a record as an address names it, of which nothing needs to be known: so what belongs
 * to it can be asked together with the record itself. */

struct record_source {
    const struct record_head *head; /* only its store and ids are read */
    int64_t number;                 /* 0: the current version, or what one of these says: */
    const char *label;              /* the version with this label; NULL */
    const struct uuid *proposal_id; /* the version that this proposal moves a label to; NULL */
    bool is_moved_from;             /* rather the version that the proposal moves it from */
    bool is_previous;               /* the one before that */
};

/* Adds the number of the version, an expression, to a query. */
void record_source_add(struct query *query, const struct record_source *source) NONNULL;

#endif
