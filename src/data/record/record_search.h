#ifndef DATA_RECORD_SEARCH_H
#define DATA_RECORD_SEARCH_H

#include "data/record/record_cursor.h"
#include "data/record/record_table.h"

/* Inside the data module: finding records by filters for which no index gives the page at once. */

/* What to look for, with nothing left open. */
struct record_search {
    const struct record_table *table;
    struct uuid organization_id;
    const struct record_filter *filter; /* every text is set */
    struct record_cursor cursor;
    int wanted; /* how many ids at most */
};

struct record_search_result {
    struct uuid *ids; /* in the direction of the cursor */
    int count;
    bool is_unfinished;
    struct record_cursor reached; /* if is_unfinished: the last place looked at */
};

/* Walks an index in batches, until as many are found as wanted, nothing is left, or the filter's
 * budget is used up. */
MUST_USE enum err record_search(struct db *db, const struct record_search *search,
                                struct record_search_result *result) NONNULL;

#endif
