#ifndef DATA_ENDPOINT_INTERNAL_H
#define DATA_ENDPOINT_INTERNAL_H

#include <jansson.h>

#include "data/audit/audit.h"
#include "data/endpoint/endpoint.h"

/* What the verbs about an endpoint share. */

/* One as it is before it is changed, with its secret. ERR_DENIED, which is an event;
 * ERR_NOT_FOUND. */
MUST_USE enum err endpoint_load(struct db *db, const struct actor *actor, const struct uuid *id,
                                const char *action, struct endpoint *endpoint) NONNULL;

/* An event about one, and that the actor may not do it: ERR_DENIED. */
MUST_USE enum err endpoint_refuse(struct db *db, const struct actor *actor, const struct uuid *id,
                                  const char *action) NONNULL;

/* Seals a text for a column of the endpoint; "" gives a null. */
MUST_USE enum err endpoint_seal(struct db *db, const struct endpoint *endpoint, const char *column,
                                const char *text, struct db_value *value) NONNULL;

/* Before the transaction: the details of an event, whose reference is taken over. In it: the event.
 */
MUST_USE enum err endpoint_seal_event(struct db *db, const struct actor *actor, json_t *details,
                                      struct audit_ready *ready) NONNULL;
MUST_USE enum err endpoint_record(struct db *db, const struct actor *actor, const struct uuid *id,
                                  const char *action, const struct audit_ready *ready) NONNULL;

#endif
