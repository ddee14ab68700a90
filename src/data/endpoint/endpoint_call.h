#ifndef DATA_ENDPOINT_CALL_H
#define DATA_ENDPOINT_CALL_H

#include "base/problem.h"
#include "data/endpoint/endpoint.h"
#include "data/endpoint/endpoint_call_row.h"

/* Calls of models, as the people see them who asked for them: `rostrum work` makes them
 * (endpoint_work.h). Who may read prompts may call a model with one, by hand. */

enum { ENDPOINT_BATCH_MAX = 3, ENDPOINT_WAITING_MAX = 20 /* of one person */ };
#define ENDPOINT_CALL_KEPT (30 * CLOCK_DAY)

struct endpoint_call_list {
    struct endpoint_call items[ENDPOINT_BATCH_MAX]; /* by position */
    int count;
};

/* The endpoints that are in use, without their addresses and keys, for whoever may call: by name,
 * at most ENDPOINT_MAX. ERR_DENIED. */
struct endpoint_choice {
    struct uuid id;
    const char *name;
    const char *models; /* a line each */
    enum endpoint_class data_class;
};
struct endpoint_choices {
    struct endpoint_choice *items;
    int count;
};
MUST_USE enum err endpoint_choices(struct db *db, const struct actor *actor,
                                   struct endpoint_choices *choices) NONNULL;

/* Asks ahead (query_ahead) for what endpoint_choices reads. */
void endpoint_choices_ahead(struct db *db, const struct actor *actor) NONNULL;

struct endpoint_call_draft {
    struct uuid endpoint_id;
    const char *model;
    int64_t version;
    const char *request; /* JSON, as it is to be sent */
    const char *given; /* what was filled in, {"variables": {…}, "messages": […]}; NULL: nothing */
};

struct endpoint_batch {
    const char *record_type; /* "prompt", "agent" */
    struct uuid record_id;
    const struct endpoint_call_draft *calls;
    int count; /* at most ENDPOINT_BATCH_MAX */
};

/* "prompt.try", "agent.try". ERR_DENIED; ERR_INVALID if an endpoint is gone, archived or without
 * the model; ERR_CONFLICT if the person has ENDPOINT_WAITING_MAX waiting. */
MUST_USE enum err endpoint_call_queue(struct db *db, const struct actor *actor,
                                      const struct endpoint_batch *batch, struct uuid *batch_id,
                                      struct problem *problem) NONNULL;

/* Those of a batch, for the one who asked for it. ERR_NOT_FOUND. */
MUST_USE enum err endpoint_call_list(struct db *db, const struct actor *actor,
                                     const struct uuid *record_id, const struct uuid *batch_id,
                                     struct endpoint_call_list *list) NONNULL;

/* Ends those of a batch that have not ended, as failed: one that waits is not made, and the worker
 * of one that runs gives it up within a second. ERR_NONE as well if there is none. */
MUST_USE enum err endpoint_call_cancel(struct db *db, const struct actor *actor,
                                       const struct uuid *record_id,
                                       const struct uuid *batch_id) NONNULL;

#endif
