#ifndef DATA_RUN_FEED_H
#define DATA_RUN_FEED_H

#include "data/run/run.h"

/* The workers' side of a run, for a command in the scope of all: a run that is open is fed a few
 * calls at a time into the queue (data/endpoint/endpoint_work.h), as long as what was spent and
 * what is open leave room below its caps, and ended when nothing is left. Of several workers one
 * feeds a run; if that dies, another takes over when RUN_FEED_LEASE is over. */

enum {
    RUN_FED_MOST = 12, /* open calls of a run */
    RUN_FED_LOW = 6,   /* from here on it is fed again */
};
#define RUN_FEED_LEASE (20 * CLOCK_SECOND)

/* One run that is due. ERR_NOT_FOUND if none is. */
MUST_USE enum err run_feed(struct db *db) NONNULL;

#endif
