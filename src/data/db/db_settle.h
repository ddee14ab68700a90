#ifndef DATA_DB_SETTLE_H
#define DATA_DB_SETTLE_H

#include <stdint.h>

#include "base/err.h"

struct db;

/* The connection broke during the commit of a transaction with events, which began then
 * (clock_monotonic): the request's id in the audit log decides whether it was carried out. ERR_NONE
 * if it was; ERR_UNAVAILABLE if it was not, or if that can't be known for 7 s from then on, and
 * then the request is unsure. For db.c. */
MUST_USE enum err db_settle(struct db *db, int64_t began) NONNULL;

/* Before somebody is told that it was done before: what this request has seen may have been changed
 * by somebody who is still waiting for the disk, or for the standbys of the server. Waits until it
 * holds. ERR_UNAVAILABLE: it is not known whether it does (db_is_unsure). Reads after it may see
 * what came since. */
MUST_USE enum err db_confirm(struct db *db) NONNULL;

#endif
