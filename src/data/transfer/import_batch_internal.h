#ifndef DATA_IMPORT_BATCH_INTERNAL_H
#define DATA_IMPORT_BATCH_INTERNAL_H

#include "data/record/work.h"
#include "data/transfer/import_store_internal.h"

/* Lines that are dealt with in batches: at most 200 in a transaction, and no longer than others may
 * wait for their turn. Each batch is committed with what it did and its progress, so that whoever
 * goes on later, after a worker died too, goes on behind it. What can be found out before is found
 * out before the transaction begins. */

enum { IMPORT_BATCH_RECORDS = 200 };

struct import_batch;

/* What is done with the lines, by their index. */
struct import_deal {
    /* Before the transaction, about as many of the next lines as *count, which it may lower, but
     * not to 0; NULL: nothing is to be found out. */
    enum err (*prepare)(struct import_batch *batch, int first, int *count);
    /* One line, inside the joined transaction. An error takes everything of it back. */
    enum err (*act)(struct import_batch *batch, int index);
    /* In the transaction as well, when it has dealt with the last line; NULL: nothing. */
    enum err (*end)(struct import_batch *batch, struct import *after);
    /* What act refused for a reason (ERR_INVALID, CONFLICT, STALE, DENIED, NOT_FOUND), in a
     * transaction of its own that begins anew with this line alone: marks it, and gives ERR_NONE to
     * go on; or why all of it stops. */
    enum err (*refuse)(struct import_batch *batch, int index, enum err err);
};

struct import_batch {
    struct work work;
    struct import *import;   /* as it is stored */
    enum import_state state; /* what it is while there are lines left */
    struct import_rows rows; /* in the order in which they are dealt with */
    const struct import_deal *deal;
    bool is_first_whole; /* what is refused in the first transaction takes back all of it */
    int next;            /* the first line that was not dealt with */
    int first;           /* of the batch that is prepared */
    struct arena *arena; /* for what is found out before the transaction: of one batch */
    void *context;
};

/* The lines to deal with, in rows: those of which this became so far (import_line_filter), each
 * after what it needs, or before that. */
MUST_USE enum err import_batch_load(struct import_batch *batch, const char *applied,
                                    bool is_backwards) NONNULL;

/* For refuse: the line is dealt with by what stands in its row, and by this word of what became of
 * it, in a transaction of its own. */
MUST_USE enum err import_batch_mark(struct import_batch *batch, int index,
                                    const char *applied) NONNULL;

/* Deals with lines until all are, or the deadline (clock_monotonic) is over. ERR_CONFLICT, with
 * import read anew and nothing said, if someone else is at it. */
MUST_USE enum err import_batch_run(struct import_batch *batch, int64_t deadline) NONNULL;

#endif
