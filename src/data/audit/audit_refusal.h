#ifndef DATA_AUDIT_REFUSAL_H
#define DATA_AUDIT_REFUSAL_H

#include "data/db/db.h"

/* What people who are not signed in are refused, counted, so that nobody can flood the audit log
 * without an account: failed sign-ins, forms with a wrong token. The first of a minute, source,
 * action, outcome and record is an event; those after it raise a counter beside the event, whose
 * leaf in the tree stays what it is. A source is the keyed hash of an IPv4 address or of the first
 * 64 bits of an IPv6 address (RFC 6177: what one customer has). */

/* An organization's minute has at most so many; what comes after them is counted together, for each
 * action and outcome. */
enum { AUDIT_REFUSALS_PER_MINUTE = 100 };

/* What audit.c is about to write as an event of nobody. */
struct audit_refusal {
    struct uuid organization_id;
    struct uuid event_id;
    int64_t occurred_at;
    const char *action;
    const char *outcome;   /* as it is stored */
    struct uuid record_id; /* nil: none */
};

enum audit_counted {
    AUDIT_COUNTED,         /* the event is in the log already */
    AUDIT_FIRST,           /* it is to be written */
    AUDIT_FIRST_OF_OTHERS, /* likewise, but for all others: about no record, and without details */
};

/* Counts it, inside the open write transaction. */
MUST_USE enum err audit_refusal_count(struct db *db, const struct audit_refusal *refusal,
                                      enum audit_counted *counted) NONNULL;

#endif
