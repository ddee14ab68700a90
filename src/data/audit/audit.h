#ifndef DATA_AUDIT_H
#define DATA_AUDIT_H

#include <jansson.h>

#include "data/db/db.h"
#include "domain/policy.h"

/* The audit log: the one place that writes events. data/trail reads them. */

enum audit_outcome { AUDIT_SUCCESS, AUDIT_FAILURE, AUDIT_REFUSAL };
extern const char *const audit_outcome_names[]; /* as they are stored */

/* Details that were sealed and hashed before the transaction in which they are recorded. */
struct audit_ready {
    struct uuid event_id; /* nil: not made yet */
    struct db_value sealed;
    struct text hash;
};

/* What happened. Field-by-field details are JSON objects {"field": {"before": …, "after": …}}, made
 * with audit_change(); never a secret, only {"changed": true} for those. details are facts of the
 * organization; personal_details describe the person subject_id and are sealed under that person's
 * key. */
struct audit_event {
    const char *action;          /* stable name: "prompt.update", "session.sign_in" */
    const char *record_type;     /* "prompt", "label", "agent", "team", "user", "session" … */
    struct uuid record_id;       /* nil if there is none */
    struct uuid organization_id; /* nil: the actor's */
    enum audit_outcome outcome;
    json_t *details;                 /* may be NULL; the reference is taken over */
    struct uuid subject_id;          /* nil if personal_details is NULL */
    json_t *personal_details;        /* may be NULL; the reference is taken over */
    const struct audit_ready *ready; /* may be NULL; otherwise instead of details */
};

/* Before the write transaction: seals and hashes details of an event of the organization, whose
 * size a person chooses. For one audit_record, with the same organization, that is not an event of
 * nobody. The arena's; the reference to details stays the caller's. */
MUST_USE enum err audit_prepare(struct db *db, const struct actor *actor,
                                const struct uuid *organization_id, json_t *details,
                                struct audit_ready *ready) NONNULL;

/* Writes an event inside the open write transaction, in the scope of its organization. actor NULL
 * is someone unknown. */
MUST_USE enum err audit_record(struct db *db, const struct actor *actor,
                               const struct audit_event *event) __attribute__((nonnull(1, 3)));

/* The same in a transaction and scope of its own: refusals and failures, which change nothing else.
 * Those of someone unknown are counted (audit_refusal.h): the event may be in already. */
MUST_USE enum err audit_record_alone(struct db *db, const struct actor *actor,
                                     const struct audit_event *event)
    __attribute__((nonnull(1, 3)));

/* Records that something was refused, whatever outcome the event has, and gives what to return:
 * ERR_DENIED, or ERR_UNAVAILABLE if it could not be recorded. */
MUST_USE enum err audit_refuse(struct db *db, const struct actor *actor,
                               const struct audit_event *event) __attribute__((nonnull(1, 3)));

/* Ends a write transaction as db_finish does; ERR_DENIED is recorded with audit_refuse. */
MUST_USE enum err audit_finish(struct db *db, const struct actor *actor,
                               const struct audit_event *refusal, enum err err)
    __attribute__((nonnull(1, 3)));

/* Adds one field's before and after to details; either may be NULL for "was not there". Equal
 * values add nothing. audit_secret adds {"changed": true}. */
void audit_change(json_t *details, const char *field, const char *before, const char *after)
    __attribute__((nonnull(1, 2)));
void audit_change_int(json_t *details, const char *field, int64_t before, int64_t after) NONNULL;
void audit_secret(json_t *details, const char *field) NONNULL;

#endif
