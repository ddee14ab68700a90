#ifndef DATA_RUN_EVIDENCE_H
#define DATA_RUN_EVIDENCE_H

#include "data/run/run_plan.h"

/* Why a run is no evidence, as domain/run/run_served.h says it; NULL: it may be. */

/* Of one that is planned. */
const char *run_evidence_plan(struct arena *arena, const struct run_draft *draft,
                              const struct run_plan *plan) NONNULL;

/* Of one that was loaded: reads what its version says. */
MUST_USE enum err run_evidence_objection(struct db *db, const struct test_run *run,
                                         const char **objection) NONNULL;

#endif
