#ifndef DATA_EVIDENCE_RUN_H
#define DATA_EVIDENCE_RUN_H

#include "data/evidence/evidence_judge.h"
#include "data/record/record_store.h"

/* Test runs as evidence: those that are done, with all cases of their test set. */

struct evidence_counts {
    int64_t pass_count, fail_count, error_count, critical_fail_count;
};

/* A run that was done. */
struct evidence_run {
    struct uuid id; /* nil: there is none */
    int64_t version;
    struct uuid set_id;
    const char *set_name; /* NULL: it is gone */
    int64_t set_version, set_version_now;
    const char *model, *endpoint_name;
    int64_t case_count, planned_count, result_count;
    struct evidence_counts by_checks, by_judge; /* by the checks alone; and by the judge as well */
    struct evidence_counts counts;              /* that hold: of them by what the judge is now */
    int64_t token_count, cost_nanos;
    const char *currency;
    bool is_priced;
    bool has_parameters;          /* of its own */
    struct evidence_judge judge;  /* prompt_id nil: none */
    enum judge_standing standing; /* now */
    const char *digest;
    const char *runner_name;   /* it was carried by file to this runner; NULL: it was not */
    bool is_imported;          /* another program made and graded it; then: */
    const char *source_name;   /* the file that it was in; "" */
    const char *source_digest; /* its SHA-256, in hexadecimal; NULL */
    struct uuid created_by;
    const char *created_by_name; /* who imported it; NULL: erased, or it is not imported */
    int64_t created_at, ended_at;
};

struct evidence_runs {
    struct evidence_run *items; /* graded by us before imported ones, each newest first */
    int count;
};

/* Inside the room: which runs of a record may say something. */
struct evidence_run_filter {
    struct uuid set_id;            /* nil: of any test set */
    const char *digest;            /* of these bytes, or */
    int64_t version, live_version; /* of these versions */
    bool accepts_imported;
};
MUST_USE enum err evidence_runs(struct db *db, const struct record_head *head,
                                const struct evidence_run_filter *filter,
                                struct evidence_runs *runs) NONNULL;

/* A run of a record that was evidence once. ERR_NOT_FOUND. */
MUST_USE enum err evidence_run_get(struct db *db, const struct record_head *head,
                                   const struct uuid *id, struct evidence_run *run) NONNULL;

/* Is the run as it was? What people say of its results may change it. For the write transaction. */
MUST_USE enum err evidence_run_same(struct db *db, const struct uuid *organization_id,
                                    const struct evidence_run *run, bool *is_same) NONNULL;

#endif
