#ifndef DATA_RECORD_SEARCH_H
#define DATA_RECORD_SEARCH_H

#include "data/record/record_where.h"

/* Inside the data module: finding records by words, and by filters for which no index gives the
 * page at once. */

struct record_search_result {
    struct uuid *ids; /* in the direction of the cursor */
    int count;
    bool is_unfinished;
    struct record_cursor reached; /* if is_unfinished: the last place looked at */
};

/* Walks an index, or the few, in batches until as many are found as wanted, nothing is left, or the
 * filter's budget is used up. */
MUST_USE enum err record_search(const struct record_request *request, enum record_by few,
                                int wanted, struct record_search_result *result) NONNULL;

#endif
