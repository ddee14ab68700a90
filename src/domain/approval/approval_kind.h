#ifndef DOMAIN_APPROVAL_KIND_H
#define DOMAIN_APPROVAL_KIND_H

#include "domain/policy.h"

/* THE table of what needs the approval of a second person. */

enum approval_kind_id {
    APPROVAL_LABEL, /* in a table of its own: data/release/label_proposal.h */
    APPROVAL_ERASURE,
    APPROVAL_HOLD_RELEASE,
    APPROVAL_SUPERUSER,
    APPROVAL_RETENTION_RUN,
    APPROVAL_CLOSING,
    APPROVAL_RESUME,
    APPROVAL_KIND_COUNT
};

struct approval_kind {
    enum approval_kind_id id;
    const char *name;        /* "erasure": in the table and in events */
    const char *title;       /* "Erasure of a person" */
    enum permission ask;     /* who may ask for it */
    enum permission approve; /* who may decide, if someone else asked */
    int waits_days;          /* until a request expires that nobody decided about */
    int holds_days;          /* until an approval expires that nobody used; 0: it is used at once */
    bool is_about_person;    /* who then does not decide about it */
};

extern const struct approval_kind approval_kinds[APPROVAL_KIND_COUNT];

/* The kind of a stored name; NULL if there is none. */
const struct approval_kind *approval_kind_find(const char *name) NONNULL;

#endif
