#ifndef DATA_WEBHOOK_H
#define DATA_WEBHOOK_H

#include "data/db/query.h"
#include "domain/policy.h"
#include "domain/record/kind.h"
#include "domain/webhook/webhook_event.h"

/* The endpoints of an organization's webhooks, as its administrators see them: all need the right
 * to them, else ERR_DENIED. */

enum { WEBHOOK_MAX = 20, WEBHOOK_URL_MAX = 1000, WEBHOOK_DESCRIPTION_MAX = 200 };

/* What follows from WEBHOOK_PREFIX_LEN characters of a secret is never shown again. */
enum { WEBHOOK_PREFIX_LEN = 10 };

enum webhook_off {
    WEBHOOK_ON,
    WEBHOOK_OFF_BY_PERSON,
    WEBHOOK_OFF_FAILING, /* nothing arrived for WEBHOOK_PATIENCE */
    WEBHOOK_OFF_GONE,    /* it answered 410 (RFC 9110, 15.5.11) */
    WEBHOOK_OFF_COUNT
};
#define WEBHOOK_PATIENCE (5 * CLOCK_DAY)
extern const char *const webhook_off_names[WEBHOOK_OFF_COUNT]; /* as they are stored */

struct webhook {
    struct uuid organization_id;
    struct uuid id;
    int64_t revision;
    unsigned events;    /* WEBHOOK_BIT of each */
    unsigned kinds;     /* likewise, of enum record_kind_id */
    const char *folder; /* "": all */
    const char *url;
    const char *description; /* "" */
    const char *secret;
    const char *old_secret;   /* "" unless old_secret_until is to come */
    int64_t old_secret_until; /* 0: there is none */
    enum webhook_off off;
    int64_t created_at;
    int64_t disabled_at;   /* 0: it is on */
    int64_t failure_count; /* in a row */
    int64_t failing_since; /* 0: the last one arrived */
    int64_t delivered_at;  /* 0: none ever was */
};

struct webhook_list {
    struct webhook *items; /* the oldest first, at most WEBHOOK_MAX */
    int count;
};

/* May the actor see and change them? */
bool webhook_may(const struct actor *actor) NONNULL;

/* Secrets are in them only as far as they are shown. The first asks ahead (query_ahead). */
void webhook_list_ahead(struct db *db, const struct actor *actor) NONNULL;
MUST_USE enum err webhook_list(struct db *db, const struct actor *actor,
                               struct webhook_list *list) NONNULL;

/* ERR_NOT_FOUND. */
MUST_USE enum err webhook_get(struct db *db, const struct actor *actor, const struct uuid *id,
                              struct webhook *webhook) NONNULL;

/* For the room: one with its secrets, whoever asks. ERR_NOT_FOUND. */
MUST_USE enum err webhook_find(struct db *db, const struct uuid *organization_id,
                               const struct uuid *id, struct webhook *webhook) NONNULL;

/* For the inbox: adds the text of an expression that counts those which stopped by themselves. $1
 * is the organization. They leave when they are enabled, disabled by a person, or deleted. */
void webhook_off_add_count(struct query *query) NONNULL;

#endif
