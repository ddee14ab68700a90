#ifndef DATA_RUN_RESULT_H
#define DATA_RUN_RESULT_H

#include "data/run/run.h"
#include "domain/endpoint/endpoint_outcome.h"

/* The results of a run that was loaded: run_get has asked whether the actor may see them. */

enum { RESULT_LIST_LIMIT = 50, RESULT_LIST_MOST = 200 };

struct test_result {
    struct uuid id;
    int64_t position; /* 0, 1, 2 …: repeat * case_count + where the case is in the set */
    const char *case_id;
    int64_t repeat; /* 0, 1 … */
    bool is_critical;
    enum result_state state;
    enum endpoint_outcome outcome; /* of RESULT_ERROR; ENDPOINT_ANSWERED otherwise */
    int64_t status;                /* of the last answer; 0: there was none */
    int64_t attempt_count;
    int64_t input_tokens, output_tokens, cost_nanos; /* -1: not known */
    int64_t duration_ms;
    const char *output_digest; /* SHA-256 of output, in hexadecimal; "": there is none */
    int64_t created_at, ended_at;
    bool is_deleted;      /* output and findings were, by retention */
    const char *output;   /* JSON of domain/endpoint/endpoint_completion.h; "" */
    const char *findings; /* JSON: [{"type", "passed", "reason"}], a check each; "" */
};

/* In the order in which people read them, by rank and position, or by position alone. */
struct result_filter {
    bool has_rank;
    enum result_rank rank; /* these alone */
    bool is_by_position;
    int64_t after_rank, after_position; /* the last one of the page before; -1: from the first */
    int limit;                          /* at most RESULT_LIST_MOST; 0: RESULT_LIST_LIMIT */
};

struct test_result_list {
    struct test_result *items;
    int count;
    bool has_more;
};

MUST_USE enum err result_list(struct db *db, const struct test_run *run,
                              const struct result_filter *filter,
                              struct test_result_list *list) NONNULL;

/* ERR_NOT_FOUND. */
MUST_USE enum err result_get(struct db *db, const struct test_run *run, int64_t position,
                             struct test_result *result) NONNULL;

#endif
