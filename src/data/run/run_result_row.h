#ifndef DATA_RUN_RESULT_ROW_H
#define DATA_RUN_RESULT_ROW_H

#include "data/run/run_row.h"
#include "domain/endpoint/endpoint_outcome.h"

/* A result of a test run as it is stored, and reading some. */

struct test_result {
    struct uuid id;
    int64_t position; /* 0, 1, 2 …: repeat * case_count + where the case is in the set */
    const char *case_id;
    int64_t repeat; /* 0, 1 … */
    bool is_critical;
    enum result_state state;               /* the one that holds now, of */
    enum result_state by_checks, by_judge; /* by the checks alone; and by the judge as well */
    enum endpoint_outcome outcome;         /* of RESULT_ERROR; ENDPOINT_ANSWERED otherwise */
    int64_t status;                        /* of the last answer; 0: there was none */
    int64_t attempt_count;
    int64_t input_tokens, output_tokens, cost_nanos; /* -1: not known */
    int64_t duration_ms;
    const char *output_digest; /* SHA-256 of output, in hexadecimal; "": there is none */
    int64_t judge_turn;        /* how often the judge has answered; -1: it was not asked */
    bool has_judged;           /* the judge has said: */
    bool judge_passed;         /* most of its answers do; */
    int64_t judge_score;       /* their mean, in thousandths */
    int64_t judge_input_tokens, judge_output_tokens, judge_cost_nanos; /* -1: not known */
    int64_t verdict_count; /* how often people said what it is; 0: nobody has */
    bool verdict_passed;   /* what they said last, which holds */
    int64_t created_at, ended_at;
    bool is_deleted;      /* output and findings were, by retention */
    const char *output;   /* JSON of domain/endpoint/endpoint_completion.h; "" */
    const char *findings; /* JSON: [{"type", "passed", "reason"}], a check each; "" */
    const char *judged;   /* JSON of domain/run/run_judged.h; "" */
};

struct test_result_list {
    struct test_result *items;
    int count;
    bool has_more;
};

/* Inside the room: adds the column of the state, or of the rank, that holds by what the judge is
 * now.
 */
void result_row_add_state(struct query *q, const struct test_run *run) NONNULL;
void result_row_add_rank(struct query *q, const struct test_run *run) NONNULL;

/* Inside the room: what judged_state and judged_rank hold; NULL without a judge. */
struct db_value result_row_judged_state(const struct test_run *run,
                                        enum result_state state) NONNULL;
struct db_value result_row_judged_rank(const struct test_run *run, enum result_state state,
                                       bool is_critical) NONNULL;

/* Inside the room: begins a query for the results of a run; conditions and the order follow, each
 * condition with AND. */
void result_row_select(struct query *q, struct db *db, const struct test_run *run) NONNULL;

/* Runs it for so many. */
MUST_USE enum err result_row_read(struct query *q, struct db *db, const struct test_run *run,
                                  int limit, struct test_result_list *list) NONNULL;

#endif
