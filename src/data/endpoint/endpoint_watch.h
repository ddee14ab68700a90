#ifndef DATA_ENDPOINT_WATCH_H
#define DATA_ENDPOINT_WATCH_H

#include "data/db/db.h"
#include "domain/endpoint/endpoint_stream.h"

/* A call while it runs, as its worker looks after it: whoever waits sees what has come of an answer
 * in pieces, and may end it. */

enum {
    ENDPOINT_PARTIAL_MAX = 64 * 1024 /* bytes of an answer that are shown before it is whole */
};

/* The call, as it was claimed. */
struct endpoint_watched {
    struct uuid organization_id, id;
    int64_t claimed_until;
    size_t request_len; /* bytes */
};

struct endpoint_watch {
    struct db *db;
    struct endpoint_watched call;
    struct arena *arena;   /* that the request of the database had */
    struct arena *scratch; /* of one look */
    struct endpoint_stream stream;
    size_t shown_len; /* of what is in the database */
    int64_t looked_at, shown_at;
};

/* It begins, and the request of the database that is open ends: each look is one of its own, so
 * that no transaction is open while an endpoint is waited for. */
void endpoint_watch_begin(struct endpoint_watch *watch, struct db *db,
                          const struct endpoint_watched *call) NONNULL;

/* A fetch_watch: notes some times a second what came. False when the call is not this worker's any
 * more: it was canceled. A database that does not answer ends nothing. */
bool endpoint_watch_look(void *watch, const struct fetch_answer *so_far) NONNULL;

/* It is over: a request of the database is open again, in the arena of the one before. Reads what
 * the answer came to. */
enum endpoint_outcome endpoint_watch_end(struct endpoint_watch *watch,
                                         const struct fetch_answer *answer,
                                         struct endpoint_completion *completion) NONNULL;

#endif
