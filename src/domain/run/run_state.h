#ifndef DOMAIN_RUN_STATE_H
#define DOMAIN_RUN_STATE_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/err.h"

/* The words of test runs and their results, as they are stored. */

enum run_state {
    RUN_WAITING,
    RUN_RUNNING,
    RUN_DONE, /* every planned result is there */
    RUN_CANCELED,
    RUN_STOPPED, /* what is left would pass a cap */
    RUN_FAILED,  /* nothing more can be sent */
    RUN_STATE_COUNT
};
extern const char *const run_state_names[RUN_STATE_COUNT];
MUST_USE enum err run_state_parse(const char *name, enum run_state *state) NONNULL;

/* Has it ended? */
bool run_state_is_over(enum run_state state);

/* Why a run stopped or failed: each has a name, which is stored, and a sentence for people. */
enum run_reason {
    RUN_NO_REASON,
    RUN_TOKENS,        /* its cap in tokens */
    RUN_COST,          /* its cap in money */
    RUN_PERSON_GONE,   /* who started it may not any more */
    RUN_RECORD_GONE,   /* the version is not there, or stopped */
    RUN_SET_GONE,      /* the version of the test set is not there, or not to be read */
    RUN_ENDPOINT_GONE, /* it is archived or deleted, or the model is not there */
    RUN_JUDGE_GONE,    /* the judge's prompt, endpoint or model is not there */
    RUN_CHANGED,       /* what the version uses is not what it was as the run began */
    RUN_REASON_COUNT
};
extern const char *const run_reason_names[RUN_REASON_COUNT];
extern const char *const run_reason_texts[RUN_REASON_COUNT];
MUST_USE enum err run_reason_parse(const char *name, enum run_reason *reason) NONNULL;

enum run_grade { RUN_FULL, RUN_IMPORTED, RUN_GRADE_COUNT };
extern const char *const run_grade_names[RUN_GRADE_COUNT];
MUST_USE enum err run_grade_parse(const char *name, enum run_grade *grade) NONNULL;

/* What people must know of an imported run: who graded it, who imported it, from which file. In the
 * arena. */
MUST_USE const char *run_imported_words(struct arena *arena, const char *person,
                                        const char *file) NONNULL;

enum result_state { RESULT_OPEN, RESULT_PASSED, RESULT_FAILED, RESULT_ERROR, RESULT_STATE_COUNT };
extern const char *const result_state_names[RESULT_STATE_COUNT];
MUST_USE enum err result_state_parse(const char *name, enum result_state *state) NONNULL;

/* What people read first: a critical case that failed or is in error. */
enum result_rank { RANK_CRITICAL, RANK_FAILED, RANK_ERROR, RANK_PASSED, RANK_OPEN, RANK_COUNT };
enum result_rank result_rank_of(enum result_state state, bool is_critical);

#endif
