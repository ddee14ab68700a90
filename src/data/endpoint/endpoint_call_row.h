#ifndef DATA_ENDPOINT_CALL_ROW_H
#define DATA_ENDPOINT_CALL_ROW_H

#include "data/db/db.h"
#include "domain/endpoint/endpoint_outcome.h"

/* A call of a model, as it stands in the queue. */

enum endpoint_call_state { CALL_WAITING, CALL_RUNNING, CALL_DONE, CALL_FAILED, CALL_STATE_COUNT };
extern const char *const endpoint_call_states[CALL_STATE_COUNT]; /* as they are stored */

struct endpoint_call {
    struct uuid organization_id;
    struct uuid id;
    struct uuid batch_id;
    int64_t position;
    struct uuid endpoint_id;
    const char *endpoint_name; /* as it was then */
    const char *model;
    struct uuid user_id;
    struct uuid record_id;
    int64_t version;
    enum endpoint_call_state state;
    enum endpoint_outcome outcome; /* of one that ended, or waits to be tried again */
    int64_t status;                /* 0: there was no answer */
    int64_t attempt_count;
    int64_t input_tokens, output_tokens; /* -1: the endpoint did not say */
    int64_t cost_nanos;                  /* -1: there is no price, or no tokens */
    const char *currency;
    int64_t duration_ms;
    int64_t created_at, due_at;
    int64_t ended_at;    /* 0: not yet */
    const char *request; /* JSON, as it is sent */
    const char *answer;  /* JSON of domain/endpoint/endpoint_completion.h; "" */
    struct uuid run_id;  /* the test run that it belongs to (data/run); nil */
    const char *given;   /* of endpoint_call_list alone: what was filled in, JSON; "" */
};

/* One on its way into the queue; its texts are sealed. */
struct endpoint_call_new {
    struct uuid organization_id, id, batch_id;
    int64_t position; /* in the batch, which has one of each */
    struct uuid endpoint_id;
    const char *endpoint_name, *model;
    struct uuid user_id, record_id;
    int64_t version;
    struct uuid run_id; /* nil: of no test run */
    int64_t created_at; /* due at once; those of a batch that are queued together have one */
    struct db_value request, given; /* of model_calls.request and given */
};

/* In a write transaction: queues it, due at once (db_change_later). */
void endpoint_call_insert(struct db *db, const struct endpoint_call_new *call) NONNULL;

/* For the room: a row with these columns in this order, in the arena. */
#define ENDPOINT_CALL_COLUMNS                                                                      \
    "id, batch_id, position, endpoint_id, endpoint_name, model, user_id, record_id, version, "     \
    "state, outcome, status, attempt_count, input_tokens, output_tokens, cost_nanos, currency, "   \
    "duration_ms, created_at, due_at, ended_at, request, answer, run_id"
MUST_USE enum err endpoint_call_read(struct db *db, const struct uuid *organization_id,
                                     const struct db_result *rows, int row,
                                     struct endpoint_call *call) NONNULL;

#endif
