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

#endif
