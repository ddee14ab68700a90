#ifndef DATA_SSO_DOCUMENT_H
#define DATA_SSO_DOCUMENT_H

#include "data/sso/sso_provider.h"
#include "domain/sso/discovery.h"

/* What a provider says of itself, and its keys: fetched from it, kept for an hour, and fetched
 * again when it is older or a key is missing, once a minute at most. */

struct sso_document {
    struct discovery discovery;
    const json_t *keys;
    bool is_new; /* fetched just now */
};

/* How far fetching came: of each step a sentence that says what is wrong, NULL if nothing is; the
 * last one is the first that failed. */
enum sso_step { SSO_STEP_FIND, SSO_STEP_READ, SSO_STEP_KEYS, SSO_STEP_COUNT };
struct sso_steps {
    const char *problems[SSO_STEP_COUNT];
    int done; /* how many were tried */
};

/* Fetches it in any case, and keeps nothing. ERR_UNAVAILABLE: *steps says why. until: of
 * clock_monotonic(). */
MUST_USE enum err sso_document_fetch(struct arena *arena, const struct sso_provider *provider,
                                     int64_t until, struct sso_document *document,
                                     struct sso_steps *steps) NONNULL;

/* The kept one, or a new one: is_old_fine false asks for one that is newer than what is kept.
 * ERR_UNAVAILABLE if there is none to be had; the request has not failed then. No transaction is
 * open while it is fetched. */
MUST_USE enum err sso_document_get(struct db *db, const struct sso_provider *provider,
                                   bool is_old_fine, int64_t until,
                                   struct sso_document *document) NONNULL;

#endif
