#ifndef DATA_RUN_VERDICT_H
#define DATA_RUN_VERDICT_H

#include "base/problem.h"
#include "data/run/run.h"
#include "data/run/run_result.h"

/* What people say of results: a person's verdict outranks the checks and the judge. All of them are
 * kept; the newest holds. */

enum { VERDICT_NOTE_MAX = 2000 /* characters */, VERDICT_LIST_MAX = 50 };

struct run_verdict {
    int64_t turn; /* 1, 2 … of its result */
    enum result_state before;
    bool passed;
    const char *note;      /* "" */
    const char *user_name; /* NULL: erased */
    int64_t created_at;
};

struct run_verdict_list {
    struct run_verdict *items; /* newest first, at most VERDICT_LIST_MAX */
    int count;
};
MUST_USE enum err run_verdict_list(struct db *db, const struct test_run *run, int64_t position,
                                   struct run_verdict_list *list) NONNULL;

/* May the actor say: a person of the organization who may comment on the record? */
bool run_verdict_may(const struct actor *actor, const struct record_head *head) NONNULL;

/* Is there an answer that a person could look at? */
bool run_verdict_fits(const struct test_result *result) NONNULL;

struct run_verdict_draft {
    bool passed;
    const char *note;
    int64_t seen; /* how many verdicts the result had when the person looked at it */
};

/* "test.verdict": the result and the counts of the run follow it. ERR_DENIED; ERR_INVALID;
 * ERR_CONFLICT if there is no answer, or somebody said something meanwhile. */
MUST_USE enum err run_verdict_give(struct db *db, const struct actor *actor,
                                   const struct record_head *head, const struct test_run *run,
                                   const struct test_result *result,
                                   const struct run_verdict_draft *draft,
                                   struct problem *problem) NONNULL;

/* The next result behind a position (-1: from the first) that has an answer and no verdict.
 * ERR_NOT_FOUND. *left: how many such there are in the run. */
MUST_USE enum err run_verdict_next(struct db *db, const struct test_run *run, int64_t after,
                                   struct test_result *result, int64_t *left) NONNULL;

/* Results on which people and the judge of this key differ, newest first. */
struct run_dispute {
    const struct record_kind *kind;
    struct uuid record_id, run_id;
    const char *record_name;
    int64_t position;
    const char *case_id;
    bool judge_passed; /* and a person said the opposite */
    int64_t created_at;
};
struct run_dispute_list {
    struct run_dispute *items; /* of records that the actor may read */
    int count;
    int hidden_count; /* of others, and of records that are gone */
    bool has_more;    /* older ones: no more than VERDICT_LIST_MAX are looked at */
};
MUST_USE enum err run_verdict_disputes(struct db *db, const struct actor *actor, const char *key,
                                       struct run_dispute_list *rows) NONNULL;

/* The judges that a prompt was in runs, the newest first: each version of it on each model. */
struct run_judge_row {
    const char *key;
    int64_t version; /* of the newest run */
    const char *endpoint_name, *model;
};
struct run_judge_rows {
    struct run_judge_row *items; /* at most VERDICT_LIST_MAX */
    int count;
};
MUST_USE enum err run_verdict_judges(struct db *db, const struct record_head *head,
                                     struct run_judge_rows *rows) NONNULL;

#endif
