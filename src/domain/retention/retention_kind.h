#ifndef DOMAIN_RETENTION_KIND_H
#define DOMAIN_RETENTION_KIND_H

#include <stdbool.h>

#include "base/err.h"

/* THE table of what retention deletes: for each kind of record the clock that is read, what is done
 * when the time is over, and for how long it is kept unless an organization says otherwise. The
 * periods are engineering defaults, not legal advice. */

enum retention_kind_id {
    RETENTION_VERSIONS,
    RETENTION_ARCHIVED,
    RETENTION_PEOPLE,
    RETENTION_SESSIONS,
    RETENTION_AUDIT,
    RETENTION_SECURITY,
    RETENTION_IMPORTS,
    RETENTION_EXPORTS,
    RETENTION_EVIDENCE,
    RETENTION_OUTPUTS,
    RETENTION_KIND_COUNT
};

enum retention_action {
    RETENTION_DELETE,    /* the row goes */
    RETENTION_ANONYMIZE, /* the row stays, and says nothing about the person any more */
    RETENTION_PRUNE,     /* the event goes; its number and its hash stay in the audit tree */
    RETENTION_ACTION_COUNT
};

struct retention_kind {
    enum retention_kind_id id;
    const char *name;  /* "audit": in rules, lines and forms */
    const char *title; /* "Audit events" */
    const char *clock; /* "the event": days are counted from it */
    const char *what;  /* what exactly is meant, and what is never deleted: a sentence */
    enum retention_action action;
    int default_days;
    bool is_on; /* unless an organization says otherwise */
};

extern const struct retention_kind retention_kinds[RETENTION_KIND_COUNT];

/* "Delete", "Anonymize", "Prune to hash". */
extern const char *const retention_action_words[RETENTION_ACTION_COUNT];

/* The kind of a stored name; NULL if there is none. */
const struct retention_kind *retention_kind_find(const char *name) NONNULL;

#endif
