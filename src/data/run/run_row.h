#ifndef DATA_RUN_ROW_H
#define DATA_RUN_ROW_H

#include "data/db/query.h"
#include "data/evidence/evidence_judge.h"
#include "data/record/record_store.h"
#include "domain/run/run_state.h"

/* A test run as it is stored, and reading some. */

struct run_counts {
    int64_t pass_count, fail_count, error_count;
    int64_t critical_fail_count; /* failed, or in error */
};

struct test_run {
    struct uuid organization_id;
    struct uuid id;
    const struct record_kind *kind; /* of the record; NULL: none that this program knows */
    struct uuid record_id;
    const char *record_name; /* NULL: it is gone; of run_list, run_get, run_trend, likewise: */
    int64_t version;
    struct uuid set_id;
    const char *set_name;
    int64_t set_version;
    struct uuid endpoint_id;
    const char *endpoint_name; /* as it was then */
    const char *model;
    enum run_grade grade;
    enum run_state state;
    enum run_reason reason; /* why it stopped or failed; RUN_NO_REASON */
    const char *digest;     /* of everything that the version would serve then; "": not known */
    struct uuid again_of;   /* the run whose cases it ran again; nil */
    const char *case_ids;   /* the only cases that it has, a line each; "": all, so that it may be
                               evidence for the whole set */
    int64_t repeats, case_count;
    int64_t planned_count; /* case_count * repeats */
    int64_t fed_count;
    int64_t result_count; /* = pass_count + fail_count + error_count */
    int64_t pass_count, fail_count, error_count, critical_fail_count; /* those that hold: */
    struct run_counts by_checks, by_judge; /* by the checks alone; and by the judge as well */
    int64_t input_tokens, output_tokens, cost_nanos; /* as the endpoint said */
    int64_t guessed_tokens, guessed_nanos;           /* where it did not */
    const char *currency;
    bool is_priced;                    /* the model had a price when the run began */
    int64_t token_cap, cost_cap_nanos; /* -1: none */
    int64_t duration_ms;               /* of all results together */
    int64_t p50_ms, p95_ms;            /* -1: it has not ended, or has no results */
    struct uuid judge_id;              /* the prompt that judged; nil: none did */
    int64_t judge_version;
    const char *judge_digest;
    struct uuid judge_endpoint_id;
    const char *judge_model;
    const char *judge_name, *judge_endpoint_name; /* as they were then; "" */
    const char *judge_key;                        /* data/judge/judge_calibration.h; "" */
    int64_t judge_repeats;                        /* 0: nobody judges */
    const char *judge_label;                      /* NULL: its test set named the version */
    enum judge_standing judge_standing; /* now, after run_row_judge; before it, uncalibrated */
    struct uuid runner_id;              /* it is carried by file to it; nil: it is not */
    const char *runner_name;            /* as it was called then; "" */
    const char *carry_digest;           /* SHA-256 of what is carried, in hexadecimal; "" */
    struct uuid created_by;
    const char *created_by_name; /* NULL: erased */
    struct uuid token_id;        /* with which they did; nil: without one */
    int64_t created_at;
    int64_t started_at, ended_at; /* 0: not yet */
    const char *parameters;       /* JSON: {"temperature": 0.2, "max_tokens": 500}; "" */
    const char *source_name;      /* of RUN_IMPORTED the file that it was in; "" */
    const char *source_digest;    /* its SHA-256, in hexadecimal; "" */
};

struct test_run_list {
    struct test_run *items; /* newest first, unless it is said */
    int count;
    bool has_more; /* before the last one */
};

/* Inside the room: begins a query for the runs of an organization, as r; conditions and the order
 * follow, each condition with AND. */
void run_row_select(struct query *q, struct db *db, const struct uuid *organization_id) NONNULL;

/* Runs it for so many, without the names of record and set. */
MUST_USE enum err run_row_read(struct query *q, struct db *db, const struct uuid *organization_id,
                               int limit, struct test_run_list *list) NONNULL;

/* Does its judge decide now? */
bool run_row_judge_decides(const struct test_run *run) NONNULL;

/* Asks what the judge of each is now, and which counts hold by that. For people: it reads as much
 * as the judges say. */
MUST_USE enum err run_row_judge(struct db *db, struct test_run *runs, int count) NONNULL;

/* What record and test set of each are called now. */
MUST_USE enum err run_row_name(struct db *db, struct test_run *runs, int count) NONNULL;

#endif
