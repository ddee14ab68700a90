#ifndef DOMAIN_WEBHOOK_EVENT_H
#define DOMAIN_WEBHOOK_EVENT_H

#include "base/clock.h"
#include "base/err.h"

/* What webhooks tell of, and when one that failed is sent again. */

enum webhook_event {
    WEBHOOK_LABEL_MOVED,
    WEBHOOK_VERSION_CREATED,
    WEBHOOK_RECORD_ARCHIVED,
    WEBHOOK_RECORD_RESTORED,
    WEBHOOK_PROPOSAL_OPENED,
    WEBHOOK_PROPOSAL_DECIDED,
    WEBHOOK_RECORD_DELETED,         /* the last: their places are stored */
    WEBHOOK_CHOICES,                /* those above can be chosen */
    WEBHOOK_TEST = WEBHOOK_CHOICES, /* sent when a person asks for it */
    WEBHOOK_EVENT_COUNT
};

struct webhook_event_words {
    const char *name;  /* in the body, as programs read it; never changed */
    const char *title; /* on pages */
    const char *text;
};
extern const struct webhook_event_words webhook_events[WEBHOOK_EVENT_COUNT];

/* ERR_INVALID for a name of none. */
MUST_USE enum err webhook_event_parse(const char *name, enum webhook_event *event) NONNULL;

/* A set of events, or of kinds of records, as one number. */
#define WEBHOOK_BIT(index) (1U << (unsigned)(index))

/* A delivery is tried this often, then it has failed. */
enum { WEBHOOK_ATTEMPTS = 10 };

/* After so many attempts in vain, the pause before the next one: 5 s, 5 min, 30 min, 2 h, 5 h, 10
 * h, 14 h, 20 h, 24 h; 0: there is none. */
int64_t webhook_pause(int64_t attempt_count);

/* How long an endpoint is left alone after so many failures in a row, whatever is due: one that
 * answers nothing takes few of the senders' seconds. */
int64_t webhook_rest(int64_t failure_count);

#endif
