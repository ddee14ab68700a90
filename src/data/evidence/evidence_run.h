#ifndef DATA_EVIDENCE_RUN_H
#define DATA_EVIDENCE_RUN_H

#include "data/evidence/evidence_judge.h"
#include "data/record/record_store.h"

/* Runs that are done, of all cases of a test set and graded by us, as far as they are evidence. */

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
    int64_t created_at, ended_at;
    const char *runner_name; /* it was carried by file to this runner; NULL: it was not */
};

/* A run of a record that was evidence once. ERR_NOT_FOUND. */
MUST_USE enum err evidence_run_get(struct db *db, const struct record_head *head,
                                   const struct uuid *id, struct evidence_run *run) NONNULL;

/* Is the run as it was? What people say of its results may change it. For the write transaction. */
MUST_USE enum err evidence_run_same(struct db *db, const struct uuid *organization_id,
                                    const struct evidence_run *run, bool *is_same) NONNULL;

/* Inside the room: those of these bytes, of the version and of the live one; of the set, nil: of
 * any.
 */
struct evidence_runs {
    struct evidence_run *items; /* newest first */
    int count;
};
struct evidence_runs_asked {
    const struct uuid *set_id;
    const char *digest;
    int64_t version, live_version;
};
MUST_USE enum err evidence_run_list(struct db *db, const struct record_head *head,
                                    const struct evidence_runs_asked *asked,
                                    struct evidence_runs *runs) NONNULL;

#endif
