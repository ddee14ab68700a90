#ifndef DATA_PROOF_EVENT_H
#define DATA_PROOF_EVENT_H

#include <jansson.h>

#include "data/record/record_store.h"

/* Adds to a certificate what happened to a record from one time to another, newest first, each
 * event with its proof (data/trail/audit_proof.h): "events", how many newer ones no checkpoint
 * covers yet as "events_without_checkpoint", and the public keys that signed as "keys". At most
 * PROOF_EVENTS_MAX, the newest: "events_are_complete" says so. Asks nobody: the times and ids of
 * these events are shown to everyone who may see the record. */
enum { PROOF_EVENTS_MAX = 50 };
MUST_USE enum err proof_add_events(struct db *db, const struct record_head *head, int64_t from,
                                   int64_t until, json_t *certificate) NONNULL;

#endif
