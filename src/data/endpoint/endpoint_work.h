#ifndef DATA_ENDPOINT_WORK_H
#define DATA_ENDPOINT_WORK_H

#include "data/endpoint/endpoint_ask.h"
#include "data/endpoint/endpoint_call.h"
#include "domain/endpoint/endpoint_completion.h"

/* The workers' side of the queue of calls, for a command in the scope of all: it claims a call,
 * makes it outside of any transaction, and says what came of it. Of several workers one gets a
 * call; an endpoint gets so many at once, and so does a person, and what people wait for comes
 * before what test runs do. A call whose worker dies is not made again, because it may have been
 * charged: when its claim runs out, it has failed as lost. Those of a test run are, so that each
 * case has its result: data/run/run_report.h reports them. */

enum { ENDPOINT_AT_ONCE = 4, ENDPOINT_PERSON_AT_ONCE = 3 };
#define ENDPOINT_LEASE (60 * CLOCK_SECOND) /* longer than a call's timeout by this */

struct endpoint_claimed {
    struct endpoint endpoint; /* with its key */
    struct endpoint_call call;
    int64_t claimed_until;
    bool is_over; /* of a test run alone: it is not made, but reported with this outcome */
    enum endpoint_outcome over;
};

/* One that is due. ERR_NOT_FOUND if there is none that may be made now. Those that were lost, and
 * those whose endpoint is gone or archived, fail on the way; of a test run they are over. */
MUST_USE enum err endpoint_claim(struct db *db, struct endpoint_claimed *claimed) NONNULL;

struct endpoint_result {
    enum endpoint_outcome outcome;
    int status; /* 0: there was no answer */
    int64_t duration_ms;
    int64_t retry_after_s;
    struct endpoint_completion completion;
};

/* Makes it, unless it is over, in requests of the database of their own: what was read before stays
 * in the arena. While it runs, what comes of an answer in pieces is kept some times a second, and
 * it is given up within a second when it was canceled: ENDPOINT_CANCELED. */
void endpoint_call_make(struct db *db, const struct endpoint_claimed *claimed,
                        struct endpoint_result *result) NONNULL;

/* What is to become of it: found out and sealed before the transaction in which it is written. */
struct endpoint_fate {
    enum endpoint_call_state state; /* CALL_WAITING: it is made again at due_at */
    int64_t due_at, ended_at;
    int64_t cost_nanos; /* -1: not known */
    struct db_value answer;
};
MUST_USE enum err endpoint_call_decide(struct db *db, const struct endpoint_claimed *claimed,
                                       const struct endpoint_result *result,
                                       struct endpoint_fate *fate) NONNULL;
/* ERR_NOT_FOUND if the claim ran out. */
MUST_USE enum err endpoint_call_write(struct db *db, const struct endpoint_claimed *claimed,
                                      const struct endpoint_result *result,
                                      const struct endpoint_fate *fate) NONNULL;

/* Both: done, or failed; or to be tried again where nothing can have been charged: it was asked too
 * often, or its host was not found. Of one that was canceled meanwhile what came is kept.
 * ERR_NOT_FOUND if the claim ran out. */
MUST_USE enum err endpoint_call_report(struct db *db, const struct endpoint_claimed *claimed,
                                       const struct endpoint_result *result) NONNULL;

/* Deletes calls that are older than ENDPOINT_CALL_KEPT, some at a time. */
MUST_USE enum err endpoint_call_forget(struct db *db, bool *has_more) NONNULL;

#endif
