#ifndef DATA_WEBHOOK_DELIVERY_H
#define DATA_WEBHOOK_DELIVERY_H

#include "base/problem.h"
#include "data/webhook/webhook.h"

/* What was sent to an endpoint, and is to be: kept for WEBHOOK_KEPT after it ended. ERR_DENIED
 * without the right to webhooks. */

#define WEBHOOK_KEPT (30 * CLOCK_DAY)
enum { WEBHOOK_DELIVERY_LIMIT = 50 };

enum webhook_state {
    WEBHOOK_WAITING,
    WEBHOOK_SENDING,
    WEBHOOK_DELIVERED,
    WEBHOOK_FAILED,
    WEBHOOK_STATE_COUNT
};
extern const char *const webhook_state_names[WEBHOOK_STATE_COUNT]; /* as they are stored */

struct webhook_delivery {
    struct uuid organization_id;
    struct uuid webhook_id;
    struct uuid message_id;
    enum webhook_event event;
    const struct record_kind *kind; /* NULL: a test */
    struct uuid record_id;
    const char *record_name; /* "" */
    const char *label;       /* NULL: not about one */
    int64_t version;         /* of a label where it is now; 0: none */
    int64_t from_version;    /* of a label, where it was; 0: nowhere */
    struct uuid proposal_id; /* nil: not about one */
    const char *proposal_state;
    const char *actor_kind;
    struct uuid actor_id; /* nil: a command */
    enum webhook_state state;
    const char *outcome; /* of the last attempt: webhook_outcome.h; "" */
    int64_t attempt_count;
    int status; /* of the last answer; 0: there was none */
    int64_t duration_ms;
    int64_t created_at, due_at;
    int64_t ended_at; /* 0: not yet */
};

/* For the room: the columns, and reading a row of them. */
#define WEBHOOK_DELIVERY_COLUMNS                                                                   \
    "d.organization_id, d.webhook_id, d.message_id, d.event, d.kind, d.record_id, d.record_name, " \
    "d.label, d.version, d.from_version, d.proposal_id, d.proposal_state, d.actor_kind, "          \
    "d.actor_id, d.state, d.outcome, d.attempt_count, d.status, d.duration_ms, d.created_at, "     \
    "d.due_at, d.ended_at"
void webhook_delivery_read(const struct db_result *rows, int row,
                           struct webhook_delivery *delivery) NONNULL;

struct webhook_delivery_list {
    struct webhook_delivery *items; /* the newest first */
    int count;
    const char *next; /* the cursor of the older ones; NULL: there are none */
};

/* Those of one endpoint; cursor "": from the newest. ERR_INVALID for a cursor that is none. */
MUST_USE enum err webhook_delivery_list(struct db *db, const struct actor *actor,
                                        const struct uuid *webhook_id, const char *cursor,
                                        struct webhook_delivery_list *list) NONNULL;

/* Sends one that has ended again, from its first attempt, with the same id ("webhook.resend").
 * ERR_NOT_FOUND; ERR_CONFLICT while the endpoint is off, and for one that is on its way. */
MUST_USE enum err webhook_resend(struct db *db, const struct actor *actor,
                                 const struct uuid *webhook_id, const struct uuid *message_id,
                                 struct problem *problem) NONNULL;

/* Queues a test ("webhook.test"). ERR_NOT_FOUND; ERR_CONFLICT while the endpoint is off, and while
 * another test waits. */
MUST_USE enum err webhook_test(struct db *db, const struct actor *actor,
                               const struct uuid *webhook_id, struct problem *problem) NONNULL;

#endif
