#ifndef API_RUN_VIEW_H
#define API_RUN_VIEW_H

#include "api/call.h"
#include "data/run/run_start.h"

/* Test runs as programs see them, and what they may ask for. */

/* A run of a record that was loaded. A new reference. */
MUST_USE json_t *run_view_json(struct call *call, const struct test_run *run) NONNULL;
MUST_USE json_t *run_view_estimate(struct call *call, const struct run_estimate *estimate) NONNULL;

/* The run {id} of the address, of the record in front of it, and the record's head. */
MUST_USE enum err run_view_load(struct call *call, struct record_head **head,
                                struct test_run *run) NONNULL;

#endif
