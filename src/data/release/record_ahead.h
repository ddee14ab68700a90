#ifndef DATA_RECORD_AHEAD_H
#define DATA_RECORD_AHEAD_H

#include "data/record/record_version.h"
#include "data/record/work.h"

/* Inside the data module: some rules of a write read what other records say, which may be long.
 * A verb tries them once before its write transaction; in it they are asked again, for what may
 * have changed, and find the versions read, because a version never changes. */

/* Begins a try: from now on the verb remembers what record_version_read reads, in the arena of the
 * request. False, and nothing to try, where it is part of the write transaction of another. */
MUST_USE bool record_ahead_begin(const struct work *work) NONNULL;

/* record_version_load, of a verb that remembers once for each version. */
MUST_USE enum err record_version_read(const struct work *work, const struct record_head *head,
                                      int64_t number, struct record_version *version) NONNULL;

/* Ends it; the transaction finds again what is wrong: takes the problem back. ERR_UNAVAILABLE
 * stays. */
MUST_USE enum err record_ahead_end(const struct work *work, enum err err) NONNULL;

#endif
