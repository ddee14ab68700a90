#ifndef DATA_USAGE_FETCHER_H
#define DATA_USAGE_FETCHER_H

#include "data/record/record_source.h"
#include "data/usage/usage.h"

/* Who fetched which version of a record lately: a line for each token and version. */

enum { USAGE_FETCHER_LIMIT = 50, USAGE_OTHERS_MAX = 20 };

struct usage_fetch_filter {
    int64_t since;   /* microseconds UTC; whole days of UTC are looked at */
    int64_t version; /* 0: of all versions, or of the one that this names, unless it is NULL */
    const struct record_source *source;
    const struct uuid *others; /* and of these records, whatever the version; NULL: of none */
    int other_count;           /* at most USAGE_OTHERS_MAX */
};

struct usage_fetcher {
    struct uuid token_id;   /* nil: nobody had to be known */
    const char *token_name; /* NULL: the token is gone, or the actor may not see it */
    const char *owner_name; /* a person, a service account or an agent; NULL: gone or erased */
    bool may_see;           /* the token's own page */
    bool is_over;           /* it is revoked, expired or gone: nobody fetches with it any more */
    struct uuid record_id;  /* what was fetched: the record, or one of the others */
    int64_t version;
    int64_t serving_count;
    int64_t first_at; /* since `since` */
    int64_t last_at;
    int64_t last_by[USAGE_PROTOCOL_COUNT]; /* by what it spoke; 0: not by this */
};

struct usage_fetcher_list {
    struct usage_fetcher *items; /* who fetched last comes first */
    int count;
    bool has_more; /* than USAGE_FETCHER_LIMIT */
};

/* Of a record that was loaded for the actor. The first asks ahead (query_ahead). */
void usage_fetchers_ahead(struct db *db, const struct record_head *head,
                          const struct usage_fetch_filter *filter) NONNULL;
MUST_USE enum err usage_fetchers(struct db *db, const struct actor *actor,
                                 const struct record_head *head,
                                 const struct usage_fetch_filter *filter,
                                 struct usage_fetcher_list *list) NONNULL;

#endif
