#ifndef DATA_AUDIT_H
#define DATA_AUDIT_H

#include <jansson.h>

#include "data/db/db.h"
#include "domain/policy.h"

/* The audit log: the one place that writes events and the one that reads them. */

enum audit_outcome { AUDIT_SUCCESS, AUDIT_FAILURE, AUDIT_REFUSAL };

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
    json_t *details;          /* may be NULL; the reference is taken over */
    struct uuid subject_id;   /* nil if personal_details is NULL */
    json_t *personal_details; /* may be NULL; the reference is taken over */
};

/* Writes an event inside the open write transaction. actor NULL is somebody unknown. */
MUST_USE enum err audit_record(struct db *db, const struct actor *actor,
                               const struct audit_event *event) __attribute__((nonnull(1, 3)));

/* The same in a transaction of its own: refusals and failures, which change nothing else. */
MUST_USE enum err audit_record_alone(struct db *db, const struct actor *actor,
                                     const struct audit_event *event)
    __attribute__((nonnull(1, 3)));

/* Adds one field's before and after to details; either may be NULL for "was not there". Equal
 * values add nothing. audit_secret adds {"changed": true}. */
void audit_change(json_t *details, const char *field, const char *before, const char *after)
    __attribute__((nonnull(1, 2)));
void audit_change_int(json_t *details, const char *field, int64_t before, int64_t after) NONNULL;
void audit_secret(json_t *details, const char *field) NONNULL;

/* An event as it is read. Texts in the arena. */
struct audit_entry {
    struct uuid id;
    struct uuid organization_id;
    int64_t seq;
    int64_t occurred_at;
    const char *actor_kind;
    struct uuid actor_id;
    const char *actor_name; /* NULL for commands, unknown and erased people */
    bool is_outside;
    const char *action;
    const char *record_type;
    struct uuid record_id;
    const char *record_name; /* of a prompt, agent, team or user that is still there, or
                                NULL */
    const char *outcome;
    const char *request_id;
    const char *details; /* JSON, or NULL */
    struct uuid subject_id;
    const char *personal_details; /* JSON, or NULL; NULL after erasure */
};

struct audit_filter {
    struct uuid organization_id; /* nil: the actor's; others for those who may see them */
    struct uuid actor_id;        /* nil: anybody */
    struct uuid record_id;       /* nil: any */
    const char *record_type;     /* "": any */
    const char *action;          /* "": any; a whole name, or a beginning with a dot: "prompt." */
    int64_t from, until;         /* 0: open; until is exclusive */
    int64_t before_seq;          /* 0: from the newest */
    int limit;                   /* at most 100 */
};

struct audit_list {
    struct audit_entry *entries;
    int count;
    bool has_more;
};

/* Events the actor may see, newest first: own actions, content events or all, by the policy. */
MUST_USE enum err audit_list(struct db *db, const struct actor *actor,
                             const struct audit_filter *filter, struct audit_list *list) NONNULL;

/* One event with its details opened; organization_id nil is the actor's. Of a config or settings
 * that the actor may not read, the details say only that they changed. ERR_NOT_FOUND also for one
 * the actor may not see. */
MUST_USE enum err audit_get(struct db *db, const struct actor *actor,
                            const struct uuid *organization_id, int64_t seq,
                            struct audit_entry *entry) NONNULL;

/* The own log of a prompt, agent or team, oldest first, at most limit newest events, for everybody
 * who may see such records of the organization. */
MUST_USE enum err audit_list_record(struct db *db, const struct actor *actor,
                                    const struct uuid *organization_id,
                                    const struct uuid *record_id, int limit,
                                    struct audit_list *list) NONNULL;

#endif
