#ifndef DATA_WEBHOOK_NOTIFY_H
#define DATA_WEBHOOK_NOTIFY_H

#include "data/db/db.h"
#include "domain/policy.h"
#include "domain/record/kind.h"
#include "domain/webhook/webhook_event.h"

/* Telling the endpoints of an organization of a change, in its transaction: `rostrum webhooks`
 * sends it afterwards (webhook_outbox.h). */

struct webhook_news {
    enum webhook_event event;
    const struct record_kind *kind;
    struct uuid organization_id;
    struct uuid record_id;      /* its row is there, as it is after the change */
    const char *label;          /* NULL: it is not about one */
    int64_t from_version;       /* of a label; 0: it was not set */
    int64_t to_version;         /* likewise; 0: it is removed */
    struct uuid proposal_id;    /* nil: it is not about one */
    const char *proposal_state; /* likewise NULL */
};

/* In the open write transaction: a delivery for each endpoint that wants to hear of it. Nobody
 * waits for it, and it costs the same whatever the record holds. */
void webhook_notify(struct db *db, const struct actor *actor,
                    const struct webhook_news *news) NONNULL;

/* As it is stored: "user", "token", "command". */
const char *webhook_actor_kind(const struct actor *actor) NONNULL;

#endif
