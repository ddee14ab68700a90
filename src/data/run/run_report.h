#ifndef DATA_RUN_REPORT_H
#define DATA_RUN_REPORT_H

#include "data/endpoint/endpoint_work.h"

/* For workers: what came of a call of a run. The call, its result, graded, and the sums of the run
 * are written in one transaction: so each result is there once, and counted once, wherever a worker
 * dies. What is to be tried again (endpoint_call_report), and what was lost, waits for its next
 * attempt as long as the run goes on. ERR_NOT_FOUND if the claim ran out. */
MUST_USE enum err run_report(struct db *db, const struct endpoint_claimed *claimed,
                             const struct endpoint_result *result) NONNULL;

#endif
