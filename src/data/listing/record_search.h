#ifndef DATA_RECORD_SEARCH_H
#define DATA_RECORD_SEARCH_H

#include "data/listing/record_where.h"

/* Inside the data module: finding records by words, and by filters for which no index gives the
 * page at once. */

/* Where words are looked for. */
enum record_look {
    RECORD_LOOK_NAMES, /* in names and tags, where each must begin a word */
    RECORD_LOOK_REST   /* everywhere; the records are left out that are found by their names so */
};

struct record_walk {
    enum record_by few;
    const struct record_lookup *lookup; /* for RECORD_BY_LOOKUP */
    enum record_look look;
    int wanted;    /* with those that were found before */
    int64_t until; /* clock_monotonic: when it stops, unfinished */
    int64_t soon;  /* the same once it has looked at RECORD_WALK_MIN records */
};
enum { RECORD_WALK_MIN = 500 };

struct record_search_result {
    struct uuid *ids; /* in the direction of the cursor */
    bool *is_rest;    /* of each: found by RECORD_LOOK_REST */
    int count;
    bool is_unfinished;
    struct record_cursor reached; /* the last place looked at */
};

/* Nothing is found yet; room for as many as wanted. */
struct record_search_result record_search_begin(const struct record_request *request,
                                                int wanted) NONNULL;

/* Walks an index, or the few, in batches from the place reached on, until as many are found as
 * wanted, nothing is left, or the time is over. Adds what it finds to the result. */
MUST_USE enum err record_search(const struct record_request *request,
                                const struct record_walk *order,
                                struct record_search_result *result) NONNULL;

#endif
