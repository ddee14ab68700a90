#ifndef DATA_RUN_RESULT_H
#define DATA_RUN_RESULT_H

#include "data/run/run_result_row.h"

/* The results of a run that was loaded: run_get has asked whether the actor may see them. */

enum { RESULT_LIST_LIMIT = 50, RESULT_LIST_MOST = 200 };

/* In the order in which people read them, by rank and position, or by position alone. */
struct result_filter {
    bool has_rank;
    enum result_rank rank; /* these alone */
    bool is_by_position;
    int64_t after_rank, after_position; /* the last one of the page before; -1: from the first */
    int limit;                          /* at most RESULT_LIST_MOST; 0: RESULT_LIST_LIMIT */
};

MUST_USE enum err result_list(struct db *db, const struct test_run *run,
                              const struct result_filter *filter,
                              struct test_result_list *list) NONNULL;

/* ERR_NOT_FOUND. */
MUST_USE enum err result_get(struct db *db, const struct test_run *run, int64_t position,
                             struct test_result *result) NONNULL;

#endif
