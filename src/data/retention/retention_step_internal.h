#ifndef DATA_RETENTION_STEP_INTERNAL_H
#define DATA_RETENTION_STEP_INTERNAL_H

#include "data/retention/retention_run.h"

/* A batch of a run. */
struct retention_step {
    struct db *db;
    const struct actor *actor;
    struct retention_run *run; /* as it was before the batch */
    const char *erasures;
};

#endif
