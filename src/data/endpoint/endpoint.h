#ifndef DATA_ENDPOINT_H
#define DATA_ENDPOINT_H

#include "data/db/db.h"
#include "domain/endpoint/endpoint_class.h"
#include "domain/endpoint/endpoint_outcome.h"
#include "domain/policy.h"

/* The model endpoints of an organization, as its administrators see them: all need the right to
 * them, else ERR_DENIED. */

enum {
    ENDPOINT_MAX = 50,
    ENDPOINT_URL_MAX = 1000,
    ENDPOINT_SECRET_MAX = 500, /* bytes */
    ENDPOINT_MODEL_LINES_MAX = 10000
};

/* Whose API key is sent. */
enum endpoint_secret {
    ENDPOINT_SECRET_NONE,
    ENDPOINT_SECRET_OWN,
    ENDPOINT_SECRET_OPERATOR, /* the one that the operator has for the host (endpoint_ask.h) */
    ENDPOINT_SECRET_COUNT
};
extern const char *const endpoint_secret_names[ENDPOINT_SECRET_COUNT]; /* as they are stored */

struct endpoint {
    struct uuid organization_id;
    struct uuid id;
    int64_t revision;
    const char *name;
    const char *url;    /* without a / at its end */
    const char *models; /* a line each */
    enum endpoint_class data_class;
    const char *currency; /* "USD" */
    enum endpoint_secret secret_kind;
    const char *secret; /* "" unless it is the organization's own; never for a page */
    int64_t timeout_s;
    int64_t context_tokens; /* 0: not known */
    int64_t created_at, updated_at;
    int64_t archived_at; /* 0: it is in use */
    int64_t checked_at;  /* 0: never */
    enum endpoint_outcome check_outcome;
    int64_t check_status; /* 0: there was no answer */
};

struct endpoint_list {
    struct endpoint *items; /* by name, those that are archived last; at most ENDPOINT_MAX */
    int count;
};

/* May the actor see and change them? */
bool endpoint_may(const struct actor *actor) NONNULL;

/* Their secrets are "" for whoever asks. */
MUST_USE enum err endpoint_list(struct db *db, const struct actor *actor,
                                struct endpoint_list *list) NONNULL;

/* ERR_NOT_FOUND. */
MUST_USE enum err endpoint_get(struct db *db, const struct actor *actor, const struct uuid *id,
                               struct endpoint *endpoint) NONNULL;

/* For the room: one with its secret, whoever asks. ERR_NOT_FOUND. */
MUST_USE enum err endpoint_find(struct db *db, const struct uuid *organization_id,
                                const struct uuid *id, struct endpoint *endpoint) NONNULL;

#endif
