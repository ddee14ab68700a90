#ifndef DATA_WEBHOOK_INTERNAL_H
#define DATA_WEBHOOK_INTERNAL_H

#include "data/audit/audit.h"
#include "data/webhook/webhook.h"

/* What the verbs about an endpoint share. */

/* An event about one. */
struct audit_event webhook_event_of(const struct uuid *organization_id, const struct uuid *id,
                                    const char *action) NONNULL;

/* One as it is before it is changed. ERR_DENIED, which is an event; ERR_NOT_FOUND. */
MUST_USE enum err webhook_load(struct db *db, const struct actor *actor, const struct uuid *id,
                               const char *action, struct webhook *webhook) NONNULL;

/* The address without what comes after a ?, which is often a secret of the receiver. */
const char *webhook_shown_url(struct db *db, const char *url) NONNULL;

/* Seals a text for a column of the endpoint; "" gives a null. */
MUST_USE enum err webhook_seal(struct db *db, const struct webhook *webhook, const char *column,
                               const char *text, struct db_value *value) NONNULL;

/* Before the transaction: the details of an event, whose reference is taken over. In it: the event.
 */
MUST_USE enum err webhook_seal_event(struct db *db, const struct actor *actor, json_t *details,
                                     struct audit_ready *ready) NONNULL;
MUST_USE enum err webhook_record(struct db *db, const struct actor *actor, const struct uuid *id,
                                 const char *action, const struct audit_ready *ready) NONNULL;

#endif
