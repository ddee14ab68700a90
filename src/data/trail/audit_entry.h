#ifndef DATA_AUDIT_ENTRY_H
#define DATA_AUDIT_ENTRY_H

#include "base/text.h"
#include "data/audit/audit.h"

/* An event as it is read. Texts in the arena. */
struct audit_entry {
    struct uuid id;
    struct uuid organization_id;
    int64_t seq; /* its number in the organization's log; 0: it has none yet */
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
    int64_t event_count; /* how often it happened (audit_refusal.h); 1 of all but refusals of
                            people who are not signed in */
    const char *request_id;
    const char *details; /* JSON, or NULL; in lists of what is about records only, and as it was
                            recorded: what only some may read is for audit_get to leave out */
    struct uuid subject_id;
    const char *personal_details; /* JSON, or NULL; NULL after erasure */
    struct text sealed_details;   /* both as they are stored; data NULL: none */
    struct text sealed_personal_details;
};

#endif
