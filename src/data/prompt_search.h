#ifndef DATA_PROMPT_SEARCH_H
#define DATA_PROMPT_SEARCH_H

#include "data/prompt_cursor.h"
#include "data/prompt_list.h"

/* Inside the data module: finding prompts by filters for which no index gives the page at once. */

/* What to look for, with nothing left open. */
struct prompt_search {
    struct uuid organization_id;
    const struct prompt_filter *filter; /* every text is set */
    struct prompt_cursor cursor;
    int wanted; /* how many ids at most */
};

struct prompt_search_result {
    struct uuid *ids; /* in the direction of the cursor */
    int count;
    bool is_unfinished;
    struct prompt_cursor reached; /* if is_unfinished: the last place looked at */
};

/* Walks an index in batches, until as many are found as wanted, nothing is left, or the filter's
 * budget is used up. */
MUST_USE enum err prompt_search(struct db *db, const struct prompt_search *search,
                                struct prompt_search_result *result) NONNULL;

#endif
