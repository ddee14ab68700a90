#ifndef DATA_RUN_JUDGING_H
#define DATA_RUN_JUDGING_H

#include "data/endpoint/endpoint_work.h"
#include "data/run/run_plan.h"

/* Inside the room: the judge of a run at work. When an answer is there, its report asks the judge
 * in the same transaction; the judge's answers come one after the other, each asking for the next,
 * and the last one makes the result. Its calls have the positions behind those of the run:
 * planned_count + position * judge_repeats + turn. So each is there once. */

/* A call on its way into the queue, sealed. */
struct run_judge_call {
    struct uuid id;
    int64_t position;
    struct db_value request;
};

struct run_asking {
    bool is_asked;
    struct run_judge_call call;
    int64_t tokens, nanos; /* what all of them take at most */
    const char *problem;   /* why the judge can't be asked, a sentence; "" */
};

bool run_judging_is_of_judge(const struct test_run *run, const struct endpoint_call *call) NONNULL;

/* An answer to a case, at its position. */
struct run_answered {
    int64_t position;
    const struct set_case *set_case;
    const struct endpoint_completion *completion;
};

/* Makes the first question about an answer; nothing in a run without a judge. */
MUST_USE enum err run_judging_ask(struct db *db, const struct test_run *run,
                                  const struct run_answered *answered,
                                  struct run_asking *asking) NONNULL;

/* What is stored where the judge can't be asked; "" is NULL. */
MUST_USE enum err run_judging_seal(struct db *db, const struct test_run *run,
                                   const struct uuid *result_id, const char *problem,
                                   struct db_value *judged) NONNULL;

/* In the write transaction. */
void run_judging_insert(struct db *db, const struct test_run *run,
                        const struct run_judge_call *call) NONNULL;

/* What came of a question: the next one, or the result. ERR_NOT_FOUND if it is not waited for;
 * ERR_STALE if the run ended meanwhile. */
MUST_USE enum err run_judging_report(struct db *db, const struct test_run *run,
                                     const struct endpoint_claimed *claimed,
                                     const struct endpoint_result *result) NONNULL;

#endif
