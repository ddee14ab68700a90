#ifndef DATA_RUN_CASE_H
#define DATA_RUN_CASE_H

#include "data/run/run.h"
#include "domain/set/set_cases.h"

/* The cases of a run that was loaded, in the order of its positions, whoever asks: who may see the
 * run may see what was run. ERR_NOT_FOUND if the version of the
 * test set is gone. */
struct run_cases {
    const struct set_case **items;
    int count;
};
MUST_USE enum err run_cases_get(struct db *db, const struct test_run *run,
                                struct run_cases *cases) NONNULL;

/* One of them alone, without reading the others. ERR_NOT_FOUND. */
MUST_USE enum err run_case_get(struct db *db, const struct test_run *run, const char *case_id,
                               struct set_case *set_case) NONNULL;

/* Of all cases of a set, those whose ids are lines of case_ids; "": all. In the arena. */
void run_cases_choose(struct arena *arena, const struct set_cases *all, const char *case_ids,
                      struct run_cases *cases) NONNULL;

#endif
