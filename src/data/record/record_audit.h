#ifndef DATA_RECORD_AUDIT_H
#define DATA_RECORD_AUDIT_H

#include "data/audit/audit.h"
#include "data/record/record_store.h"
#include "data/webhook/webhook_notify.h"

/* Inside the data module: work_finish and work_audit for a record. head is of one that was loaded,
 * or has only store and ids. */

MUST_USE enum err record_finish(const struct work *work, const struct record_store *store,
                                enum err err, const char *action, const struct uuid *id) NONNULL;
MUST_USE enum err record_audit(const struct work *work, const struct record_head *head,
                               const char *action, json_t *details)
    __attribute__((nonnull(1, 2, 3)));
/* The same with details that were sealed before the transaction began. */
MUST_USE enum err record_audit_ready(const struct work *work, const struct record_head *head,
                                     const char *action, const struct audit_ready *ready) NONNULL;

/* A value of a content as events keep it: the versions have it whole. data NULL gives NULL. */
const char *record_audit_short(struct arena *arena, struct text text) __attribute__((nonnull(1)));

/* In the same transaction, where the event of such a change is written: what the organization's
 * webhooks tell of it. news needs no kind, organization or record. */
void record_notify(const struct work *work, const struct record_head *head,
                   const struct webhook_news *news) NONNULL;

#endif
